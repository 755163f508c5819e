"""`expect` and `never` become expectations, with their patterns checked."""

from __future__ import annotations

from typing import Any, Final

from harness import patterns
from harness.scenario.events import EVENTS, EventKind
from harness.scenario.model import Expect, Expectation, Never
from harness.scenario.scope import Path, Scope, called
from harness.scenario.suggestions import did_you_mean, listed, one_of
from harness.scenario.values import duration, kind_of
from harness.widget_api import Kind, Value

ANYTHING: Final = {"$optional": "$any"}
"""The pattern of an event that is named without one."""

_MODIFIERS = frozenset({"times", "exact", "label", "in_order", "never"})
_WRONG_TYPE = {Kind.BOOLEAN: ("text", "number"), Kind.STRING: ("number", "boolean")}


def check_pattern(scope: Scope, pattern: Any, path: Path) -> None:
    """Report what in a pattern cannot be meant."""
    for problem in patterns.problems_of(pattern):
        hint = did_you_mean(problem.given, problem.choices) if problem.given else None
        expected = one_of(problem.choices) if problem.choices else None
        scope.report(
            (*path, *problem.path),
            "pattern",
            problem.message,
            at_key=problem.at_key,
            expected=expected,
            hint=hint,
        )


def compile_expect(scope: Scope, data: Any, path: Path) -> Expect:
    """Everything that a step expects."""
    entries = _entries(data, path)
    items: list[Expectation] = []
    ordered: list[tuple[Expectation, ...]] = []
    never: list[Never] = []
    for entry, place in entries:
        found = _expectations(scope, entry, place)
        items += found
        if not isinstance(entry, dict):
            continue
        group = [
            expectation
            for item, inner in _entries(entry.get("in_order", []), (*place, "in_order"))
            for expectation in _single(scope, item, inner)
        ]
        if group:
            ordered.append(tuple(group))
        for part, inner in _entries(entry.get("never", []), (*place, "never")):
            never.append(_never(scope, part, inner))
        if not (found or group or "never" in entry):
            scope.report(place, "nothing-expected", f"{called(place)} expects nothing")
    return Expect(tuple(items), tuple(ordered), tuple(never))


def _entries(data: Any, path: Path) -> list[tuple[Any, Path]]:
    if isinstance(data, list):
        return [(item, (*path, index)) for index, item in enumerate(data)]
    return [(data, path)]


def _never(scope: Scope, data: dict[str, Any], path: Path) -> Never:
    events = compile_never(scope, data["of"], (*path, "of"))
    return Never(events, duration(data["for"]), scope.place(path, at_key=True))


def compile_never(scope: Scope, data: list[Any], path: Path) -> tuple[Expectation, ...]:
    """The events that must not be seen."""
    found: list[Expectation] = []
    for index, item in enumerate(data):
        pairs = item.items() if isinstance(item, dict) else [(item, None)]
        if not pairs:
            scope.report((*path, index), "nothing-expected", "this names no event")
        for event, pattern in pairs:
            place = (*path, index, event)
            found.append(
                Expectation(
                    event,
                    compile_pattern(scope, event, pattern, place),
                    scope.place(place, at_key=True),
                    low=0,
                    high=0,
                )
            )
    return tuple(found)


def _single(scope: Scope, item: Any, path: Path) -> list[Expectation]:
    found = _expectations(scope, item, path)
    if len(found) > 1:
        message = f"{called(path)} has {len(found)} events; an order needs one in each"
        names = [expectation.event for expectation in found]
        scope.report((*path, names[1]), "two-events", message, at_key=True, hint="missing dash?")
    elif not found:
        scope.report(path, "nothing-expected", f"{called(path)} expects nothing")
    return found


