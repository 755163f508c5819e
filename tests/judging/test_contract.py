"""Each rule of the contract, with recordings that keep it and recordings that break it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import assumed_cases
import documented_cases
import pytest
from stories import CHAT, FUNCTION, LOADED, Story
from telling import RATING, Case, Telling, callback, several

from harness.assumptions import ASSUMPTIONS
from harness.judging.contract import breaches
from harness.judging.rules import RULES
from harness.judging.rules.analytics import ACTIONS
from harness.widget_api import API, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = [*documented_cases.KEPT, *assumed_cases.KEPT]
BROKEN = [*documented_cases.BROKEN, *assumed_cases.BROKEN]


def named(case: Case) -> str:
    return f"{case.rule}: {case.name}"


def broken_rules(tell: Telling, assume: Mapping[str, object] | None = None) -> list[str]:
    story = Story()
    story.load()
    tell(story)
    return [rule.id for rule, _ in breaches(story.recording, assume)]


@pytest.mark.parametrize("case", KEPT, ids=named)
def test_a_recording_that_keeps_a_rule_breaks_none(case: Case) -> None:
    assert broken_rules(case.tell, case.assume) == []


@pytest.mark.parametrize("case", BROKEN, ids=named)
def test_a_recording_that_breaks_a_rule_is_caught_by_it(case: Case) -> None:
    assert case.rule in broken_rules(case.tell, case.assume)


def test_every_rule_has_recordings_that_keep_it_and_that_break_it() -> None:
    rules = {rule.id for rule in RULES}
    assert rules == {case.rule for case in KEPT} == {case.rule for case in BROKEN}


def test_a_bare_recording_breaks_nothing() -> None:
    assert breaches(Story().recording) == []


def test_breaches_come_in_the_order_of_the_events() -> None:
    story = Story()
    story.load()
    story.callback("onchange", {"chat_status": "?"})
    story.callback("onload", {"page": "online", "online": 0})
    numbers = [breach.event.seq for _, breach in breaches(story.recording)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 3


def test_an_init_without_arguments_takes_what_options_holds() -> None:
    story = Story()
    story.add("navigation", way="load", url="https://shop.example/")
    number = story.call("embed.init", options={"page": "hidden", "onload": FUNCTION})
    story.callback("onload", LOADED, registration=number)
    assert [rule.id for rule, _ in breaches(story.recording)] == ["appears-as-asked"]


def test_chats_without_a_ticket_are_not_taken_for_one_chat() -> None:
    nameless = callback("onchatstart", {"initiator": "client"})
    assert set(broken_rules(several(nameless, nameless))) == {"data-types"}


def test_values_that_json_cannot_hold_are_no_object_of_data() -> None:
    story = Story()
    story.load()
    story.callback("onload", {"$type": "error", "name": "E", "page": "online", "online": True})
    ((_, breach),) = breaches(story.recording)
    assert breach.message == "onload was called without an object of data"


def test_a_rule_that_is_assumed_names_its_assumption_and_no_other_does() -> None:
    for rule in RULES:
        assert (rule.source is Source.ASSUMED) == (rule.assumption is not None), rule.id
        assert rule.assumption is None or rule.assumption in ASSUMPTIONS, rule.id


def test_a_rule_holds_for_a_choice_of_its_assumption_where_there_are_choices() -> None:
    for rule in RULES:
        choices = ASSUMPTIONS[rule.assumption].choices if rule.assumption else ()
        assert rule.when in choices if choices else rule.when is None, rule.id


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_what_another_choice_assumes_does_not_hold() -> None:
    twice = [case for case in BROKEN if case.rule == "onchatrating-once"]
    assert [broken_rules(case.tell, {"rate-again": True}) for case in twice] == [[]]


def test_the_actions_in_google_analytics_are_those_of_the_documented_callbacks() -> None:
    assert set(ACTIONS) == {name for name, row in API.callbacks.items() if row.analytics}


def test_a_failure_of_an_assumed_rule_says_what_it_rests_on() -> None:
    story = Story().open()
    story.callback("onchatstart", CHAT)
    story.callback("onchatrating", {**RATING, "operator_id": "1"})
    (failure,) = (found for found in story.verdict().failures if found.code.startswith("contract"))
    assert failure.hint == (
        "this rests on the assumption ids of the stub; against another widget it may mean"
        " otherwise than assumed (`harness assumptions ids`)"
    )
