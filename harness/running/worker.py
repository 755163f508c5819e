"""A process of a crew: an engine that runs what comes through a pipe and sends the results back."""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from harness.browser.engine import Engine, EngineOptions
from harness.browser.finding import NoBrowser
from harness.running import interruption
from harness.running.here import safely_run
from harness.supervision.invocation import Membership, join

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from harness.scenario.model import Run


def serve(pipe: Connection, options: EngineOptions, membership: Membership) -> None:
    """Be a worker until it is told to leave, or the pipe is closed."""
    for number in interruption.numbers():
        signal.signal(number, signal.SIG_IGN)  # the parent hears it and closes the pipe
    join(membership, is_beating=True)
    with suppress(BrokenPipeError):  # nobody is there to be told anything
        asyncio.run(_Worker(pipe).work(options))


class _Worker:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        # Sending waits while nobody reads; the event loop must not.
        self._mouth = ThreadPoolExecutor(1, "mouth")

    async def work(self, options: EngineOptions) -> None:
        """Run what comes until nothing does any more."""
        try:
            async with Engine(options) as engine:
                engine.lost = lambda run, reason: self._say("lost", run.id, reason)
                self._say("ready", engine.browser_text)
                await self._all(engine)
        except NoBrowser as error:
            self._say("failed", error)
        finally:
            self._mouth.shutdown()

    def _say(self, *words: Any) -> None:
        self._mouth.submit(self._send, words)

    def _send(self, words: tuple[Any, ...]) -> None:
        with suppress(OSError):  # nobody listens any more
            self._pipe.send(words)

    async def _all(self, engine: Engine) -> None:
        loop = asyncio.get_running_loop()
        tasks: set[asyncio.Task[None]] = set()
        while (asked := await loop.run_in_executor(None, _next, self._pipe)) is not None:
            task = loop.create_task(self._one(engine, *asked))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _one(self, engine: Engine, run: Run, before: tuple[str, ...]) -> None:
        try:
            result = await safely_run(engine, run, before)
        except NoBrowser as error:
            self._say("failed", error)
        else:
            self._say("result", run.id, result)


def _next(pipe: Connection) -> tuple[Run, tuple[str, ...]] | None:
    """What is to be run next; None when nothing is any more."""
    try:
        asked: tuple[Run, tuple[str, ...]] | None = pipe.recv()
    except (EOFError, OSError):
        return None
    return asked
