"""Runs many Runs in several processes, each with an engine of its own (`-n`)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from harness.running.interruption import Interruptible, heed
from harness.running.outcome import Outcome, Stopper, unjudged
from harness.running.worker import hire

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.process import BaseProcess

    from harness.browser.engine import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.running.here import Finished, Started
    from harness.scenario.model import Run

LEAVING = 10.0
"""Seconds that a worker is given to put its browser away."""


class WorkerFailed(Exception):  # noqa: N818 - the condition is named
    """A worker could not start its engine; the message is the engine's."""


def run_in_crew(
    runs: Sequence[Run],
    options: EngineOptions,
    workers: int,
    stopper: Stopper,
    started: Started,
    finished: Finished,
) -> Outcome:
    """As `run_here`, spread over worker processes; one that dies costs the runs it was at.

    `options.in_flight` counts the runs of all workers together.
    """
    crew = _Crew(runs, options, stopper, finished)
    with Interruptible(crew.outcome):
        try:
            heed()
            crew.work(workers, started)
        finally:
            crew.dismiss()
    return crew.outcome


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    in_flight: int
    at: dict[str, Run] = field(default_factory=dict)
    is_ready: bool = False


class _Crew:
    def __init__(
        self, runs: Sequence[Run], options: EngineOptions, stopper: Stopper, finished: Finished
    ) -> None:
        self.outcome = Outcome()
        self._waiting = deque(runs)
        self._options = options
        self._stopper = stopper
        self._finished = finished
        self._workers: list[_Worker] = []
        self._is_told = False

    @property
    def _has_more(self) -> bool:
        return bool(self._waiting) and not self._stopper.is_reached

    def work(self, count: int, started: Started) -> None:
        each, rest = divmod(self._options.in_flight, count)
        for number in range(count):
            self._hire(max(1, each + (number < rest)))
        while self._has_more or any(worker.at for worker in self._workers):
            for pipe in wait([worker.pipe for worker in self._workers]):
                self._hear(next(one for one in self._workers if one.pipe is pipe), started)

    def dismiss(self) -> None:
        """Close all pipes, which tells the workers to leave, and see them go."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(LEAVING)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _hire(self, in_flight: int) -> None:
        process, pipe = hire(replace(self._options, in_flight=in_flight))
        self._workers.append(_Worker(process, pipe, in_flight))

    def _hear(self, worker: _Worker, started: Started) -> None:
        try:
            kind, content = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if kind == "failed":
            raise WorkerFailed(content)
        if kind == "ready":
            worker.is_ready = True
            if not self._is_told:
                self._is_told = True
                started(content)
        else:
            worker.at.pop(content.run_id, None)
            self._note(content)
        self._feed(worker)

    def _feed(self, worker: _Worker) -> None:
        while self._has_more and len(worker.at) < worker.in_flight:
            run = self._waiting.popleft()
            try:
                worker.pipe.send(run)
            except OSError:  # it is dead, which is heard from its pipe next
                self._waiting.appendleft(run)
                return
            worker.at[run.id] = run

    def _bury(self, worker: _Worker) -> None:
        worker.process.join(LEAVING)
        worker.pipe.close()
        self._workers.remove(worker)
        code = worker.process.exitcode
        for run in worker.at.values():
            message = f"the worker process ended at this run (exit code {code})"
            self._note(unjudged(run, "broken", "worker-died", message))
        if worker.is_ready and self._has_more:
            self._hire(worker.in_flight)
        if not worker.is_ready and not self._workers:  # the next one would hardly do better
            raise WorkerFailed(f"a worker process ended before its browser was ready ({code})")

    def _note(self, result: RunResult) -> None:
        self.outcome.results.append(result)
        self._stopper.count(result)
        self._finished(result)
