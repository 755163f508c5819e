"""What could not be observed decides nothing: a run that needs it is broken, another one is not."""

from __future__ import annotations

import pytest
from stories import Story, expect, make_run, step, want

from harness.recording import LONGEST
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


def test_what_was_cut_proves_no_absence() -> None:
    story = Story(make_run(always=Always(no=("console_error",)))).open()
    story.add("console", type="log", text="x")
    story.add("dropped", of="console", count=1)
    story.add("dropped", of="console", count=16)
    verdict = story.verdict()
    assert verdict.status == "broken"
    assert [failure.code for failure in verdict.failures] == ["unproven"]
    assert "16 further events of the kind console" in verdict.failures[0].message


def test_what_was_seen_before_it_was_cut_decides() -> None:
    story = Story(make_run(always=Always(no=("page_error",)))).open()
    story.add("page_error", name="Error", message="x", stack="")
    story.add("dropped", of="page_error", count=1)
    assert story.verdict().status == "failed"
    assert story.codes()[0] == "always"


def test_a_run_that_was_ended_for_a_flood_is_failed_by_it() -> None:
    story = Story(make_run(always=Always(no=("console_error",)))).open()
    story.add("dropped", of="console", count=16)
    story.add("trouble", what="page", code="flood", message="it was a flood")
    assert story.verdict().status == "failed"
    assert story.codes() == ["flood"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ({"$re": "said"}, "broken"),
        ({"$re": "^x"}, "failed"),
        ({"$not": {"$re": "said"}}, "broken"),
        ({"$len": 30}, "broken"),
        ("said", "passed"),
        ("$absent", "passed"),
    ],
)
def test_what_may_be_in_the_rest_of_a_long_text_is_not_ruled_out(text: object, status: str) -> None:
    run = make_run(step(expect=expect(never=[want("console", {"type": "log", "text": text})])))
    story = Story(run).open()
    with story.step():
        story.add("console", type="warning", text="x" * 30_000)
        story.add("console", type="log", text="x" * LONGEST + "… (+10 characters)")
        story.acted()
    assert story.verdict().status == status
    assert ("unproven" in story.codes()) == (status == "broken")


def test_a_long_argument_of_a_call_is_not_ruled_out() -> None:
    pattern = {"function": "embed.flip", "args": [{"$re": "said"}]}
    story = Story(make_run(step(expect=expect(never=[want("call", pattern)])))).open()
    cut = {"$type": "truncated", "value": "x" * LONGEST, "length": 30_000}
    with story.step():
        story.add("call", call=1, function="embed.flip", args=[cut], by="page")
        story.acted()
    assert story.codes() == ["unproven"]


def test_a_long_text_of_another_event_changes_nothing() -> None:
    text = {"type": "error", "text": {"$re": "said"}}
    story = Story(make_run(step(expect=expect(never=[want("console", text)])))).open()
    with story.step():
        story.add("console", type="log", text="x" * LONGEST + "… (+10 characters)")
        story.acted()
    assert story.verdict().status == "passed"


def test_what_nobody_judges_may_be_cut() -> None:
    story = Story(make_run(step(expect=expect(never=[want("onchatstart", "never so")])))).open()
    story.add("dropped", of="console", count=16)
    with story.step():
        story.call("embed.flip", by="scenario")
        story.acted()
    assert story.verdict().status == "passed"


FRAME = {"host": "app.livechatoo.com", "path": "/demo/client-embed/en"}


@pytest.mark.parametrize(
    ("frames", "inits", "windows", "status"),
    [(2, 0, 0, "broken"), (2, 1, 0, "passed"), (3, 1, 0, "broken"), (3, 1, 1, "passed")],
)
def test_a_widget_that_starts_without_a_call_hides_something(
    frames: int, inits: int, windows: int, status: str
) -> None:
    """The story begins with an `init`."""
    story = Story(make_run(step(expect=expect(never=[want("onchatstart")])))).open()
    with story.step():
        for _ in range(inits):
            story.call("embed.init", {"account": "demo"})
        for _ in range(frames):
            story.add("request", **FRAME)
        for _ in range(windows):
            url = f"https://{FRAME['host']}{FRAME['path']}?from=1"
            story.add("navigation", url=url, way="load")
        story.acted()
    assert story.verdict().status == status, story.verdict()


def test_the_widgets_files_are_no_start() -> None:
    story = Story(make_run(step(expect=expect(never=[want("onchatstart")])))).open()
    with story.step():
        for _ in range(5):
            story.add("request", **{**FRAME, "path": "/demo/client-embed/ajax.ims"})
        story.acted()
    assert story.verdict().status == "passed"
