"""Locks on folders and files between processes; they end with the process, however it ends.

Where the system or the file system has none, nobody waits for anybody, and nothing counts as free.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a folder with open files cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

ARE_THERE = fcntl is not None
"""Whether this system has them."""

PATIENCE = 5.0
"""Seconds that `alone` waits for others; they hold the lock for milliseconds."""

_PAUSE = 0.01
"""Seconds between two tries: a lock that is waited for has no limit of time, and no event."""


class Lock:
    """A lock that is held until it is let go, or the process ends. Raises OSError."""

    def __init__(self, folder: Path | str) -> None:
        if fcntl is None:
            raise OSError("there are no locks on folders here")
        # A named pipe would wait for somebody to write into it.
        self._number = os.open(folder, os.O_RDONLY | os.O_NONBLOCK)

    def take(self, *, is_shared: bool) -> bool:
        """Whether it is ours now; never waits. Raises OSError where there are no locks."""
        kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._number, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let it go."""
        os.close(self._number)


def shared(folder: Path) -> Lock | None:
    """Hold the folder or file together with others that use it, as far as that can be had."""
    with suppress(OSError):
        lock = Lock(folder)
        with suppress(OSError):
            lock.take(is_shared=True)
        return lock
    return None


def is_free(folder: Path | str) -> bool:
    """Whether nobody holds the folder or file."""
    with suppress(OSError):
        lock = Lock(folder)
        try:
            return lock.take(is_shared=False)
        finally:
            lock.release()
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else is in such a block for this folder; after `PATIENCE` nobody is waited for."""
    lock = None
    end = time.monotonic() + PATIENCE
    with suppress(OSError):
        lock = Lock(folder)
        while not lock.take(is_shared=False) and time.monotonic() < end:
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()
