"""Files that scenarios name: found in fixtures/, and nowhere else."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from harness.scenario.suggestions import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

_LISTED = 200


@dataclass(frozen=True, slots=True)
class NoFileError(Exception):
    """There is no such file, or it may not be used."""

    code: str
    message: str
    hint: str | None = None


@dataclass(slots=True)
class Shelf:
    """The `fixtures` folder that the scenarios of one folder use, and the files found so far."""

    folder: Path | None
    found: dict[str, Path | NoFileError] = field(default_factory=dict)

    @classmethod
    def above(cls, directory: Path) -> Shelf:
        """The folder `fixtures` in the nearest directory upwards that has one."""
        places = (directory, *directory.parents)
        folders = (place / "fixtures" for place in places)
        return cls(next((folder for folder in folders if folder.is_dir()), None))

    def find(self, name: str, inside: str = "") -> Path:
        """The file of this name below fixtures/ or a folder of it. Raises NoFileError."""
        key = f"{inside}/{name}"
        if key not in self.found:
            self.found[key] = self._look_for(name, inside)
        result = self.found[key]
        if isinstance(result, NoFileError):
            raise result
        return result

    def _look_for(self, name: str, inside: str) -> Path | NoFileError:
        if self.folder is None:
            where = f"fixtures/{inside}".rstrip("/")
            message = f"there is no {where}/{name}: no folder above this file has `fixtures`"
            hint = f"make the folder {where}/ beside your scenarios' folder, and put `{name}` there"
            return NoFileError("file", message, hint)
        base = self.folder / inside
        where = f"fixtures/{inside}".rstrip("/")
        on_disk = _on_disk(name)
        if _is_outside(base, on_disk):
            message = f"`{name}` leads out of {where}/"
            hint = f"name a file below {where}/, with `/` between folders"
            return NoFileError("file-outside", message, hint)
        file = base / on_disk
        try:
            is_file, is_folder = file.is_file(), file.is_dir()
        except OSError:
            is_file = is_folder = False
        if is_file:
            return file
        what = "is a folder" if is_folder else "does not exist"
        return NoFileError("file", f"{where}/{name} {what}", did_you_mean(name, _names(base)))


def _on_disk(name: str) -> str:
    """A name as this system has it: in UTF-8, also where Python takes names for something else."""
    if sys.getfilesystemencoding() == "utf-8":
        return name
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def _is_outside(base: Path, name: str) -> bool:
    if "\\" in name or "\0" in name or ":" in name or name.startswith("/"):
        return True
    try:
        return not (base / name).resolve().is_relative_to(base.resolve())
    except (OSError, ValueError, RuntimeError):
        return True


def _names(base: Path) -> list[str]:
    files = (file for file in base.rglob("*") if file.is_file()) if base.is_dir() else ()
    return sorted(file.relative_to(base).as_posix() for file in islice(files, _LISTED))
