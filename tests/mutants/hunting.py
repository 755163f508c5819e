"""Runs scenarios against mutants, the likeliest to notice first, until one does.

First each mutant is tried by itself with a few runs. Those that are left are then tried together:
one run meets many that do not meet each other, and they are told apart only when it fails.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from harness.judging.verdict import RunResult
from tests.broken_widgets.hunting import Control, Copy, against
from tests.mutants import building
from tests.mutants.prey import Prey, groups, unusable
from tests.mutants.ranking import Ranking
from tests.mutants.results import Result
from tests.mutants.touching import digest, noticed_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from harness.browser.engine import Engine
    from harness.scenario import Run
    from tests.mutants.mutant import Mutant
    from tests.mutants.results import Ledger
    from tests.mutants.touching import TouchMap

ALONE = 6
"""How many runs try a mutant by itself, before it is tried together with others."""

PAIR = 2
"""How many of them at once."""

LONGEST = 15.0
"""Seconds that a run may take: a mutant may hang the page."""

PROOF = 4
"""How many times as long a run may take that shall prove that it does not end."""

SPARE = 30.0
"""Seconds beyond its own limit after which a run is given up: its browser may have been lost."""

BROWSERS = 5
"""How often a run is begun whose browser is lost: another one may have hung it."""

_UNSURE = frozenset({
    "late", "missing", "not-fired", "too-few", "not-loaded", "run-timeout", "check",
})  # fmt: skip
"""What a busy machine may do to a right widget: seen once more before it counts."""

_LOST = frozenset({"browser", "window-gone"})
"""What says little of a mutant: the browser was replaced, most of all as another page hung. A
window that is gone each time is the mutant's doing."""


UNSURE: Final = "unsure"

Said = RunResult | Literal["unsure"] | None
"""What a run says of mutants: its result when it fails, None when it passes. It is unsure when
the stub itself fails as well, or the machine is too busy to tell."""


