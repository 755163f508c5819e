"""Runs many Runs in this process, through one engine."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.judging.verdict import RunResult
from harness.running.outcome import Outcome, Stopper

if TYPE_CHECKING:
    from harness.scenario.model import Run

Started = Callable[[str], None]
Finished = Callable[[RunResult], None]


def run_here(
    runs: Sequence[Run],
    options: EngineOptions,
    stopper: Stopper,
    started: Started,
    finished: Finished,
) -> Outcome:
    """Run all in order, several in flight, until the stopper says stop or somebody breaks off.

    Raises what starting the browser raises; nothing after the first run has begun.
    """
    outcome = Outcome()

    async def work() -> None:
        _end_in_order_when_terminated()
        async with Engine(options) as engine:
            started(engine.browser_text)
            waiting = iter(runs)
            async with asyncio.TaskGroup() as lanes:
                for _ in range(max(1, options.in_flight)):
                    lanes.create_task(_lane(engine, waiting, outcome, stopper, finished))

    with suppress_interruption(outcome):
        asyncio.run(work())
    return outcome


async def _lane(
    engine: Engine, waiting: Iterator[Run], outcome: Outcome, stopper: Stopper, finished: Finished
) -> None:
    for run in waiting:
        if stopper.is_reached:
            return
        result = await engine.run(run)
        outcome.results.append(result)
        stopper.count(result)
        finished(result)


class suppress_interruption(suppress):  # noqa: N801 - reads like the one it extends
    """Notes Ctrl-C or a termination in the outcome and lets it travel no further."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(KeyboardInterrupt, asyncio.CancelledError)
        self._outcome = outcome

    def __exit__(self, kind: object, error: object, traceback: object) -> bool:
        """Whether the exception was an interruption."""
        is_interruption = super().__exit__(kind, error, traceback)  # type: ignore[arg-type] - passed on as it came
        self._outcome.is_interrupted = self._outcome.is_interrupted or bool(is_interruption)
        return bool(is_interruption)


def _end_in_order_when_terminated() -> None:
    """SIGTERM ends the runs as Ctrl-C does, so that browser and sockets are put away."""
    task = asyncio.current_task()
    if sys.platform != "win32" and task is not None:
        with suppress(ValueError, RuntimeError):  # only a main thread may
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
