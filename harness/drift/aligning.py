"""Which of the things that one run showed are those of another run.

Two of the same name are a pair when that costs less than to take them for two that the other
run lacks. It costs something when they came in neighbouring steps, as with a slower widget,
which does the same by and by, and a little when they came with different values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.drift.seen import Seen

LIMIT = 400
"""So many of each run are compared; a flood says nothing new after them."""

_LONELY = 10
_NEVER = 2 * _LONELY + 1
_LATER = 6
_OTHERWISE = 3


@dataclass(slots=True)
class Alignment:
    """Pairs, and what each of the runs has alone, all in their order."""

    pairs: list[tuple[Seen, Seen]] = field(default_factory=list)
    only_a: list[Seen] = field(default_factory=list)
    only_b: list[Seen] = field(default_factory=list)


def aligned(
    a: Sequence[Seen], b: Sequence[Seen], is_same: Callable[[Seen, Seen], bool]
) -> Alignment:
    """The cheapest alignment; `is_same` compares the values of two of one name."""
    a, b = a[:LIMIT], b[:LIMIT]
    costs = _costs(a, b, is_same)
    found = Alignment()
    row, column = len(a), len(b)
    while row or column:
        here = costs[row][column]
        if row and here == costs[row - 1][column] + _LONELY:
            row -= 1
            found.only_a.append(a[row])
        elif column and here == costs[row][column - 1] + _LONELY:
            column -= 1
            found.only_b.append(b[column])
        else:
            row, column = row - 1, column - 1
            found.pairs.append((a[row], b[column]))
    for part in (found.pairs, found.only_a, found.only_b):
        part.reverse()
    return found


def _costs(
    a: Sequence[Seen], b: Sequence[Seen], is_same: Callable[[Seen, Seen], bool]
) -> list[list[int]]:
    costs = [[column * _LONELY for column in range(len(b) + 1)]]
    for row, mine in enumerate(a, start=1):
        line = [row * _LONELY]
        for column, other in enumerate(b, start=1):
            line.append(
                min(
                    costs[row - 1][column] + _LONELY,
                    line[column - 1] + _LONELY,
                    costs[row - 1][column - 1] + _pairing(mine, other, is_same),
                )
            )
        costs.append(line)
    return costs


def _pairing(a: Seen, b: Seen, is_same: Callable[[Seen, Seen], bool]) -> int:
    if (a.kind, a.name) != (b.kind, b.name):
        return _NEVER
    if a.step == b.step:
        return 0 if is_same(a, b) else _OTHERWISE
    is_late = abs((a.step or 0) - (b.step or 0)) == 1 and not (a.is_awaited or b.is_awaited)
    return _LATER if is_late and is_same(a, b) else _NEVER