class Hunter:
    """Tries mutants with one engine and writes down what becomes of them."""

    def __init__(
        self,
        engine: Engine,
        known: TouchMap,
        runs: Iterable[Run],
        ledger: Ledger,
        told: Callable[[Result], None] = lambda _: None,
        longest: float = LONGEST,
        killers: Mapping[str, str] | None = None,
        most: int | None = None,
    ) -> None:
        self._most = most
        self._longest = longest
        self._engine = engine
        self._controls = (Control(engine), Control(engine))
        self._known = known
        self._runs = {run.id: run for run in runs}
        self._digests = {name: digest(run) for name, run in self._runs.items()}
        self._ledger = ledger
        self._told = told
        self._ranking = Ranking(self._runs.values())
        self._ranking.learn(killers or {})
        self._ranking.learn({one.id: one.by for one in ledger.results.values() if one.by})

    async def hunt(
        self, mutants: Sequence[Mutant], at_a_time: int, *, only_alone: bool = False
    ) -> None:
        """Try them all; every one gets a result, but for what is to be tried by itself only."""
        slots = asyncio.Semaphore(at_a_time)

        async def one(mutant: Mutant) -> Prey:
            async with slots:
                prey = Prey(mutant, self._likeliest(mutant))
                self._ledger.begin(mutant.id)
                reason = unusable(mutant)
                if reason:
                    self._end(prey, Result(mutant.id, "unusable", message=reason))
                else:
                    await self._alone(prey)
                self._ledger.rest(mutant.id)
                return prey

        met = await asyncio.gather(*map(one, mutants))
        if not only_alone:
            await self._together([prey for prey in met if not prey.is_over], at_a_time)

    def _likeliest(self, mutant: Mutant) -> dict[str, Run]:
        """The runs that may notice it and have not passed, the likeliest first, `most` at most."""
        wanted = noticed_by(mutant)
        passed = self._ledger.passed.get(mutant.id, set())
        may = []
        for name, run in self._runs.items():
            touched = self._known.of(run)
            if self._digests[name] not in passed and (not touched or touched.has(wanted)):
                may.append(run)
        ranked = self._ranking.likeliest(mutant, may)
        if self._most is None:
            return ranked
        left = max(0, self._most - len(passed))
        return {
            name: run
            for place, (name, run) in enumerate(ranked.items())
            if place < left or self._ranking.has_noticed(mutant, name)
        }

    async def _alone(self, prey: Prey) -> None:
        """Try a mutant by itself with its likeliest runs; one that fails has to fail again.

        Two that fail at once are proof enough of each other, and one that noticed it in an
        earlier campaign is tried first, and only has to notice it again.
        """
        before = len(self._ledger.passed.get(prey.mutant.id, ()))
        while prey.runs and not prey.is_over:
            likeliest = list(prey.runs.values())
            is_known = self._ranking.has_noticed(prey.mutant, likeliest[0].id)
            if before + prey.tried >= ALONE and not is_known:
                break
            batch = likeliest[: 1 if is_known else PAIR]
            seen = await asyncio.gather(*(self._seen([prey.mutant], run) for run in batch))
            is_sure = all(isinstance(one, RunResult) and not _is_slow(one) for one in seen)
            is_sure &= is_known or len(seen) == PAIR
            for run, first in zip(batch, seen, strict=True):
                said = first
                if isinstance(first, RunResult) and not prey.is_over:
                    is_proven = is_sure and await self._passes(run)
                    said = first if is_proven else await self._proof([prey.mutant], run, first)
                self._note([prey], run, said)
        self._close(prey)

    async def _together(self, left: list[Prey], at_a_time: int) -> None:
        slots = asyncio.Semaphore(at_a_time)

        async def one(name: str) -> None:
            async with slots:
                for group in groups([prey for prey in left if name in prey.runs]):
                    await self._apart(group, self._runs[name])

        wanted = Counter(name for prey in left for name in prey.runs)
        await asyncio.gather(*(one(name) for name, _ in wanted.most_common()))
        for prey in left:
            self._close(prey)

    async def _apart(self, group: list[Prey], run: Run) -> None:
        """Run it against all of a group, and against halves of it where that fails."""
        group = [prey for prey in group if not prey.is_over]
        if not group:
            return
        said = await self._proof([prey.mutant for prey in group], run)
        if said is None or len(group) == 1:
            self._note(group, run, said)
        else:
            half = len(group) // 2
            await self._apart(group[:half], run)
            await self._apart(group[half:], run)

    async def _proof(self, mutants: list[Mutant], run: Run, first: RunResult | None = None) -> Said:
        """What a run says of mutants; `first` is what it has said already.

        What is said of several is taken as it is, since they are told apart next. Of one it has
        to be said twice if a busy machine may have done it, and the stub itself has to pass.
        """
        seen = first or await self._seen(mutants, run)
        is_slow = isinstance(seen, RunResult) and _is_slow(seen)
        if is_slow:
            seen = await self._seen(mutants, run, self._longest * PROOF)
        if not isinstance(seen, RunResult) or len(mutants) > 1:
            return seen
        if _codes(seen) & _UNSURE and not is_slow:
            seen = await self._seen(mutants, run)
        if isinstance(seen, RunResult) and not await self._passes(run):
            return UNSURE
        return seen

    async def _seen(self, mutants: list[Mutant], run: Run, longest: float | None = None) -> Said:
        """What one run says: it fails, it passes (None), or fails for another reason."""
        longest = longest or self._longest
        changes = building.changed(mutants)
        languages = {mutant.language for mutant in mutants}
        widget = building.widget(changes) if "javascript" in languages else None
        world = building.world(changes) if "python" in languages else None
        scenario = replace(run.scenario, timeout=min(longest, run.scenario.timeout))
        scale = self._engine.options.timeout_scale
        for _ in range(BROWSERS):
            made = replace(run, scenario=scenario)
            try:
                async with asyncio.timeout(longest * scale + SPARE):
                    result = await against(self._engine, made, Copy(widget, world))
            except TimeoutError:
                return UNSURE
            codes = _codes(result)
            if not codes & _LOST:
                break
        if not result.verdict.is_bad:
            return None
        return UNSURE if codes & {"late", "browser"} else result

    async def _passes(self, run: Run) -> bool:
        """Whether the stub itself passes; on a busy machine that may take a second try."""
        return any([await control.passes(run) for control in self._controls[:1]]) or (
            await self._controls[1].passes(run)
        )

    def _note(self, group: list[Prey], run: Run, said: Said) -> None:
        """Write down what a run says of mutants: it notices the only one, or none of them."""
        for prey in group:
            if prey.is_over:
                continue
            prey.tried += 1
            del prey.runs[run.id]
            if isinstance(said, RunResult):
                failure = said.verdict.failures[0]
                self._ranking.learn({prey.mutant.id: run.id})
                end = Result(prey.mutant.id, "killed", run.id, failure.code, failure.message)
                self._end(prey, end)
            elif said is None:
                self._ledger.pass_(prey.mutant.id, [self._digests[run.id]])
            else:
                prey.unsure += 1

    def _close(self, prey: Prey) -> None:
        """All runs have been tried; where a busy machine spoilt some, nothing is said yet."""
        if not prey.runs and not prey.is_over and not prey.unsure:
            self._end(prey, Result(prey.mutant.id, "survived"))

    def _end(self, prey: Prey, result: Result) -> None:
        prey.is_over = True
        prey.runs = {}
        seconds = round(time.monotonic() - prey.began, 1)
        passed = len(self._ledger.passed.get(result.id, ()))
        runs = prey.tried if result.is_noticed else passed
        result = replace(result, runs=runs, seconds=seconds)
        self._ledger.add(result)
        self._told(result)


def _codes(result: RunResult) -> set[str]:
    return {failure.code for failure in result.verdict.failures}


def _is_slow(result: RunResult) -> bool:
    """Whether a run was stopped at the limit here, which is shorter than its scenario's own."""
    return "run-timeout" in _codes(result)
