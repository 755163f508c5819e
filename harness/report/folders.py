"""Where evidence goes: places are tried before the first run, and no two commands share one.

Each command that makes runs has a folder of its own in its output folder, `run-0001`, the next
`run-0002`; the last one has the highest number. The newest ten are kept. A folder of a command
that is still going is never removed: the command holds a lock on it, which ends with its process.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.report.event_log import SLUG_LENGTH
from harness.supervision import locks
from harness.supervision.invocation import TEMPORARY
from harness.wording import many

KEPT = 10
"""How many commands' evidence stays in an output folder."""

LONGEST = SLUG_LENGTH + len(".jsonl")
"""The longest name of a file in a run's folder; some file systems allow less."""

_NAME = re.compile(r"run-(\d{4,})")
_TRIED = b"\n" * 4096
_USUAL = {
    FileExistsError: "a part of the path is a file",
    NotADirectoryError: "a part of the path is a file",
    PermissionError: "you may not write there",
}


class Unwritable(Exception):  # noqa: N818 - the condition is named
    """A place cannot be written to; the message says which, why, and what to do."""

    def __init__(self, place: Path, error: OSError, advice: str) -> None:
        super().__init__(f"{place}: cannot be written: {why(error)}; {advice}")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of this command's evidence; hold it as long as something is written there."""

    path: Path
    lock: locks.Lock | None


def why(error: OSError) -> str:
    """The reason of the system, in usual words where it has others."""
    if isinstance(error, FileExistsError) and Path(error.filename or "").is_symlink():
        return "it is a link that leads nowhere"
    usual = _USUAL.get(type(error), "")
    return usual or (error.strerror or str(error)).lower()


def gone(folder: Path, count: int) -> str:
    """What to say of runs whose evidence is not there any more."""
    return (
        f"{folder}: the evidence of {many(count, 'run')} is gone: "
        "it was removed or moved while the command ran; the verdicts stand"
    )


def run_folder(output: Path, advice: str = "name another folder with --output") -> RunFolder:
    """A new folder for this command in the output folder, tried; old ones go. Raises Unwritable."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = _claimed(output)
        lock = locks.shared(folder)
        try_folder(folder)
    except OSError as error:
        raise Unwritable(output, error, advice) from None
    _tidy(output)
    return RunFolder(folder, lock)


def newest(output: Path) -> Path | None:
    """The folder of the last command in an output folder, if there is one. Raises OSError."""
    numbered = [one for one in _numbered(output) if one[1].is_dir()]
    return numbered[-1][1] if numbered else None


def try_folder(folder: Path) -> None:
    """Write a file there as a run would, and remove it. Raises OSError."""
    file = folder / f".{'t' * (LONGEST - 12)}{os.urandom(5).hex()}"
    try:
        file.write_bytes(_TRIED)
    finally:
        with suppress(OSError):
            file.unlink()


def try_temporary() -> None:
    """Try the folder that browsers put their profiles into. Raises Unwritable."""
    name = next((one for one in TEMPORARY if os.environ.get(one)), None)
    folder = Path(os.environ[name] if name else tempfile.gettempdir())
    try:
        try_folder(folder)
    except OSError as error:
        advice = f"a browser needs it; set {name or 'TMPDIR'} to a folder that can be written to"
        raise Unwritable(folder, error, advice) from None


def _claimed(output: Path) -> Path:
    """The first free number above all; a folder that is made by two is made by one of them."""
    numbered = _numbered(output)
    number = numbered[-1][0] if numbered else 0
    while True:
        number += 1
        folder = output / f"run-{number:04d}"
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder


def _numbered(output: Path) -> list[tuple[int, Path]]:
    found = [(_NAME.fullmatch(path.name), path) for path in output.iterdir()]
    return sorted((int(name[1]), path) for name, path in found if name)


def _tidy(output: Path) -> None:
    """Remove what is older than the newest, except folders of commands that are still going."""
    with suppress(OSError):
        for _, folder in _numbered(output)[:-KEPT]:
            if folder.is_dir() and not folder.is_symlink() and locks.is_free(folder):
                shutil.rmtree(folder, ignore_errors=True)
