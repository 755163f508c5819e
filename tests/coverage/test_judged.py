"""What a run exercises and what it judges, and what it does not though it seems to."""

from __future__ import annotations

from typing import Any

import pytest
from tales import FUNCTION, Tale

from harness.coverage.judgements import NOT_ABOUT, NOT_EXPECTED, NOT_LOOKED, NOT_PASSED

JUDGED = "judged"


def test_a_function_is_judged_by_a_look_after_its_call() -> None:
    assert Tale("embed.flip").call("embed.flip").check().state("embed.flip") == JUDGED


WANTED = {"onchange": "$any"}


@pytest.mark.parametrize(
    "told",
    [
        *({"expect": [WANTED]}, {"in_order": [[WANTED]]}, {"never": [WANTED]}),
        *({"returns": True}, {"throws": True}),
    ],
)
def test_a_step_that_expects_anything_is_a_look(told: dict[str, Any]) -> None:
    tale = Tale("embed.flip").step("flip", **told).call("embed.flip")
    assert tale.ends().state("embed.flip") == JUDGED


def test_a_look_before_the_call_judges_nothing() -> None:
    assert Tale("embed.flip").check().call("embed.flip").state("embed.flip") == NOT_LOOKED


def test_a_step_without_expectations_is_no_look() -> None:
    tale = Tale("embed.flip").step("flip").call("embed.flip").ends()
    assert tale.state("embed.flip") == NOT_LOOKED


def test_who_is_not_about_it_does_not_judge_it() -> None:
    assert Tale("embed.stop").call("embed.flip").check().state("embed.flip") == NOT_ABOUT


def test_who_is_about_it_and_does_not_do_it_only_claims_it() -> None:
    told = Tale("embed.flip", "stop-hides").check().account()
    assert "embed.flip" not in told.exercised
    assert {"embed.flip", "stop-hides"} <= told.claimed


@pytest.mark.parametrize("status", ["failed", "broken", "skipped", None])
def test_a_run_that_did_not_pass_judges_nothing(status: str | None) -> None:
    tale = Tale("embed.flip").call("embed.flip").check()
    assert tale.state("embed.flip", status) == NOT_PASSED


def test_a_value_is_judged_while_it_is_in_force() -> None:
    tale = Tale("embed.page").call("embed.page", "online").check().call("embed.page", "hidden")
    told = tale.account().exercised
    assert told["embed.page=online"] is None
    assert told["embed.page=hidden"] == NOT_LOOKED


def test_who_is_about_one_value_is_not_about_another() -> None:
    tale = Tale("embed.page=hidden").call("embed.page", "online").check()
    told = tale.call("embed.page", "hidden").check().account().exercised
    assert told["embed.page=online"] == NOT_ABOUT
    assert told["embed.page=hidden"] is None
    assert told["embed.page"] is None


def test_options_are_those_of_the_init_that_was_called() -> None:
    told = Tale("page", "popup.btype=left1").init(page="hidden").check().account().exercised
    assert told["page"] is told["page=hidden"] is None
    assert not {"popup.account", "popup.btype", "onload"} & told.keys()


def test_options_of_the_popup_are_its_own() -> None:
    tale = Tale("popup.btype=left1").popup(mode="bubble", btype="left1").check()
    told = tale.account().exercised
    assert told["popup.btype=left1"] is told["popup.btype"] is None
    assert told["popup.mode=bubble"] == NOT_ABOUT
    assert "account" not in told


def test_an_option_ends_with_the_next_init() -> None:
    tale = Tale("side", "bubble").init(side="left", bubble=True).init(side="right").check()
    told = tale.account().exercised
    assert told["side=left"] == NOT_LOOKED
    assert told["side=right"] is told["side"] is None
    assert told["bubble"] == NOT_LOOKED


def test_options_that_embed_options_held_count() -> None:
    tale = Tale("side=left").call("embed.init", options={"account": "demo", "side": "left"})
    assert tale.check().state("side=left") == JUDGED


