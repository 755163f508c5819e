"""What could not be observed decides nothing: a run that needs it is broken, another one is not."""

from __future__ import annotations

import pytest
from stories import Story, expect, make_run, step, want

from harness.scenario.model import Always

WHY = {"what": "callbacks", "why": "they are out of reach"}


def test_an_expected_callback_that_could_not_be_seen_breaks_the_run() -> None:
    story = Story(make_run(step(expect=expect(want("onchange"))))).open()
    story.add("unobserved", **WHY)
    with story.step():
        story.call("embed.flip", by="scenario")
        story.acted()
    verdict = story.verdict()
    assert verdict.status == "broken"
    assert verdict.failures[0].code == "unobserved"
    assert "they are out of reach" in verdict.failures[0].message
    assert "onchange" in str(verdict.failures[0].hint)


@pytest.mark.parametrize(
    "run",
    [
        make_run(step(expect=expect(never=[want("onchatstart")]))),
        make_run(always=Always((want("onchatrating"),))),
        make_run(finally_=(step(expect=expect(in_order=[want("onload")]), index=1),)),
    ],
    ids=["never", "always", "finally"],
)
def test_an_absence_that_nobody_could_see_is_no_absence(run: object) -> None:
    story = Story(run).open()  # type: ignore[arg-type]
    story.add("unobserved", **WHY)
    assert story.verdict().status == "broken"
    assert story.codes()[0] == "unobserved"


@pytest.mark.parametrize(
    ("what", "event", "status"),
    [
        ("callbacks", "call", "passed"),
        ("calls", "call", "broken"),
        ("calls", "onload", "broken"),
        ("calls", "dialog", "passed"),
        ("callbacks", "navigation", "passed"),
    ],
)
def test_only_what_is_missing_counts(what: str, event: str, status: str) -> None:
    story = Story(make_run(step(expect=expect(never=[want(event, "never so")])))).open()
    story.add("unobserved", what=what, why="it is a test")
    with story.step():
        story.call("embed.flip", by="scenario")
        story.acted()
    assert story.verdict().status == status
