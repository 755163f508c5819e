from __future__ import annotations

from typing import Any

import pytest
from stories import (
    CHAT,
    ERROR,
    LOADED,
    MIN,
    RES,
    UNDEFINED,
    Story,
    expect,
    make_run,
    step,
    told,
    want,
)

from harness.judging.steps import outcome_of
from harness.scenario.interpolation import Template
from harness.scenario.model import MISSING

STARTED = ("onchatstart", CHAT, 2)
TICKET = Template("${ticket}", ("", "ticket", ""), in_pattern=True)


def called(
    *, returns: Any = MISSING, throws: Any = MISSING, value: Any = UNDEFINED, error: Any = MISSING
) -> Story:
    """A step that calls page(), which returns the value or throws the error."""
    story = Story(make_run(step("page", returns=returns, throws=throws))).open()
    with story.step("page"):
        if error is MISSING:
            story.call("embed.page", "mini", by="scenario", value=value)
        else:
            story.add("call", call=9, function="embed.page", args=["mini"], by="scenario")
            story.add("threw", call=9, function="embed.page", error=error)
        story.acted()
    return story


# What calls return and throw


@pytest.mark.parametrize(
    ("pattern", "value"),
    [("online", "online"), ("$absent", UNDEFINED), ({"$in": [1, 2]}, 2), (None, None), ([1], [1])],
)
def test_what_a_call_returns_is_held_against_its_pattern(pattern: Any, value: Any) -> None:
    assert called(returns=pattern, value=value).codes() == []


@pytest.mark.parametrize(
    ("pattern", "value"), [("online", "offline"), ("$absent", None), (1, True), ([1], [1, 2])]
)
def test_another_value_than_the_expected_one_fails(pattern: Any, value: Any) -> None:
    assert called(returns=pattern, value=value).codes() == ["returned"]


def test_a_call_that_throws_fails_unless_the_step_expects_it() -> None:
    assert called(error=ERROR).codes() == ["threw"]
    assert called(error=ERROR, returns="$any").codes() == ["threw"]
    assert called(error=ERROR, throws="$any").codes() == []


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("no such page", ERROR),
        ({"$re": "such"}, ERROR),
        ({"name": "TypeError"}, ERROR),
        ({"name": "TypeError", "message": {"$re": "page$"}}, ERROR),
        ("boom", "boom"),
        ({"code": 4}, {"code": 4}),
        ("$any", UNDEFINED),
    ],
)
def test_what_is_thrown_may_be_anything_and_is_held_against_its_pattern(
    pattern: Any, error: Any
) -> None:
    assert called(throws=pattern, error=error).codes() == []


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("another", ERROR),
        ({"name": "RangeError"}, ERROR),
        ("boom", "bang"),
        ("boom", 7),
        ({"message": "boom"}, "boom"),
        ("boom", UNDEFINED),
    ],
)
def test_another_error_than_the_expected_one_fails(pattern: Any, error: Any) -> None:
    assert called(throws=pattern, error=error).codes() == ["threw-otherwise"]


def test_a_call_that_should_throw_and_returns_fails() -> None:
    assert called(throws="boom", value=3).codes() == ["not-thrown"]


def test_a_call_that_never_ends_has_no_outcome_to_accept() -> None:
    for demand in ({"returns": "$absent"}, {"throws": "$any"}):
        story = Story(make_run(step("page", **demand))).open()
        with story.step("page"):
            story.add("call", call=9, function="embed.page", args=[], by="scenario")
            story.acted()
        assert story.codes() == ["no-outcome"]


def test_the_outcome_of_a_step_is_that_of_its_own_call() -> None:
    story = Story(make_run(step("reload", returns="$absent"))).open()
    with story.step("reload"):
        story.add("call", call=1, function="embed.reload", args=[], by="scenario")
        story.add("call", call=2, function="embed.status", args=[], by="page")
        story.add("returned", call=2, function="embed.status", value="online")
        story.add("returned", page="other", call=1, function="embed.init", value="another page's")
        story.add("returned", call=1, function="embed.reload", value=UNDEFINED)
        story.add("navigation", url="https://shop.example/", way="load")
        story.add("call", call=1, function="embed.init", args=[{"account": "demo"}], by="page")
        story.add("returned", call=1, function="embed.init", value="a new document's")
        story.acted()
    assert story.codes() == []


def test_a_step_without_a_call_has_no_outcome() -> None:
    story = Story().open()
    assert outcome_of(step("click"), story.recording.events) is None


@pytest.mark.parametrize(
    ("outcome", "demand", "code"),
    [
        ({"value": 3}, {"returns": 3}, []),
        ({"value": 3}, {"returns": 4}, ["returned"]),
        ({"value": 3}, {"throws": "boom"}, ["not-thrown"]),
        ({"error": ERROR}, {}, ["threw"]),
        ({"error": ERROR}, {"throws": "no such page"}, []),
    ],
)
def test_a_script_has_an_outcome_like_a_call(
    outcome: dict[str, Any], demand: dict[str, Any], code: list[str]
) -> None:
    story = Story(make_run(step("eval", **demand))).open()
    with story.step("eval"):
        story.add("evaluated", **outcome)
        story.acted()
    assert story.codes() == code


