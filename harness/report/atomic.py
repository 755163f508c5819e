"""Files that are either whole or not there."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from harness.report.regular import append, is_outlet, refuse_irregular

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write the file; a reader, and a kill at any moment, finds the old one or the new one.

    Raises OSError, where something else than a file is there too.
    """
    if is_outlet(path):
        append(path, content)
        return
    refuse_irregular(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{_begin(path, os.getpid())}{os.urandom(4).hex()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def remove_parts(path: Path, pid: int) -> None:
    """Remove what a process left that was killed as it wrote this file."""
    with suppress(OSError):
        for one in path.parent.iterdir():
            if one.name.startswith(_begin(path, pid)) and one.suffix == ".part":
                one.unlink()


def _begin(path: Path, pid: int) -> str:
    return f".{path.name[:40]}.{pid}-"
