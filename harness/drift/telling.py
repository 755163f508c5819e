"""Callbacks and events for analytics: which came, in which order, and with which data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.drift.aligning import Alignment, aligned
from harness.drift.difference import Area, Difference, How, Spot
from harness.wording import as_text, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.drift.seen import Observed, Seen
    from harness.drift.values import Leaf, Sides


def told(a: Observed, b: Observed, sides: Sides) -> Iterator[Difference]:
    """What pages and analytics were told otherwise, window by window."""

    def is_same(mine: Seen, other: Seen) -> bool:
        return not any(_leaves(mine, other, sides))

    for window in dict.fromkeys((*a.told, *b.told)):
        found = aligned(a.told.get(window, []), b.told.get(window, []), is_same)
        yield from _moved(found)
        yield from _alone(found)
        for mine, other in found.pairs:
            for leaf in _leaves(mine, other, sides):
                yield _of_leaf(mine, other, leaf)


def _leaves(a: Seen, b: Seen, sides: Sides) -> Iterator[Leaf]:
    if a.kind == "load":
        return
    if a.kind == "analytics":
        yield from sides.leaves(a.value, b.value)
        return
    mine, other = a.value or [], b.value or []
    yield from sides.leaves(mine[:1], other[:1], "data")
    if len(mine) != len(other):
        yield from sides.leaves(len(mine), len(other), "arguments")


def _of_leaf(a: Seen, b: Seen, leaf: Leaf) -> Difference:
    path = leaf.path.removeprefix("data[]").removeprefix("data").removeprefix("[]").lstrip(".")
    subject = f"{a.name}.{path}" if path else a.name
    area: Area = "analytics" if a.kind == "analytics" else "data"
    spot = Spot(area, subject)
    return Difference(spot, leaf.what, leaf.a, leaf.b, a.step or 0, (a.seq, b.seq))


def _moved(found: Alignment) -> Iterator[Difference]:
    """What both have, but one of them sooner than another thing and one of them later."""
    for mine in list(found.only_a):
        other = next((one for one in found.only_b if _is_moved(mine, one)), None)
        if other is None:
            continue
        crossed = [
            pair
            for pair in found.pairs
            if pair[0].kind != "load" and (pair[0].seq < mine.seq) != (pair[1].seq < other.seq)
        ]
        if not crossed:
            continue
        found.only_a.remove(mine)
        found.only_b.remove(other)
        yield _order(mine, other, crossed[-1] if mine.seq > crossed[-1][0].seq else crossed[0])


def _is_moved(a: Seen, b: Seen) -> bool:
    return (a.kind, a.name, a.kind == "load") == (b.kind, b.name, False) and a.step == b.step


def _order(a: Seen, b: Seen, crossed: tuple[Seen, Seen]) -> Difference:
    first = [one.name for one in sorted((a, crossed[0]), key=lambda one: one.seq)]
    second = [one.name for one in sorted((b, crossed[1]), key=lambda one: one.seq)]
    spot = Spot("order", ", ".join(sorted(first)))
    words = [f"{names[0]} before {names[1]}" for names in (first, second)]
    return Difference(spot, "order", words[0], words[1], a.step or 0, (a.seq, b.seq))


def _alone(found: Alignment) -> Iterator[Difference]:
    """What one of the two has more often; one difference for each name and step."""
    seen: set[tuple[str, int | None]] = set()
    for one in (*found.only_a, *found.only_b):
        if one.kind == "load" or (one.name, one.step) in seen:
            continue
        seen.add((one.name, one.step))
        yield _count(one, found)


def _count(one: Seen, found: Alignment) -> Difference:
    paired = [pair for pair in found.pairs if _key(pair[0]) == _key(one)]
    mine = [*(pair[0] for pair in paired), *_like(one, found.only_a)]
    other = [*(pair[1] for pair in paired), *_like(one, found.only_b)]
    how: How = "missing" if len(mine) > len(other) else "extra"
    area: Area = "analytics" if one.kind == "analytics" else "callback"
    alone = [_last_seq(_like(one, part)) for part in (found.only_a, found.only_b)]
    return Difference(
        Spot(area, one.name, one.during),
        how,
        _often(mine),
        _often(other),
        one.step or 0,
        (alone[0], alone[1]),
    )


def _key(one: Seen) -> tuple[str, int | None]:
    return one.name, one.step


def _like(one: Seen, stream: list[Seen]) -> list[Seen]:
    return [other for other in stream if _key(other) == _key(one)]


def _last_seq(stream: list[Seen]) -> int | None:
    return stream[-1].seq if stream else None


def _often(stream: list[Seen]) -> str:
    """How often it came, and with what."""
    if not stream:
        return "not at all"
    shown = ", ".join(as_text((one.value or [None])[0]) for one in stream if one.kind == "callback")
    return f"{times(len(stream))}, with {shown}" if shown else times(len(stream))
