"""Where the harness writes, by writing there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.browser.doctor.line import Line, megabytes

if TYPE_CHECKING:
    from collections.abc import Iterator

LITTLE, NONE = 1 << 30, 100 << 20
"""Free space: runs with pictures and recordings of floods fill the one, the browser the other."""

FEW_FILES: Final = 2_000
SHARED: Final = Path("/dev/shm")  # noqa: S108 - the system's own name for it
LITTLE_SHARED: Final = 64 << 20


def folders(output: Path) -> Iterator[Line]:
    """The folder of the evidence, and that of what the browser and the harness keep meanwhile."""
    yield folder("output folder", output, "choose another by --output")
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError as error:
        remedy = "set TMPDIR to a folder that can be written to"
        so = "the browser has no place for its profile"
        yield Line("temporary folder", f"there is none: {error.strerror}", "lack", so, remedy)
        return
    yield folder("temporary folder", temporary, "choose another by TMPDIR")


def folder(what: str, wanted: Path, remedy: str) -> Line:
    """Whether a file can be written into a folder, and how much room there is."""
    there = next((one for one in (wanted, *wanted.absolute().parents) if one.is_dir()), wanted)
    so = "nothing can be kept there"
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(bytes(1 << 16))
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(there).free
    except OSError as error:
        found = f"{wanted} cannot be written to: {error.strerror}"
        return Line(what, found, "lack", so, remedy)
    found = f"{wanted} can be written to, {megabytes(free)} free"
    files = _files_left(there)
    if free < NONE or files == 0:
        found += "" if files else ", no more files"
        return Line(what, found, "lack", so, f"make room, or {remedy}")
    if free < LITTLE or (files is not None and files < FEW_FILES):
        found += f", {files} more files" if files is not None and files < FEW_FILES else ""
        so = "it may be full before many runs are over"
        return Line(what, found, "warn", so, f"make room, or {remedy}")
    return Line(what, found)


def shared_memory() -> Iterator[Line]:
    """What Linux has for memory that processes share; containers have little."""
    if sys.platform != "linux":
        return
    what = "shared memory"
    so = "runs keep out of it; a browser that is started otherwise crashes on large pages"
    remedy = "give the container more: --shm-size=1g"
    try:
        size = shutil.disk_usage(SHARED).total
    except OSError as error:
        yield Line(what, f"{SHARED}: {error.strerror}", "warn", so, remedy)
        return
    is_well = size >= LITTLE_SHARED
    found = f"{SHARED} has {megabytes(size)}"
    yield Line(what, found) if is_well else Line(what, found, "warn", so, remedy)


def _files_left(there: Path) -> int | None:
    """How many files there may be more; None where that is not limited."""
    if not hasattr(os, "statvfs"):
        return None
    told = os.statvfs(there)
    return told.f_favail if told.f_files else None
