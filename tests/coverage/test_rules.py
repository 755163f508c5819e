"""When a rule of the vendor's page is exercised, and when it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tales import FUNCTION, Tale

from harness.coverage.judgements import NOT_ABOUT, NOT_LOOKED, NOT_PASSED
from harness.coverage.witnesses import witness_of
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Callable

    Telling = Callable[[Tale], Tale]

JUDGED = "judged"


def test_a_rule_is_judged_by_a_look_after_its_witness() -> None:
    tale = Tale("flip-shows-and-hides").call("embed.flip").call("embed.flip").check()
    assert tale.state("flip-shows-and-hides") == JUDGED


def test_half_of_a_rule_does_not_exercise_it() -> None:
    tale = Tale("flip-shows-and-hides").call("embed.flip").check()
    assert tale.state("flip-shows-and-hides") is None


def test_a_look_before_the_witness_judges_nothing() -> None:
    tale = Tale("flip-shows-and-hides").call("embed.flip").check().call("embed.flip")
    assert tale.state("flip-shows-and-hides") == NOT_LOOKED


def test_who_is_about_the_function_is_not_about_its_rules() -> None:
    assert Tale("embed.stop").call("embed.stop").check().state("stop-hides") == NOT_ABOUT


def test_a_rule_of_the_contract_is_judged_without_being_named() -> None:
    tale = Tale().init(page="online").fires("onload", page="online", online=True)
    told = tale.account().exercised
    assert told["onload-once"] is told["appears-as-asked"] is told["data-types"] is None


def test_a_rule_of_the_contract_is_not_judged_by_a_run_that_failed() -> None:
    tale = Tale().init().fires("onload", page="online", online=True)
    assert tale.state("onload-once", "failed") == NOT_PASSED


def chat(tale: Tale) -> Tale:
    return tale.fires("onchatstart", ticket="t1", initiator="client")


SHOWN: list[tuple[str, Telling]] = [
    ("loader-async", lambda tale: tale.init()),
    ("init-with-settings", lambda tale: tale.init(side="left")),
    ("options-then-init", lambda tale: tale.call("embed.init", options={"account": "demo"})),
    ("session-shared", lambda tale: tale.init().at("https://other.example/").init()),
    (
        "session-per-host",
        lambda tale: (
            tale.init(session_per_host=True)
            .at("https://other.example/")
            .init(session_per_host=True)
        ),
    ),
    (
        "bubble-shows-and-hides",
        lambda t: t.call("embed.bubble", *[True]).call("embed.bubble", *[False]),
    ),
    ("popup-session-shared", lambda tale: tale.init().at("https://other.example/").popup()),
    ("popup-after-click", lambda tale: tale.step("click").popup(mode="custom").ends()),
    ("bubble-types", lambda tale: tale.popup(mode="bubble", btype="left1")),
    (
        "hidden-is-reachable",
        lambda t: t.init(page="hidden").step("operator", argument={"invites": "Hello"}).ends(),
    ),
    ("hidden-is-seen", lambda tale: tale.init(page="hidden").check("visitors")),
    (
        "mini-new-page",
        lambda tale: tale.init(page="mini").add("window", action="opened", name="chat", url=""),
    ),
    ("negated-offline", lambda t: t.init().fires("onload", page="start-offline", online=False)),
    (
        "hidden-until-a-click",
        lambda t: t.init(page="hidden").step("click").call("embed.page", "online", by="page"),
    ),
    ("css-file", lambda tale: tale.popup(css_file="//shop.example/a.css")),
    ("automatic-addressing", lambda tale: tale.fires("ontrigger", id=7, title="Help")),
    ("proactive-optional", lambda tale: tale.call("embed.page", "chat")),
    ("proactive-welcome", lambda t: t.call("embed.page", "chat", {"operator_name": "Alex"})),
    ("proactive-names", lambda tale: tale.call("embed.page", "chat", {"message": "Hello"})),
    (
        "operator-called-on-answer",
        lambda t: t.call("embed.page", "chat").fires("onchatstart", ticket="t1", initiator="api"),
    ),
    ("mobile-tailored", lambda tale: tale.init()),
    ("blank-prefilled", lambda tale: tale.init(c_name="")),
    ("links-by-administration", lambda tale: tale.init().check("links")),
    ("identity-in-chat", lambda t: t.init(custom="S=1").step("operator", argument="verifies")),
    ("departments-empty-means-all", lambda tale: tale.init(departments="")),
    ("operator-is-chosen", lambda tale: tale.step("visitor", argument={"picks": "Alex"})),
    ("targets-many", lambda tale: tale.init(target=["*/order", "*/basket"])),
    ("target-wildcard", lambda tale: tale.init(target="*/order")),
    ("onchange-in-chat", lambda tale: chat(tale).fires("onchange", chat_status="min")),
    (
        "onchatopened-each-load",
        lambda t: t.fires("onchatopened", ticket="t1").fires("onchatopened", ticket="t1"),
    ),
    ("initiator-stays", lambda tale: chat(tale).fires("onchatopened", ticket="t1")),
    ("rating-names-operator", lambda t: t.fires("onchatrating", operator_id=1, department_id=2)),
    ("offline-operator-with-manual", lambda t: t.fires("onofflinemessage", operator_id=1)),
    (
        "analytics-onchatstart",
        lambda tale: chat(tale.step()).add("analytics", via="gtag", args=["event"]).ends(),
    ),
]

NOT_SHOWN: list[tuple[str, Telling]] = [
    ("options-then-init", lambda tale: tale.init()),
    ("session-shared", lambda tale: tale.init().at("https://shop.example/cart").init()),
    (
        "session-shared",
        lambda tale: (
            tale.init(session_per_host=True)
            .at("https://other.example/")
            .init(session_per_host=True)
        ),
    ),
    ("session-per-host", lambda tale: tale.init(session_per_host=True)),
    ("popup-session-shared", lambda tale: tale.init().at("https://other.example/").init()),
    ("popup-after-click", lambda tale: tale.step("click").ends().popup(mode="custom")),
    ("bubble-types", lambda tale: tale.popup(mode="bubble")),
    ("hidden-is-seen", lambda tale: tale.check("visitors").init(page="hidden")),
    ("mini-new-page", lambda tale: tale.init(page="mini")),
    (
        "negated-offline",
        lambda t: t.init(page="start-offline").fires("onload", page="start-offline", online=False),
    ),
    ("appears-as-asked", lambda t: t.init().fires("onload", page="start-online", online=True)),
    ("proactive-optional", lambda t: t.call("embed.page", "chat", {"message": "Hello"})),
    ("proactive-welcome", lambda t: t.call("embed.page", "chat", {"message": "Hello"})),
    ("proactive-names", lambda t: t.call("embed.page", "online")),
    ("blank-prefilled", lambda tale: tale.init(c_name="Jan")),
    ("targets-many", lambda tale: tale.init(target="*/order")),
    ("target-wildcard", lambda tale: tale.init(target="https://shop.example/order")),
    ("onchange-in-chat", lambda tale: tale.fires("onchange", chat_status="min")),
    ("onchatopened-each-load", lambda tale: tale.fires("onchatopened", ticket="t1")),
    ("rating-names-operator", lambda tale: tale.fires("onchatrating", operator_id=1)),
    ("analytics-onchatstart", chat),
    ("operator-is-chosen", lambda tale: tale.step("visitor", argument={"says": "Hello"})),
    ("hidden-is-reachable", lambda t: t.init(page="hidden").step("operator", argument=True)),
]


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case[0])
def test_a_recording_that_shows_the_situation_exercises_the_rule(case: tuple[str, Telling]) -> None:
    rule, tell = case
    assert tell(Tale(rule)).check().state(rule) == JUDGED


@pytest.mark.parametrize("case", NOT_SHOWN, ids=lambda case: case[0])
def test_a_recording_of_something_near_does_not(case: tuple[str, Telling]) -> None:
    rule, tell = case
    assert tell(Tale(rule)).check().state(rule) is None


def test_an_empty_recording_shows_no_rule() -> None:
    assert not Tale(*API.rules).account().exercised


def test_whatever_a_page_hands_to_init_the_count_goes_on() -> None:
    odd = {"$type": "truncated"}
    tale = Tale().init(target=odd, page=["a"], c_name=FUNCTION, departments={"a": 1})
    tale.call("embed.page").call("embed.page", odd, odd).call("embed.init", odd)
    tale.add("callback", name="onload", args=[], registration=None)
    tale.step("visitor", argument=[1, {"says": 2}])
    assert tale.account().status == "passed"


def test_every_rule_can_be_told_what_it_needs() -> None:
    for rule in API.rules:
        witness = witness_of(rule)
        assert witness is None or witness.text
