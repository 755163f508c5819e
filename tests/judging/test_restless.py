"""A page that reloads itself without end is told as that, whatever else came of it."""

from __future__ import annotations

import pytest
from stories import Story, expect, make_run, step, want

from harness.judging.restless import RESTLESS

EXPECTING = make_run(step("visitor", expect=expect(want("onchatstart"))))
FRAME = {"host": "app.livechatoo.com", "path": "/demo/client-embed/en"}


def reloading(run: object, times: int, *, frames: int = 0, trouble: str = "") -> Story:
    """A step in which the page loads so often; `trouble` is what the step met then."""
    story = Story(run).open()  # type: ignore[arg-type]
    with story.step("visitor"):
        for _ in range(times):
            story.add("navigation", url="https://shop.example/", way="load")
        for _ in range(frames):
            story.add("request", **FRAME)
        if trouble:
            story.trouble(trouble, what="harness")
        else:
            story.acted()
    return story


@pytest.mark.parametrize(("times", "first"), [(RESTLESS, "not-fired"), (RESTLESS + 1, "reloads")])
def test_what_is_missing_on_such_a_page_is_its_own_doing(times: int, first: str) -> None:
    story = reloading(EXPECTING, times)  # one load is the step's
    assert (story.verdict().status, story.codes()[0]) == ("failed", first)


def test_starts_that_were_lost_by_it_do_not_break_the_run() -> None:
    story = reloading(EXPECTING, 9, frames=9)
    assert (story.verdict().status, story.codes()[0]) == ("failed", "reloads")
    assert story.verdict().failures[0].message == "the page reloaded itself 8 times"


def test_starts_that_are_hidden_on_a_page_that_stays_break_the_run() -> None:
    story = reloading(EXPECTING, 0, frames=9)
    assert (story.verdict().status, story.codes()[0]) == ("broken", "unobserved")


@pytest.mark.parametrize(("code", "status"), [("browser", "failed"), ("file-gone", "broken")])
def test_a_frame_that_went_away_is_the_pages_doing_and_the_worlds_trouble_is_not(
    code: str, status: str
) -> None:
    story = reloading(EXPECTING, 9, trouble=code)
    assert story.verdict().status == status


def test_a_page_that_reloads_and_is_as_expected_passes() -> None:
    assert reloading(make_run(step("visitor")), 9).verdict().status == "passed"


def test_reloads_of_the_scenario_are_none_of_the_pages() -> None:
    story = Story(make_run(*(step("refresh", index) for index in range(9)))).open()
    for index in range(9):
        with story.step("refresh", index=index):
            story.load()
            if index < 8:
                story.acted()
            else:
                story.trouble("page-slow")
    assert "reloads" not in story.codes()
