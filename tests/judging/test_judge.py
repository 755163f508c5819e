from __future__ import annotations

import pytest
from stories import CHAT, ERROR, LOADED, MIN, Story, expect, make_run, some, step, told, want

from harness.judging.judge import judge
from harness.recording import Recording
from harness.scenario.model import Always

UNMET = expect(want("onchatopened"))


def two_steps() -> Story:
    """A step that fails, and one in `finally`."""
    return Story(make_run(step(expect=UNMET), finally_=(step("operator", 1),))).open()


def test_a_run_in_which_everything_holds_has_passed() -> None:
    verdict = told(expect(want("onchatstart")), ("onchatstart", CHAT, 5)).verdict()
    assert (verdict.status, verdict.failures) == ("passed", ())


def test_an_empty_recording_is_never_a_pass() -> None:
    verdict = judge(make_run(), Recording())
    assert verdict.status == "broken"
    assert verdict.failures[0].code == "unfinished"


def test_a_step_that_was_never_done_is_never_a_pass() -> None:
    story = Story(make_run(step(), step("reload", 1))).open()
    with story.step():
        story.acted()
    assert story.codes() == ["unfinished"]
    assert story.failure().message.startswith("`reload` was not finished")


def test_a_step_that_the_engine_gave_up_is_never_a_pass() -> None:
    story = Story().open()
    with story.step():
        story.acted()
    ended = story.recording.events[-1]
    ended.data["status"] = "failed"
    assert story.codes() == ["unfinished"]


def test_a_step_cut_off_by_the_end_of_the_recording_is_not_judged() -> None:
    story = Story(make_run(step(expect=UNMET))).open()
    story.index = 0
    story.add("step_started", index=0, verb="flip", within=2.0)
    story.trouble("run-timeout")
    assert story.codes() == ["run-timeout"]
    assert story.failure().place == story.run.scenario.steps[0].place


@pytest.mark.parametrize(("what", "status"), [("page", "failed"), ("harness", "broken")])
@pytest.mark.parametrize("is_inside", [True, False])
def test_trouble_is_failed_or_broken_by_whose_it_is(
    what: str,
    status: str,
    is_inside: bool,  # noqa: FBT001 - a column
) -> None:
    story = Story().open()
    if not is_inside:
        story.trouble("odd", what)
    with story.step():
        if is_inside:
            story.trouble("odd", what)
    assert story.codes() == ["odd"]
    assert story.verdict().status == status


def test_lost_events_make_a_run_broken() -> None:
    story = Story(make_run(step(expect=UNMET))).open()
    with story.step():
        story.acted()
        story.add("gap", missing=3)
    assert story.codes() == ["incomplete", "not-fired"]
    assert story.verdict().status == "broken"
    assert "3 events were lost" in story.verdict().failures[0].message


def test_a_flood_is_the_pages_doing() -> None:
    story = Story().open()
    with story.step():
        story.add("dropped", count=7)
        story.acted()
    assert story.codes() == ["flood"]
    assert story.verdict().status == "failed"


def test_trouble_in_finally_does_not_hide_the_failure_before_it() -> None:
    story = two_steps()
    with story.step():
        story.acted()
    with story.step("operator", index=1):
        story.trouble("undefined-name", "harness")
    assert story.codes() == ["not-fired", "undefined-name"]
    assert story.verdict().status == "failed"


def test_failures_come_in_the_order_of_the_recording() -> None:
    run = make_run(step(expect=UNMET), finally_=(step("flip", 1, expect=UNMET),))
    story = Story(run)
    with story.step(None, index=-1):
        story.load()
        story.callback("onload", {"page": "nowhere", "online": True})
    with story.step():
        story.acted()
        story.callback("onchange", {"chat_status": "huge"})
    with story.step(index=1):
        story.acted()
    assert story.codes() == [
        "contract:data-types",
        "not-fired",
        "contract:data-types",
        "contract:onchange-in-chat",
        "not-fired",
    ]


def test_a_breach_is_placed_at_the_step_in_which_it_came() -> None:
    story = Story().open()
    with story.step():
        story.acted()
        story.callback("onload", LOADED)
    found = story.failure()
    assert (found.code, found.step) == ("contract:onload-once", 0)
    assert found.place == story.run.scenario.steps[0].place


