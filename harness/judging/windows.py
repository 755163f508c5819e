"""The window that a step's expectations open, and how far they are met by the events in it.

A window begins where its step begins, before the step acts, and ends where the step ends.
What has to happen must happen within the step's time (`within`); what must not happen more
often is counted up to the step's end, which the engine puts at a barrier. What must never
happen is judged from the step's beginning until the stated time after it has acted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from harness.judging.matching import meets
from harness.judging.ordering import fits_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.recording import Event, Recording
    from harness.scenario.model import Expect, Expectation, Never


@dataclass(frozen=True, slots=True)
class Window:
    """The events that a step looks at, with the times (ms since the run began) that bound it.

    `since` is the sequence number after which it begins, `start` the time of that, `acted`
    the time when the step's verb was done (its beginning, when it has none), `deadline` the
    end of the step's time.
    """

    events: tuple[Event, ...]
    since: int
    start: float
    acted: float
    deadline: float

    @property
    def in_time(self) -> tuple[Event, ...]:
        """The events up to the deadline; one that happens at that very moment is in time."""
        return tuple(event for event in self.events if event.time <= self.deadline)

    def quiet_until(self, never: Never) -> float:
        """The moment up to which a `never` holds."""
        return self.acted + never.seconds * 1000


@dataclass(frozen=True, slots=True)
class Unmet:
    """One expectation that a window does not meet, with the events that do match it.

    `group` is the order that the expectation stands in, if it does; `never` the absence.
    """

    expectation: Expectation
    seen: tuple[Event, ...]
    reason: Literal["missing", "too_many", "order", "never"]
    never: Never | None = None
    group: tuple[Expectation, ...] = ()


def window_of(
    recording: Recording, since: int, end: int | None, start: float, deadline: float
) -> Window:
    """The events after `since` up to `end` (sequence numbers); times in ms since the run began."""
    events = tuple(recording.events[since:end])
    # A step without a verb looks back to the one before it; what it says must stay away has to
    # stay away from now on, and not only after the time when that one acted.
    acts = (event.time for event in events if event.kind in {"acted", "step_started"})
    acted = max(acts, default=start)
    return Window(events, since, start, max(start, acted), deadline)


def is_waiting(expect: Expect, window: Window) -> bool:
    """Whether something that has to happen has not happened yet."""
    return any(
        miss.reason in {"missing", "order"}
        for miss in (*_items(expect, window), *_orders(expect, window))
    )


def unmet(expect: Expect, window: Window) -> list[Unmet]:
    """Everything in which the window falls short of the expectations, none left out."""
    return [*_items(expect, window), *_orders(expect, window), *_nevers(expect, window)]


def _items(expect: Expect, window: Window) -> list[Unmet]:
    found: list[Unmet] = []
    for expectation in _summed(expect.items):
        seen = _meeting(expectation, window.events)
        in_time = _meeting(expectation, window.in_time)
        if len(in_time) < expectation.low:
            found.append(Unmet(expectation, in_time, "missing"))
        elif expectation.high is not None and len(seen) > expectation.high:
            found.append(Unmet(expectation, seen, "too_many"))
    return found


def _orders(expect: Expect, window: Window) -> list[Unmet]:
    return [miss for group in expect.ordered for miss in _order(group, window)]


def _order(group: tuple[Expectation, ...], window: Window) -> list[Unmet]:
    """What is missing from an order; only when nothing is, whether it is kept."""
    missing = [
        Unmet(expectation, seen, "missing", group=group)
        for expectation in _summed(group)
        if len(seen := _meeting(expectation, window.in_time)) < expectation.low
    ]
    if missing:
        return missing
    for events in (window.in_time, window.events):
        seen = as_they_happened(group, events)
        if not fits_in_order(group, seen):
            return [Unmet(group[0], seen, "order", group=group)]
    return []


def as_they_happened(group: Sequence[Expectation], events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that an order speaks of, by time: those of the stub host come another way."""
    relevant = [event for event in events if any(meets(item, event) for item in group)]
    return tuple(sorted(relevant, key=lambda event: event.time))


def _nevers(expect: Expect, window: Window) -> list[Unmet]:
    found: list[Unmet] = []
    for never in expect.never:
        quiet = [event for event in window.events if event.time <= window.quiet_until(never)]
        for expectation in never.events:
            seen = _meeting(expectation, quiet)
            if seen:
                found.append(Unmet(expectation, seen, "never", never=never))
    return found


def _meeting(expectation: Expectation, events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(event for event in events if meets(expectation, event))


def _summed(items: Iterable[Expectation]) -> list[Expectation]:
    """The expectations with equal ones added up: what is asked for twice has to happen twice."""
    sums: dict[tuple[str, str, bool], Expectation] = {}
    for item in items:
        key = (item.event, repr(item.pattern), item.exact)
        first = sums.get(key)
        if first is None:
            sums[key] = item
            continue
        is_open = first.high is None or item.high is None
        high = None if is_open else (first.high or 0) + (item.high or 0)
        sums[key] = replace(first, low=first.low + item.low, high=high)
    return list(sums.values())
