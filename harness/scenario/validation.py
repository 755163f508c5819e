"""What pydantic finds becomes problems: at their place, in words, with what is allowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import ValidationError

from harness.patterns import describe
from harness.scenario.interpolation import Template
from harness.scenario.part import Part
from harness.scenario.scalars import FOREIGN_BOOLEANS
from harness.scenario.scope import Path, Scope, called
from harness.scenario.suggestions import did_you_mean, listed, one_of
from harness.scenario.values import KINDS, kind_of
from harness.scenario.verb_grammar import VISITOR_WORDS, OperatorActs, VisitorActs

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_QUOTED = re.compile(r"'([^']*)'")
_NEEDED = {
    "string_type": "text",
    "int_type": "whole number",
    "float_type": "number",
    "bool_type": "boolean",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
}
_ARTICLES = {**KINDS, "whole number": "a whole number"}
_FEW = 8
_EMPTY = "nothing follows the colon; is the next line indented?"
_MISSING = {
    "scenario": "begin with `scenario: <title>`",
    "host": "name the page that embeds the widget: `host: {file: shop.html}`",
    "steps": "say what happens: `steps:` and a list of steps",
    "reply": "say what it answers: `reply: {status: 200, json: {…}}`",
    "of": "name the events: `never: {of: [EVENT], for: 500ms}`",
    "for": "say for how long: `never: {of: [EVENT], for: 500ms}`",
}
_ACTS: dict[str | int, Container[str]] = {
    "visitor": VisitorActs.model_fields,
    "operator": OperatorActs.model_fields,
}
_FOREIGN_KEYS = {
    "wait": "say what you wait for: `expect: {EVENT: …}`, with `within: 3s`",
    "sleep": "say what you wait for: `expect: {EVENT: …}`, with `within: 3s`",
    "assert": "use `check` to look, `expect` for events",
    "title": "the title of a scenario stands after `scenario:`",
    "name": "the title of a scenario stands after `scenario:`",
    "type": "use `fill: {selector: text}`",
    "description": "write a comment, `# …`",
    "url": "a page has its address in `host`: `url` of a real one, else `at`",
    "popup.open": "`popup.init` opens it; its bubble is clicked by `visitor: {opens: popup}`",
}


def validate(model: type[Part], data: Any, scope: Scope) -> tuple[Part | None, set[Path]]:
    """The validated part, or None and the paths at which it is wrong; problems go to the scope."""
    try:
        return model.model_validate(data), set()
    except ValidationError as error:
        details = error.errors(include_url=False)
    bad: set[Path] = set()
    for detail in details:
        path = scope.without_tags(detail["loc"])
        waits = isinstance(detail["input"], Template) and detail["type"] != "extra_forbidden"
        if waits and _is_argument(path):
            continue
        bad.add(path)
        if not waits:
            _report(detail, path, model, scope)
        elif "expect" in path:
            scope.report(path, "placeholder", f"a saved value cannot be {called(path)}")
    return None, bad


def _is_argument(path: Path) -> bool:
    """Whether it is inside of a verb's argument, where a saved value can stand for anything."""
    from harness.scenario.verbs import VERBS

    return _is_step(path[:2]) and path[2:3] != () and path[2] in VERBS


def _report(detail: Any, path: Path, model: type[Part], scope: Scope) -> None:
    kind = detail["type"]
    if kind == "extra_forbidden":
        _report_unknown_key(path, model, scope)
    elif kind == "missing":
        _report_missing(path, scope)
    elif kind in _NEEDED:
        _report_type(path, detail["input"], [_NEEDED[kind]], scope)
    elif kind == "union_tag_invalid":
        tags = _QUOTED.findall(detail["ctx"]["expected_tags"])
        _report_type(path, detail["input"], tags, scope)
    elif kind == "literal_error":
        _report_literal(path, detail, scope)
    elif "message" in detail.get("ctx", {}):
        context = detail["ctx"]
        is_key = bool(path) and path[-1] == "[key]"
        scope.report(path, kind, context["message"], hint=context["hint"], at_key=is_key)
    else:
        _report_other(path, detail, scope)


def _report_other(path: Path, detail: Any, scope: Scope) -> None:
    name = called(path)
    context = detail.get("ctx", {})
    sentences = {
        "none_required": f"{name} takes nothing after it",
        "too_short": f"{name} is empty",
        "null": f"{name} is empty",
        "greater_than_equal": f"{name} has to be at least {context.get('ge')}",
        "less_than_equal": f"{name} has to be at most {context.get('le')}",
    }
    message = sentences.get(detail["type"], f"{name}: {detail['msg']}")
    is_empty = detail["type"] in {"too_short", "null"}
    recorded = None if is_empty else describe(detail["input"])
    hint = _EMPTY if detail["type"] == "null" else None
    if detail["type"] == "none_required" and path[-1] == "close_window":
        hint = "name the window by `in`, as in `in: popup`"
    scope.report(path, "value", message, at_key=is_empty, recorded=recorded, hint=hint)