def test_a_breach_while_the_host_page_opens_is_placed_at_the_page() -> None:
    story = Story()
    with story.step(None, index=-1):
        story.load()
        story.callback("onload", {"page": "chat", "online": "yes"})
    with story.step():
        story.acted()
    assert story.failure().place == story.run.scenario.host.page.place


def test_a_failure_outside_of_all_steps_is_placed_at_the_scenario() -> None:
    story = Story()
    story.trouble("browser", "harness")
    assert story.failure().place == story.run.scenario.place


# What holds for the whole run


def whole(always: Always, *, seen: int = 1) -> Story:
    story = Story(make_run(always=always)).open()
    with story.step():
        story.acted()
        for _ in range(seen):
            story.add("page_error", name="Error", message="boom", stack="")
        story.add("console", type="error", text="bad", url="", line=1)
        story.add("console", type="log", text="good", url="", line=1)
    return story


def test_always_holds_for_the_whole_run() -> None:
    assert whole(Always()).codes() == []
    assert whole(Always(no=("page_error",))).codes() == ["always"]
    assert whole(Always(no=("page_error", "console_error"))).codes() == ["always", "always"]
    absent = want("console", {"text": {"$re": "^good"}}, low=0, high=0)
    assert whole(Always(never=(absent,))).codes() == ["always"]
    other = want("console", {"text": "other"}, low=0, high=0)
    assert whole(Always(never=(other,))).codes() == []


def test_a_console_message_is_no_error_unless_it_says_so() -> None:
    story = Story(make_run(always=Always(no=("console_error",)))).open()
    with story.step():
        story.acted()
        story.add("console", type="warning", text="old", url="", line=1)
    assert story.codes() == []


def test_what_always_excludes_is_told_once_however_often_it_came() -> None:
    found = whole(Always(no=("page_error",)), seen=200).failure()
    assert found.message == "page_error must not happen in this scenario, and was seen 200 times"
    assert len(found.instead) == 7
    assert found.instead[-1] == "and 193 more of them"
    assert "stack" not in str(found.recorded)


def test_always_holds_while_the_page_opens_and_in_finally() -> None:
    run = make_run(finally_=(step("flip", 1),), always=Always(no=("page_error",)))
    for moment in ("open", "finally"):
        story = Story(run)
        with story.step(None, index=-1):
            if moment == "open":
                story.add("page_error", name="Error", message="boom")
        with story.step():
            story.acted()
        with story.step(index=1):
            story.acted()
            if moment == "finally":
                story.add("page_error", name="Error", message="boom")
        assert story.codes() == ["always"]


# what nobody looked at


def ignored(pattern: object, data: object, **more: object) -> int:
    expected = expect(some("onchatstart", pattern))
    if more:
        expected = expect(want("onchatstart", pattern, **more))
    return told(expected, ("onchatstart", data, 5)).verdict().ignored


def test_fields_that_no_pattern_names_are_counted() -> None:
    assert ignored({"ticket": "t1"}, CHAT) == 1
    assert ignored(CHAT, CHAT) == 0
    assert ignored({}, CHAT) == 2


def test_callbacks_that_met_no_expectation_are_not_counted() -> None:
    assert ignored({"ticket": "other"}, CHAT) == 0
    assert told(expect(some("onchatstart", CHAT)), ("onchatstart", CHAT, 5)).verdict().ignored == 0


def test_an_event_that_two_expectations_look_at_is_counted_once() -> None:
    both = expect(some("onchatstart", {"ticket": "t1"}), some("onchatstart", {}))
    assert told(both, ("onchatstart", CHAT, 5)).verdict().ignored == 1


def test_expectations_in_an_order_and_in_finally_count_too() -> None:
    ordered = expect(in_order=[want("onchatstart", {"ticket": "t1"})])
    assert told(ordered, ("onchatstart", CHAT, 5)).verdict().ignored == 1
    run = make_run(finally_=(step("flip", 1, expect=expect(want("onchatstart", {}))),))
    story = Story(run).open()
    with story.step():
        story.acted()
    with story.step(index=1):
        story.acted()
        story.callback("onchatstart", CHAT)
    assert story.verdict().ignored == 2


def test_the_harness_never_takes_an_error_for_data() -> None:
    found = told(expect(want("onchange", MIN)), ("onchange", ERROR, 5)).verdict()
    assert [failure.code for failure in found.failures] == [
        "not-matched",
        "contract:data-types",
        "contract:onchange-in-chat",
    ]
