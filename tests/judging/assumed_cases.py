"""What the ledger assumes: recordings that keep a rule, and recordings that break it."""

from __future__ import annotations

from functools import partial

from stories import CHAT, UNDEFINED, Story
from telling import (
    BY_TRIGGER,
    OPENED,
    RATING,
    START,
    Case,
    Telling,
    call,
    callback,
    chat_then,
    ga,
    gtag,
    heard,
    init,
    load,
    loaded,
    popup,
    returned,
    several,
    thrown,
)

DECLINED = {"accepted": False}
LEFT = {"name": "", "email": "a@b.example", "phone": "", "message": "Hello"}
PAGE_VIEW = ga("pageview", "/", "Site")
RATED = chat_then("onchatrating", RATING)
HELP = {"id": 7, "title": "Help"}


def alone(*parts: Telling) -> Telling:
    """A recording that begins with these parts, without the page that all others begin with."""

    def tell(story: Story) -> None:
        story.recording.events.clear()
        several(*parts)(story)

    return tell


def of_popup(name: str, data: object) -> Telling:
    """A callback that the popup.init before it was given."""

    def tell(story: Story) -> None:
        popups = [e for e in story.recording if e.data.get("function") == "popup.init"]
        story.callback(name, data, registration=popups[-1].data["call"])

    return tell


def declined(value: object) -> Telling:
    return callback("onnamerequired", {**DECLINED, "name": value})


def assumed(rule: str, assumption: str, value: object) -> partial[Case]:
    return partial(Case, rule, assume={assumption: value})


DECLINED_EMPTY = assumed("declined-is-empty", "declined-value", "empty")
IDS_TEXT = assumed("ids-are-texts", "ids", "text")
ABSENT = assumed("missing-is-absent", "missing-fields", "absent")
BOOLEAN = assumed("status-is-boolean", "status-is-the-page", "boolean")
OBJECT = assumed("status-is-object", "status-is-the-page", "object")
AFTER = partial(Case, "recorded-after-callback")
BEFORE = assumed("recorded-before-callback", "analytics-order", "before")
ASKED = callback("onphonerequired", DECLINED)

KEPT = [
    Case("declined-is-absent", "no field", callback("onnamerequired", DECLINED)),
    Case("declined-is-absent", "undefined", declined(UNDEFINED)),
    DECLINED_EMPTY("empty", declined("")),
    Case("ids-are-numbers", "a number", RATED),
    Case("ids-are-numbers", "no id at all", callback("onofflinemessage", LEFT)),
    IDS_TEXT("a text", callback("ontrigger", {**HELP, "id": "7"})),
    Case("missing-is-empty", "empty", callback("onofflinemessage", LEFT)),
    ABSENT("left out", callback("onofflinemessage", {"email": "a@b.example", "message": "Hello"})),
    Case("opened-after-load", "one after the other", several(loaded(), OPENED)),
    Case(
        "silent-after-stop",
        "a popup's",
        several(popup(), call("stop"), of_popup("onchatopened", CHAT)),
        {"popup-callbacks": True},
    ),
    Case("popup-is-silent", "the bar's", several(popup(), START)),
    Case(
        "phone-appears-as-asked",
        "a smaller bar",
        several(init(page="start-online", mobile=True), loaded(page="start-online")),
    ),
    Case("phone-appears-as-asked", "as asked", several(init(page="mini"), loaded(page="mini"))),
    Case("status-is-page", "a page", returned("embed.status", "start-online")),
    Case("status-is-page", "nothing", returned("embed.status", "")),
    Case("status-is-page", "a popup", returned("popup.status", "bubble")),
    BOOLEAN("a boolean", returned("embed.status", value=True)),
    OBJECT("an object", returned("embed.status", {"page": "hidden", "online": True})),
    Case("never-throws", "a call that a step judges", thrown("scenario")),
    Case(
        "onchatrating-once",
        "again where that is assumed",
        several(RATED, callback("onchatrating", RATING)),
        {"rate-again": True},
    ),
    Case("onchatrating-once", "once", RATED),
    Case(
        "trigger-chats-are-launched",
        "after one",
        several(heard, callback("ontrigger", HELP), BY_TRIGGER),
    ),
    Case("trigger-chats-are-launched", "where nobody listens", BY_TRIGGER),
    AFTER("no analytics at all", START),
    AFTER("by ga", several(START, ga("Chat start", "t1"))),
    AFTER("by gtag", several(PAGE_VIEW, START, gtag("Chat start", "t1"))),
    AFTER("an event of the page's", several(START, ga("Chat start", "t1"), ga("Conversion", "t1"))),
    AFTER("declined", several(heard, PAGE_VIEW, ASKED, ga("Phone required", "declined"))),
    AFTER(
        "the page's layer",
        several(
            PAGE_VIEW,
            START,
            gtag("Chat start", "t1"),
            lambda story: story.add("analytics", via="dataLayer", args=[["event", "Chat start"]]),
        ),
    ),
    AFTER("before the page has analytics", several(START, PAGE_VIEW)),
    AFTER("not listened to", several(load(onchatstart=None), ga("Chat start", "t1"))),
    BEFORE("the event first", several(PAGE_VIEW, ga("Chat start", "t1"), START)),
]

