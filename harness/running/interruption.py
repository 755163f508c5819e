"""Ctrl-C, SIGTERM and SIGHUP: the first ends a command in order, with its reports.

The program listens from its first line on. What the first signal does depends on what is going
on. By itself it is taken note of: imports, loading and reports are soon over, and had better be
whole. Within `breaking_off` it is a KeyboardInterrupt; within `run` it cancels the work. A second
one ends the process at once: what is on disk stays, and the supervisors of browsers
see that their pipes are closed.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from harness.statuses import INTERRUPTED

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Iterator
    from types import TracebackType

    from harness.running.outcome import Outcome

ECHO = 0.1
"""Seconds in which a signal is the first one again: shells and terminals tell at the same time."""

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SHOW_CURSOR = b"\x1b[?25h"

Result = TypeVar("Result")


def _note() -> None:
    """`is_heard` tells of it later."""


class Interrupted(KeyboardInterrupt):
    """A signal has come.

    Of a KeyboardInterrupt itself CPython 3.11 takes note when it leaves code that was compiled from
    a text, as that of dataclasses is: `python -m` ends by SIGINT then, although it was caught.
    """


def _interrupt() -> NoReturn:
    raise Interrupted


class Handler:
    """The first signal that came, and what is done about it. `handler` is the only one."""

    def __init__(self) -> None:
        self.is_heard = False
        self.answer: Callable[[], None] = _note
        self.number = 0
        self.last_words: Callable[[], None] = _note
        """Said when a second signal ends the process at once."""
        self.is_single = False
        """Whether there is no second one: who sent the first ends this process where it lasts."""
        self._time = 0.0

    def handle(self, number: int, _frame: object = None) -> None:
        """Answer the first one; a second one ends the process."""
        if not self.is_heard:
            self.take(number)
            self.answer()
        elif not self.is_single and time.monotonic() - self._time > ECHO:
            with suppress(Exception):
                self.last_words()
            _end_at_once()

    def take(self, number: int) -> None:
        """Note the first one."""
        from harness.report import outlets

        self.is_heard, self.number, self._time = True, number, time.monotonic()
        outlets.hurry()


handler = Handler()


def numbers() -> set[signal.Signals]:
    """The signals that end a command, as far as this system has them."""
    return {signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__}


def listen() -> None:
    """From here on signals end this process in order; those that it was told to ignore do not."""
    atexit.register(_ignore_signals)  # the first to be registered is the last to be called
    for number in numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(ValueError):  # only the main thread hears signals
                signal.signal(number, handler.handle)


def _ignore_signals() -> None:
    """All is written: what is left of the process is not to end by a signal, with its status."""
    for number in numbers():
        if signal.getsignal(number) == handler.handle:
            signal.signal(number, signal.SIG_IGN)


def only_note() -> None:
    """From here on the first signal breaks nothing off: reports are being written."""
    handler.answer = _note


def is_heard() -> bool:
    """Whether a signal has come."""
    return handler.is_heard


def heed() -> None:
    """Raise KeyboardInterrupt when a signal has come that was only noted."""
    if handler.is_heard:
        raise Interrupted


def forget_ctrl_c() -> None:
    """Where Ctrl-C says that somebody is done, what follows is not broken off. Else as `heed`."""
    if handler.number == signal.SIGINT:
        handler.is_heard = False
    heed()


@contextmanager
def _answering(answer: Callable[[], None]) -> Iterator[None]:
    before, handler.answer = handler.answer, answer
    try:
        yield
    finally:
        handler.answer = before


@contextmanager
def noted() -> Iterator[None]:
    """A signal in this block breaks nothing off: `is_heard` and `heed` tell of it."""
    with _answering(_note):
        yield


@contextmanager
def put_off() -> Iterator[None]:
    """A signal in this block is answered at its end."""
    answer, was_heard = handler.answer, handler.is_heard
    with noted():
        yield
    if handler.is_heard and not was_heard:
        answer()


@contextmanager
def blocked() -> Iterator[None]:
    """Processes started in this block, and their own, do not get the signals that end a command.

    A terminal tells all of them at once, while some still start and have no handler yet. This
    process hears it when the block is over.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unblock() -> None:
    """Hear signals again that whoever started this process has blocked."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers())


@contextmanager
def breaking_off() -> Iterator[None]:
    """A signal in this block raises KeyboardInterrupt."""
    with _answering(_interrupt):
        yield


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """As `asyncio.run`. Raises KeyboardInterrupt when a signal has cancelled the work."""
    import asyncio

    from harness.supervision import late_errors

    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    def cancel() -> None:
        for loop, task in running:
            with suppress(RuntimeError):  # the loop is closed: all is done
                loop.call_soon_threadsafe(task.cancel)
                loop.call_soon_threadsafe(late_errors.ignore_unread, loop)
        late_errors.ignore_late_exits()

    async def cancellable() -> Result:
        task = asyncio.current_task()
        if task is not None:
            running.append((asyncio.get_running_loop(), task))
        if handler.is_heard:
            work.close()
            raise asyncio.CancelledError
        return await work

    with _answering(cancel):
        try:
            return asyncio.run(cancellable())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


class Interruptible:
    """A block that signals end in order; the outcome notes it, and nobody else hears of it."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        """Whether the exception was an interruption, which then travels no further."""
        is_interruption = isinstance(error, KeyboardInterrupt)
        self._outcome.is_interrupted |= is_interruption or handler.is_heard
        return is_interruption


def _end_at_once() -> NoReturn:
    """Leave without another word, but with the cursor that a live line has hidden."""
    with suppress(OSError, ValueError, AttributeError):
        if os.isatty(sys.__stderr__.fileno()):  # type: ignore[union-attr]
            os.write(sys.__stderr__.fileno(), _SHOW_CURSOR)  # type: ignore[union-attr]
    os._exit(INTERRUPTED)
