"""The widget's JavaScript API as data: functions, options, callbacks, and what is said of them.

Everything else that needs to know the API reads it here: the scenario language and its
schema, the recorder's settings, the contract that every run is held to, the ledger of
assumptions, and the count of what scenarios cover. Each entry says what it rests on
(`Source`), so that a rule built on an assumption is never presented as the vendor's word.
"""

from __future__ import annotations

from harness.widget_api.members import (
    CALLBACK_EVENTS,
    FUNCTIONS,
    OPTIONS,
    POPUP_OPTIONS,
    PROACTIVE_PARAMETERS,
)
from harness.widget_api.parts import Api, ApiRule, Callback, Function, Kind, Source, Value
from harness.widget_api.rules import RULES
from harness.widget_api.words import (
    BASIC,
    BUBBLE_TYPES,
    CALLBACKS,
    CHAT_STATUSES,
    CLONING,
    CSS,
    DEPARTMENTS,
    GLOBAL,
    HOOK,
    IDENTITY,
    IMPLEMENTING,
    INITIAL_PAGES,
    INITIATORS,
    LOADER_URL,
    MOBILE,
    OFFLINE_OF,
    OPERATORS,
    PAGES,
    POPUP,
    POPUP_MODES,
    PREFILLED,
    PROACTIVE,
    SECTIONS,
    SIDES,
    STATUSES,
    TARGETS,
    WIDGET_HOST,
)

__all__ = [
    "API",
    "BASIC",
    "BUBBLE_TYPES",
    "CALLBACKS",
    "CHAT_STATUSES",
    "CLONING",
    "CSS",
    "DEPARTMENTS",
    "GLOBAL",
    "HOOK",
    "IDENTITY",
    "IMPLEMENTING",
    "INITIAL_PAGES",
    "INITIATORS",
    "LOADER_URL",
    "MOBILE",
    "OFFLINE_OF",
    "OPERATORS",
    "PAGES",
    "POPUP",
    "POPUP_MODES",
    "PREFILLED",
    "PROACTIVE",
    "SECTIONS",
    "SIDES",
    "STATUSES",
    "TARGETS",
    "WIDGET_HOST",
    "Api",
    "ApiRule",
    "Callback",
    "Function",
    "Kind",
    "Source",
    "Value",
]

API = Api(
    functions={function.name: function for function in FUNCTIONS},
    options={option.name: option for option in OPTIONS},
    proactive={parameter.name: parameter for parameter in PROACTIVE_PARAMETERS},
    callbacks={callback.name: callback for callback in CALLBACK_EVENTS},
    popup_options={option.name: option for option in POPUP_OPTIONS},
    rules={rule.id: rule for rule in RULES},
)
"""The API."""
