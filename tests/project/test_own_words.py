"""A secret that has the letters of one of the harness's own words changes none of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.masking import Mask
from harness.recording import Event
from harness.report.event_log import EventLog, read_events
from harness.report.logged import result_in
from harness.scenario.places import Place

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "passed", "failed", "broken", "run_ended", "run_started", "callback", "onload", "true",
    "chromium", "scenario", "junit", "data", "events", "name", "status", "main", "type", "error",
    "function", "embed.init", "page", "place", "check", "secret", "TOKEN", "secret TOKEN", "4711",
)  # fmt: skip
FAILURE = Failure(Place("s.yaml", 4711, 1), "check", "it says so", instead=("as is",), step=4711)


def events(said: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("run_started", {"run": f"s.yaml::{said}", "scenario": said, "browser": "chromium 1"}),
        ("step_started", {"index": 0, "verb": "eval", "text": said, "section": "steps",
                          "expect": [{"onload": {"field": said}, "times": [1, 1]}]}),
        ("call", {"call": 4711, "function": "embed.init", "args": [{"a": said}], "by": "page"}),
        ("callback", {"name": "onload", "args": [{"b": said}, {"$type": "error", "name": said}],
                      "registration": 1}),
        ("check", {"of": "status", "expected": said, "recorded": {"$type": "undefined"}}),
        ("console", {"type": "error", "text": said}),
        ("trouble", {"what": "page", "code": "broken", "message": said}),
        ("step_ended", {"index": 0, "status": "failed"}),
        ("run_ended", {"status": "failed", "failures": [FAILURE.as_json()]}),
    ]  # fmt: skip


def logged(folder: Path, secret: str, said: str) -> list[Event]:
    with EventLog(folder, "run", Mask({"TOKEN": secret})) as log:
        for number, (kind, data) in enumerate(events(said), start=1):
            log.append(Event(number, 1.0, kind, data, page="main"))
    return read_events(log.path).events


@pytest.mark.parametrize("word", WORDS)
def test_an_event_log_says_the_same_but_for_its_texts(tmp_path: Path, word: str) -> None:
    shown = "[secret TOKEN]"
    assert logged(tmp_path, word, word) == logged(tmp_path, "zq7-kw/1", shown)


@pytest.mark.parametrize("word", WORDS)
def test_a_result_has_the_same_verdict_and_evidence(word: str) -> None:
    given = RunResult(
        f"s.yaml::{word}@chromium", "s.yaml", 1, word, (word,), Verdict("failed", (FAILURE,)), 0.1,
        {"events": "a-secret-token.jsonl"}, "runs/a-secret-token.jsonl",
        ("status-is-the-page",), ("onload",), (), {"screenshot": "it is full"},
    )  # fmt: skip
    mask = Mask({"TOKEN": word})
    result = mask.value(given)
    assert (result.title, result.tags) == ("[secret TOKEN]", ("[secret TOKEN]",))
    assert result.verdict.status == "failed"
    assert result.verdict.failures[0].code == "check"
    assert result.verdict.failures[0].place == FAILURE.place
    for name in ("artifacts", "events_path", "assumes", "about"):
        assert getattr(result, name) == getattr(given, name)
    assert list(result.unkept) == ["screenshot"]
    assert RunResult.from_json(result.as_json()) == result
    assert mask.value(result) == result


@pytest.mark.parametrize("word", WORDS)
def test_the_verdict_of_a_log_can_be_read_back(tmp_path: Path, word: str) -> None:
    logged(tmp_path, word, word)
    planned = RunResult("run", "s.yaml", 1, "t", (), Verdict("not_run"), 0.0)
    found = result_in(tmp_path, planned)
    assert found is not None
    assert (found.verdict.status, found.verdict.failures[0].code) == ("failed", "check")


@pytest.mark.parametrize("word", WORDS)
def test_a_text_that_is_masked_again_stays_as_it_is(word: str) -> None:
    mask = Mask({"TOKEN": word, "OTHER": "other-one"})
    once = mask.text(f"a {word} b{word} other-one [secret TOKEN]")
    assert once == "a [secret TOKEN] b[secret TOKEN] [secret OTHER] [secret TOKEN]"
    assert mask.text(once) == once
    assert mask.names_in("[secret TOKEN]") == []
