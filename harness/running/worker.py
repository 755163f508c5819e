"""A process of a crew: an engine that runs what comes through a pipe and sends the results back."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser.engine import Engine, EngineOptions
from harness.browser.finding import BrowserNotFound
from harness.running import interruption
from harness.running.here import safely_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from harness.scenario.model import Run


def hire(options: EngineOptions) -> tuple[BaseProcess, Connection]:
    """A new worker and the pipe to it.

    It says `("ready", browser)` or `("failed", message)`, then `("result", result)` for each
    run that it is sent. It leaves when the pipe is closed, or the process at its other end gone.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, options), daemon=True)
    with _deaf():
        process.start()
    theirs.close()
    return process, ours


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes begun in this block, and those that they begin, do not hear what ends a command.

    A terminal tells all of them at once, while some still start and have no handler yet. This
    process hears it when the block is over.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, interruption.numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, options: EngineOptions) -> None:
    for number in interruption.numbers():
        signal.signal(number, signal.SIG_IGN)  # the parent hears it and closes the pipe
    with suppress(BrokenPipeError):  # nobody is there to be told anything
        asyncio.run(_work(pipe, options))


async def _work(pipe: Connection, options: EngineOptions) -> None:
    try:
        async with Engine(options) as engine:
            pipe.send(("ready", engine.browser_text))
            await _run_all(pipe, engine)
    except (PlaywrightError, BrowserNotFound) as error:
        pipe.send(("failed", str(error)))


async def _run_all(pipe: Connection, engine: Engine) -> None:
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()
    while (run := await loop.run_in_executor(None, _next, pipe)) is not None:
        task = loop.create_task(_one(engine, run, pipe))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _next(pipe: Connection) -> Run | None:
    try:
        run: Run = pipe.recv()
    except (EOFError, OSError):
        return None
    return run


async def _one(engine: Engine, run: Run, pipe: Connection) -> None:
    result = await safely_run(engine, run)
    with suppress(BrokenPipeError):
        pipe.send(("result", result))
