"""The window that a step's expectations open, and how far they are met by the events in it.

A window begins where its step begins, before the step acts, and ends where the step ends.
What has to happen must happen within the step's time (`within`); what must not happen more
often is counted up to the step's end, which the engine puts at a barrier.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from harness.judging.matching import meets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.recording import Event
    from harness.scenario.model import Expect, Expectation, Never


@dataclass(frozen=True, slots=True)
class Window:
    """The events of one step, with the times (ms since the run began) that bound it."""

    events: tuple[Event, ...]
    start: float
    deadline: float


@dataclass(frozen=True, slots=True)
class Unmet:
    """One expectation that a window does not meet, with the events that do match it."""

    expectation: Expectation
    seen: tuple[Event, ...]
    reason: str
    """missing · too_many · order · never"""
    never: Never | None = None
    group: tuple[Expectation, ...] = ()


def is_waiting(expect: Expect, window: Window) -> bool:
    """Whether something that has to happen has not happened yet."""
    return any(
        unmet.reason in {"missing", "order"}
        for unmet in (*_items(expect, window), *_orders(expect, window))
    )


def unmet(expect: Expect, window: Window) -> list[Unmet]:
    """Everything in which the window falls short of the expectations, none left out."""
    return [*_items(expect, window), *_orders(expect, window), *_nevers(expect, window)]


def _items(expect: Expect, window: Window) -> list[Unmet]:
    found: list[Unmet] = []
    for expectation in expect.items:
        seen = tuple(event for event in window.events if meets(expectation, event))
        in_time = sum(event.time <= window.deadline for event in seen)
        if in_time < expectation.low:
            found.append(Unmet(expectation, seen, "missing"))
        elif expectation.high is not None and len(seen) > expectation.high:
            found.append(Unmet(expectation, seen, "too_many"))
    return found


def _orders(expect: Expect, window: Window) -> list[Unmet]:
    found: list[Unmet] = []
    for group in expect.ordered:
        relevant = [
            event
            for event in window.events
            if event.time <= window.deadline and any(meets(item, event) for item in group)
        ]
        if not fits_in_order(group, relevant):
            found.append(
                Unmet(_first_missing(group, relevant), tuple(relevant), "order", group=group)
            )
    return found


def _nevers(expect: Expect, window: Window) -> list[Unmet]:
    found: list[Unmet] = []
    for never in expect.never:
        end = window.start + never.seconds * 1000
        for expectation in never.events:
            seen = tuple(
                event for event in window.events if event.time <= end and meets(expectation, event)
            )
            if seen:
                found.append(Unmet(expectation, seen, "never", never=never))
    return found


def fits_in_order(group: Sequence[Expectation], events: Sequence[Event]) -> bool:
    """Whether the events, all of them, can be dealt to the items one after the other."""

    @cache
    def fits(item: int, count: int, event: int) -> bool:
        if item == len(group):
            return event == len(events)
        wanted = group[item]
        if (
            event < len(events)
            and (wanted.high is None or count < wanted.high)
            and meets(wanted, events[event])
            and fits(item, count + 1, event + 1)
        ):
            return True
        return count >= wanted.low and fits(item + 1, 0, event)

    return fits(0, 0, 0)


def _first_missing(group: Sequence[Expectation], events: Sequence[Event]) -> Expectation:
    """The first item that does not come in its turn, when the others are taken greedily."""
    position = 0
    for expectation in group:
        count = 0
        while (
            position < len(events)
            and (expectation.high is None or count < expectation.high)
            and meets(expectation, events[position])
        ):
            count += 1
            position += 1
        if count < expectation.low:
            return expectation
    return group[-1]
