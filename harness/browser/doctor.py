"""What the machine offers to the harness, a line each, for `harness doctor`."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browser.finding import BrowserNotFound, candidates, find, tried
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
    """One finding: whether it is as the harness needs it, what was looked at, what was found."""

    is_well: bool
    what: str
    found: str


def examine(output: Path) -> Iterator[Line]:
    """All findings, the needed ones and those that are good to know."""
    yield Line(
        sys.version_info >= (3, 11),
        "Python",
        f"{platform.python_version()} on {platform.platform()}",
    )
    for name in _LIBRARIES:
        yield Line(True, name, version(name))
    yield from _browsers()
    yield Line(True, "browser sandbox", _sandbox())
    yield _folder("output folder", output)
    yield _folder("temporary folder", Path(tempfile.gettempdir()))
    yield _port()


def _browsers() -> Iterator[Line]:
    try:
        used = find()
    except BrowserNotFound as error:
        yield Line(False, "browser", f"{error}; `harness install` gets one")
        for line in error.tried or tried():
            yield Line(False, "", line)
        return
    for found in dict.fromkeys([used, *candidates()]):
        note = "used" if found == used else "not used"
        yield Line(
            True, "browser", f"{_version_of(found.path)}: {found.path} ({found.source}, {note})"
        )


def _version_of(path: str) -> str:
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not start ({error})"
    return done.stdout.strip() or "gives no version"


def _sandbox() -> str:
    """Whether Chromium's sandbox can work here; the project's own pages run without it."""
    if sys.platform != "linux":
        return "available"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return "not available to root"
    allowed = Path("/proc/sys/kernel/unprivileged_userns_clone")
    is_off = allowed.exists() and allowed.read_text().strip() == "0"
    return "not available: user namespaces are turned off" if is_off else "available"


def _folder(what: str, folder: Path) -> Line:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Line(False, what, f"{folder} cannot be written to: {error.strerror}")
    return Line(True, what, f"{folder} can be written to")


def _port() -> Line:
    try:
        with socket.create_server((LOOPBACK, 0)) as probe:
            return Line(
                True, "loopback port", f"free ones can be had, such as {probe.getsockname()[1]}"
            )
    except OSError as error:
        return Line(False, "loopback port", f"none can be had: {error.strerror}")
