"""Getting a browser onto the machine: Playwright's download first, then Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.browser.finding import BrowserNotFound, Found, find

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGES = ("chromium-headless-shell", "chromium")
DOWNLOAD_LIMIT = 600
"""Seconds that one installing command may take."""


@dataclass(slots=True)
class Attempts:
    """What was tried, a line each, and the commands that a person could use."""

    lines: list[str] = field(default_factory=list)


def ensure(named: str | None, tell: Callable[[str], None]) -> Found:
    """The browser that `find` finds, else one that is installed now. Raises BrowserNotFound."""
    try:
        return find(named)
    except BrowserNotFound:
        if named:
            raise
    return install(tell)


def install(tell: Callable[[str], None]) -> Found:
    """Install a browser. Raises BrowserNotFound, with all that was tried, when nothing helps."""
    attempts = Attempts()
    for what, commands in _ways():
        tell(f"no browser yet: trying {what}")
        for command in commands:
            is_done = _run(command, attempts)
            if not is_done:
                break
        found = _found()
        if found is not None:
            return found
    raise BrowserNotFound(
        "no browser was found, and none could be installed", (*attempts.lines, *_advice())
    )


def _found() -> Found | None:
    try:
        return find()
    except BrowserNotFound:
        return None


def _ways() -> list[tuple[str, list[list[str]]]]:
    playwright = [sys.executable, "-m", "playwright"]
    download = [[*playwright, "install", "--only-shell", "chromium"]]
    if _is_root_on_debian():
        download.append([*playwright, "install-deps", "chromium"])
    ways = [("Playwright's headless shell", download)]
    if _is_root_on_debian():
        update = ["apt-get", "update", "-q"]
        for package in PACKAGES:
            order = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
            ways.append((f"the distribution's package {package}", [update, order]))
    return ways


def _is_root_on_debian() -> bool:
    return (
        sys.platform == "linux"
        and hasattr(os, "geteuid")
        and os.geteuid() == 0
        and shutil.which("apt-get") is not None
    )


def _run(command: list[str], attempts: Attempts) -> bool:
    shown = " ".join("python" if part == sys.executable else part for part in command)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 - the commands are the ones above
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DOWNLOAD_LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        attempts.lines.append(f"tried: {shown}: {error}")
        return False
    if done.returncode:
        attempts.lines.append(
            f"tried: {shown}: ended with {done.returncode}: {_gist(done.stderr or done.stdout)}"
        )
    return done.returncode == 0


def _gist(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("E:", "Error", "error", "Failed"))]
    return (telling or lines or ["no output"])[-1][:200]


def _advice() -> tuple[str, ...]:
    return (
        "these would help:",
        "  python -m playwright install --with-deps --only-shell chromium",
        "  apt-get install chromium-headless-shell   (Debian and Ubuntu, as root)",
        "  harness run --browser-path PATH           (a Chromium or Chrome that you have)",
    )
