"""What two runs show otherwise, apart from what they tell: surface, outcomes, looks, requests."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from harness.drift.aligning import aligned
from harness.drift.difference import Difference, How, Spot
from harness.wording import times, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.drift.seen import Observed, Seen
    from harness.drift.values import Sides

BEGINNING = -1
"""The step of what belongs to no step."""

_SCENARIOS_OWN = frozenset({"embed.options", "popup.options"})
_RETURNED = {"status": "embed.status", "popup_status": "popup.status"}
"""Looks that ask a function; what they show differs as its outcome does."""

_ACTED = "it is done"


def surface(a: Observed, b: Observed) -> Iterator[Difference]:
    """What the widgets offer to pages."""
    if a.surface is None or b.surface is None:
        return
    for name in dict.fromkeys((*a.surface, *b.surface)):
        mine, other = a.surface.get(name), b.surface.get(name)
        namespace = name.partition(".")[0]
        is_whole = namespace == name or (namespace in a.surface and namespace in b.surface)
        if mine == other or name in _SCENARIOS_OWN or not is_whole:
            continue
        how: How = "otherwise"
        if mine is None or other is None:
            how = "missing" if mine else "extra"
        yield Difference(Spot("surface", name), how, _offer(mine), _offer(other), BEGINNING)


def _offer(given: dict[str, Any] | None) -> str:
    if given is None:
        return "it is not there"
    if "arity" not in given:
        return str(given.get("type"))
    count = given["arity"]
    return f"a function of {count} parameter{'' if count == 1 else 's'}"


def outcomes(a: Observed, b: Observed, sides: Sides) -> Iterator[Difference]:
    """What the widgets' functions returned or threw."""

    def is_same(mine: Seen, other: Seen) -> bool:
        return not any(_outcome(mine, other, sides))

    for window in dict.fromkeys((*a.called, *b.called)):
        found = aligned(a.called.get(window, []), b.called.get(window, []), is_same)
        for mine, other in found.pairs:
            yield from _outcome(mine, other, sides)


def _outcome(a: Seen, b: Seen, sides: Sides) -> Iterator[Difference]:
    seqs, step = (a.seq, b.seq), a.step or 0
    if a.value.keys() != b.value.keys():
        words = [_ended(one.value) for one in (a, b)]
        yield Difference(Spot("return", a.name), "otherwise", words[0], words[1], step, seqs)
        return
    (key,) = a.value
    for leaf in sides.leaves(a.value[key], b.value[key]):
        spot = Spot("return", f"{a.name}.{leaf.path}" if leaf.path else a.name)
        yield Difference(spot, leaf.what, leaf.a, leaf.b, step, seqs)


def _ended(outcome: dict[str, Any]) -> str:
    ((how, value),) = outcome.items()
    return f"{how} {typed(value)}"


def looks(a: Observed, b: Observed, sides: Sides) -> Iterator[Difference]:
    """What the scenario looked at: what a visitor, an operator or a script of the page sees."""
    for key in a.looked.keys() & b.looked.keys():
        mine, other = a.looked[key], b.looked[key]
        for leaf in sides.leaves(mine.value, other.value):
            if mine.name in _RETURNED:
                spot = Spot("return", ".".join(filter(None, (_RETURNED[mine.name], leaf.path))))
            else:
                spot = Spot("look", ".".join(filter(None, (mine.name, leaf.path))))
            seqs = (mine.seq, other.seq)
            yield Difference(spot, leaf.what, leaf.a, leaf.b, key[0], seqs)


def undone(a: Observed, b: Observed) -> Iterator[Difference]:
    """What could be done with one widget and not with the other."""
    for step in a.undone.keys() ^ b.undone.keys():
        mine, other = a.undone.get(step), b.undone.get(step)
        name = (mine or other or next(iter(a.undone.values()))).name
        words = [str(one.value) if one else _ACTED for one in (mine, other)]
        seqs = (mine.seq if mine else None, other.seq if other else None)
        how: How = "extra" if mine else "missing"
        yield Difference(Spot("act", name), how, words[0], words[1], step, seqs)


def windows(a: Observed, b: Observed) -> Iterator[Difference]:
    """Windows that opened, or were kept from it."""
    for one, mine, other in _uneven(a.windows, b.windows):
        how: How = "missing" if mine > other else "extra"
        spot = Spot("window", one.name, one.during)
        yield Difference(spot, how, times(mine), times(other), one.step or 0)


def errors(a: Observed, b: Observed) -> Iterator[Difference]:
    """Errors that nobody caught; only whether there were any, since a page may repeat one."""
    mine, other = ({one.name: one for one in side.errors} for side in (a, b))
    for name in mine.keys() ^ other.keys():
        one = mine.get(name) or other[name]
        words = ("thrown", "not thrown") if name in mine else ("not thrown", "thrown")
        how: How = "missing" if name in mine else "extra"
        yield Difference(Spot("error", name), how, *words, step=one.step or 0)


def requests(a: Observed, b: Observed) -> Iterator[Difference]:
    """What the widgets ask their own host for: each address once, however often it is asked."""
    mine, other = ({f"{one[0]} {one[1]}": one[2] for one in side.asked_for} for side in (a, b))
    for subject in dict.fromkeys((*mine, *other)):
        if subject in mine and subject in other:
            continue
        how: How = "missing" if subject in mine else "extra"
        words = [_answer(one.get(subject)) for one in (mine, other)]
        yield Difference(Spot("request", subject), how, words[0], words[1], BEGINNING)


def _answer(status: int | None) -> str:
    return "not asked for" if status is None else f"asked for, answered with {status or 'nothing'}"


def _uneven(a: list[Seen], b: list[Seen]) -> Iterator[tuple[Seen, int, int]]:
    """What came more often on one side, with how often it came on both."""
    counts = [Counter((one.name, one.step) for one in side) for side in (a, b)]
    told: set[tuple[str, int | None]] = set()
    for one in (*a, *b):
        key = (one.name, one.step)
        if key not in told and counts[0][key] != counts[1][key]:
            yield one, counts[0][key], counts[1][key]
        told.add(key)
