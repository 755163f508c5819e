"""When things happened: one clock that nobody sets, and what the documents' own clocks say by it.

A document stamps its events by its own clock, which runs evenly from the wall clock's time at
its process's beginning. As long as nobody sets the wall clock, that is exact. Where somebody did
(by hand, by the network's time, by a sleeping laptop), or where a document says what cannot be,
it is told from when its messages arrive: none arrives before it was sent.
"""

from __future__ import annotations

import time

STEP = 2.0
"""Milliseconds by which the wall clock may differ at once without having been set."""

SLEW = 1e-4
"""The part of the time that has passed by which it may be slowed or hastened."""

STALE = 60_000.0
"""Milliseconds for which processes may live that began before the wall clock was set."""

EARLY = 1.0
"""Milliseconds by which a message may seem to come before it was sent, as clocks are coarse."""

_AT_ONCE = 0.2
"""Milliseconds within which both clocks are read as at one moment."""

_TRIES = 5


def wall() -> float:
    """Milliseconds since the epoch, by the clock that people set."""
    return time.time() * 1000


def steady() -> float:
    """Milliseconds since some moment, by the clock that nobody sets."""
    return time.monotonic() * 1000


def both() -> tuple[float, float]:
    """The steady clock and the wall clock, read at one moment."""
    best = (float("inf"), 0.0, 0.0)
    for _ in range(_TRIES):  # a busy machine may go elsewhere between two readings
        before, there, after = steady(), wall(), steady()
        best = min(best, (after - before, before, there))
        if best[0] <= _AT_ONCE:
            break
    return best[1:]


class _Wall:
    """Watches whether the wall clock keeps pace with the steady one."""

    def __init__(self) -> None:
        self._seen = both()
        self._set_at: float | None = None

    def has_been_set(self) -> bool:
        """Whether it was set within a while; asked as each run and each document begins."""
        seen, self._seen = self._seen, both()
        passed = self._seen[0] - seen[0]
        if abs(self._seen[1] - seen[1] - passed) > STEP + passed * SLEW:
            self._set_at = self._seen[0]
        return self._set_at is not None and self._seen[0] - self._set_at < STALE


_WALL = _Wall()


class Clock:
    """Milliseconds since a run began."""

    def __init__(self) -> None:
        _WALL.has_been_set()
        self._began, self._wall = both()
        self._documents: dict[str, _Document] = {}

    def now(self) -> float:
        """The moment that it is."""
        return steady() - self._began

    def at(self, moment: float) -> float:
        """A moment of the steady clock."""
        return max(0.0, moment - self._began)

    def in_document(self, name: str, stamp: float) -> float:
        """A moment that a document tells of, by a message that has just arrived.

        `stamp` is what the document's clock says, in milliseconds since the epoch. The moment is
        neither before the run began nor after now, nor before the document's last one.
        """
        document = self._documents.get(name)
        if document is None:
            ahead = None if _WALL.has_been_set() else self._wall
            document = self._documents[name] = _Document(ahead)
        return document.moment(stamp, self.now())


class _Document:
    """One document's clock, and how far it is ahead of the run's."""

    def __init__(self, ahead: float | None) -> None:
        self._ahead = ahead
        self._last = 0.0

    def moment(self, stamp: float, now: float) -> float:
        if self._ahead is None or not 0 <= stamp - self._ahead <= now + EARLY:
            self._ahead = stamp - now
        self._last = min(now, max(self._last, stamp - self._ahead))
        return self._last
