"""Collects the events of one run as they come in, from the page, the stub host and the engine."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from harness.browser.clocks import Clock
from harness.browser.floods import Floods, shortened
from harness.browser.trouble import expression_stuck, file_gone
from harness.recording import Event, Recording

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.patterns import ExpressionStuck

_OWN = frozenset({"trouble", "screenshot", "run_ended"})


class Intake:
    """The growing recording of a run. Belongs to the engine's event loop, but for `from_thread`."""

    def __init__(self, log: Callable[[Event], int | None]) -> None:
        self.recording = Recording()
        self.clock = Clock()
        self.floods = Floods()
        self.step: int | None = None
        self._log = log
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._is_sealed = False
        self._is_closed = False

    def now(self) -> float:
        """Milliseconds since the run began."""
        return self.clock.now()

    def add(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        at: float | None = None,
        page: str | None = None,
        frame: str | None = None,
    ) -> Event:
        """Record an event; `at` is when it happened, in milliseconds since the run began."""
        moment = self.now() if at is None else at
        event = Event(
            len(self.recording) + 1, moment, kind, shortened(kind, data), page, frame, self.step
        )
        if self._is_closed or (self._is_sealed and kind not in _OWN):
            return event
        if self.floods.admits(kind, data):
            self.recording.append(event)
            self.floods.weigh(self._log(event) or 0)
        elif self.floods.cut[kind] == 1:
            self.add("dropped", {"of": kind, "count": 1})
        self._changed.set()
        return event

    def from_thread(self, moment: float, data: dict[str, Any]) -> None:
        """Record a request that the stub host answered, from one of its threads.

        `moment` is the steady clock's, in milliseconds.
        """
        with suppress(RuntimeError):  # the loop is gone: the run is over
            self._loop.call_soon_threadsafe(self._request, moment, data)

    def _request(self, moment: float, data: dict[str, Any]) -> None:
        self.add("request", data, at=self.clock.at(moment))

    def lost_from_thread(self, file: str, reason: str) -> None:
        """Record that a file of the run's world cannot be read any more."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._lost, file, reason)

    def _lost(self, file: str, reason: str) -> None:
        self.add("trouble", file_gone(file, reason).as_data())

    def stuck_from_thread(self, error: ExpressionStuck) -> None:
        """End the run for a regular expression that does not come to its end."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.floods.end, expression_stuck(error))

    def wake_from_thread(self) -> None:
        """As `wake`, from one of the stub host's threads."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.wake)

    def wake(self) -> None:
        """Let those who wait look again, though nothing was recorded."""
        self._changed.set()

    async def change(self, seconds: float) -> bool:
        """Wait for the next event; False when none came in time."""
        self._changed.clear()
        try:
            # Not wait_for: before Python 3.12 it swallows the cancellation of who waits when the
            # event comes at that moment, and a flood of events would outlive every time limit.
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until a condition on what was recorded holds; whether it came to hold in time."""
        deadline = self._loop.time() + seconds
        while not condition():
            left = deadline - self._loop.time()
            if left <= 0 or not await self.change(left):
                return condition()
        return True

    def seal(self) -> None:
        """Take no further events but the harness's own, and tell how many of the others were cut.

        What a page does while it is put away is nobody's behaviour, and differs from time to time.
        """
        for kind, count in self.floods.cut.items():
            self.add("dropped", {"of": kind, "count": count})
        self._is_sealed = True

    def close(self) -> None:
        """Take nothing any more: the event log is about to be closed."""
        self._is_closed = True
