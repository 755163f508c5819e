"""Whether events come in the order that `in_order` asks for.

The items of the order are walked like the states of a machine: how many events each may
take is known, so all ways of dealing the events to the items are followed at once, in time
that grows with the number of events and not with the number of ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.judging.matching import meets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.recording import Event
    from harness.scenario.model import Expectation

State = tuple[int, int]
"""An item of the order, and how many events it has taken."""


def fits_in_order(group: Sequence[Expectation], events: Sequence[Event]) -> bool:
    """Whether the events, all of them, can be dealt to the items one after the other."""
    taken, states = follow(group, events)
    return taken == len(events) and (len(group), 0) in states


def follow(group: Sequence[Expectation], events: Sequence[Event]) -> tuple[int, set[State]]:
    """How many events come in their turn, and where in the order that leads."""
    states = _with_next_items(group, {(0, 0)})
    for taken, event in enumerate(events):
        fitting = [meets(item, event) for item in group]
        following = {
            (item, _counted(group[item], count))
            for item, count in states
            if item < len(group) and fitting[item] and _has_room(group[item], count)
        }
        if not following:
            return taken, states
        states = _with_next_items(group, following)
    return len(events), states


def awaited(group: Sequence[Expectation], states: set[State]) -> Expectation | None:
    """The item that has to come next, None when all have come."""
    waiting = [item for item, count in states if item < len(group) and count < group[item].low]
    is_complete = (len(group), 0) in states
    return None if is_complete or not waiting else group[min(waiting)]


def _has_room(item: Expectation, count: int) -> bool:
    return item.high is None or count < item.high


def _counted(item: Expectation, count: int) -> int:
    """One more, as far as counting makes a difference."""
    return min(count + 1, item.low) if item.high is None else count + 1


def _with_next_items(group: Sequence[Expectation], states: set[State]) -> set[State]:
    """The states and those that follow without an event, from items that have enough."""
    found = set(states)
    for position in range(min(item for item, _ in states), len(group)):
        if any(count >= group[position].low for item, count in found if item == position):
            found.add((position + 1, 0))
    return found
