"""What one page may set off: so much is recorded, what is beyond that is counted, and a flood ends.

All runs of an engine share a browser, its driver and one event loop. A page that keeps them busy
pays for that itself: its recording is cut, and where that is not enough its run is ended.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.browser.trouble import Trouble
from harness.recording import LONGEST

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable

READ = 1_000_000
"""Characters of one text that the harness has read, which may be searched to its end."""

LETTERS = 4_000_000
"""Characters of a run's event log, after which nothing more of the page's doing is recorded."""

ROOM = 2000.0
"""What a page may set off at once, in the units of `Kind.weight` (about a ten-thousandth of a
second of what all runs share)."""

EASE = 200.0
"""What of that is forgotten in each second."""

FELT = ROOM / 4
"""What a page has to set off at once for runs beside it to feel it."""

CARRIED = 10_000
"""Characters that are carried at the cost of one unit."""

BODIES = 2
"""How many times as much a request's body costs: Playwright carries it as Base64, also as text."""

MUCH = 1_000_000
"""Characters that are worth telling of."""


class Kind(NamedTuple):
    """How many of a kind are recorded, what one costs, and how they are called."""

    most: int
    weight: float
    said: str


KINDS = {
    "console": Kind(2000, 1.3, "wrote to the console {}"),
    "page_error": Kind(500, 2, "threw errors {}"),
    "request": Kind(2000, 0.5, "was answered {}"),
    "request_failed": Kind(1000, 0.5, "sent requests that failed {}"),
    "navigation": Kind(1000, 0.5, "went to another address {}"),
    "analytics": Kind(2000, 0.3, "told its analytics something {}"),
    "window": Kind(200, 40, "opened or closed windows {}"),
    "dialog": Kind(200, 10, "opened dialogs {}"),
    "call": Kind(10_000, 0.3, "called the widget {}"),
    "returned": Kind(10_000, 0.3, "called the widget {}"),
    "threw": Kind(10_000, 0.3, "called the widget {}"),
    "callback": Kind(10_000, 0.3, "was called back {}"),
    "callback_threw": Kind(10_000, 0.3, "threw in callbacks {}"),
    "hook": Kind(1000, 0.3, "used the hook {}"),
}
"""The events that are a page's doing; all others are the harness's, as many as it has steps."""

OTHERS = {
    "blocked": Kind(200, 1, "tried to open windows {}, which the pop-up blocker prevented,"),
    "asked": Kind(0, 3, "sent requests {}"),
    "pending": Kind(0, 6, "waited for answers {}"),
    "frame": Kind(0, 3, "made frames {}"),
    "went": Kind(0, 3, "went to another address {}"),
    "worker": Kind(0, 20, "started workers {}"),
    "socket": Kind(0, 10, "opened web sockets {}"),
    "download": Kind(0, 20, "started downloads {}"),
}
"""Limits for what costs all runs something and is no kind of event by itself."""


class Floods:
    """Keeps account of one run."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        """Why the run has to end, as soon as it has."""
        self.cut: Counter[str] = Counter()
        """How many events of each kind were not recorded."""
        self.felt: Callable[[], None] = lambda: None
        """Called when runs beside this one may feel what its page does."""
        self._counts: Counter[str] = Counter()
        self._shares: defaultdict[str, float] = defaultdict(float)
        self._level = 0.0
        self._at = time.monotonic()
        self._letters = 0
        self._carried: Counter[str] = Counter()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, ended: Callable[[], None]) -> None:
        """Have something called as soon as the run has to end, at once when it has already."""
        self._listeners.append(ended)
        if self.trouble is not None:
            ended()

    @asynccontextmanager
    async def ending(self, limit: asyncio.Timeout) -> AsyncIterator[None]:
        """A block with a limit of time, that runs out as soon as the run has to end."""

        def runs_out() -> None:
            with suppress(RuntimeError):  # it is over already
                limit.reschedule(0)

        async with limit:
            self.listen(runs_out)
            yield

    def admits(self, kind: str, data: dict[str, Any]) -> bool:
        """Whether an event that has come in is to be recorded."""
        known = KINDS.get(kind)
        if known is None:
            return True
        what = kind
        if kind == "window" and data.get("action") == "blocked":  # nothing was opened
            what, known = "blocked", OTHERS["blocked"]
        self._count(what, known, sum(len(one) for one in data.values() if isinstance(one, str)))
        if self._counts[what] <= known.most and self._letters < LETTERS:
            return True
        self.cut[kind] += 1
        return False

    def note(self, what: str, letters: int = 0) -> None:
        """Take note of something that is no event, and of the characters that came with it."""
        self._count(what, OTHERS[what], letters)

    def weigh(self, letters: int) -> None:
        """Take note of the characters that an event took in the log."""
        self._letters += letters

    def end(self, trouble: Trouble) -> None:
        """The run has to end; the first reason counts."""
        if self.trouble is None:
            self.trouble = trouble
            self.felt()
            for ended in self._listeners:
                ended()

    def _count(self, what: str, kind: Kind, letters: int) -> None:
        self._counts[what] += 1
        self._carried[what] += letters
        weight = kind.weight + letters / CARRIED
        now = time.monotonic()
        self._level = max(0.0, self._level - (now - self._at) * EASE) + weight
        self._at = now
        self._shares[what] += weight
        if self._level > FELT:
            self.felt()
        if self._level > ROOM and self.trouble is None:
            self.end(self._flood())

    def _flood(self) -> Trouble:
        most = max(self._shares, key=lambda what: self._shares[what])
        said = (KINDS.get(most) or OTHERS[most]).said.format(_often(self._counts[most]))
        letters = self._carried[most]
        size = f", with {letters / 1e6:,.0f} million characters," if letters > MUCH else ""
        return Trouble(
            "flood",
            f"the page {said}{size} within a short time",
            hint="the run was ended, as it held up the others; look for a loop, or for a timer or "
            "a callback that sets itself off again",
        )


def shortened(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """An event's data without the rest of texts that nobody reads to their end."""
    most = LONGEST if kind in KINDS else READ
    if not any(isinstance(one, str) and len(one) > most for one in data.values()):
        return data
    return {name: _short(one, most) if isinstance(one, str) else one for name, one in data.items()}


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[:most]}… (+{len(text) - most:,} characters)"


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
