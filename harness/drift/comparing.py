"""Two recordings of one scenario, compared: all that the second widget does otherwise. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.drift import parts, rules, telling
from harness.drift.difference import Difference, Spot
from harness.drift.observing import OPENING, observed
from harness.drift.values import Sides
from harness.judging.spans import OPENING as OPENING_STEP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.drift.seen import Observed, Seen
    from harness.recording import Recording


LOADS = "the widget loads"
"""What differs when one of the widgets does not even load."""


def differences(
    a: Recording, b: Recording, declared: Iterable[object] = ()
) -> tuple[Difference, ...]:
    """Every difference, in the order of the steps; `declared` are the ids of the scenario.

    What came in steps that only one of the runs got to is left out: there was nothing to
    compare it with.
    """
    first, second = observed(a), observed(b)
    unopened = _unopened(first, second)
    if unopened is not None:
        return (unopened,)
    _keep_common(first, second)
    sides = Sides.of(first, second, declared)
    found = [
        *parts.surface(first, second),
        *telling.told(first, second, sides),
        *parts.outcomes(first, second, sides),
        *parts.looks(first, second, sides),
        *parts.undone(first, second),
        *parts.windows(first, second),
        *parts.errors(first, second),
        *parts.requests(first, second),
    ]
    return tuple(sorted(rules.applied(found, a, b), key=lambda one: one.step))


def _unopened(a: Observed, b: Observed) -> Difference | None:
    """A widget that does not even load: nothing else of the run can be compared."""
    stories = [one.undone.get(OPENING_STEP) for one in (a, b)]
    if all(story is None for story in stories) or all(stories):
        return None
    words = [str(story.value) if story else "it loads" for story in stories]
    seqs = (stories[0].seq if stories[0] else None, stories[1].seq if stories[1] else None)
    broken = rules.not_loaded("a" if stories[0] else "b")
    spot = Spot("act", LOADS, OPENING)
    return Difference(spot, "otherwise", words[0], words[1], OPENING_STEP, seqs, broken)


def _keep_common(a: Observed, b: Observed) -> None:
    """Drop what came in steps that only one of the two got to the end of."""
    common = a.ended & b.ended

    def is_common(one: Seen) -> bool:
        return one.step is None or one.step in common

    for each in (a, b):
        for streams in (each.told, each.called):
            for name, stream in streams.items():
                streams[name] = list(filter(is_common, stream))
        each.looked = {key: one for key, one in each.looked.items() if is_common(one)}
        each.undone = {key: one for key, one in each.undone.items() if is_common(one)}
        each.errors = list(filter(is_common, each.errors))
        each.windows = list(filter(is_common, each.windows))