def test_an_option_without_a_value_is_none() -> None:
    tale = Tale("side", "page").init(side=None, page={"$type": "undefined"}).check()
    assert not {"side", "page"} & tale.account().exercised.keys()


def test_a_value_of_another_type_is_another_value() -> None:
    told = Tale("bubble").init(bubble="true").check().account().exercised
    assert told["bubble"] is None
    assert "bubble=true" not in told


def test_values_that_json_cannot_hold_are_no_values() -> None:
    tale = Tale("page", "target").init(page=FUNCTION, target=["*/order", "*/basket"]).check()
    assert {"page", "target"} <= tale.account().exercised.keys()


def test_proactive_parameters_belong_to_page_chat() -> None:
    tale = Tale("proactive.message").call("embed.page", "chat", {"message": "Hello"}).check()
    assert tale.state("proactive.message") == JUDGED
    other = Tale("proactive.message").call("embed.page", "online", {"message": "Hello"}).check()
    assert other.state("proactive.message") is None


def test_a_callback_is_judged_by_an_expectation() -> None:
    tale = Tale().expecting("onchatstart").fires("onchatstart", ticket="t1").ends()
    told = tale.account().exercised
    assert told["onchatstart"] is None
    assert told["onchatstart.ticket"] == NOT_EXPECTED


def test_a_callback_that_nobody_expects_is_not_judged_by_being_about_it() -> None:
    tale = Tale("onchatstart").fires("onchatstart", ticket="t1").check()
    assert tale.state("onchatstart") == NOT_EXPECTED


def test_an_expectation_that_lets_it_stay_away_judges_nothing() -> None:
    tale = Tale().expecting("onchatstart", times=(0, 3)).fires("onchatstart", ticket="t1").ends()
    assert tale.state("onchatstart") == NOT_EXPECTED


def test_an_expectation_in_order_judges() -> None:
    tale = Tale().step(in_order=[[{"onload": "$any"}, {"onchatopened": {"ticket": "t1"}}]])
    told = tale.fires("onload").fires("onchatopened", ticket="t1").ends().account().exercised
    assert told["onload"] is told["onchatopened.ticket"] is None


@pytest.mark.parametrize("pattern", ["$any", "$absent", {"$optional": "$any"}])
def test_a_pattern_that_everything_meets_judges_no_field(pattern: object) -> None:
    tale = Tale().expecting("onchatstart", {"ticket": pattern}).fires("onchatstart", ticket="t1")
    assert tale.ends().state("onchatstart.ticket") == NOT_EXPECTED


@pytest.mark.parametrize("pattern", ["$str", "t1", {"$re": "^t"}, {"$not": "t2"}])
def test_a_pattern_that_says_something_judges_a_field(pattern: object) -> None:
    tale = Tale().expecting("onchatstart", {"ticket": pattern}).fires("onchatstart", ticket="t1")
    assert tale.ends().state("onchatstart.ticket") == JUDGED


def test_a_fields_value_is_judged_where_it_is_demanded() -> None:
    tale = Tale().expecting("onchatrating", {"rating": 5}).fires("onchatrating", rating=5).ends()
    assert tale.state("onchatrating.rating=5") == JUDGED
    loose = Tale().expecting("onchatrating", {"rating": {"$gte": 1}})
    told = loose.fires("onchatrating", rating=4).ends().account().exercised
    assert told["onchatrating.rating"] is None
    assert told["onchatrating.rating=4"] == NOT_EXPECTED


def test_true_is_not_one() -> None:
    tale = Tale().expecting("onload", {"online": 1}).fires("onload", online=True).ends()
    assert tale.state("onload.online=true") == NOT_EXPECTED


def test_a_field_is_read_from_objects_of_the_pages_own_classes_too() -> None:
    data = {"$type": "object", "class": "Data", "value": {"ticket": "t1"}}
    tale = Tale().expecting("onchatstart", {"ticket": "$str"})
    tale.add("callback", name="onchatstart", args=[data], registration=1)
    assert tale.ends().state("onchatstart.ticket") == JUDGED
