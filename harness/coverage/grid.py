"""The table of items in places and phases, and of places in phases, over many runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.coverage.applies import ground_of
from harness.coverage.items import ITEMS, Item
from harness.coverage.places import COLUMNS
from harness.coverage.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.coverage.ground import Ground
    from harness.coverage.judgements import Account


@dataclass(frozen=True, slots=True)
class GridRow:
    """One item: how far it is covered in each place and phase in which it applies.

    `runs` has a run for each place or phase in which it is more than untouched: one that
    judges it there if there is any. `judged` has the places with the phases that were met at
    once.
    """

    item: Item
    ground: Ground
    states: dict[str, State]
    runs: dict[str, str]
    judged: frozenset[tuple[str, str]]

    @property
    def missing(self) -> tuple[str, ...]:
        """Where and when it applies and is not judged."""
        return tuple(name for name, state in self.states.items() if state is not State.JUDGED)


@dataclass(frozen=True, slots=True)
class Grid:
    """All items in all places and phases."""

    rows: tuple[GridRow, ...]

    @property
    def states(self) -> Counter[State]:
        """How many cells there are of each state: an item with a place, or with a phase."""
        return Counter(state for row in self.rows for state in row.states.values())

    @property
    def share(self) -> float:
        """The judged part of the cells, in percent."""
        states = self.states
        return 100 * states[State.JUDGED] / max(1, states.total())

    @property
    def sections(self) -> dict[str, list[GridRow]]:
        """The rows by sections of the vendor's page."""
        found: dict[str, list[GridRow]] = {}
        for row in self.rows:
            found.setdefault(row.item.section, []).append(row)
        return found

    def of_column(self, name: str) -> Counter[State]:
        """How many items of each state there are in a place or phase."""
        return Counter(row.states[name] for row in self.rows if name in row.states)

    def crossing(self, place: str, phase: str) -> tuple[int, int]:
        """How many items are judged in a place while in a phase, and how many apply in both."""
        both = [row for row in self.rows if {place, phase} <= row.states.keys()]
        return sum((place, phase) in row.judged for row in both), len(both)


def grid_of(accounts: Iterable[Account]) -> Grid:
    """All accounts together: the run that got furthest decides about each cell."""
    known = list(accounts)
    return Grid(tuple(_row(item, known) for item in ITEMS.values()))


def _row(item: Item, accounts: Iterable[Account]) -> GridRow:
    ground = ground_of(item)
    names = [column.name for column in COLUMNS if column.name in ground.columns]
    states = dict.fromkeys(names, State.UNTOUCHED)
    runs: dict[str, str] = {}
    judged: set[tuple[str, str]] = set()
    for one in accounts:
        cells = one.cells.get(item.name)
        if cells is None:
            continue
        judged |= cells.judged
        found = ((State.JUDGED, cells.judged), (State.EXERCISED, cells.exercised))
        for state, pairs in found:
            for name in {name for pair in pairs for name in pair} & states.keys():
                if _is_further(state, states[name]):
                    states[name], runs[name] = state, one.run
    return GridRow(item, ground, states, runs, frozenset(judged))


_ORDER = (State.UNTOUCHED, State.EXERCISED, State.JUDGED)


def _is_further(state: State, known: State) -> bool:
    return _ORDER.index(state) > _ORDER.index(known)
