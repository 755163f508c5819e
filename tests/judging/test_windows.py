from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from stories import CHAT, MIN, RES, Story, expect, make_run, some, step, told, want

from harness.judging import windows
from harness.judging.spans import spans
from harness.judging.steps import resolved

if TYPE_CHECKING:
    from harness.scenario.model import Expect

MINIMIZED = want("onchange", MIN)
RESTORED = want("onchange", RES)
STARTED = ("onchatstart", CHAT, 2)


def codes(expectations: Expect, *callbacks: tuple[str, dict[str, str], float]) -> list[str]:
    """What is wrong with a step of two seconds in which a chat starts and these fire."""
    return told(expectations, STARTED, *callbacks).codes()


def test_an_event_within_the_window_meets_its_expectation() -> None:
    assert codes(expect(MINIMIZED), ("onchange", MIN, 10)) == []


def test_an_event_at_the_very_end_of_the_window_is_in_time() -> None:
    assert codes(expect(MINIMIZED), ("onchange", MIN, 2000)) == []


def test_an_event_a_millisecond_after_the_window_is_late() -> None:
    assert codes(expect(MINIMIZED), ("onchange", MIN, 2001)) == ["late"]


def test_time_decides_and_not_the_order_in_which_events_arrive() -> None:
    story = told(expect(MINIMIZED), STARTED, ("onchange", RES, 2050), ("onchange", MIN, 1990))
    assert story.codes() == []


def test_an_event_that_does_not_come_fails_the_step() -> None:
    assert codes(expect(MINIMIZED)) == ["not-fired"]


def test_an_event_with_other_data_does_not_count() -> None:
    assert codes(expect(MINIMIZED), ("onchange", RES, 10)) == ["not-matched"]


def test_without_a_count_an_event_is_expected_exactly_once() -> None:
    twice = (("onchange", MIN, 10), ("onchange", MIN, 20))
    assert codes(expect(MINIMIZED), *twice) == ["too-many"]
    assert codes(expect(want("onchange", MIN, low=2, high=2)), *twice) == []


def test_one_too_many_counts_up_to_the_end_of_the_step() -> None:
    late = (("onchange", MIN, 10), ("onchange", MIN, 2050))
    assert codes(expect(MINIMIZED), *late) == ["too-many"]


def test_too_few_in_time_is_not_mended_by_one_that_is_late() -> None:
    late = (("onchange", MIN, 10), ("onchange", MIN, 2050))
    assert codes(expect(want("onchange", MIN, low=2, high=2)), *late) == ["too-few"]


@pytest.mark.parametrize("count", range(6))
def test_a_count_has_a_lower_and_an_upper_bound(count: int) -> None:
    seen = [("onchange", MIN, 10 + n) for n in range(count)]
    found = codes(expect(want("onchange", MIN, low=2, high=4)), *seen)
    assert found == (
        ["not-fired"]
        if count == 0
        else ["too-few"]
        if count < 2
        else ["too-many"]
        if count > 4
        else []
    )


def test_at_least_once_has_no_upper_bound() -> None:
    assert (
        codes(expect(some("onchange", MIN)), *[("onchange", MIN, n + 3) for n in range(50)]) == []
    )


def test_at_most_allows_none() -> None:
    assert codes(expect(want("onchange", MIN, low=0, high=1))) == []


def test_what_is_expected_twice_in_a_list_has_to_happen_twice() -> None:
    both = expect(MINIMIZED, MINIMIZED)
    assert codes(both, ("onchange", MIN, 10)) == ["too-few"]
    assert codes(both, ("onchange", MIN, 10), ("onchange", MIN, 20)) == []
    assert codes(both, *[("onchange", MIN, n) for n in (10, 20, 30)]) == ["too-many"]


def test_expecting_something_twice_and_open_ended_stays_open_ended() -> None:
    both = expect(MINIMIZED, some("onchange", MIN))
    assert codes(both, *[("onchange", MIN, n) for n in (10, 20, 30)]) == []
    assert codes(both, ("onchange", MIN, 10)) == ["too-few"]


def test_a_list_of_expectations_may_be_met_in_any_order() -> None:
    seen = (("onchange", RES, 10), ("onchange", MIN, 20))
    assert codes(expect(MINIMIZED, RESTORED), *seen) == []


