from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, JUnitXml, Skipped
from junitparser import Failure as JUnitFailure

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.report.junit import junit_bytes, write_junit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., RunResult]


def _parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own bytes


def test_each_status_becomes_what_ci_systems_call_it(
    tmp_path: Path, result: Make, failed: RunResult, broken: RunResult, sources: dict[str, str]
) -> None:
    stopped = Verdict("not_run", (Failure(None, "stopped", "stopped after the first failure"),))
    other = result(stopped, path="scenarios/embed/page.yaml")
    skipped = result(Verdict("skipped"), params="side=up")
    path = tmp_path / "deep" / "junit.xml"
    write_junit(path, [result(params="n=1"), failed, broken, other, skipped], sources=sources)
    document = JUnitXml.fromfile(str(path))
    assert [suite.name for suite in document] == [
        "scenarios/embed/flip.yaml",
        "scenarios/embed/page.yaml",
    ]
    assert (document.tests, document.failures, document.errors, document.skipped) == (5, 1, 1, 2)
    outcomes = [case.result for suite in document for case in suite]
    assert [type(outcome[0]) if outcome else None for outcome in outcomes] == [
        None,
        JUnitFailure,
        Error,
        Skipped,
        Skipped,
    ]
    messages = [outcome[0].message for outcome in outcomes if outcome]
    assert messages[2:] == [
        "skipped: no reason was given",
        "not run: stopped after the first failure",
    ]
    assert [entry.name for entry in path.parent.iterdir()] == ["junit.xml"]


def test_a_failed_case_tells_the_whole_story(failed: RunResult, sources: dict[str, str]) -> None:
    case = _parsed(junit_bytes([failed], sources=sources, out="runs"))[0][0]
    assert case.attrib == {
        "name": "Flip hides and shows[side=left] [chromium]",
        "classname": "scenarios/embed/flip",
        "file": "scenarios/embed/flip.yaml",
        "line": "1",
        "time": "5.11",
    }
    outcome = case.find("failure")
    assert outcome is not None
    assert outcome.attrib["type"] == "expect"
    assert " > 13 |     expect: {onchange: {chat_status: min}}" in str(outcome.text)
    assert "rerun: harness run 'scenarios/embed/flip.yaml::Flip" in str(outcome.text)
    assert [(entry.get("name"), entry.get("value")) for entry in case.iter("property")] == [
        ("screenshot", "runs/flip-left-0a1b.png"),
        ("events", "runs/flip-left-0a1b.jsonl"),
        ("tag", "smoke"),
    ]
    assert case.findtext("system-out") == (
        "[[ATTACHMENT|runs/flip-left-0a1b.png]]\n[[ATTACHMENT|runs/flip-left-0a1b.jsonl]]"
    )


ATTACHED = "[[ATTACHMENT|/etc/passwd]]"


def test_only_our_own_evidence_is_attached() -> None:
    """GitLab and Jenkins read the mark in any text of a case, whoever wrote it."""
    failures = (Failure(None, *(ATTACHED,) * 4, (ATTACHED,), ATTACHED, 0, ATTACHED),)
    statuses: Any = ("failed", "broken", "skipped", "not_run")
    results = [
        RunResult(ATTACHED, ATTACHED, 1, ATTACHED, (ATTACHED,), Verdict(one, failures), 1.0, found)
        for one in statuses
        for found in ({}, {"screenshot": "a.png"}, {ATTACHED: "b.png"})
    ]
    document = junit_bytes(results, sources={ATTACHED: ATTACHED}, out="runs").decode()
    marks = re.findall(r"\[\[ATTACHMENT\|[^]]*\]\]", document, re.IGNORECASE)
    assert marks == ["[[ATTACHMENT|runs/a.png]]", "[[ATTACHMENT|runs/b.png]]"] * 4


def test_two_runs_of_one_name_stay_two_cases(result: Make) -> None:
    names = [
        case.get("name") for case in _parsed(junit_bytes([result(), result()])).iter("testcase")
    ]
    assert names == [
        "Flip hides and shows[side=left] [chromium]",
        "Flip hides and shows[side=left] [chromium] #2",
    ]


def test_no_runs_are_a_document_too() -> None:
    assert _parsed(junit_bytes([])).attrib["tests"] == "0"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())) | st.sampled_from(["]]>", "<a>&", "\x00\x1b"]))
def test_whatever_a_page_says_the_document_is_xml(text: str) -> None:
    failures = (Failure(None, text, text, text, text, (text,), text, 0, text),)
    statuses: Any = ("failed", "broken", "skipped", "not_run")
    results = [
        RunResult(text, text, 1, text, (text,), Verdict(s, failures), 1.0, {"a": text})
        for s in statuses
    ]
    document = _parsed(junit_bytes(results, out="runs"))
    assert len(list(document.iter("testcase"))) == 4
    JUnitXml.fromstring(junit_bytes(results))
