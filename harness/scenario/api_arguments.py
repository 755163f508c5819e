"""Arguments of the widget's functions, checked against what its API documents."""

from __future__ import annotations

from typing import Any, Final

from harness.patterns import describe
from harness.scenario.interpolation import Template
from harness.scenario.model import MISSING
from harness.scenario.scope import Path, Scope, called
from harness.scenario.suggestions import did_you_mean, listed, one_of
from harness.scenario.values import kind_of
from harness.widget_api import API, Function, Kind, Value

KINDS_OF: Final = {
    Kind.STRING: ("text",),
    Kind.BOOLEAN: ("boolean",),
    Kind.NUMBER: ("number",),
    Kind.OBJECT: ("mapping",),
    Kind.LIST_OR_STRING: ("list", "text"),
    Kind.FUNCTION: ("mapping",),
    Kind.ANY: ("text", "boolean", "number", "mapping", "list", "null"),
}
"""What can be written in YAML for each JavaScript type."""

CALLBACK_FORMS: Final = ("throws", "calls", "js")
"""How a callback of a host page can misbehave."""

EMBED_FUNCTIONS: Final = tuple(
    name.removeprefix("embed.") for name in API.functions if name.startswith("embed.")
)


def check_call(scope: Scope, function: Function, argument: Any, path: Path) -> None:
    """Report what is wrong with the arguments of a call."""
    is_list = isinstance(argument, list)
    arguments = argument if is_list else ([] if argument is MISSING else [argument])
    parameters = function.parameters
    for index, value in enumerate(arguments):
        place = (*path, index) if is_list else path
        if index >= len(parameters):
            takes = _takes(function)
            message = f"`{function.name}` takes {takes}, so this is one too many"
            scope.report(place, "arguments", message, hint="`unchecked: true` allows it")
        else:
            _check_parameter(scope, function, parameters[index], value, place)
    for parameter in parameters[len(arguments) :]:
        if parameter.required:
            message = f"`{function.name}` needs its argument `{parameter.name}`"
            expected = listed(parameter.allowed) or _kinds(parameter)
            scope.report(path, "arguments", message, at_key=True, expected=expected)


def _takes(function: Function) -> str:
    names = [parameter.name for parameter in function.parameters]
    return f"only {listed(names, 'and')}" if names else "no arguments"


def _check_parameter(
    scope: Scope, function: Function, parameter: Value, value: Any, path: Path
) -> None:
    if parameter.kind is Kind.OBJECT and isinstance(value, dict):
        if parameter.name == "options":
            options = API.options if function.name.startswith("embed.") else API.popup_options
            check_options(scope, value, path, options)
        else:
            check_options(scope, value, path, API.proactive, has_callbacks=False)
        return
    name = f"the argument `{parameter.name}` of `{function.name}`"
    _check_value(scope, name, parameter, value, path, "`unchecked: true` allows it")


def check_options(
    scope: Scope,
    options: dict[str, Any],
    path: Path,
    known: dict[str, Value] = API.options,
    *,
    has_callbacks: bool = True,
) -> None:
    """Report unknown options, values that are not allowed, and callbacks that cannot be made."""
    for name, value in options.items():
        place = (*path, name)
        if name in known:
            _check_value(scope, f"the option `{name}`", known[name], value, place)
        elif has_callbacks and name in API.callbacks:
            _check_callback(scope, name, value, place)
        else:
            names = [*known, *(API.callbacks if has_callbacks else ())]
            message = f"`{name}` is not an option of {_owner(name, known)}"
            if name.startswith("on") and has_callbacks:
                message = f"`{name}` is not a callback of the widget"
                names = list(API.callbacks)
            expected = one_of(names)
            hint = _elsewhere(name, known) or did_you_mean(name, names)
            scope.report(
                place, "unknown-option", message, at_key=True, expected=expected, hint=hint
            )


def _owner(name: str, known: dict[str, Value]) -> str:
    if known is API.popup_options:
        return "`popup.init`"
    return "`embed.init`" if known is API.options and name in API.popup_options else "the widget"


def _elsewhere(name: str, known: dict[str, Value]) -> str | None:
    """Whether it is an option of the other of the two: the bar, or the popup."""
    if known is API.popup_options and name in API.options:
        return "it is an option of `embed.init`; the popup has no such thing"
    if known is API.options and name in API.popup_options:
        return "it is an option of `popup.init`"
    return None


def _check_value(
    scope: Scope, name: str, known: Value, value: Any, path: Path, excuse: str | None = None
) -> None:
    if isinstance(value, Template):
        return
    kinds = KINDS_OF[known.kind]
    if kind_of(value) not in kinds:
        hint = _boolean_hint(known, value) or excuse
        message = f"{name} has to be {_kinds(known)}"
        scope.report(path, "type", message, recorded=describe(value), hint=hint)
    elif known.allowed and value not in known.allowed:
        message = f"{name} cannot be {describe(value)}"
        hint = did_you_mean(str(value), known.allowed) or excuse
        scope.report(path, "value", message, expected=listed(known.allowed), hint=hint)


def _boolean_hint(known: Value, value: Any) -> str | None:
    if known.kind is Kind.BOOLEAN and isinstance(value, str):
        return "only `true` and `false` are booleans here; `yes`, `no`, `on` and `off` are texts"
    if known.kind is Kind.STRING and kind_of(value) in {"number", "boolean"}:
        return "put it in quotes to make it a text"
    return None


def _kinds(known: Value) -> str:
    articles = {"text": "a text", "boolean": "a boolean", "number": "a number"}
    kinds = KINDS_OF[known.kind]
    return " or ".join(articles.get(kind, f"a {kind}") for kind in kinds)


def _check_callback(scope: Scope, name: str, value: Any, path: Path) -> None:
    if value is None or isinstance(value, Template):
        return
    if not isinstance(value, dict) or len(value) != 1:
        message = f"the callback `{name}` is one of the forms below, or `null` (not registered)"
        expected = "{throws: text}, {calls: function}, {js: source}"
        scope.report(path, "callback", message, expected=expected)
        return
    form, content = next(iter(value.items()))
    if form not in CALLBACK_FORMS:
        message = f"`{form}` is not something that a callback can do"
        hint = did_you_mean(form, CALLBACK_FORMS)
        expected = listed(CALLBACK_FORMS)
        scope.report((*path, form), "callback", message, at_key=True, expected=expected, hint=hint)
    elif not isinstance(content, str):
        message = f"{called((*path, form))} has to be a text"
        scope.report((*path, form), "type", message, recorded=describe(content))
    elif form == "calls" and content not in EMBED_FUNCTIONS:
        message = f"`{content}` is not a function of `livechatoo.embed`"
        hint = did_you_mean(content.removeprefix("embed."), EMBED_FUNCTIONS)
        expected = listed(EMBED_FUNCTIONS)
        scope.report((*path, form), "callback", message, expected=expected, hint=hint)
