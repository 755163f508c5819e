"""The functions, options and callbacks of the API."""

from __future__ import annotations

from harness.widget_api.parts import Callback, Function, Kind, Value
from harness.widget_api.words import (
    BASIC,
    BUBBLE_TYPES,
    CALLBACKS,
    CHAT_STATUSES,
    CLONING,
    CSS,
    DEPARTMENTS,
    IDENTITY,
    INITIAL_PAGES,
    INITIATORS,
    MOBILE,
    OPERATORS,
    PAGES,
    POPUP,
    POPUP_MODES,
    PREFILLED,
    PROACTIVE,
    SIDES,
    STATUSES,
    TARGETS,
)

FUNCTIONS = (
    Function("embed.init", BASIC, (Value("options", Kind.OBJECT, BASIC),)),
    Function("embed.status", BASIC),
    Function("embed.stop", BASIC),
    Function("embed.flip", BASIC),
    Function("embed.bubble", BASIC, (Value("shown", Kind.BOOLEAN, BASIC, required=True),)),
    Function("embed.reload", BASIC),
    Function(
        "embed.switch_side",
        BASIC,
        (Value("side", Kind.STRING, BASIC, SIDES, required=True),),
    ),
    Function(
        "embed.page",
        STATUSES,
        (
            Value("page", Kind.STRING, STATUSES, PAGES, required=True),
            Value("proactive", Kind.OBJECT, PROACTIVE),
        ),
    ),
    Function("popup.init", POPUP, (Value("options", Kind.OBJECT, POPUP),)),
    Function("popup.status", POPUP),
    Function("popup.stop", POPUP),
    Function("popup.close", POPUP),
)
"""Every function, by the path under the global object."""

_COMMON_OPTIONS = (
    Value("account", Kind.STRING, BASIC, required=True),
    Value("lang", Kind.STRING, BASIC),
    Value("session_per_host", Kind.BOOLEAN, BASIC),
    Value("css_text", Kind.STRING, CSS),
    Value("css_file", Kind.STRING, CSS),
    Value("c_name", Kind.STRING, PREFILLED),
    Value("c_name_byop", Kind.STRING, PREFILLED),
    Value("c_email", Kind.STRING, PREFILLED),
    Value("c_phone", Kind.STRING, PREFILLED),
    Value("url_contact", Kind.STRING, PREFILLED),
    Value("url_faq", Kind.STRING, PREFILLED),
    Value("url_privacy", Kind.STRING, PREFILLED),
    Value("custom", Kind.STRING, IDENTITY),
    Value("departments", Kind.STRING, DEPARTMENTS),
    Value("operators", Kind.STRING, OPERATORS),
    Value("clone_operators", Kind.OBJECT, CLONING),
    Value("target", Kind.LIST_OR_STRING, TARGETS),
)

OPTIONS = (
    *_COMMON_OPTIONS,
    Value("side", Kind.STRING, BASIC, SIDES),
    Value("bubble", Kind.BOOLEAN, BASIC),
    Value("page", Kind.STRING, STATUSES, INITIAL_PAGES),
    Value("mobile", Kind.BOOLEAN, MOBILE),
)
"""The options of `embed.init`, callbacks aside."""

POPUP_OPTIONS = (
    *_COMMON_OPTIONS,
    Value("mode", Kind.STRING, POPUP, POPUP_MODES),
    Value("btype", Kind.STRING, POPUP, BUBBLE_TYPES),
)
"""The options of `popup.init`."""

PROACTIVE_PARAMETERS = (
    Value("message", Kind.STRING, PROACTIVE),
    Value("departments", Kind.STRING, PROACTIVE),
    Value("operators", Kind.STRING, PROACTIVE),
    Value("department_name", Kind.STRING, PROACTIVE),
    Value("operator_name", Kind.STRING, PROACTIVE),
    Value("operator_photo", Kind.STRING, PROACTIVE),
)
"""What the second argument of `embed.page('chat')` may hold."""

_TICKET = Value("ticket", Kind.STRING, CALLBACKS, required=True)
_INITIATOR = Value("initiator", Kind.STRING, CALLBACKS, INITIATORS, required=True)


def _person(section: str) -> tuple[Value, ...]:
    return tuple(Value(name, Kind.STRING, section) for name in ("name", "email", "phone"))


def _required_field(name: str) -> Callback:
    section = f"on{name}required"
    fields = (
        Value("accepted", Kind.BOOLEAN, section, required=True),
        Value(name, Kind.STRING, section),
    )
    return Callback(section, section, fields, analytics=True)


_RATING = (
    _TICKET,
    *_person("onchatrating"),
    Value("rating", Kind.NUMBER, "onchatrating", required=True, minimum=1, maximum=5),
    Value("message", Kind.STRING, "onchatrating"),
    Value("operator_id", Kind.ANY, "onchatrating"),
    Value("department_id", Kind.ANY, "onchatrating"),
)
_OFFLINE_MESSAGE = (
    *_person("onofflinemessage"),
    Value("message", Kind.STRING, "onofflinemessage", required=True),
    Value("operator_id", Kind.ANY, "onofflinemessage"),
)
_TRIGGER = (
    Value("id", Kind.ANY, "ontrigger", required=True),
    Value("title", Kind.STRING, "ontrigger", required=True),
)
_LOADED = (
    Value("page", Kind.STRING, "onload", PAGES, required=True),
    Value("online", Kind.BOOLEAN, "onload", required=True),
)
_CHANGED = (Value("chat_status", Kind.STRING, "onchange", CHAT_STATUSES, required=True),)

CALLBACK_EVENTS = (
    Callback("onload", "onload", _LOADED),
    Callback("onchange", "onchange", _CHANGED),
    Callback("onchatstart", "onchatstart", (_TICKET, _INITIATOR), analytics=True),
    Callback("onchatopened", "onchatopened", (_TICKET, _INITIATOR)),
    Callback("onchatrating", "onchatrating", _RATING, analytics=True),
    Callback("onofflinemessage", "onofflinemessage", _OFFLINE_MESSAGE, analytics=True),
    Callback("ontrigger", "ontrigger", _TRIGGER, analytics=True),
    _required_field("name"),
    _required_field("email"),
    _required_field("phone"),
)
"""The ten callbacks, in the order of the vendor's page."""
