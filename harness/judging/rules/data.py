"""Rules about what the data of callbacks holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from harness.judging.matching import UNDEFINED, value_of
from harness.judging.rules.rule import Breach, Rule, fields_of
from harness.widget_api import API, CALLBACKS, Kind, Source, Value
from harness.wording import as_text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.recording import Event

_ASKED = {f"on{field}required": field for field in ("name", "email", "phone")}
_GIVEN = {
    "onchatrating": ("name", "email", "phone", "message"),
    "onofflinemessage": ("name", "email", "phone"),
}
_IDS = {
    "onchatrating": ("operator_id", "department_id"),
    "onofflinemessage": ("operator_id",),
    "ontrigger": ("id",),
}


def data_types(events: Sequence[Event]) -> Iterator[Breach]:
    """Callbacks get an object with the documented fields, of the documented types and values."""
    for event in events:
        if event.kind != "callback":
            continue
        callback = API.callbacks.get(str(event.data.get("name")))
        if callback is None:
            continue
        fields = fields_of(event)
        if fields is None:
            message = f"{callback.name} was called without an object of data"
            yield Breach(event, message, "an object", typed(value_of(event)))
            continue
        for field in callback.data:
            yield from _field_breach(event, field, fields.get(field.name, UNDEFINED))


def _field_breach(event: Event, field: Value, value: object) -> Iterator[Breach]:
    name = event.data["name"]
    is_missing = value == UNDEFINED or (value is None and not field.required)
    if is_missing and field.required:
        message = f"{name}'s data has no `{field.name}`"
        yield Breach(event, message, _described(field), typed(value))
    elif not is_missing and not _allows(field, value):
        message = f"{name}'s `{field.name}` is not what the API documents"
        yield Breach(event, message, _described(field), typed(value))


def _allows(field: Value, value: object) -> bool:
    if field.kind is Kind.STRING:
        return isinstance(value, str) and (not field.allowed or value in field.allowed)
    if field.kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if field.kind is not Kind.NUMBER:
        return True
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return not field.values or value in field.values


def _described(field: Value) -> str:
    if field.allowed:
        return f"{', '.join(map(as_text, field.allowed))} ({field.kind})"
    if field.minimum is not None:
        return f"a whole number, {field.minimum} to {field.maximum} ({field.kind})"
    return f"a {field.kind}"


def accepted_has_value(events: Sequence[Event]) -> Iterator[Breach]:
    """An invitation that was accepted comes with the name, email or phone that was given."""
    for event, name, field, data in _answers(events, is_accepted=True):
        value = data.get(field, UNDEFINED)
        if not isinstance(value, str) or not value.strip():
            message = f"{name} says accepted, and there is no {field}"
            yield Breach(event, message, "a text that is not blank", typed(value))


def declined_without_value(events: Sequence[Event], *, allowed: str | None) -> Iterator[Breach]:
    """An invitation that was declined comes without a value, or with '' where that is assumed."""
    for event, name, field, data in _answers(events, is_accepted=False):
        value = data.get(field, UNDEFINED)
        is_kept = value in (UNDEFINED, None) if allowed is None else value == allowed
        if not is_kept:
            expected = "no such field" if allowed is None else as_text(allowed)
            yield Breach(event, f"{name} says declined, and has a {field}", expected, typed(value))


def _answers(
    events: Sequence[Event], *, is_accepted: bool
) -> Iterator[tuple[Event, str, str, dict[str, object]]]:
    for event in events:
        name = str(event.data.get("name")) if event.kind == "callback" else ""
        data = fields_of(event) if name in _ASKED else None
        if data is not None and data.get("accepted") is is_accepted:
            yield event, name, _ASKED[name], data


def ids_are(events: Sequence[Event], *, kind: Kind) -> Iterator[Breach]:
    """The ids of operators, departments and triggers are all of one type."""
    allowed = (str,) if kind is Kind.STRING else (int, float)
    for event, field, value in _fields(events, _IDS):
        is_right = isinstance(value, allowed) and not isinstance(value, bool)
        if value not in (UNDEFINED, None) and not is_right:
            message = f"{event.data['name']}'s `{field}` is of another type than assumed"
            yield Breach(event, message, f"a {kind}", typed(value))


def given_fields_are(events: Sequence[Event], *, is_empty: bool) -> Iterator[Breach]:
    """What a visitor did not give is '' (`is_empty`), or is not there."""
    for event, field, value in _fields(events, _GIVEN):
        name = event.data["name"]
        if is_empty and value in (UNDEFINED, None):
            message = f"{name}'s data has no `{field}`, though it would be '' when not given"
            yield Breach(event, message, "a string", typed(value))
        elif not is_empty and value == "":
            message = f"{name}'s `{field}` is '', though it would be left out when not given"
            yield Breach(event, message, "no such field", typed(value))


def _fields(
    events: Sequence[Event], wanted: dict[str, tuple[str, ...]]
) -> Iterator[tuple[Event, str, object]]:
    for event in events:
        name = event.data.get("name") if event.kind == "callback" else None
        data = fields_of(event) if name in wanted else None
        if data is not None:
            for field in wanted[str(name)]:
                yield event, field, data.get(field, UNDEFINED)


def _assumed(rule: str, breaches: partial[Iterator[Breach]], assumption: str, choice: str) -> Rule:
    return Rule(rule, CALLBACKS, Source.ASSUMED, "document", breaches, assumption, choice)


RULES = (
    Rule("data-types", CALLBACKS, Source.DOCUMENTED, "document", data_types),
    Rule("accepted-has-value", CALLBACKS, Source.DOCUMENTED, "document", accepted_has_value),
    _assumed(
        "declined-is-absent",
        partial(declined_without_value, allowed=None),
        "declined-value",
        "absent",
    ),
    _assumed(
        "declined-is-empty", partial(declined_without_value, allowed=""), "declined-value", "empty"
    ),
    _assumed("ids-are-numbers", partial(ids_are, kind=Kind.NUMBER), "ids", "number"),
    _assumed("ids-are-texts", partial(ids_are, kind=Kind.STRING), "ids", "text"),
    _assumed(
        "missing-is-empty", partial(given_fields_are, is_empty=True), "missing-fields", "empty"
    ),
    _assumed(
        "missing-is-absent", partial(given_fields_are, is_empty=False), "missing-fields", "absent"
    ),
)
"""Their rules."""
