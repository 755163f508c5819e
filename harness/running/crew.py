"""Runs many Runs in several processes, each with an engine of its own (`-n`)."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections import deque
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.running.here import Finished, Started, suppress_interruption
from harness.running.outcome import Outcome, Stopper, unjudged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.process import BaseProcess

    from harness.judging.verdict import RunResult
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
    """As `run_here`, spread over worker processes; one that dies costs the runs it was at."""
    crew = _Crew(
        runs, replace(options, in_flight=max(1, options.in_flight // workers)), stopper, finished
    )
    with suppress_interruption(crew.outcome):
        try:
            crew.work(min(workers, max(1, len(runs))), started)
        finally:
            crew.dismiss()
    return crew.outcome


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
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
        self._context = multiprocessing.get_context("spawn")

    def work(self, count: int, started: Started) -> None:
        self._workers = [self._hire() for _ in range(count)]
        told = False
        while any(worker.at for worker in self._workers) or (
            self._waiting and not self._stopper.is_reached
        ):
            for pipe in wait([worker.pipe for worker in self._workers]):
                worker = next(worker for worker in self._workers if worker.pipe is pipe)
                try:
                    kind, content = worker.pipe.recv()
                except (EOFError, OSError):
                    self._replace(worker)
                    continue
                if kind == "failed":
                    raise WorkerFailed(content)
                if kind == "ready":
                    worker.is_ready = True
                    if not told:
                        told = True
                        started(content)
                else:
                    self._take(worker, content)
                self._feed(worker)

    def dismiss(self) -> None:
        """Close all pipes, which tells the workers to leave, and see them go."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(LEAVING)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._options), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _feed(self, worker: _Worker) -> None:
        while (
            self._waiting
            and len(worker.at) < self._options.in_flight
            and not self._stopper.is_reached
        ):
            run = self._waiting.popleft()
            worker.at[run.id] = run
            worker.pipe.send(run)

    def _take(self, worker: _Worker, result: RunResult) -> None:
        worker.at.pop(result.run_id, None)
        self._note(result)

    def _replace(self, worker: _Worker) -> None:
        if not worker.is_ready:
            raise WorkerFailed("a worker process ended before its browser was ready")
        worker.process.join(LEAVING)
        for run in worker.at.values():
            message = f"the worker process ended at this run (exit code {worker.process.exitcode})"
            self._note(unjudged(run, "broken", "worker-died", message))
        worker.pipe.close()
        self._workers[self._workers.index(worker)] = self._hire()

    def _note(self, result: RunResult) -> None:
        self.outcome.results.append(result)
        self._stopper.count(result)
        self._finished(result)


def _serve(pipe: Connection, options: EngineOptions) -> None:
    """A worker's whole life; it ends when the other side closes the pipe, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and closes the pipe
    asyncio.run(_work(pipe, options))


async def _work(pipe: Connection, options: EngineOptions) -> None:
    from playwright.async_api import Error as PlaywrightError

    loop = asyncio.get_running_loop()
    try:
        async with Engine(options) as engine:
            pipe.send(("ready", engine.browser_text))
            tasks: set[asyncio.Task[None]] = set()
            while (run := await loop.run_in_executor(None, _next, pipe)) is not None:
                task = loop.create_task(_one(engine, run, pipe))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            for task in tasks:
                task.cancel()
    except PlaywrightError as error:
        pipe.send(("failed", str(error)))


def _next(pipe: Connection) -> Run | None:
    try:
        run: Run = pipe.recv()
    except (EOFError, OSError):
        return None
    return run


async def _one(engine: Engine, run: Run, pipe: Connection) -> None:
    pipe.send(("result", await engine.run(run)))
