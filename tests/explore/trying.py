"""Mutants against some of the sequences that can notice them, until the first find.

`harness explore` does all sequences one after the other. Those that make no difference to a
mutant find nothing in it, so they are left out here. Of the others the likeliest are tried: a
find in one of them is one that exploring makes by then at the latest.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from playwright.async_api import Error as PlaywrightError

from harness.exploration.trial import Trial
from tests.broken_widgets.hunting import STUB, Copy, serving
from tests.explore.likeliest import Likeliest, various
from tests.mutants import building
from tests.mutants.hunting import unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from harness.browser.engine import Engine
    from harness.exploration.sequence import Sequence
    from harness.exploration.violation import Violation
    from tests.explore.reaching import Reach, Sight
    from tests.mutants.mutant import Mutant

LONGEST = 150.0
"""Seconds after which a sequence is given up: a mutant may have stopped the browser."""

State = Literal["found", "capped", "not found", "not reached", "unusable"]


@dataclass(frozen=True, slots=True)
class End:
    """What became of a mutant.

    `number` is the sequence that found it: an earlier one may as well. `tried` is how many were
    tried, of `able` that could have noticed it; `capped` means that not all of them were.
    """

    id: str
    state: State
    number: int = 0
    code: str = ""
    message: str = ""
    tried: int = 0
    able: int = 0


def copy_of(mutant: Mutant) -> Copy:
    """The mutant as a widget, or as a back end behind the stub's."""
    changes = building.changed([mutant])
    if mutant.language == "javascript":
        return Copy(building.widget(changes))
    return Copy(None, building.world(changes))


class Tries:
    """Tries mutants with one engine; sequences that go wrong on the stub itself prove nothing."""

    def __init__(
        self,
        engine: Engine,
        reach: Reach,
        most: int,
        in_flight: int,
        picked: frozenset[int] = frozenset(),
    ) -> None:
        self._engine = engine
        self._reach = reach
        self._most = most
        self._picked = picked
        self._likeliest = Likeliest(reach.all())
        self._slots = asyncio.Semaphore(in_flight)
        self._stub: dict[str, asyncio.Task[set[str]]] = {}

    async def all_of(self, mutants: Iterable[Mutant], told: Callable[[End], None]) -> None:
        """Try them side by side."""

        async def one(mutant: Mutant) -> None:
            async with self._slots:
                told(await self.one(mutant))

        await asyncio.gather(*map(one, mutants))

    async def one(self, mutant: Mutant) -> End:
        """Try one with the first sequences that can notice it."""
        reason = unusable(mutant)
        if reason:
            return End(mutant.id, "unusable", message=reason)
        able = self._reach.able(mutant)
        chosen = self._chosen(mutant, able)
        copy = copy_of(mutant)
        for tried, sight in enumerate(chosen, 1):
            found = await self._proven(copy, sight)
            if found is not None:
                code, told = found.code, found.message
                return End(mutant.id, "found", sight.number, code, told, tried, len(able))
        state: State = "capped" if len(chosen) < len(able) else "not found"
        tried = len(chosen)
        return End(mutant.id, state if able else "not reached", tried=tried, able=len(able))

    def _chosen(self, mutant: Mutant, able: list[Sight]) -> list[Sight]:
        if self._picked:
            return [one for one in able if one.number in self._picked]
        half = self._most // 2
        chosen = self._likeliest.of(mutant, able, half)
        return [*chosen, *various(able, self._most - half, chosen)]

    async def _proven(self, copy: Copy, sight: Sight) -> Violation | None:
        """The first violation that comes twice with the mutant, and not with the stub."""
        first = await self._violations(copy, sight.sequence)
        if not first:
            return None
        again = {one.code for one in await self._violations(copy, sight.sequence)}
        again -= await self._of_stub(sight.sequence)
        return next((one for one in first if one.code in again), None)

    async def _of_stub(self, sequence: Sequence) -> set[str]:
        async def codes() -> set[str]:
            return {one.code for one in await self._violations(STUB, sequence)}

        if sequence.name not in self._stub:
            self._stub[sequence.name] = asyncio.ensure_future(codes())
        return await self._stub[sequence.name]

    async def _violations(self, copy: Copy, sequence: Sequence) -> list[Violation]:
        output = self._engine.options.output
        with Trial(serving(self._engine, copy), sequence, output) as trial:
            with suppress(TimeoutError, PlaywrightError, ExceptionGroup):
                async with asyncio.timeout(LONGEST):
                    await trial.run()
            return list(trial.violations)


def table(ends: Iterable[tuple[Mutant, End]]) -> str:
    """How many of each operator were found, as Markdown."""
    columns: tuple[State, ...] = ("found", "capped", "not found", "not reached")
    counts: dict[str, Counter[str]] = {}
    for mutant, end in ends:
        for row in (mutant.operator, "**all**"):
            counts.setdefault(row, Counter())[end.state] += 1
    heads = (*columns, "rate")
    lines = [f"| {'':<12} | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    for name in sorted(counts, key=lambda one: (one.startswith("*"), one)):
        count = counts[name]
        whole = sum(count[column] for column in columns)
        rate = f"{100 * count['found'] / whole:.0f} %" if whole else "-"
        numbers = " | ".join(str(count[column]) for column in columns)
        lines.append(f"| {name:<12} | {numbers} | {rate} |")
    return "\n".join(lines)


def keep(path: Path, end: End) -> None:
    """Write an end down."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(end), ensure_ascii=False) + "\n")