def _report_unknown_key(path: Path, model: type[Part], scope: Scope) -> None:
    key = str(path[-1])
    groups = _allowed(model, path[:-1])
    names = [name for group in groups for name in group]
    hint = did_you_mean(key, names)
    if hint is None and path[-2:-1] == ("visitor",) and key in get_args(VISITOR_WORDS):
        hint = f"it stands alone: `visitor: {key}`"
    if hint is None and (_is_step(path[:-1]) or len(path) == 1):
        hint = _FOREIGN_KEYS.get(key)
    expected = "\n".join(one_of(group, label) for group, label in groups.items() if group)
    message = f"`{key}` is not a key of {called(path[:-1])}"
    scope.report(path, "unknown-key", message, at_key=True, expected=expected, hint=hint)


def _is_step(path: Path) -> bool:
    return len(path) == 2 and path[0] in {"steps", "finally"}  # noqa: PLR2004 - section, index


def _allowed(model: type[Part], path: Path) -> dict[tuple[str, ...], str]:
    """The keys that are allowed at a path, in groups with a label each."""
    from harness.scenario.events import EVENTS
    from harness.scenario.verbs import VERBS

    keys = sorted({key for part in _models_at(model, path) for key in _keys(part)})
    labels = ((VERBS, "a verb: "), (EVENTS, "an event: "))
    groups: dict[tuple[str, ...], str] = {}
    for table, label in labels:
        members = tuple(key for key in table if key in keys)
        if len(members) == len(table):
            groups[members] = label
            keys = [key for key in keys if key not in members]
    groups[tuple(keys)] = "or: " if groups else "one of: "
    return groups


def _keys(part: type[Part]) -> list[str]:
    return [field.alias or name for name, field in part.model_fields.items()]


def _models_at(model: type[Part], path: Path) -> set[type[Part]]:
    models = {model}
    for key in path:
        inside = set()
        for part in models:
            for name, field in part.model_fields.items():
                if (field.alias or name) == key:
                    inside |= set(_models_in((field.annotation, *field.metadata)))
        models = inside or models
    return models


def _models_in(annotations: Iterable[Any]) -> Iterator[type[Part]]:
    for annotation in annotations:
        if isinstance(annotation, type) and not get_args(annotation):
            if issubclass(annotation, Part):
                yield annotation
        else:
            yield from _models_in(get_args(annotation))


def _report_missing(path: Path, scope: Scope) -> None:
    message = f"{called(path[:-1])} lacks `{path[-1]}`"
    hint = _MISSING.get(str(path[-1]))
    scope.report(path[:-1], "missing-key", message, at_key=True, hint=hint)


def _report_type(path: Path, value: Any, kinds: list[str], scope: Scope) -> None:
    needed = " or ".join(_ARTICLES[kind] for kind in kinds)
    kind = kind_of(value)
    hint = _hint_for_place(path, value)
    if hint:
        pass
    elif "boolean" in kinds and isinstance(value, str) and value in FOREIGN_BOOLEANS:
        word = FOREIGN_BOOLEANS[value]
        hint = f"only `true` and `false` are booleans here: write `{word}`"
    elif "whole number" in kinds and kind == "text" and value.isdigit():
        hint = "write it without quotes"
    elif "text" in kinds and kind in {"number", "boolean"}:
        hint = "put it in quotes to make it a text"
    elif "list" in kinds and kind == "text":
        hint = f"write a list of one: `[{value}]`"
    elif kind == "null":
        hint = _EMPTY
    message = f"{called(path)} has to be {needed}, not {_article(kind, value)}"
    scope.report(path, "type", message, hint=hint)


def _hint_for_place(path: Path, value: Any) -> str | None:
    from harness.scenario.verbs import VERBS

    parents = {str(key) for key in path[:-1]}
    if _is_step(path) and isinstance(value, str) and value in VERBS:
        return f"a verb has a colon, with or without a value: `- {value}:`"
    if "expect" in parents and ("never" in parents or path[-1] == "never"):
        return "say which events, and for how long: `never: {of: [EVENT], for: 500ms}`"
    if "check" in parents and isinstance(value, str):
        what = {"links": "contact", "fields": "name", "widget_css": "part"}.get(str(path[-1]))
        what = what or ("property" if "widget_css" in parents else "selector")
        return f"say what to look at: `{path[-1]}: {{{what}: …}}`"
    if path[-1] == "trigger":
        return "a trigger is named by its id: `trigger: 7`"
    return None


def _article(kind: str, value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if kind == "boolean":
        return f"`{str(value).lower()}`"
    return "empty" if kind == "null" else KINDS[kind]


def _report_literal(path: Path, detail: Any, scope: Scope) -> None:
    allowed = _QUOTED.findall(detail["ctx"]["expected"]) or ["true"]
    value = detail["input"]
    hint = did_you_mean(value, allowed) if isinstance(value, str) else None
    if value in _ACTS.get(path[-1], ()):
        hint = f"it needs a value: `{path[-1]}: {{{value}: …}}`"
    where = f"{called(path)} cannot be {describe(value)}"
    expected = listed(allowed) if len(allowed) <= _FEW else one_of(allowed)
    scope.report(path, "value", where, expected=expected, hint=hint)


_PartOf = TypeVar("_PartOf", bound=Part)


def part_of(model: type[_PartOf], value: Any) -> _PartOf | None:
    """One part of a scenario on its own, when it is there and nothing is wrong with it."""
    try:
        return model.model_validate(value) if isinstance(value, dict) else None
    except ValidationError:
        return None
