"""Runs many Runs in this process, through one engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.browser.finding import NoBrowser
from harness.judging.verdict import RunResult
from harness.running import interruption
from harness.running.outcome import Outcome, Stopper, defect

if TYPE_CHECKING:
    from harness.scenario.model import Run

Started = Callable[[str], None]
"""Called with the browser's name and version when the first run can begin."""

Finished = Callable[[RunResult], None]
"""Called with each result as soon as it is there."""


def run_here(
    runs: Sequence[Run],
    options: EngineOptions,
    stopper: Stopper,
    started: Started,
    finished: Finished,
) -> Outcome:
    """Run all in order, several in flight, until the stopper says stop or somebody breaks off.

    Raises NoBrowser before the first run; later the outcome has it.
    """
    outcome = Outcome()

    async def work() -> None:
        async with Engine(options) as engine:
            started(engine.browser_text)
            waiting = iter(runs)
            async with asyncio.TaskGroup() as lanes:
                for _ in range(max(1, options.in_flight)):
                    lanes.create_task(_lane(engine, waiting, outcome, stopper, finished))
            outcome.no_browser = outcome.no_browser or engine.browsers.given_up

    with interruption.Interruptible(outcome):
        interruption.run(work())
    return outcome


async def safely_run(engine: Engine, run: Run, before: tuple[str, ...] = ()) -> RunResult:
    """The engine's result; a defect of the harness costs this run and no other.

    Raises NoBrowser when the run cannot begin.
    """
    try:
        return await engine.run(run, before)
    except NoBrowser:
        raise
    except Exception as error:  # noqa: BLE001 - told in full with the run's result
        return engine.options.surroundings.whole_mask.value(defect(run, error))


async def _lane(
    engine: Engine, waiting: Iterator[Run], outcome: Outcome, stopper: Stopper, finished: Finished
) -> None:
    for run in waiting:
        if stopper.is_reached or outcome.no_browser is not None:
            return
        try:
            result = await safely_run(engine, run)
        except NoBrowser as error:
            outcome.no_browser = error
            return
        outcome.results.append(result)
        stopper.count(result)
        finished(result)
