"""The count over many runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.coverage.grid import Grid, grid_of
from harness.coverage.items import ITEMS, Item, Sort
from harness.coverage.judgements import NOT_ABOUT, NOT_EXPECTED, NOT_LOOKED, NOT_PASSED, Account
from harness.coverage.state import State
from harness.coverage.witnesses import witness_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NEAREST = (NOT_LOOKED, NOT_EXPECTED, NOT_ABOUT, NOT_PASSED)
"""Reasons why a run does not judge an item, the one that is easiest to mend first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item, how far it is covered, why no further, and a run that got it there."""

    item: Item
    state: State
    remark: str = ""
    run: str | None = None

    @property
    def needs(self) -> str:
        """What a recording has to show for a rule to be exercised; '' for other items."""
        if self.item.sort is not Sort.RULE:
            return ""
        witness = witness_of(self.item.name)
        return witness.text if witness else "a run that names it in `about`"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All items, in general and in their places, and how many runs the count rests on."""

    rows: tuple[Row, ...]
    runs: int
    passed: int
    grid: Grid

    def of(self, state: State) -> int:
        """How many items are covered so far and no further."""
        return self.states[state]

    @property
    def states(self) -> Counter[State]:
        """How many items there are of each state."""
        return Counter(row.state for row in self.rows)

    @property
    def share(self) -> float:
        """The judged part of all items, in percent."""
        return 100 * self.of(State.JUDGED) / len(self.rows)

    @property
    def sorts(self) -> dict[Sort, Counter[State]]:
        """How many items there are of each state, for each sort of item."""
        found: dict[Sort, Counter[State]] = {sort: Counter() for sort in Sort}
        for row in self.rows:
            found[row.item.sort][row.state] += 1
        return found

    @property
    def sections(self) -> dict[str, list[Row]]:
        """The rows by sections of the vendor's page."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.item.section, []).append(row)
        return found

    @property
    def missing(self) -> tuple[Row, ...]:
        """What is not judged."""
        return tuple(row for row in self.rows if row.state is not State.JUDGED)


def counted(accounts: Iterable[Account]) -> Coverage:
    """All accounts together: the run that got an item furthest decides."""
    known = list(accounts)
    passed = sum(one.status == "passed" for one in known)
    rows = tuple(_row(item, known) for item in ITEMS.values())
    return Coverage(rows, len(known), passed, grid_of(known))


def _row(item: Item, accounts: Sequence[Account]) -> Row:
    reasons = [
        (one.exercised[item.name], one.run) for one in accounts if item.name in one.exercised
    ]
    judged = [run for reason, run in reasons if reason is None]
    if judged:
        return Row(item, State.JUDGED, run=judged[0])
    if not reasons:
        return Row(item, State.UNTOUCHED, *next(_claims(item, accounts), ("",)))
    reason, run = min(reasons, key=lambda pair: _NEAREST.index(pair[0] or NOT_LOOKED))
    return Row(item, State.EXERCISED, reason or "", run)


def _claims(item: Item, accounts: Sequence[Account]) -> Iterator[tuple[str, str]]:
    for one in accounts:
        if item.name in one.claimed:
            yield "a run names it in `about` and does not do it", one.run
