"""The rules of the callback events: when each fires, with what, and what is recorded of it."""

from __future__ import annotations

from harness.widget_api.members import CALLBACK_EVENTS
from harness.widget_api.parts import ApiRule
from harness.widget_api.words import CALLBACKS


def _asked(field: str) -> ApiRule:
    name = f"on{field}required"
    return ApiRule(
        f"{field}-asked-by-administration",
        name,
        f"The {field} request before chat must be set up in the administration.",
        (name,),
    )


def _recorded(name: str) -> ApiRule:
    return ApiRule(
        f"analytics-{name}",
        name,
        "Event is automatically recorded in your Google Analytics account.",
        (name,),
    )


RULES = (
    ApiRule(
        "data-types",
        CALLBACKS,
        "The first argument of your function will be an object with the data described.",
    ),
    ApiRule(
        "onload-once", "onload", "Event fires after loading the Embedded ChatBar.", ("onload",)
    ),
    ApiRule(
        "onchange-in-chat",
        "onchange",
        "Event fires when minimizing, restoring or maximizing chat box during a chat.",
        ("onchange",),
    ),
    ApiRule(
        "onchatstart-once",
        "onchatstart",
        "Event fires once at the start of the chat.",
        ("onchatstart",),
    ),
    ApiRule(
        "onchatopened-each-load",
        "onchatopened",
        "Event fires repeatedly after loading the Embedded ChatBar during ongoing chat.",
        ("onchatopened",),
    ),
    ApiRule(
        "initiator-stays",
        "onchatopened",
        "The data.ticket and data.initiator are available like with onchatstart.",
        ("onchatstart", "onchatopened"),
    ),
    ApiRule(
        "conversions-recorded",
        "onchatopened",
        "The event can be used, for example, to record conversions in Google Analytics during a"
        " chat.",
        ("onchatopened",),
    ),
    ApiRule(
        "rating-on-send",
        "onchatrating",
        "Event fires at the moment when the visitor sends a chat rating.",
        ("onchatrating",),
    ),
    ApiRule(
        "rating-names-operator",
        "onchatrating",
        "There is data of the operator, who was rated.",
        ("onchatrating.operator_id", "onchatrating.department_id"),
    ),
    ApiRule(
        "offline-on-send",
        "onofflinemessage",
        "Event fires at the moment when the visitor sends offline message.",
        ("onofflinemessage",),
    ),
    ApiRule(
        "offline-operator-with-manual",
        "onofflinemessage",
        "If you are using manual operator assignment, the ID of the selected operator will also be"
        " available.",
        ("onofflinemessage.operator_id",),
    ),
    ApiRule(
        "trigger-fires",
        "ontrigger",
        "Event fires at the moment when the trigger is launched.",
        ("ontrigger",),
    ),
    *(_asked(field) for field in ("name", "email", "phone")),
    ApiRule(
        "accepted-and-declined",
        CALLBACKS,
        "Event fires at the moment when the visitor accepts or declines the invitation to enter a"
        " name, an email or a phone before the chat.",
    ),
    *(_recorded(callback.name) for callback in CALLBACK_EVENTS if callback.analytics),
)
"""Their rules."""
