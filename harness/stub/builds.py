"""Builds of a widget that stand in for the stub's: a loader alone, or all files of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.widget_api import LOADER_URL

if TYPE_CHECKING:
    from pathlib import Path

Build = bytes | Mapping[str, bytes]
"""The script of a loader, or the contents of files by their paths on the widget's host."""

LOADER_PATH = urlsplit(LOADER_URL).path
"""Where the published snippet looks for the loader."""


class NoLoader(Exception):  # noqa: N818 - the condition is named
    """A folder without a loader is no build of a widget."""


def read_build(path: Path) -> Build:
    """A loader's file, or a folder of files as the widget's host is to serve them.

    What is not in the folder is answered by the stub, the back end's address above all.
    Files on the first level are about the build, such as a profile, and are not served.
    Raises NoLoader and OSError.
    """
    if not path.is_dir():
        return path.read_bytes()
    files = {
        f"/{file.relative_to(path).as_posix()}": file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.parent != path
    }
    if LOADER_PATH not in files:
        raise NoLoader(f"{path}: a build of a widget has its loader at {LOADER_PATH[1:]}")
    return files