def test_every_unmet_expectation_is_told() -> None:
    assert codes(expect(MINIMIZED, RESTORED)) == ["not-fired", "not-fired"]


def test_subsets_match_unless_the_expectation_is_exact() -> None:
    more = ("onchange", {**MIN, "reason": "click"}, 10)
    assert codes(expect(MINIMIZED), more) == []
    assert codes(expect(want("onchange", MIN, exact=True)), more) == ["not-matched"]


# Orders

IN_ORDER = expect(in_order=[MINIMIZED, RESTORED])


def test_events_in_their_order_meet_it() -> None:
    assert codes(IN_ORDER, ("onchange", MIN, 10), ("onchange", RES, 20)) == []


def test_events_in_another_order_break_it() -> None:
    assert codes(IN_ORDER, ("onchange", RES, 10), ("onchange", MIN, 20)) == ["out-of-order"]


def test_an_order_goes_by_time_where_events_arrive_on_several_ways() -> None:
    assert codes(IN_ORDER, ("onchange", RES, 20), ("onchange", MIN, 10)) == []


def test_an_order_that_lacks_one_says_which() -> None:
    assert codes(IN_ORDER, ("onchange", MIN, 10)) == ["not-fired"]
    assert codes(expect(in_order=[MINIMIZED, want("onload")]), ("onchange", MIN, 10)) == [
        "not-fired"
    ]


def test_the_last_of_an_order_has_to_come_in_time_too() -> None:
    assert codes(IN_ORDER, ("onchange", MIN, 10), ("onchange", RES, 2001)) == ["late"]


def test_one_more_after_the_whole_order_breaks_it() -> None:
    seen = (("onchange", MIN, 10), ("onchange", RES, 20), ("onchange", MIN, 30))
    assert codes(IN_ORDER, *seen) == ["out-of-order"]


def test_one_more_after_the_window_breaks_an_order_as_it_breaks_a_count() -> None:
    seen = (("onchange", MIN, 10), ("onchange", RES, 20), ("onchange", MIN, 2050))
    assert codes(IN_ORDER, *seen) == ["out-of-order"]


def test_events_that_an_order_does_not_name_do_not_disturb_it() -> None:
    seen = (("onchange", MIN, 10), ("onchatopened", CHAT, 15), ("onchange", RES, 20))
    assert codes(IN_ORDER, *seen) == []


def test_an_order_may_name_the_same_event_again() -> None:
    again = expect(in_order=[MINIMIZED, RESTORED, MINIMIZED])
    seen = [("onchange", MIN, 10), ("onchange", RES, 20), ("onchange", MIN, 30)]
    assert codes(again, *seen) == []
    assert codes(again, *seen[:2]) == ["too-few"]


def test_items_of_an_order_have_counts() -> None:
    order = expect(in_order=[want("onchange", MIN, low=1, high=2), RESTORED])
    assert codes(order, ("onchange", MIN, 1), ("onchange", MIN, 2), ("onchange", RES, 3)) == []
    three = [("onchange", MIN, n) for n in (10, 20, 30)]
    assert codes(order, *three, ("onchange", RES, 40)) == ["out-of-order"]


def test_patterns_of_an_order_that_overlap_are_dealt_in_every_way() -> None:
    order = expect(in_order=[want("onchange", "$any", low=1, high=3), MINIMIZED, RESTORED])
    seen = [("onchange", MIN, 10), ("onchange", MIN, 20), ("onchange", MIN, 30)]
    assert codes(order, *seen, ("onchange", RES, 40)) == []


def test_one_event_does_not_stand_for_two_items_of_an_order() -> None:
    order = expect(in_order=[want("onchange"), MINIMIZED])
    assert codes(order, ("onchange", MIN, 10)) == ["out-of-order"]


def test_a_long_recording_is_put_in_order_at_once() -> None:
    order = expect(in_order=[some("onchange"), some("onchange"), some("onchange", MIN)])
    seen = [("onchange", RES if n % 2 else MIN, 3 + n / 10) for n in range(3001)]
    story = told(order, STARTED, *seen)
    span = spans(story.recording)[-1]
    began = time.perf_counter()
    assert windows.unmet(story.run.scenario.steps[0].expect, span.window(story.recording)) == []
    assert time.perf_counter() - began < 2


# Absences

QUIET = expect(never=[want("onchange", low=0, high=0)], seconds=0.3)


