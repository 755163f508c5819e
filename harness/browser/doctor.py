"""What the machine offers to the harness, a line each, for `harness doctor`."""

from __future__ import annotations

import platform
import socket
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browser.finding import BrowserNotFound, candidates, find, is_named, tried, version_of
from harness.browser.sandbox import lack
from harness.stub.server import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = (
    "playwright",
    "pytest",
    "pytest-playwright",
    "pytest-xdist",
    "http-server-mock",
    "PyYAML",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was looked at, what was found, whether it is as the harness needs it."""

    what: str
    found: str
    is_well: bool = True


def examine(output: Path) -> Iterator[Line]:
    """All findings, the needed ones and those that are good to know."""
    yield Line(
        "Python",
        f"{platform.python_version()} on {platform.platform()}",
        is_well=sys.version_info >= (3, 11),
    )
    for name in _LIBRARIES:
        yield _library(name)
    yield from _browsers()
    yield Line("browser sandbox", lack() or "available")
    yield _folder("output folder", output)
    yield _folder("temporary folder", Path(tempfile.gettempdir()))
    yield _port()


def _library(name: str) -> Line:
    try:
        return Line(name, version(name))
    except PackageNotFoundError:
        return Line(name, "not installed", is_well=False)


def _browsers() -> Iterator[Line]:
    """Every browser that is there; in use is the one that is named, else the first that starts."""
    try:
        named = find() if is_named() else None
    except BrowserNotFound as error:
        yield Line("browser", str(error), is_well=False)
        return
    known = [named, *candidates()] if named else [*candidates()]
    versions = {found: version_of(found) for found in dict.fromkeys(known)}
    used = named or next((found for found, text in versions.items() if text is not None), None)
    for found, text in versions.items():
        note = "used" if found == used else "not used"
        is_well = found != used or text is not None
        shown = f"{text or 'does not start'}: {found.path} ({found.source}, {note})"
        yield Line("browser", shown, is_well=is_well)
    if used is None:
        yield Line("browser", "none that starts; `harness install` gets one", is_well=False)
        yield from (Line("", line, is_well=False) for line in tried())


def _folder(what: str, folder: Path) -> Line:
    there = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return Line(what, f"{folder} cannot be written to: {error.strerror}", is_well=False)
    return Line(what, f"{folder} can be written to")


def _port() -> Line:
    try:
        with socket.create_server((LOOPBACK, 0)) as probe:
            port = probe.getsockname()[1]
        return Line("loopback port", f"free ones can be had, such as {port}")
    except OSError as error:
        return Line("loopback port", f"none can be had: {error.strerror}", is_well=False)
