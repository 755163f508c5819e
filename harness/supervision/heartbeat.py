"""The heartbeat of a process: its event loop beats, and what blocks the loop is interrupted.

A worker's beats are seen from outside, by the supervisor; the command's see to it that there is
one. In the main thread of a process, on systems that have such timers, what takes `STUCK` seconds
of the processor without letting the loop go on, as a pattern with nested repetitions does, is
interrupted by `LoopStuck`: the interpreter's `re` looks for signals while it matches.
"""

from __future__ import annotations

import asyncio
import math
import os
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from harness.supervision import limits
from harness.supervision.invocation import current

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

_HAS_TIMER = hasattr(signal, "setitimer")


class LoopStuck(Exception):  # noqa: N818 - the condition is named
    """Raised within what keeps the event loop from going on."""


class Heartbeat:
    """Beats from `start` to `stop`; belongs to the event loop that it was started in.

    `breakable` is the code within which the loop may be interrupted. While `is_well` says no, the
    process does not beat, so that it is ended from outside.
    """

    def __init__(self, breakable: frozenset[CodeType], is_well: Callable[[], bool]) -> None:
        self._breakable = breakable
        self._is_well = is_well
        self._file = current().beat_file
        self._handle: asyncio.TimerHandle | None = None
        self._is_armed = False
        self._due = math.inf
        self._held_up = -math.inf

    def start(self) -> None:
        """Begin to beat."""
        in_main = threading.current_thread() is threading.main_thread()
        if _HAS_TIMER and in_main and signal.getsignal(signal.SIGPROF) is signal.SIG_DFL:
            signal.signal(signal.SIGPROF, self._interrupt)
            self._is_armed = True
        self._beat()

    def disarm(self) -> None:
        """Interrupt nothing from here on."""
        if self._is_armed:
            self._is_armed = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, signal.SIG_DFL)

    def stop(self) -> None:
        """Stop beating, and take the file away that the supervisor watches."""
        self.disarm()
        if self._handle is not None:
            self._handle.cancel()
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def was_held_up(self, since: float) -> bool:
        """Whether the loop did not go on for a while, later than a moment of its own clock."""
        return self._held_up > since

    def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() - self._due > limits.HELD_UP:
            self._held_up = loop.time()
        current().supervise()  # should the supervisor have been killed
        self._due = loop.time() + limits.BEAT
        self._handle = loop.call_at(self._due, self._beat)
        if self._is_armed:
            signal.setitimer(signal.ITIMER_PROF, limits.STUCK)
        self._touch()

    def _touch(self) -> None:
        """Show who watches from outside that this process is alive."""
        if self._file is not None and self._is_well():
            with suppress(OSError):  # the folder goes when the invocation ends
                try:
                    os.utime(self._file)
                except FileNotFoundError:
                    self._file.touch()
                    self._file.with_suffix(".start").unlink(missing_ok=True)

    def _interrupt(self, _number: int, frame: FrameType | None) -> Any:
        signal.setitimer(signal.ITIMER_PROF, limits.STUCK)
        while frame is not None:
            if frame.f_code in self._breakable:
                self._touch()  # the next run may keep the loop busy as long
                raise LoopStuck
            frame = frame.f_back
