"""An engine on a thread of its own, for a front door that asks for one result after the other."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions

if TYPE_CHECKING:
    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run


class BackgroundEngine:
    """Begins runs before their results are asked for. Raises what starting the browser raises."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._begun: dict[str, Future[RunResult]] = {}
        self._tasks: set[asyncio.Task[RunResult]] = set()
        self._ready: Future[Engine] = Future()
        self._thread = threading.Thread(target=self._work, name="harness-engine", daemon=True)
        self._thread.start()
        self._engine = self._ready.result()

    def begin(self, run: Run) -> None:
        """Begin a run, unless it has begun."""
        if run.id not in self._begun:
            self._begun[run.id] = asyncio.run_coroutine_threadsafe(self._run(run), self._loop)

    def result(self, run: Run) -> RunResult:
        """Wait for a run's result."""
        self.begin(run)
        return self._begun.pop(run.id).result()

    def close(self) -> None:
        """Break off what has begun and put the browser away; may be called again."""
        with suppress(RuntimeError):  # the loop is closed already
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for it
            if not self._ready.done():
                self._ready.set_exception(error)
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _serve(self) -> None:
        async with Engine(self._options) as engine:
            self._ready.set_result(engine)
            await self._stop.wait()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, run: Run) -> RunResult:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await self._engine.run(run)
