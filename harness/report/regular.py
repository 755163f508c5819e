"""What stands where a file is to be: a named pipe holds whoever opens it, for ever."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "a file"
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a disk"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISDIR, "a folder"),
)


class Irregular(OSError):  # noqa: N818 - the condition is named
    """A place has something else than a regular file."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(errno.EINVAL, f"it is {kind}", str(path))


def read_regular(path: Path) -> bytes:
    """The content of a regular file. Raises OSError, for whatever else is there too."""
    if (kind := kind_of(path)) != _FILE:
        raise Irregular(path, kind)
    return path.read_bytes()


def refuse_irregular(path: Path) -> None:
    """Raises Irregular where something else is there that is no outlet either."""
    try:
        kind = kind_of(path)
    except OSError:  # nothing is there, or its folder is of no use: told when it is written
        return
    if kind != _FILE and not is_outlet(path):
        raise Irregular(path, kind)


def is_outlet(path: Path) -> bool:
    """Whether it is a device, or an open file of this process: written to, and never replaced."""
    return path.is_char_device() or (path.is_symlink() and path.is_relative_to("/dev"))


def append(path: Path, content: bytes) -> None:
    """Write to an outlet: it may be a pipe, or a file that others write to as well."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as file:
        file.write(content)


def kind_of(path: Path) -> str:
    """What is there, in words. Raises OSError."""
    mode = path.stat().st_mode
    return next((words for is_kind, words in _KINDS if is_kind(mode)), _FILE)
