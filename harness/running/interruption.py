"""Ctrl-C and SIGTERM: they break off what is going on, and what is done is still reported."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self

if TYPE_CHECKING:
    from types import TracebackType

    from harness.running.outcome import Outcome


class Interruptible:
    """A block that both signals end in order; the outcome notes it, and nobody else hears of it."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._before: Any = None

    def __enter__(self) -> Self:
        with suppress(ValueError):  # only the main thread hears signals
            self._before = signal.signal(signal.SIGTERM, _interrupt)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        """Whether the exception was an interruption, which then travels no further."""
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
        is_interruption = isinstance(error, (KeyboardInterrupt, asyncio.CancelledError))
        self._outcome.is_interrupted |= is_interruption
        return is_interruption


def cancel_when_terminated() -> None:
    """Within an event loop: SIGTERM cancels this task, as Ctrl-C does."""
    task = asyncio.current_task()
    if task is not None:
        with suppress(ValueError, RuntimeError, NotImplementedError):  # other threads, Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
