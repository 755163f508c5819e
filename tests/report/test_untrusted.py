from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.recording import Event, Recording
from harness.report.failures import run_text
from harness.report.terminal import TerminalReport
from harness.report.timeline import show_timeline
from harness.report.untrusted import unarmed, visible
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

NASTY = (
    "\x1b[2J\x1b]0;owned\x07",
    "progress\rfailed -> passed",
    "line\n::error::owned",
    "\n   ::set-output name=x::y",
    "##[error]owned",
    "x ##vso[task.complete result=Succeeded;]",
    "##teamcity[testFailed name='x']",
    "section_start:1700000000:owned\r\x1b[0K",
    "x [[ATTACHMENT|/etc/passwd]]",
    "[red]red[/red] [link=https://evil.example]click[/link] :smile:",
    "\x9b31m C1 \x85 \u2028 \u2029",
    "\u202egnp.exe \u2066\u2069\u200f",
    "lone \ud800 surrogate",
    "tab\there \x00 \x08\x08\x7f",
)
anything = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=())),
    st.lists(st.sampled_from(["::", " ", "\n", "error", "#", "[", "]", "\x1b", "[red]"])).map(
        "".join
    ),
)


def _is_harmless(output: str) -> bool:
    lines = output.split("\n")
    return (
        not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in "".join(lines))
        and not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", output)
        and not any(line.lstrip().startswith("::") for line in lines)
        and not re.search(r"##[A-Za-z]*\[|\[\[ATTACHMENT\|", output)
    )


def _recording(text: str) -> Recording:
    error = {"name": text, "message": text, "stack": f"x\n    at {text}"}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("run_started", {"run": text, "scenario": text, "params": {text: text}, "harness": text}),
        ("step_started", {"index": 0, "section": "steps", "text": text, "place": text}),
        ("call", {"call": 1, "function": text, "args": [text], "by": "page"}),
        ("returned", {"call": 1, "function": text, "value": {text: text}}),
        ("callback", {"name": text, "args": [{text: text}]}),
        ("callback_threw", {"name": text, "error": error}),
        ("console", {"type": text, "text": text, "url": text, "line": 1}),
        ("page_error", error),
        ("dialog", {"type": text, "message": text, "answer": text}),
        ("navigation", {"url": text, "way": text}),
        ("request", {"method": text, "url": text, "status": text, "mock": text}),
        ("analytics", {"via": text, "args": [{"$type": text, "name": text}]}),
        (text, {"what": text}),
        ("step_ended", {"index": 0, "status": text}),
        ("run_ended", {"status": text}),
    ]
    events = [Event(n, 1.0, kind, data, text, text, 0) for n, (kind, data) in enumerate(rows, 1)]
    return Recording(events)


def _failure(text: str) -> Failure:
    place = Place("scenarios/x.yaml", 1, 1)
    return Failure(place, text, text, text, text, (text, text), text, 0, text)


@settings(deadline=None)
@given(anything)
def test_visible_text_is_one_harmless_line_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert _is_harmless(unarmed(shown))
    assert "\n" not in shown
    assert visible(shown) == shown


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(anything, st.sampled_from([30, 60, 100]))
def test_no_text_of_a_page_acts_in_a_timeline(text: str, width: int) -> None:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=False)
    show_timeline(_recording(text), console, failures=[_failure(text)])
    assert _is_harmless(file.getvalue())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(anything)
def test_no_text_of_a_page_acts_in_the_report_of_a_command(text: str) -> None:
    file = io.StringIO()
    report = TerminalReport(
        Console(file=file, width=80, force_terminal=False),
        sources={"scenarios/x.yaml": text},
        verbose=True,
    )
    results = [
        RunResult(text, text, 1, text, (text,), verdict, 1.0, {"screenshot": text}, text)
        for verdict in (Verdict("failed", (_failure(text),)), Verdict("skipped", (_failure(text),)))
    ]
    report.started(2, 1, text)
    report.note(text)
    for result in results:
        report.finished(result)
    report.summary(results, 1.0)
    assert _is_harmless(file.getvalue())
    assert _is_harmless(run_text(results[0], {"scenarios/x.yaml": text}))


@pytest.mark.parametrize("terminal", [True, False])
def test_markup_of_a_page_is_printed_and_not_obeyed(terminal: bool, screen: Any) -> None:  # noqa: FBT001
    here = screen(terminal=terminal, width=200)
    show_timeline(_recording("[red]text[/red] :smile:"), here.console)
    assert "[red]text[/red] :smile:" in here.text


def test_in_a_terminal_only_our_own_escapes_are_sent(
    screen: Any, result: Callable[..., RunResult]
) -> None:
    here = screen(terminal=True, width=200)
    text = "\x1b]0;owned\x07\x1b[2J"
    show_timeline(_recording(text), here.console, failures=[_failure(text)])
    with TerminalReport(here.console) as report:
        report.summary([result(Verdict("failed", (_failure(text),)))], 1.0)
    assert re.sub("\x1b\\[[0-9;]*m", "", here.text).count("\x1b") == 0
    assert "\\x1b]0;owned\\x07\\x1b[2J" in here.text