def quiet(after: float, acting: float = 100) -> list[str]:
    """A step that acts for so long, with an onchange so long after it has acted."""
    story = Story(make_run(step(expect=QUIET))).open()
    with story.step(ends=3000) as started:
        story.callback("onchatstart", CHAT)
        story.now = started.time + acting - 1
        acted = story.acted()
        story.callback("onchange", MIN, at=acted + after)
    return story.codes()


def test_what_must_not_happen_and_does_within_its_time_fails() -> None:
    assert quiet(299) == quiet(300) == ["fired"]


def test_what_must_not_happen_may_happen_after_its_time() -> None:
    assert quiet(301) == []


def test_the_time_of_an_absence_counts_from_when_the_step_has_acted() -> None:
    assert quiet(200, acting=1500) == ["fired"]


def test_what_must_not_happen_must_not_happen_while_the_step_acts_either() -> None:
    assert quiet(-50) == ["fired"]


def test_an_absence_looks_at_the_pattern() -> None:
    absent = expect(never=[want("onchange", RES, low=0, high=0)])
    assert codes(absent, ("onchange", MIN, 10)) == []
    assert codes(absent, ("onchange", RES, 10)) == ["fired"]


# what the engine asks while a step lasts


def is_waiting(expectations: Expect, *callbacks: tuple[str, dict[str, str], float]) -> bool:
    story = told(expectations, *callbacks)
    span = spans(story.recording)[-1]
    return windows.is_waiting(resolved(expectations, {}), span.window(story.recording))


def test_a_step_waits_for_what_has_to_happen_and_for_nothing_else() -> None:
    assert is_waiting(expect(MINIMIZED))
    assert is_waiting(IN_ORDER, ("onchange", MIN, 10))
    assert is_waiting(expect(in_order=[want("onchange"), MINIMIZED]), ("onchange", MIN, 10))
    assert not is_waiting(expect(MINIMIZED), ("onchange", MIN, 10))
    assert not is_waiting(expect(MINIMIZED), ("onchange", MIN, 10), ("onchange", MIN, 20))
    assert not is_waiting(IN_ORDER, ("onchange", MIN, 10), ("onchange", RES, 20))
    assert not is_waiting(QUIET)


# steps that only look


def looking(*, index: int = 1) -> Story:
    first = step("flip", 0)
    return Story(make_run(first, step(None, index, expect=expect(MINIMIZED)))).open()


def test_a_step_that_only_looks_sees_everything_since_the_last_step_that_acted() -> None:
    story = looking()
    with story.step("flip"):
        story.callback("onchatstart", CHAT)
        story.callback("onchange", MIN)
    with story.step(None, index=1):
        pass
    assert story.codes() == []


def test_a_step_that_only_looks_does_not_see_what_was_before_the_last_step_that_acted() -> None:
    story = looking()
    story.callback("onchatstart", CHAT)
    story.callback("onchange", MIN)
    with story.step("flip"):
        pass
    with story.step(None, index=1):
        pass
    assert story.codes() == ["not-fired"]


def test_two_looks_after_each_other_see_the_same() -> None:
    looks = (
        step(None, 0, expect=expect(want("onload"))),
        step(None, 1, expect=expect(want("onload"))),
    )
    story = Story(make_run(*looks)).open()
    for index in (0, 1):
        with story.step(None, index=index):
            pass
    assert story.codes() == []


def test_the_time_of_a_step_that_only_looks_begins_with_itself() -> None:
    story = looking()
    with story.step("flip", ends=5000):
        story.callback("onchatstart", CHAT)
    with story.step(None, index=1) as started:
        story.callback("onchange", MIN, at=started.time + 2000)
    assert story.codes() == []
    assert started.time > 5000


@pytest.mark.parametrize(("after", "found"), [(299, ["fired"]), (301, [])])
def test_a_step_without_a_verb_says_what_stays_away_from_its_own_beginning_on(
    after: int, found: list[str]
) -> None:
    story = Story(make_run(step(index=0), step(None, index=1, expect=QUIET))).open()
    with story.step(ends=900):
        story.callback("onchatstart", CHAT)
        story.acted()
    story.now = 2000
    with story.step(None, index=1, ends=2500) as started:
        story.callback("onchange", MIN, at=started.time + after)
    assert story.codes() == found
