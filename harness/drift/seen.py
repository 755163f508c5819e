"""What one recording shows of its widget, apart from the harness's own doings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["load", "callback", "analytics", "call", "look", "error", "window", "undone"]
"""Loads of pages, callbacks, events for analytics, outcomes of calls, what was looked at, errors
of pages, windows that opened or were kept from it, and steps that could not be done."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was seen: what, with which value, in which step and during what.

    `during` is the function of the widget that was called last in the step, else what the
    step does. `is_awaited` tells that the scenario waited for it in this step, so that a
    widget which does it in another one is not merely slower.
    """

    kind: Kind
    name: str
    value: Any
    seq: int
    step: int | None
    during: str
    is_awaited: bool = False


@dataclass(slots=True)
class Observed:
    """Everything that one run showed, in the streams that have an order of their own.

    `told` and `called` are by window, `looked` by step and subject, `asked_for` by method,
    path and status of a request to the widget's host. `surface` is what the widget offers,
    None when no page with it was there to be looked at. `ended` are the steps that came to
    their end, `about` and `assumes` what the scenario says that it is about and rests on.
    """

    told: dict[str, list[Seen]] = field(default_factory=dict)
    called: dict[str, list[Seen]] = field(default_factory=dict)
    looked: dict[tuple[int, str], Seen] = field(default_factory=dict)
    undone: dict[int, Seen] = field(default_factory=dict)
    errors: list[Seen] = field(default_factory=list)
    windows: list[Seen] = field(default_factory=list)
    asked_for: dict[tuple[str, str, int], Seen] = field(default_factory=dict)
    surface: dict[str, Any] | None = None
    ended: set[int] = field(default_factory=set)
    about: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
