"""Long texts of which only the beginning is recorded, where a verdict would rest on the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.judging.findings import Finding
from harness.judging.matching import meets, name_of, value_of
from harness.judging.verdict import Failure
from harness.patterns import is_match
from harness.recording import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.recording import Event, Recording
    from harness.scenario.model import Expectation

UNPROVEN = "unproven"
"""The code of the failure where not all is recorded."""

_OF_PARTS = frozenset({"$re"})
"""Matchers that a longer text meets as well when its beginning does."""

_OF_WHOLE = frozenset({"$not", "$len"})
"""Matchers of which a beginning says nothing."""


def cut_texts(expectations: Iterable[Expectation], recording: Recording) -> Iterator[Finding]:
    """A finding for each kind of event with a text that may or may not be what is judged."""
    judged = list(expectations)
    names = {one.event for one in judged}
    long_ones: dict[str, list[Event]] = {}
    for event in recording:
        name = name_of(event)
        if name in names and _holds_cut(event.data):
            long_ones.setdefault(name, []).append(event)
    told = set()
    for one in judged if long_ones else ():
        events = long_ones.get(one.event, [])
        if one.event not in told and any(_is_unclear(one, event) for event in events):
            told.add(one.event)
            message = f"a text of one {one.event} has more than {LONGEST:,} characters"
            hint = "the rest of it was not recorded, and nothing can be said of what is in it"
            yield Finding(0, Failure(one.place, UNPROVEN, message, hint=hint), is_broken=True)


def _is_unclear(one: Expectation, event: Event) -> bool:
    """Whether the missing rest of a text decides if the event is the one that is expected."""
    loose = _loosened(one.pattern, value_of(event))
    return loose != one.pattern and meets(replace(one, pattern=loose), event)


def _loosened(pattern: Any, value: Any) -> Any:
    """The pattern with any value allowed where it looks for something in the rest of a text."""
    beginning = _cut(value)
    if beginning is not None:
        return "$any" if _needs_rest(pattern, beginning) else pattern
    if isinstance(pattern, dict) and isinstance(value, dict):
        return {key: _loosened(wanted, value.get(key)) for key, wanted in pattern.items()}
    if isinstance(pattern, list) and isinstance(value, list) and len(pattern) == len(value):
        return [_loosened(*pair) for pair in zip(pattern, value, strict=True)]
    return pattern


def _needs_rest(wanted: Any, beginning: str) -> bool:
    """Whether the beginning of a text does not tell if all of it is as it is wanted."""
    if not isinstance(wanted, dict):
        return False
    if wanted.keys() & _OF_WHOLE:
        return True
    return bool(wanted.keys() & _OF_PARTS) and not is_match(wanted, beginning)


def _cut(value: Any) -> str | None:
    """The beginning of a text that was cut by the recorder, or when it came in."""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST]
    if isinstance(value, dict) and value.get("$type") == "truncated":
        beginning = value.get("value")
        return beginning if isinstance(beginning, str) else None
    return None


def _holds_cut(value: Any) -> bool:
    if _cut(value) is not None:
        return True
    if isinstance(value, dict):
        return any(map(_holds_cut, value.values()))
    return isinstance(value, list) and any(map(_holds_cut, value))