def _expectations(scope: Scope, entry: Any, path: Path) -> list[Expectation]:
    if isinstance(entry, str):
        return [Expectation(entry, ANYTHING, scope.place(path))]
    low, high = _times(scope, entry.get("times", 1), (*path, "times"))
    found = []
    for event, pattern in entry.items():
        if event in _MODIFIERS:
            continue
        place = (*path, event)
        found.append(
            Expectation(
                event,
                compile_pattern(scope, event, pattern, place),
                scope.place(place, at_key=True),
                low,
                high,
                exact=entry.get("exact", False),
                label=entry.get("label"),
            )
        )
    alone = [name for name in ("times", "exact", "label") if name in entry]
    if alone and len(found) != 1:
        message = f"`{alone[0]}` belongs to one event, and here are {len(found)}"
        hint = f"write a list: `- {{EVENT: …, {alone[0]}: …}}`"
        scope.report((*path, alone[0]), "modifier", message, at_key=True, hint=hint)
    return found


def _times(scope: Scope, times: Any, path: Path) -> tuple[int, int | None]:
    if not isinstance(times, dict):
        if times == 0:
            hint = "an absence states its window: `never: {of: [EVENT], for: 500ms}`"
            scope.report(path, "times", "`times: 0` does not say for how long", hint=hint)
        return times, times
    low, high = times.get("min", 0), times.get("max")
    if high is not None and low > high:
        scope.report(path, "times", f"`min` ({low}) is greater than `max` ({high})", at_key=True)
    elif not times or (high == 0):
        hint = "write `times: 2`, `times: {min: 1}` or `times: {min: 1, max: 3}`"
        scope.report(path, "times", "`times` says nothing", at_key=True, hint=hint)
    return low, high


def compile_pattern(scope: Scope, event: str, pattern: Any, path: Path) -> Any:
    """The pattern of an event in its full form."""
    if pattern is None:
        return ANYTHING
    check_pattern(scope, pattern, path)
    kind = EVENTS[event]
    if isinstance(pattern, str) and pattern not in {"$any", "$absent"} and kind.shorthand:
        return {kind.shorthand: pattern}
    if isinstance(pattern, dict):
        if pattern.keys() & patterns.OPERATORS.keys():
            return {kind.shorthand: pattern} if kind.shorthand else pattern
        _check_fields(scope, kind, pattern, path)
    elif kind.is_closed and pattern != "$any":
        message = f"the event `{event}` needs a mapping of its fields, not {kind_of(pattern)}"
        scope.report(path, "pattern", message, expected=one_of(kind.fields))
    return pattern


def _check_fields(scope: Scope, kind: EventKind, pattern: dict[str, Any], path: Path) -> None:
    for name, value in pattern.items():
        field = kind.fields.get(name)
        if field:
            _check_field(scope, kind, field, value, (*path, name))
            continue
        guess = did_you_mean(name, kind.fields)
        if (kind.is_closed or guess) and not name.startswith("$"):
            message = f"`{name}` is not a field of `{kind.name}`"
            expected = one_of(kind.fields)
            scope.report(
                (*path, name), "unknown-field", message, at_key=True, expected=expected, hint=guess
            )


def _check_field(scope: Scope, kind: EventKind, field: Value, value: Any, path: Path) -> None:
    """Report a plain value that the field can never hold: the expectation could never be met."""
    if isinstance(value, str) and "$" in value:
        return
    name = f"`{field.name}` of `{kind.name}`"
    if kind_of(value) in _WRONG_TYPE.get(field.kind, ()):
        needed = "a boolean" if field.kind is Kind.BOOLEAN else "a text"
        hint = "write `true` or `false`" if field.kind is Kind.BOOLEAN else "put it in quotes"
        message = f"{name} is {needed}, so it is never {patterns.describe(value)}"
        scope.report(path, "value", message, hint=hint)
    elif field.allowed and isinstance(value, str) and value not in field.allowed:
        message = f"{name} is never {patterns.describe(value)}"
        guess = did_you_mean(value, field.allowed)
        scope.report(path, "value", message, expected=listed(field.allowed), hint=guess)
