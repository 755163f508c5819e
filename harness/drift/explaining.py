"""Finds the assumptions that a widget overturns, by trying them on the stub.

Where the stub and another widget differ, the scenario is run on the stub once more for each
choice of an assumption that could be the cause. A difference that is gone then, while none
has come up, was made by that assumption, and the choice is how the other widget does it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from harness.assumptions import ASSUMPTIONS, Choice
from harness.drift.comparing import differences
from harness.drift.findings import Compared, Finding, Overturned
from harness.drift.resting import rank, touched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from harness.drift.difference import Difference, Spot
    from harness.recording import Recording
    from harness.scenario.model import Run

Try = tuple[str, tuple[tuple[str, Choice], ...]]
"""A run, by its id, and what the stub is to do otherwise than by default in it."""

ROUNDS = 2
"""An assumption that is known to be overturned may lay the next one bare, so many times."""

INSTANCES = 4
"""So many runs of one finding are tried, each with other values than the others."""

_FIXED = ("surface ", "request ", "look cookies")
"""What the stub does in one way only, whatever is assumed: areas and subjects."""

_NEARNESS = ((0, 1), (2, 3))
"""Which assumptions are tried at first, and which when none of those is the cause."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The recordings of one run on both widgets."""

    run: Run
    a: Recording
    b: Recording
    declared: frozenset[object] = frozenset()


@dataclass(slots=True)
class Experiments:
    """All pairs, which of the two sides is the stub, and how to have it run again."""

    pairs: Mapping[str, Pair]
    stub: Literal["a", "b"]
    trying: Callable[[Sequence[Try]], Awaitable[dict[Try, Recording]]]
    known: dict[Try, frozenset[Spot]] = field(default_factory=dict)

    async def spots(self, tries: Sequence[Try]) -> None:
        """Have every try made that was not made before, and keep what differs then."""
        new = [one for one in dict.fromkeys(tries) if one not in self.known]
        for one, recording in (await self.trying(new)).items():
            pair = self.pairs[one[0]]
            sides = (recording, pair.b) if self.stub == "a" else (pair.a, recording)
            left = differences(*sides, pair.declared)
            self.known[one] = frozenset(difference.spot for difference in left)


async def explained(found: Sequence[Finding], experiments: Experiments) -> list[Finding]:
    """The findings, each with what it overturns; one of several causes comes back as several."""
    done = [one for one in found if one.broken or _is_fixed(one.spot)]
    left = [one for one in found if one not in done]
    established: dict[str, Choice] = {}
    for _ in range(ROUNDS):
        before = dict(established)
        for nearness in _NEARNESS:
            left = await _once(left, experiments, before, nearness)
            done += [one for one in left if one.overturned]
            left = [one for one in left if not one.overturned]
        established |= {
            one.overturned.assumption: one.overturned.choice for one in done if one.overturned
        }
        if established == before:
            break
    for finding in (*left, *(one for one in done if not one.broken and not one.overturned)):
        finding.in_question = tuple(one.id for one in touched(finding.spot) if not one.choices)
    order = {id(finding): index for index, finding in enumerate(found)}
    return sorted([*done, *left], key=lambda one: order.get(id(one), len(order)))


def _is_fixed(spot: Spot) -> bool:
    return f"{spot.area} {spot.subject}".startswith(_FIXED)


async def _once(
    found: Sequence[Finding],
    experiments: Experiments,
    established: Mapping[str, Choice],
    nearness: tuple[int, ...],
) -> list[Finding]:
    """One round over the findings, with the assumptions that are so near."""
    base = tuple(established.items())
    plans = {
        id(finding): {
            compared.run_id: list(_candidates(finding, compared, experiments, base, nearness))
            for compared, _ in _chosen(finding)
        }
        for finding in found
    }
    wanted = [one for plan in plans.values() for tries in plan.values() for one in tries]
    if base:
        wanted += [(run_id, base) for plan in plans.values() for run_id in plan]
    await experiments.spots(wanted)
    return [
        part for finding in found for part in _split(finding, plans[id(finding)], experiments, base)
    ]


def _chosen(finding: Finding) -> Iterator[tuple[Compared, Difference]]:
    """A few runs to try: one for each pair of values, with as little else in it as can be."""
    simple = sorted(finding.instances, key=lambda pair: (len(pair[0].differences), pair[1].step))
    chosen: dict[tuple[str, str], tuple[Compared, Difference]] = {}
    for compared, one in simple:
        chosen.setdefault((one.a, one.b), (compared, one))
    yield from list(chosen.values())[:INSTANCES]


def _candidates(
    finding: Finding,
    compared: Compared,
    experiments: Experiments,
    base: tuple[tuple[str, Choice], ...],
    nearness: tuple[int, ...],
) -> Iterator[Try]:
    own = experiments.pairs[compared.run_id].run.scenario.backend.assume
    for assumption in ASSUMPTIONS.values():
        if assumption.id in own or assumption.id in dict(base):
            continue
        if rank(assumption, finding.spot, compared) in nearness:
            for choice in assumption.choices[1:]:
                yield (compared.run_id, (*base, (assumption.id, choice)))


def _split(
    finding: Finding,
    plan: Mapping[str, Sequence[Try]],
    experiments: Experiments,
    base: tuple[tuple[str, Choice], ...],
) -> list[Finding]:
    """The finding by its causes; a run that was not tried has the cause of those like it."""
    by_run: dict[str, Overturned | None] = {}
    by_words: dict[tuple[str, str], Overturned | None] = {}
    for compared, one in _chosen(finding):
        cause = _cause(finding.spot, compared, plan[compared.run_id], experiments, base)
        by_run[compared.run_id] = cause
        by_words.setdefault((one.a, one.b), cause)
    parts: dict[Overturned | None, list[tuple[Compared, Difference]]] = {}
    for compared, one in finding.instances:
        cause = by_run.get(compared.run_id, by_words.get((one.a, one.b)))
        parts.setdefault(cause, []).append((compared, one))
    if len(parts) == 1:
        finding.overturned = next(iter(parts))
        return [finding]
    return [
        replace(finding, instances=instances, overturned=cause)
        for cause, instances in parts.items()
    ]


def _cause(
    spot: Spot,
    compared: Compared,
    tries: Sequence[Try],
    experiments: Experiments,
    base: tuple[tuple[str, Choice], ...],
) -> Overturned | None:
    before = frozenset(one.spot for one in compared.differences)
    if base:
        before = experiments.known.get((compared.run_id, base), before)
    fitting: list[tuple[tuple[int, int], str, Choice]] = []
    for one in tries:
        after = experiments.known.get(one)
        if after is not None and spot not in after and after < before:
            name, choice = one[1][-1]
            nearness = rank(ASSUMPTIONS[name], spot, compared)
            fitting.append(((len(after), nearness), name, choice))
    if not fitting:
        return None
    best = min(fitting, key=lambda one: one[0])
    equals = {name for score, name, _ in fitting if score == best[0]} - {best[1]}
    return Overturned(best[1], best[2], tuple(sorted(equals)))