# check


def test_a_check_compares_what_was_looked_at() -> None:
    for recorded, code in (("bar", []), ("hidden", ["check"])):
        story = Story(make_run(step("check"))).open()
        with story.step("check"):
            story.add("check", of="chatbar", expected="bar", recorded=recorded)
            story.acted()
        assert story.codes() == code


def test_every_subject_of_a_check_is_told() -> None:
    story = Story(make_run(step("check"))).open()
    with story.step("check"):
        story.add("check", of="chatbar", expected="bar", recorded="hidden")
        story.add("check", of="side", expected="left", recorded="left")
        story.add("check", of="cookies", expected={"a": "1"}, recorded={"a": UNDEFINED})
        story.acted()
    found = story.verdict().failures
    assert [failure.code for failure in found] == ["check", "check"]
    assert (found[1].expected, found[1].recorded) == (
        'cookies.a: "1" (string)',
        "cookies.a: undefined",
    )


# trouble, and steps that could not be done


def test_of_a_step_that_could_not_be_done_only_the_trouble_is_told() -> None:
    story = Story(make_run(step("click", expect=expect(want("onload"))))).open()
    with story.step("click"):
        story.trouble("no-element", hint="is it there?", expected="a", recorded="b", instead=["c"])
    found = story.failure()
    assert (found.code, found.hint, found.instead) == ("no-element", "is it there?", ("c",))
    assert (found.expected, found.recorded, found.step) == ("a", "b", 0)


def test_trouble_in_a_step_that_was_done_does_not_hide_what_it_expects() -> None:
    story = Story(make_run(step("click", expect=expect(want("onload"))))).open()
    with story.step("click"):
        story.acted()
        story.trouble("dialog-flood")
    assert story.codes() == ["dialog-flood", "not-fired"]


def test_trouble_in_a_step_that_only_looks_does_not_hide_what_it_expects() -> None:
    story = Story(make_run(step(None, expect=expect(want("onchange"))))).open()
    with story.step(None):
        story.trouble("dialog-flood")
    assert story.codes() == ["dialog-flood", "not-fired"]


def test_what_cannot_be_saved_comes_after_the_reason() -> None:
    expected = expect(want("onchatstart"))
    story = Story(
        make_run(step("flip", expect=expected, save={"ticket": "onchatstart.ticket"}))
    ).open()
    with story.step("flip"):
        story.acted()
        story.trouble("nothing-to-save")
    assert story.codes() == ["not-fired", "nothing-to-save"]


# saved values


def saving(value: Any, recorded: Any) -> Story:
    look = step(None, 1, expect=expect(want("onchatopened", {"ticket": TICKET})))
    story = Story(make_run(step("flip", 0), look)).open()
    with story.step("flip"):
        story.acted()
        story.add("saved", page=None, name="ticket", value=value)
        story.callback("onchatopened", {"ticket": recorded, "initiator": "client"})
    with story.step(None, index=1):
        pass
    return story


def test_a_saved_value_is_put_into_later_expectations() -> None:
    assert saving("t1", "t1").codes() == []
    assert saving("t1", "t2").codes() == ["not-matched"]


def test_a_saved_value_is_data_even_when_it_looks_like_a_matcher() -> None:
    assert saving("$str", "t1").codes() == ["not-matched"]
    assert saving("$str", "$str").codes() == []


def test_a_value_that_the_same_step_saves_is_not_yet_known_to_it() -> None:
    look = step("flip", 0, expect=expect(want("onchatopened", {"ticket": TICKET})))
    story = Story(make_run(look)).open()
    with story.step("flip"):
        story.acted()
        story.add("saved", page=None, name="ticket", value="t1")
    assert story.codes() == ["undefined-name"]
    assert story.verdict().status == "broken"


@pytest.mark.parametrize("demand", ["returns", "throws"])
def test_a_name_that_was_never_saved_is_told_and_never_raised(demand: str) -> None:
    story = Story(make_run(step("status", **{demand: TICKET}))).open()
    with story.step("status"):
        if demand == "returns":
            story.call("embed.status", by="scenario", value="online")
        else:
            story.add("call", call=9, function="embed.status", args=[], by="scenario")
            story.add("threw", call=9, function="embed.status", error=ERROR)
        story.acted()
    assert story.codes() == ["undefined-name"]


# what is expected of other events than callbacks