BROKEN = [
    Case("declined-is-absent", "empty", declined("")),
    Case("declined-is-absent", "a name", declined("Jan")),
    DECLINED_EMPTY("no field", callback("onnamerequired", DECLINED)),
    Case("ids-are-numbers", "a text", callback("ontrigger", {**HELP, "id": "7"})),
    Case("ids-are-numbers", "a boolean", callback("ontrigger", {**HELP, "id": True})),
    Case(
        "ids-are-numbers",
        "a department",
        chat_then("onchatrating", {**RATING, "department_id": "2"}),
    ),
    IDS_TEXT("a number", callback("ontrigger", HELP)),
    Case("missing-is-empty", "left out", callback("onofflinemessage", {"message": "Hello"})),
    ABSENT("empty", callback("onofflinemessage", LEFT)),
    Case("opened-after-load", "before onload", lambda story: story.callback("onchatopened", CHAT)),
    Case("opened-after-load", "twice for one load", several(loaded(), OPENED, OPENED)),
    Case(
        "silent-after-stop",
        "the bar's",
        several(popup(), call("stop"), START),
        {"popup-callbacks": False},
    ),
    Case(
        "popup-is-silent",
        "the popup's",
        several(popup(), of_popup("onchatopened", CHAT)),
    ),
    Case(
        "phone-appears-as-asked",
        "turned into mini",
        several(init(page="start-online", mobile=True), loaded(page="mini")),
    ),
    Case(
        "phone-appears-as-asked",
        "mini without a word of phones",
        several(init(page="online"), loaded(page="mini")),
    ),
    Case("status-is-page", "another word", returned("embed.status", "visible")),
    Case("status-is-page", "a boolean", returned("popup.status", value=True)),
    BOOLEAN("a page", returned("embed.status", "online")),
    OBJECT("without online", returned("embed.status", {"page": "hidden"})),
    Case("never-throws", "a call of the page's", thrown("page")),
    Case("onchatrating-once", "twice", several(RATED, callback("onchatrating", RATING))),
    Case("trigger-chats-are-launched", "without one", alone(heard, BY_TRIGGER)),
    AFTER("not recorded", several(PAGE_VIEW, START)),
    AFTER(
        "the second not recorded",
        several(START, ga("Chat start", "t1"), callback("onchatstart", {**CHAT, "ticket": "t2"})),
    ),
    AFTER("recorded twice", several(START, ga("Chat start", "t1"), gtag("Chat start", "t1"))),
    AFTER("recorded for nothing", several(PAGE_VIEW, ga("Chat start", "t1"))),
    AFTER("another label", several(START, ga("Chat start", "Jan"))),
    AFTER("the wrong answer", several(heard, PAGE_VIEW, ASKED, gtag("Phone required", "accepted"))),
    AFTER("the event first", several(PAGE_VIEW, ga("Chat start", "t1"), START)),
    BEFORE("the event after", several(PAGE_VIEW, START, ga("Chat start", "t1"))),
]
