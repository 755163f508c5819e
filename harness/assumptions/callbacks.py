"""Assumptions about when callbacks fire, with what, and what goes to Google Analytics."""

from __future__ import annotations

from harness.assumptions.ledger import Assumption
from harness.widget_api import API, CALLBACKS

_ANALYTICS = tuple(f"analytics-{name}" for name, row in API.callbacks.items() if row.analytics)

ENTRIES = (
    Assumption(
        "onload-when-shown",
        "onload",
        "onload fires when the frame has drawn itself, so that what it reports can be seen",
        "the vendor says after loading",
        ("onload", "onload-once"),
    ),
    Assumption(
        "onload-then-onchatopened",
        "onchatopened",
        "onload fires before onchatopened",
        "it says that the bar has loaded",
        ("onload", "onchatopened"),
    ),
    Assumption(
        "onchange-rule",
        "onchange",
        "onchange fires whenever the chat's box becomes min, res or max during a chat; a hidden"
        " box counts as min",
        "the vendor says during a chat, with no word on who does it",
        ("onchange", "onchange-in-chat"),
    ),
    Assumption(
        "flip-fires-onchange",
        "onchange",
        "flip() during a chat fires onchange",
        "it minimizes and restores as the visitor does",
        ("onchange", "embed.flip"),
        (True, False),
    ),
    Assumption(
        "page-fires-onchange",
        "onchange",
        "page() during a chat fires onchange when it changes the size of the box",
        "it minimizes and restores as the visitor does",
        ("onchange", "embed.page"),
        (True, False),
    ),
    Assumption(
        "start-fires-onchange",
        "onchange",
        "the start of a chat fires no onchange; set to true it fires one with res",
        "it has a callback of its own",
        ("onchange", "onchatstart"),
        (False, True),
    ),
    Assumption(
        "close-fires-onchange",
        "onchange",
        "closing a chat fires no onchange; set to true it fires one with min",
        "the chat is over by then",
        ("onchange",),
        (False, True),
    ),
    Assumption(
        "onchange-not-at-start",
        "onchange",
        "loading a page during a chat fires no onchange, nor does a chat's end by the operator",
        "nobody changed the size of the box",
        ("onchange", "onchatopened"),
    ),
    Assumption(
        "callbacks-looked-up",
        CALLBACKS,
        "a callback is looked up in the options when it fires, and called with one argument",
        "the usual way of options with functions",
        tuple(API.callbacks),
        side="loader",
    ),
    Assumption(
        "callback-this",
        CALLBACKS,
        "callbacks are called on the options (`this`)",
        "the usual way of options with functions",
        tuple(API.callbacks),
        ("options", "undefined"),
        "loader",
    ),
    Assumption(
        "callback-throws",
        CALLBACKS,
        "what a callback or the hook throws is reported in a task of its own; the widget goes on",
        "a page's error is the page's",
        tuple(API.callbacks),
        side="loader",
    ),
    Assumption(
        "ids",
        CALLBACKS,
        "operator_id, department_id and a trigger's id are numbers",
        "the vendor shows ids as numbers in lists, and no type",
        (
            "onchatrating.operator_id",
            "onchatrating.department_id",
            "onofflinemessage.operator_id",
            "ontrigger.id",
        ),
        ("number", "text"),
        "loader",
    ),
    Assumption(
        "missing-fields",
        CALLBACKS,
        "a name, email, phone or message that nobody gave is '' in the data; set to absent there"
        " is no such field (an operator who is not known is absent in any case)",
        "the vendor's samples join the fields without asking",
        (
            "onchatrating.name",
            "onchatrating.email",
            "onchatrating.phone",
            "onchatrating.message",
            "onofflinemessage.name",
            "onofflinemessage.phone",
        ),
        ("empty", "absent"),
        "loader",
    ),
    Assumption(
        "declined-value",
        CALLBACKS,
        "a declined invitation has no name, email or phone in its data; set to empty it is ''",
        "the vendor's samples read it only when accepted",
        ("onnamerequired.name", "onemailrequired.email", "onphonerequired.phone"),
        ("absent", "empty"),
        "loader",
    ),
    Assumption(
        "analytics-call",
        CALLBACKS,
        "an event goes through ga('send', 'event', 'Livechatoo', action, label) when the page has"
        " ga, else through gtag('event', action, {event_category, event_label}) when it has gtag",
        "the vendor's own sample calls ga so, and newer pages have gtag only",
        _ANALYTICS,
        side="loader",
    ),
    Assumption(
        "analytics-fields",
        CALLBACKS,
        "the actions are Chat start, Chat rating, Offline message, Trigger, Name required, Email"
        " required and Phone required; the labels the ticket, the ticket, sent, the trigger's"
        " title, and accepted or declined; nothing personal",
        "the vendor says that events are recorded, and not how",
        _ANALYTICS,
        side="loader",
    ),
    Assumption(
        "analytics-order",
        CALLBACKS,
        "the event goes out after the callback",
        "the page hears first",
        _ANALYTICS,
        ("after", "before"),
        "loader",
    ),
    Assumption(
        "analytics-without-callback",
        CALLBACKS,
        "the event goes out whether or not the page has registered the callback",
        "it is recorded automatically",
        _ANALYTICS,
        side="loader",
    ),
    Assumption(
        "analytics-throws",
        CALLBACKS,
        "what ga or gtag throws is reported in a task of its own; the widget goes on",
        "a page's error is the page's",
        _ANALYTICS,
        side="loader",
    ),
)
"""Their entries."""
