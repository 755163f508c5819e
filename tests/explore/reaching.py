"""Which of the first sequences of a seed can notice which mutants.

Each sequence is driven once through the stub, with sources that tell what of them is executed and
which mutants would make a difference there (`tests.mutants.weaving`). What came of it is kept in
a file, for as long as neither the stub nor the sequence changes.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.exploration.sequence import sequences
from harness.exploration.trial import Trial
from tests.broken_widgets.hunting import Copy, serving
from tests.mutants import building
from tests.mutants.mutant import ROOT
from tests.mutants.touching import SCALE, noticed_by, same_value
from tests.mutants.weaving import MARK, PRELUDE, woven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.exploration.sequence import Sequence
    from tests.mutants.mutant import Mutant
    from tests.mutants.weaving import Key

FILE = ROOT / ".harness" / "explore" / "reached.jsonl"


@dataclass(frozen=True, slots=True)
class Sight:
    """A sequence with its number, and what it reaches of the stub, if it was driven."""

    number: int
    sequence: Sequence
    keys: frozenset[Key] | None = None

    def may_notice(self, wanted: frozenset[Key] | None) -> bool:
        """Whether it reaches one of these; None stands for what is not known."""
        return self.keys is None or wanted is None or not self.keys.isdisjoint(wanted)


class Reach:
    """What the first sequences of a seed reach."""

    def __init__(self, seed: int, count: int, path: Path = FILE) -> None:
        self._path = path
        self._sequences = list(islice(sequences(seed), count))
        self._rows: dict[str, frozenset[Key]] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row["sources"] == _sources():
                    self._rows[row["sequence"]] = _keys(row["touched"])

    def __len__(self) -> int:
        return sum(one.keys is not None for one in self.all())

    async def complete(self, count: int, in_flight: int) -> None:
        """Drive those of the first `count` of which it is not known yet what they reach."""
        left = [one for one in self._sequences[:count] if digest(one) not in self._rows]
        if not left:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            options = EngineOptions(
                Path(folder), screenshot="off", in_flight=in_flight, timeout_scale=SCALE
            )
            async with Engine(options) as engine:
                slots = asyncio.Semaphore(in_flight)
                await asyncio.gather(*(self._one(engine, slots, one) for one in left))

    async def _one(self, engine: Engine, slots: asyncio.Semaphore, sequence: Sequence) -> None:
        async with slots:
            numbers = await _told(engine, sequence)
        name = digest(sequence)
        row = {"sources": _sources(), "sequence": name, "touched": sorted(numbers)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, separators=(",", ":")) + "\n")
        self._rows[name] = _keys(numbers)

    def all(self) -> list[Sight]:
        """Every sequence, with what it reaches; None where it was not driven."""
        return [
            Sight(number, one, self._rows.get(digest(one)))
            for number, one in enumerate(self._sequences, 1)
        ]

    def able(self, mutant: Mutant) -> list[Sight]:
        """Those that can notice a mutant, or may, in their order."""
        wanted = noticed_by(mutant)
        return [one for one in self.all() if one.may_notice(wanted)]

    async def seconds(self, in_flight: int, count: int) -> float:
        """How long a sequence takes on this machine, so many of them side by side."""
        chosen = self._sequences[:count]
        loop = asyncio.get_running_loop()
        with tempfile.TemporaryDirectory() as folder:
            options = EngineOptions(Path(folder), screenshot="off", in_flight=in_flight)
            async with Engine(options) as engine:
                slots = asyncio.Semaphore(in_flight)

                async def one(sequence: Sequence) -> None:
                    async with slots:
                        with Trial(engine, sequence, engine.options.output) as trial:
                            await trial.run()

                began = loop.time()
                await asyncio.gather(*map(one, chosen))
                return (loop.time() - began) / len(chosen)


async def _told(engine: Engine, sequence: Sequence) -> set[int]:
    """The numbers that a sequence reaches."""
    numbers: set[int] = set()

    def differs(value: object, ways: tuple[tuple[int, Callable[[], object]], ...]) -> object:
        for number, other in ways:
            if number not in numbers and not same_value(value, other):
                numbers.add(number)
        return value

    sources = woven().sources
    world = building.world(sources, touches=numbers.add, differs=differs)
    copy = Copy(building.widget(sources, PRELUDE), world)
    with Trial(serving(engine, copy), sequence, engine.options.output) as trial:
        await trial.run()
    for event in trial.recording.of_kind("console"):
        for told in re.findall(re.escape(MARK) + r"([\d,]+)", str(event.data)):
            numbers.update(int(one) for one in told.split(",") if one)
    return numbers.copy()  # threads of the server may still tell


def _keys(numbers: Iterable[int]) -> frozenset[Key]:
    return frozenset(woven().keys[one] for one in numbers)


@cache
def _sources() -> str:
    parts = b"\0".join((PRELUDE.encode(), "\0".join(woven().keys).encode(), *_woven_texts()))
    return sha256(parts).hexdigest()[:16]


def _woven_texts() -> Iterable[bytes]:
    return woven().sources.values()


def digest(sequence: Sequence) -> str:
    """A sequence as it is now."""
    made = repr((sequence.world, sequence.steps, sorted(sequence.hurried)))
    return f"{sequence.name} {sha256(made.encode()).hexdigest()[:16]}"
