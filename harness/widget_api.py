"""The widget's JavaScript API as data: functions, options, callbacks and what their data holds.

Everything else that needs to know the API reads it here: the scenario language and its
schema, the recorder's settings, the contract that every run is held to, and the stub's
ledger of assumptions. Each entry says what it rests on (`Source`), so that a rule built
on an assumption is never presented as the vendor's word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LOADER_URL = "https://app.livechatoo.com/js/web.min.js"
"""Where the published snippet fetches the loader (facts, Observed 1)."""

WIDGET_HOST = "app.livechatoo.com"
"""The one host that serves everything of the widget (facts, Observed 2)."""

HOOK = "livechatooCmd"
"""The global function that the loader calls once it has run (facts, Observed 1)."""

GLOBAL = "livechatoo"
"""The global object that the loader defines."""


class Source(StrEnum):
    """What a statement about the widget rests on."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    ASSUMED = "assumed"


class Kind(StrEnum):
    """The JavaScript type that the vendor's page shows for a value."""

    STRING = "string"
    BOOLEAN = "boolean"
    NUMBER = "number"
    OBJECT = "object"
    LIST_OR_STRING = "list or string"
    FUNCTION = "function"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Value:
    """One argument, option or field: its type, and its allowed values when there are few."""

    name: str
    kind: Kind
    section: str
    allowed: tuple[str, ...] = ()
    source: Source = Source.DOCUMENTED
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the widget, with its parameters in order."""

    name: str
    section: str
    parameters: tuple[Value, ...] = ()
    source: Source = Source.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback and the documented fields of the data that it is called with."""

    name: str
    section: str
    data: tuple[Value, ...] = ()
    source: Source = Source.DOCUMENTED
    analytics: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """The whole API, indexed by name."""

    functions: dict[str, Function]
    options: dict[str, Value]
    proactive: dict[str, Value]
    callbacks: dict[str, Callback]
    popup_options: dict[str, Value] = field(default_factory=dict)


BASIC = "Basic Embedded ChatBar Functions"
POPUP = "Basic PopUp Window Functions"
STATUSES = "Changing statuses"
CSS = "Custom CSS styles"
PROACTIVE = "Interactive chat window opening"
MOBILE = "Optimizing for mobile devices"
PREFILLED = "Pre-filled data"
IDENTITY = "Verifying identity using your API"
DEPARTMENTS = "Different departments in subsites"
OPERATORS = "Different operators in subsites"
CLONING = "Cloning of operators for departments"
TARGETS = "Targeted sites"
CALLBACKS = "Callback events"

SIDES = ("left", "right")
INITIAL_PAGES = ("start-online", "online", "start-offline", "offline", "hidden", "mini")
"""Values of `init`'s `page` option (Changing statuses)."""

PAGES = (*INITIAL_PAGES, "chat")
"""Values of `embed.page()`; `chat` is not available to `init` (Changing statuses)."""

OFFLINE_OF = {"start-online": "start-offline", "online": "offline"}
"""What a status becomes when no operator is online (Changing statuses)."""

CHAT_STATUSES = ("min", "res", "max")
"""Values of `chat_status` in `onchange` (onchange)."""

INITIATORS = ("client", "operator", "api", "trigger")
"""Values of `initiator` in `onchatstart` and `onchatopened` (onchatstart)."""

POPUP_MODES = ("custom", "bubble")
BUBBLE_TYPES = ("right1", "right2", "right3", "left1", "left2", "left3")


def _values(*values: Value) -> dict[str, Value]:
    return {value.name: value for value in values}


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

_PROACTIVE = (
    Value("message", Kind.STRING, PROACTIVE),
    Value("departments", Kind.STRING, PROACTIVE),
    Value("operators", Kind.STRING, PROACTIVE),
    Value("department_name", Kind.STRING, PROACTIVE),
    Value("operator_name", Kind.STRING, PROACTIVE),
    Value("operator_photo", Kind.STRING, PROACTIVE),
)

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


API = Api(
    functions={
        function.name: function
        for function in (
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
    },
    options=_values(
        *_COMMON_OPTIONS,
        Value("side", Kind.STRING, BASIC, SIDES),
        Value("bubble", Kind.BOOLEAN, BASIC),
        Value("page", Kind.STRING, STATUSES, INITIAL_PAGES),
        Value("mobile", Kind.BOOLEAN, MOBILE),
    ),
    proactive=_values(*_PROACTIVE),
    callbacks={
        callback.name: callback
        for callback in (
            Callback(
                "onload",
                "onload",
                (
                    Value("page", Kind.STRING, "onload", PAGES, required=True),
                    Value("online", Kind.BOOLEAN, "onload", required=True),
                ),
            ),
            Callback(
                "onchange",
                "onchange",
                (Value("chat_status", Kind.STRING, "onchange", CHAT_STATUSES, required=True),),
            ),
            Callback("onchatstart", "onchatstart", (_TICKET, _INITIATOR), analytics=True),
            Callback("onchatopened", "onchatopened", (_TICKET, _INITIATOR)),
            Callback(
                "onchatrating",
                "onchatrating",
                (
                    _TICKET,
                    *_person("onchatrating"),
                    Value(
                        "rating", Kind.NUMBER, "onchatrating", required=True, minimum=1, maximum=5
                    ),
                    Value("message", Kind.STRING, "onchatrating"),
                    Value("operator_id", Kind.ANY, "onchatrating"),
                    Value("department_id", Kind.ANY, "onchatrating"),
                ),
                analytics=True,
            ),
            Callback(
                "onofflinemessage",
                "onofflinemessage",
                (
                    *_person("onofflinemessage"),
                    Value("message", Kind.STRING, "onofflinemessage", required=True),
                    Value("operator_id", Kind.ANY, "onofflinemessage"),
                ),
                analytics=True,
            ),
            Callback(
                "ontrigger",
                "ontrigger",
                (
                    Value("id", Kind.ANY, "ontrigger", required=True),
                    Value("title", Kind.STRING, "ontrigger", required=True),
                ),
                analytics=True,
            ),
            _required_field("name"),
            _required_field("email"),
            _required_field("phone"),
        )
    },
    popup_options=_values(
        *_COMMON_OPTIONS,
        Value("mode", Kind.STRING, POPUP, POPUP_MODES),
        Value("btype", Kind.STRING, POPUP, BUBBLE_TYPES),
    ),
)
