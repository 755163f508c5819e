"""Many sequences in one browser: what they reached, and what they found."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from tests.properties.sequence import Sequence
from tests.properties.shrinking import shrunk
from tests.properties.trial import Trial
from tests.properties.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class Found:
    """A violation with the least sequence that has it, as a scenario."""

    seed: int
    violation: Violation
    scenario: str


@dataclass(slots=True)
class Reached:
    """What sequences did and found; those of several processes are added up."""

    lengths: list[int] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    callbacks: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    impossible: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    found: list[Found] = field(default_factory=list)

    def add(self, other: Reached) -> None:
        """Count what others have reached as well."""
        self.lengths += other.lengths
        self.found += other.found
        self.slowest = max(self.slowest, other.slowest)
        for name in ("calls", "callbacks", "done", "impossible", "remarks"):
            getattr(self, name).update(getattr(other, name))

    def note(self, sequence: Sequence, trial: Trial) -> None:
        """Count one sequence."""
        self.lengths.append(len(trial.done))
        self.slowest = max(self.slowest, trial.seconds)
        for index, step in enumerate(sequence.steps):
            (self.done if index in trial.done else self.impossible)[_act_of(step)] += 1
        for event in trial.recording:
            if event.kind == "call":
                self.calls[str(event.data["function"])] += 1
            elif event.kind == "callback":
                self.callbacks[str(event.data["name"])] += 1
            elif event.kind == "console" and event.data["type"] == "error":
                self.remarks[str(event.data["text"])[:150]] += 1


async def explore(
    seeds: Iterable[int],
    in_flight: int,
    *,
    shrinks: bool = True,
    widget: Mapping[str, bytes] | None = None,
) -> Reached:
    """Drive the sequences of these seeds, and shrink those that have a violation.

    `widget` stands in for the stub's, to see whether what is wrong with one is found.
    """
    reached = Reached()
    with tempfile.TemporaryDirectory() as folder:
        options = EngineOptions(Path(folder), loader=widget, screenshot="off", in_flight=in_flight)
        async with Engine(options) as engine:
            slots = asyncio.Semaphore(in_flight)

            async def one(seed: int) -> None:
                async with slots:
                    await _explored(engine, Path(folder), seed, reached, shrinks=shrinks)

            await asyncio.gather(*map(one, seeds))
    return reached


async def _explored(
    engine: Engine, folder: Path, seed: int, reached: Reached, *, shrinks: bool
) -> None:
    sequence = Sequence.of(seed)
    trial = await tried(engine, sequence, folder)
    reached.note(sequence, trial)
    for code in dict.fromkeys(violation.code for violation in trial.violations):

        async def has_it(candidate: Sequence, code: str = code) -> bool:
            with suppress(ValueError):  # a window without the step that opens it, and the like
                again = await tried(engine, candidate, folder)
                return any(violation.code == code for violation in again.violations)
            return False

        least = await shrunk(sequence, has_it, trial.done) if shrinks else sequence
        violation = next(one for one in trial.violations if one.code == code)
        reached.found.append(Found(seed, violation, least.as_yaml()))


async def tried(engine: Engine, sequence: Sequence, folder: Path) -> Trial:
    """Drive one sequence. Raises ValueError when it is no scenario."""
    trial = Trial(engine, sequence, folder)
    with trial:
        return await trial.judged()


def _act_of(step: dict[str, object]) -> str:
    """`visitor says`, `init`: what the step does in a word or two."""
    verb, argument = next(iter(step.items()))
    if verb not in {"visitor", "operator"}:
        return verb
    return f"{verb} {argument if isinstance(argument, str) else next(iter(argument))}"  # type: ignore[call-overload]


def portion(seeds: list[int], in_flight: int) -> Reached:
    """As `explore`, in a process of its own; what threads of the stub host die of counts too."""
    died_of: list[str] = []

    def note(died: threading.ExceptHookArgs) -> None:
        died_of.append(f"{died.exc_type.__name__}: {died.exc_value}")

    threading.excepthook = note
    reached = asyncio.run(explore(seeds, in_flight))
    for cause in died_of:
        violation = Violation("thread", f"a thread of the stub host died of {cause}")
        reached.found.append(Found(seeds[0], violation, ""))
    return reached