@pytest.mark.parametrize(
    ("event", "pattern", "data", "is_met"),
    [
        ("page_error", {"message": {"$re": "boom"}}, {"name": "Error", "message": "a boom"}, True),
        ("page_error", {"$optional": "$any"}, {"name": "Error", "message": "a boom"}, True),
        ("console", {"text": "hello"}, {"type": "log", "text": "hello"}, True),
        ("console", {"text": "hello"}, {"type": "log", "text": "bye"}, False),
        ("analytics", {"args": ["send", "event"]}, {"via": "ga", "args": ["send", "event"]}, True),
        ("analytics", {"args": ["send"]}, {"via": "ga", "args": ["send", "event"]}, False),
        ("call", {"args": [{"lang": "sk"}]}, {"args": [{"lang": "sk"}]}, True),
        ("call", {"args": [{"lang": "sk"}]}, {"args": [{"lang": "sk", "side": "left"}]}, False),
        ("call", {"args": [{"lang": "sk"}]}, {"args": [{"lang": "sk", "onload": ERROR}]}, True),
        (
            "call",
            {"args": {"$unordered": [{"onload": "$absent"}]}},
            {"args": [{"onload": 1}]},
            False,
        ),
        ("call", {"function": "embed.flip"}, {"function": "embed.flip", "args": [1, 2]}, True),
    ],
)
def test_events_of_the_page_are_held_against_their_fields(
    event: str,
    pattern: Any,
    data: dict[str, Any],
    is_met: bool,  # noqa: FBT001 - a column
) -> None:
    story = Story(make_run(step(expect=expect(want(event, pattern, low=1, high=None))))).open()
    with story.step():
        story.acted()
        story.add(event, **data)
    assert story.codes() == ([] if is_met else ["not-matched"])


# the nearest miss


def test_the_nearest_of_several_misses_is_told_first() -> None:
    wanted = want("onload", {"page": "online", "online": True})
    offline, collapsed = (
        {"page": "offline", "online": False},
        {"page": "start-online", "online": True},
    )
    story = told(expect(wanted), ("onload", offline, 5), ("onload", collapsed, 9))
    found = story.verdict().failures[0]
    assert (found.expected, found.recorded) == (
        'page: "online" (string)',
        'page: "start-online" (string)',
    )
    assert found.instead[0].startswith('onload {page: "start-online"')
    assert found.instead[1].startswith('also onload {page: "offline"')


def test_an_event_that_another_expectation_asks_for_is_no_miss() -> None:
    both = expect(want("onchange", MIN), want("onchange", RES))
    found = told(both, STARTED, ("onchange", MIN, 9)).failure()
    assert found.message == 'onchange {chat_status: "res"} did not fire'


def test_the_right_event_too_late_is_nearer_than_another_in_time() -> None:
    seen = (("onchange", RES, 10), ("onchange", MIN, 2340))
    found = told(expect(want("onchange", MIN)), STARTED, *seen, ends=2800).failure()
    assert found.code == "late"
    assert found.instead[0] == "onchange did fire, 340 ms after the window closed"
    assert found.hint == "if that is soon enough, give the step more time: `within: 3s`"


def test_an_event_that_comes_after_the_step_is_late_too_but_not_in_another_step() -> None:
    cleanup = step("flip", 1)
    story = Story(make_run(step(expect=expect(want("onchatopened"))), finally_=(cleanup,))).open()
    with story.step(ends=4000):
        story.acted()
    story.callback("onchatopened", CHAT, at=4100)
    assert story.codes() == ["late"]
    story = Story(story.run).open()
    with story.step(ends=4000):
        story.acted()
    with story.step(index=1):
        story.callback("onchatopened", CHAT)
    assert story.codes() == ["not-fired"]


def test_an_event_before_the_step_is_pointed_at() -> None:
    found = told(expect(want("onload", LOADED))).failure()
    assert found.instead == ("onload did fire at 0.006 s, before this step began",)
    assert "first step that has only `expect`" in str(found.hint)


@pytest.mark.parametrize(("options", "is_told"), [({"onchange": None}, True), ({}, False)])
def test_a_callback_that_the_page_does_not_register_cannot_be_seen(
    options: dict[str, Any],
    is_told: bool,  # noqa: FBT001 - a column
) -> None:
    story = Story(make_run(step(expect=expect(want("onchange", MIN))))).open(**options)
    with story.step():
        story.acted()
    assert ("registers no onchange" in str(story.failure().hint)) is is_told


def test_a_page_that_never_initialised_is_told_so() -> None:
    story = Story(make_run(step(expect=expect(want("onload")))))
    with story.step(None, index=-1):
        pass
    with story.step():
        story.acted()
    assert "init() was never called" in str(story.failure().hint)


def test_a_label_and_a_reason_come_with_the_failure() -> None:
    labelled = step(expect=expect(want("onload", label="the shop's own")), why="the shop counts it")
    story = Story(make_run(labelled)).open()
    with story.step():
        story.acted()
    found = story.failure()
    assert found.message == "the shop's own: onload did not fire"
    assert found.why == "the shop counts it"


def test_an_event_of_an_earlier_step_is_pointed_at_without_advice() -> None:
    story = Story(make_run(step(), step("flip", 1, expect=expect(want("onchange", MIN))))).open()
    with story.step():
        story.acted()
        story.callback("onchatstart", CHAT)
        story.callback("onchange", MIN)
    with story.step(index=1):
        story.acted()
    found = story.failure()
    assert found.instead[0].endswith("before this step began")
    assert found.hint is None
