"""What a rule of the contract is, and how rules read events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.judging.matching import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from harness.assumptions import Choice
    from harness.recording import Event
    from harness.widget_api import Source

Scope = Literal["document", "window", "run"]
"""What a rule looks at in one piece."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An event that breaks a rule; `expected` and `recorded` are text for people."""

    event: Event
    message: str
    expected: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, with what it rests on.

    `assumption` is an id of the ledger; a rule whose source is an assumption has one. Where
    that can be set, `when` is the choice under which the rule holds.
    """

    id: str
    section: str
    source: Source
    scope: Scope
    breaches: Callable[[Sequence[Event]], Iterator[Breach]]
    assumption: str | None = None
    when: Choice | None = None


def is_call(event: Event, *names: str) -> bool:
    """Whether it is a call of one of these functions of the widget."""
    return event.kind == "call" and event.data.get("function") in names


def is_callback(event: Event, *names: str) -> bool:
    """Whether it is one of these callbacks."""
    return event.kind == "callback" and event.data.get("name") in names


def fields_of(event: Event) -> dict[str, object] | None:
    """The data of a callback; objects of the page's own classes are objects too."""
    data = value_of(event)
    if isinstance(data, dict) and data.get("$type") == "object":
        data = data.get("value")
    return data if isinstance(data, dict) and "$type" not in data else None


def field_of(event: Event, name: str) -> object:
    """A plain value of a callback's data, None when there is none."""
    value = (fields_of(event) or {}).get(name) if event.kind == "callback" else None
    return value if isinstance(value, (str, int, float, bool)) else None
