"""Each rule of the contract, with recordings that keep it and recordings that break it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from stories import CHAT, EVERY_CALLBACK, FUNCTION, LOADED, MIN, UNDEFINED, Story

from harness.judging.contract import breaches
from harness.judging.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    Telling = Callable[[Story], object]

RATING = {"ticket": "t1", "rating": 5, "message": "fine", "operator_id": 1}
SOCKET_CLASS = {"$type": "object", "class": "Data", "value": CHAT}


def callback(name: str, data: Any = None) -> Telling:
    return lambda story: story.callback(name, data)


def chat_then(name: str, data: Any) -> Telling:
    def tell(story: Story) -> None:
        story.callback("onchatstart", CHAT)
        story.callback(name, data)

    return tell


def several(*parts: Telling) -> Telling:
    def tell(story: Story) -> None:
        for part in parts:
            part(story)

    return tell


def call(name: str, *args: Any) -> Telling:
    return lambda story: story.call(f"embed.{name}", *args)


def load(page: str = "main", **options: Any) -> Telling:
    return lambda story: story.load(page, **options)


def init(**options: Any) -> Telling:
    return call("init", {"account": "demo", **EVERY_CALLBACK, **options})


def loaded(**data: Any) -> Telling:
    """onload of the last init, telling this."""
    return lambda story: story.callback("onload", {**LOADED, **data}, registration=story.inits)


def broken_off_stop(story: Story) -> None:
    story.add("call", call=99, function="embed.stop", args=[], by="page")
    story.add("threw", call=99, function="embed.stop", error=UNDEFINED)


def in_other_tab(name: str, data: Any) -> Telling:
    return lambda story: story.callback(name, data, page="tab")


START = callback("onchatstart", CHAT)
OPENED = callback("onchatopened", CHAT)
CHANGE = callback("onchange", MIN)
BY_OPERATOR = {**CHAT, "initiator": "operator"}

KEPT: list[tuple[str, str, Telling]] = [
    ("data-types", "documented values", several(START, CHANGE)),
    ("data-types", "further fields", callback("onload", {**LOADED, "build": 7})),
    ("data-types", "an object of a class", callback("onchatstart", SOCKET_CLASS)),
    ("data-types", "one star", callback("onchatrating", {**RATING, "rating": 1})),
    ("data-types", "five stars", callback("onchatrating", RATING)),
    ("data-types", "optional fields left out", callback("onnamerequired", {"accepted": False})),
    (
        "data-types",
        "optional fields without a value",
        callback("onnamerequired", {"accepted": False, "name": None}),
    ),
    (
        "data-types",
        "optional fields undefined",
        callback("onnamerequired", {"accepted": False, "name": UNDEFINED}),
    ),
    ("data-types", "an id of any type", callback("ontrigger", {"id": "7", "title": "Help"})),
    ("data-types", "a function of the page's own", callback("onsomething", {"page": 3})),
    ("onload-once", "one for each init", several(init(), loaded(), init(), loaded())),
    ("onload-once", "two for two inits", several(init(), init(), loaded())),
    ("onload-once", "one after reload", several(init(), loaded(), call("reload"), loaded())),
    ("onload-once", "one for each document", several(load(), loaded(), load(), loaded())),
    ("onload-once", "none at all", init()),
    ("silent-after-stop", "nothing", several(START, call("stop"))),
    ("silent-after-stop", "after another init", several(call("stop"), init(), loaded())),
    ("silent-after-stop", "after reload", several(call("stop"), call("reload"), loaded())),
    ("silent-after-stop", "after flip", several(START, call("stop"), call("flip"), CHANGE)),
    ("silent-after-stop", "after page", several(START, call("stop"), call("page", "chat"), CHANGE)),
    ("silent-after-stop", "in the next document", several(call("stop"), load(), loaded())),
    ("silent-after-stop", "a stop that throws", several(START, broken_off_stop, CHANGE)),
    (
        "silent-after-stop",
        "in another tab",
        several(load("tab"), START, call("stop"), in_other_tab("onchatopened", CHAT)),
    ),
    (
        "onchatstart-once",
        "another chat",
        several(START, callback("onchatstart", {**CHAT, "ticket": "t2"})),
    ),
    ("onchatstart-once", "opened after a load", several(START, load(), loaded(), OPENED)),
    ("onchatstart-once", "in another tab", several(START, in_other_tab("onchatstart", CHAT))),
    ("onchange-in-chat", "after the start", several(START, CHANGE)),
    ("onchange-in-chat", "after a load", several(START, load(), loaded(), OPENED, CHANGE)),
    ("onchange-in-chat", "a chat of another tab", several(START, in_other_tab("onchange", MIN))),
    (
        "onchange-in-chat",
        "where nobody listens to the start",
        several(load(onchatstart=None), CHANGE),
    ),
    (
        "onchange-in-chat",
        "where nobody listens to a chat going on",
        several(load(onchatopened=UNDEFINED), CHANGE),
    ),
    ("negated-offline", "start-offline", loaded(page="start-offline", online=False)),
    ("negated-offline", "hidden", loaded(page="hidden", online=False)),
    ("negated-offline", "online with operators", loaded(page="online", online=True)),
    ("appears-as-asked", "as asked", several(init(page="hidden"), loaded(page="hidden"))),
    (
        "appears-as-asked",
        "negated",
        several(init(page="online"), loaded(page="offline", online=False)),
    ),
    ("appears-as-asked", "a chat going on", several(init(page="online"), loaded(page="chat"))),
    ("appears-as-asked", "nothing asked", several(init(), loaded(page="offline"))),
    ("appears-as-asked", "a value not allowed", several(init(page="chat"), loaded(page="online"))),
    (
        "appears-as-asked",
        "changed meanwhile",
        several(init(page="hidden"), call("page", "mini"), loaded(page="mini")),
    ),
    (
        "appears-as-asked",
        "flipped meanwhile",
        several(init(page="hidden"), call("flip"), loaded(page="start-online")),
    ),
    (
        "appears-as-asked",
        "the first of two inits",
        several(
            init(page="hidden"),
            init(page="mini"),
            lambda story: story.callback(
                "onload", {**LOADED, "page": "hidden"}, registration=story.inits - 1
            ),
        ),
    ),
    ("initiator-stays", "the same", several(START, load(), loaded(), OPENED)),
    (
        "initiator-stays",
        "another chat's",
        several(START, callback("onchatopened", {**BY_OPERATOR, "ticket": "t2"})),
    ),
]

BROKEN: list[tuple[str, str, Telling]] = [
    ("data-types", "no data", lambda story: story.add("callback", name="onload", args=[])),
    ("data-types", "a text instead of data", callback("onload", "online")),
    ("data-types", "a list instead of data", callback("onload", [LOADED])),
    ("data-types", "an error instead of data", callback("onload", {"$type": "error", "name": "E"})),
    ("data-types", "a text for a boolean", callback("onload", {**LOADED, "online": "true"})),
    ("data-types", "a number for a boolean", callback("onload", {**LOADED, "online": 1})),
    ("data-types", "a number for a text", chat_then("onchatopened", {**CHAT, "ticket": 4})),
    ("data-types", "a field missing", callback("onload", {"page": "online"})),
    ("data-types", "a field undefined", callback("onload", {**LOADED, "online": UNDEFINED})),
    ("data-types", "a field null", callback("onload", {**LOADED, "online": None})),
    ("data-types", "a word not allowed", chat_then("onchange", {"chat_status": "minimized"})),
    ("data-types", "no star", callback("onchatrating", {**RATING, "rating": 0})),
    ("data-types", "six stars", callback("onchatrating", {**RATING, "rating": 6})),
    ("data-types", "stars as text", callback("onchatrating", {**RATING, "rating": "5"})),
    ("data-types", "stars as boolean", callback("onchatrating", {**RATING, "rating": True})),
    (
        "data-types",
        "an optional field of another type",
        callback("onnamerequired", {"accepted": True, "name": 3}),
    ),
    ("onload-once", "twice for one init", several(init(), loaded(), loaded())),
    (
        "onload-once",
        "twice in a new document",
        several(load(), loaded(), load(), loaded(), loaded()),
    ),
    (
        "onload-once",
        "without any init",
        several(lambda s: s.add("navigation", way="load"), loaded()),
    ),
    ("silent-after-stop", "a change", several(START, call("stop"), CHANGE)),
    (
        "silent-after-stop",
        "after a second stop",
        several(START, call("stop"), init(), call("stop"), CHANGE),
    ),
    (
        "silent-after-stop",
        "after a change of the address",
        several(
            START,
            call("stop"),
            lambda story: story.add("navigation", way="history", url="https://shop.example/#a"),
            CHANGE,
        ),
    ),
    ("silent-after-stop", "after status", several(START, call("stop"), call("status"), CHANGE)),
    ("onchatstart-once", "twice", several(START, START)),
    ("onchatstart-once", "again after a load", several(START, load(), loaded(), START)),
    ("onchange-in-chat", "before the chat", several(CHANGE, START)),
    ("onchange-in-chat", "without a chat", CHANGE),
    ("negated-offline", "online", loaded(page="online", online=False)),
    ("negated-offline", "start-online", loaded(page="start-online", online=False)),
    ("appears-as-asked", "another", several(init(page="hidden"), loaded(page="start-online"))),
    (
        "appears-as-asked",
        "not negated",
        several(init(page="mini"), loaded(page="online", online=False)),
    ),
    (
        "appears-as-asked",
        "negated though online",
        several(init(page="online"), loaded(page="offline")),
    ),
    ("initiator-stays", "changed", several(START, callback("onchatopened", BY_OPERATOR))),
    (
        "initiator-stays",
        "changed by a load",
        several(START, load(), loaded(), callback("onchatopened", BY_OPERATOR)),
    ),
    (
        "initiator-stays",
        "changed in another tab",
        several(START, in_other_tab("onchatopened", BY_OPERATOR)),
    ),
]


def named(case: tuple[str, str, Telling]) -> str:
    return f"{case[0]}: {case[1]}"


def broken_rules(tell: Telling) -> list[str]:
    story = Story()
    story.load()
    tell(story)
    return [rule.id for rule, _ in breaches(story.recording)]


@pytest.mark.parametrize("case", KEPT, ids=named)
def test_a_recording_that_keeps_a_rule_breaks_none(case: tuple[str, str, Telling]) -> None:
    assert broken_rules(case[2]) == []


@pytest.mark.parametrize("case", BROKEN, ids=named)
def test_a_recording_that_breaks_a_rule_is_caught_by_it(case: tuple[str, str, Telling]) -> None:
    assert case[0] in broken_rules(case[2])


def test_every_rule_has_recordings_that_keep_it_and_that_break_it() -> None:
    rules = {rule.id for rule in RULES}
    assert rules == {case[0] for case in KEPT} == {case[0] for case in BROKEN}


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
