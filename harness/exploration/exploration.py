"""Many sequences in one browser, for a time or a number: what they reached, and what they found."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harness.exploration.attempts import IMPOSSIBLE
from harness.exploration.scenarios import scenario_of, with_assumptions
from harness.exploration.sequence import run_of, sequences
from harness.exploration.shrinking import Shrinking
from harness.exploration.text import as_yaml
from harness.exploration.trial import Trial
from harness.judging.spans import OPENING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.browser.engine import Engine
    from harness.exploration.sequence import Sequence
    from harness.exploration.violation import Violation
    from harness.judging.verdict import Verdict

GRACE = 90.0
"""Seconds after its time that an exploration is given to end what it is at."""

SHRINKING = 60.0
"""Seconds that are spent at most on making one find smaller."""


@dataclass(slots=True)
class Find:
    """A violation, with the least scenario that has it.

    `seconds` and `sequences` tell when it came. `is_confirmed` means that it came again when the
    sequence was done again, `is_replayed` that `harness run` of the scenario fails too.
    """

    violation: Violation
    sequence: str
    scenario: str
    seconds: float
    sequences: int
    is_confirmed: bool = True
    is_replayed: bool | None = None


@dataclass(slots=True)
class Reached:
    """What sequences did and found."""

    sequences: int = 0
    acts: int = 0
    judged: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    callbacks: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    finds: list[Find] = field(default_factory=list)
    slowest: float = 0.0
    is_apart: bool = False

    def note(self, trial: Trial) -> None:
        """Count one sequence."""
        self.sequences += 1
        self.acts += len(trial.performed)
        self.judged += trial.judged
        self.unknown += trial.unknown
        self.slowest = max(self.slowest, trial.seconds)
        self.skipped.update(map(act_of, trial.skipped))
        for event in trial.recording:
            if event.kind == "call":
                self.calls[str(event.data["function"])] += 1
            elif event.kind == "callback":
                self.callbacks[str(event.data["name"])] += 1


@dataclass(slots=True)
class Limits:
    """When to stop: after so many sequences, so many seconds, so many finds; None is never."""

    sequences: int | None = None
    seconds: float | None = None
    finds: int | None = None
    shrinks: bool = True


class Exploration:
    """Drives sequences through the engine's widget until a limit is reached."""

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        seed: int,
        limits: Limits,
        *,
        in_flight: int = 3,
        on_find: Callable[[Find], None] = lambda _: None,
        on_sequence: Callable[[Reached], None] = lambda _: None,
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._source = sequences(seed)
        self._limits = limits
        self._in_flight = in_flight
        self._on_find = on_find
        self._on_sequence = on_sequence
        self._known: set[str] = set()
        self._is_apart: bool | None = None
        if engine.options.surroundings.profile.is_stub:
            self._is_apart = False
        self._begun = 0
        self._start = time.monotonic()
        self.reached = Reached()

    async def run(self) -> Reached:
        """Explore; what was found so far is in `reached` whenever it is broken off."""
        self._start = time.monotonic()
        workers = [asyncio.ensure_future(self._works()) for _ in range(self._in_flight)]
        limit = self._limits.seconds
        try:
            async with asyncio.timeout(None if limit is None else limit + GRACE):
                await asyncio.gather(*workers)
        except TimeoutError:
            pass  # what is found by then is told
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        return self.reached

    @property
    def seconds(self) -> float:
        """How long it has gone on."""
        return time.monotonic() - self._start

    @property
    def _is_over(self) -> bool:
        limits = self._limits
        return (
            (limits.sequences is not None and self._begun >= limits.sequences)
            or (limits.seconds is not None and self.seconds >= limits.seconds)
            or self._has_enough
        )

    @property
    def _has_enough(self) -> bool:
        """Whether as much was found as is asked for; sequences that are under way find more."""
        return self._limits.finds is not None and len(self._known) >= self._limits.finds

    async def _works(self) -> None:
        while not self._is_over:
            self._begun += 1
            number = self._begun
            await self._explored(next(self._source), number)

    async def _explored(self, sequence: Sequence, number: int) -> None:
        if self._is_apart is not False:
            sequence = sequence.without_back_end()
        trial = await self._tried(sequence, frozenset(self._known))
        if trial is None:
            return
        self.reached.note(trial)
        if self._is_apart is None and trial.recording.of_kind("callback"):
            self._is_apart = not trial.has_back_end
            self.reached.is_apart = self._is_apart
        self._on_sequence(self.reached)
        came_after = self.seconds
        for found in first_of_each(trial.violations):
            if found.code in self._known or self._has_enough:
                continue
            self._known.add(found.code)
            find = await self._least(sequence, trial, found)
            find.seconds, find.sequences = came_after, number
            self.reached.finds.append(find)
            self._on_find(find)

    async def _tried(self, sequence: Sequence, muted: frozenset[str] = frozenset()) -> Trial | None:
        """One trial; None for what is no scenario, such as a window without what opens it."""
        try:
            is_apart = self._is_apart is not False
            trial = Trial(self._engine, sequence, self._folder, muted, is_apart=is_apart)
        except ValueError:
            return None
        with trial:
            return await trial.run()

    async def _least(self, sequence: Sequence, trial: Trial, found: Violation) -> Find:
        """The find with its least scenario, tried by the judge of `harness run` as well."""
        muted = frozenset(self._known - {found.code})
        last, violation = trial, found
        whole = done_of(sequence, trial)
        deadline = time.monotonic() + SHRINKING

        async def has_it(candidate: Sequence) -> bool:
            nonlocal last, violation
            if time.monotonic() > deadline:
                return False
            again = await self._tried(candidate, muted)
            same = [one for one in again.violations if one.code == found.code] if again else []
            if again is None or not same:
                return False
            last, violation = again, same[0]
            return True

        shrinking = Shrinking(whole, has_it)
        least = await shrinking.shrunk() if self._limits.shrinks else whole
        least = done_of(least, last)
        scenario = scenario_of(least, violation, last.starts)
        is_replayed = None
        with suppress(ValueError):
            scenario = with_assumptions(scenario, run_of(scenario, "find", self._folder).scenario)
            if self._limits.shrinks:
                result = await self._engine.run(run_of(scenario, "find", self._folder))
                is_replayed = fails_alike(result.verdict, violation, len(least.steps))
        is_confirmed = shrinking.is_confirmed or not self._limits.shrinks
        text = as_yaml(scenario)
        return Find(violation, sequence.name, text, 0.0, 0, is_confirmed, is_replayed)


def fails_alike(verdict: Verdict, found: Violation, count: int) -> bool:
    """Whether a run of the scenario failed where the find is, and for that reason."""
    if found.prediction is None:
        return verdict.is_bad
    is_act = found.prediction.form == "done"
    at = count - 1 if found.step != OPENING else OPENING
    return any(
        (failure.step is None or failure.step >= at) and (is_act or failure.code not in IMPOSSIBLE)
        for failure in verdict.failures[:1]
    )


def done_of(sequence: Sequence, trial: Trial) -> Sequence:
    """The sequence with the steps that were done, each in the window where it was."""
    return replace(sequence, steps=tuple(trial.performed), hurried=frozenset(trial.hurried))


def first_of_each(violations: list[Violation]) -> list[Violation]:
    """The first of those with the same code."""
    return list({one.code: one for one in reversed(violations)}.values())[::-1]


def act_of(step: dict[str, object]) -> str:
    """`visitor says`, `init`: what the step does in a word or two."""
    verb, argument = next(iter(step.items()))
    if verb not in {"visitor", "operator"}:
        return verb
    if isinstance(argument, dict):
        return f"{verb} {next(iter(argument))}"
    return f"{verb} {argument}"
