"""Expectations, events and differences in words, for the lines of a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import patterns
from harness.judging import matching
from harness.scenario.expecting import ANYTHING
from harness.widget_api import API
from harness.wording import as_text, clock, shorten, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.patterns import Difference
    from harness.recording import Event
    from harness.scenario.model import Expectation

MOST_LINES = 6
"""Lines of one kind that a failure shows before it only counts the rest."""

LONGEST = 240
"""Characters of one event that a failure shows."""


def wanted_text(expectation: Expectation) -> str:
    """An expectation on one line: `onchange {chat_status: "min"}`."""
    is_any = expectation.pattern in (ANYTHING, "$any", {})
    return (
        expectation.event
        if is_any
        else f"{expectation.event} {patterns.written(expectation.pattern)}"
    )


def wanted_often(expectation: Expectation) -> str:
    """How often an event is expected: `once`, `at least twice`, `2 to 3 times`."""
    low, high = expectation.low, expectation.high
    if high is None:
        return f"at least {times(low)}"
    if low == high:
        return times(low)
    return f"at most {times(high)}" if low == 0 else f"{low} to {high} times"


def event_text(event: Event) -> str:
    """An event on one line: `onchange {chat_status: "min"}`."""
    return f"{matching.name_of(event)} {shorten(as_text(matching.told(event)), LONGEST)}"


def event_at(event: Event) -> str:
    """An event with the time when it happened."""
    return f"{event_text(event)} at {clock(event.time)}"


def happened(name: str) -> str:
    """The verb for an event: callbacks fire, everything else is seen."""
    return "fired" if name in API.callbacks else "was seen"


def did(name: str) -> str:
    """The verb for an event that happened after all."""
    return "did fire" if name in API.callbacks else "was seen"


def did_not(name: str) -> str:
    """The verb for an event that is missing."""
    return "did not fire" if name in API.callbacks else "was not seen"


def must_not(name: str) -> str:
    """The verb for an event that is excluded."""
    return "must not fire" if name in API.callbacks else "must not be seen"


def listed(lines: Iterable[str], noun: str) -> list[str]:
    """The first lines, and how many more there are."""
    rows = list(lines)
    rest = len(rows) - MOST_LINES
    return rows if rest <= 0 else [*rows[:MOST_LINES], f"and {rest:,} more {noun}"]


def repeated(events: Iterable[Event]) -> tuple[str, ...]:
    """The same again, a line for each."""
    return tuple(listed((f"again {event_at(event)}" for event in events), "of them"))


def side_by_side(found: Sequence[Difference], whole: str = "") -> tuple[str, str]:
    """Differences as the texts of `expected:` and `recorded:`, a row for each, paths aligned.

    `whole` is what the value as a whole is called; a lone difference of it needs no name.
    """
    shown = found[:MOST_LINES]
    names = [difference.path or "the data" for difference in shown]
    is_whole = len(found) == 1 and found[0].path == whole
    width = 0 if is_whole else max(map(len, names)) + 2
    heads = ["" if is_whole else f"{name}:".ljust(width) for name in names]
    expected = [head + item.expected for head, item in zip(heads, shown, strict=True)]
    recorded = [head + item.recorded for head, item in zip(heads, shown, strict=True)]
    rest = len(found) - len(shown)
    if rest:
        recorded.append(f"and {rest:,} more differences")
    return "\n".join(expected), "\n".join(recorded)


def fields_of(found: Sequence[Difference]) -> str:
    """What differs, for a headline: `another chat_status`, `2 other values`."""
    if len(found) > 1:
        return f"{len(found)} values that are not as expected"
    return f"another {found[0].path}" if found[0].path else "other data"
