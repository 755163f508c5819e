"""Standard output and error that break nothing off when they cannot be written.

A reader may leave (`| head`), a disk be full, a stream be closed from the beginning: what is
printed from there on is dropped, and the command goes on to its end. A reader who does not read
holds the command up, as any program, but not once a signal has asked it to end. Imports little.
"""

from __future__ import annotations

import errno
import io
import os
import select
import stat
import sys
from contextlib import suppress
from typing import Any, TextIO

_LEFT = frozenset({errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE})
"""Errors that say that nobody reads any more."""


PATIENCE = 2.0
"""Seconds that a command waits for a reader once it was asked to end."""

_GLANCE = 0.2
_is_asked_to_end = False


def hurry() -> None:
    """The command was asked to end: from now on it waits for no reader for long."""
    global _is_asked_to_end  # noqa: PLW0603 - a process ends once
    _is_asked_to_end = True


class Outlet(io.FileIO):
    """A stream's file; `reason` is why it could not be written, empty while all is well."""

    reason = ""
    _is_closed_for_good = False

    def write(self, data: Any, /) -> int:
        """Write, or drop what cannot be written any more."""
        size = memoryview(data).nbytes
        if self._is_closed_for_good:
            return size
        try:
            return self._written(data)
        except OSError as error:
            self._is_closed_for_good = True
            if error.errno not in _LEFT:
                self.reason = error.strerror or str(error)
            return size

    def _written(self, data: Any) -> int:
        """Wait here until there is room, also where a stream does not wait, as after Node.

        A pipe that has room takes `PIPE_BUF` bytes at once, of more it may keep the rest waiting.
        """
        if not self._may_wait:
            return super().write(data) or 0
        while True:
            self._wait()
            count = super().write(memoryview(data)[: select.PIPE_BUF])
            if count is not None:  # Python's buffer writes the rest
                return count

    @property
    def _may_wait(self) -> bool:
        """Whether it is a pipe, a terminal or a socket, for which the system tells of room."""
        return os.name == "posix" and not stat.S_ISREG(os.fstat(self.fileno()).st_mode)

    def _wait(self) -> None:
        """Until there is room. Raises OSError where nobody reads, and the command is to end."""
        waited = 0.0
        while not select.select([], [self], [], _GLANCE)[1]:
            waited = waited + _GLANCE if _is_asked_to_end else 0.0
            if waited > PATIENCE:
                raise OSError(errno.EPIPE, "nobody reads it")


def keep_open() -> None:
    """Put an outlet in the place of standard output and error, where they are files."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file that is opened would become it
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _kept(sys.stdout, sys.__stdout__, 1)
    sys.stderr = _kept(sys.stderr, sys.__stderr__, 2)


def lost() -> str:
    """Why standard output lacks something that somebody would have read; empty when it does not."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    outlet = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return outlet.reason if isinstance(outlet, Outlet) else ""


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _kept(stream: TextIO | None, own: TextIO | None, number: int) -> TextIO:
    """The stream with an outlet below it; as it is where it is no file of this process's own."""
    if stream is None:  # closed before the program began
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
    if stream is not own or not isinstance(stream, io.TextIOWrapper):
        return stream
    if not isinstance(
        getattr(stream.buffer, "raw", stream.buffer), io.FileIO
    ):  # a console of Windows
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(Outlet(number, "wb", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering or stream.write_through,
    )
