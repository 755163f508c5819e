"""Getting a browser onto the machine: Playwright's download first, then Debian's packages."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from harness.browser.driver_variables import without_meddling
from harness.browser.finding import (
    BrowserNotFound,
    Found,
    candidates,
    find,
    is_named,
    tried_out,
    version_of,
)
from harness.browser.unstarted import BrowserNotStarted, all_of, refused_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = list[str]
    Way = tuple[str, list[Command]]

PACKAGES = ("chromium-headless-shell", "chromium")
COMMAND_LIMIT = 600
"""Seconds that one installing command may take."""

_UPDATE = ["apt-get", "update", "-q"]
_PLAYWRIGHT = [sys.executable, "-m", "playwright"]
_ADVICE = (
    "these would help:",
    "  python -m playwright install --with-deps --only-shell chromium",
    "  apt-get install chromium-headless-shell   (Debian and Ubuntu, as root)",
    "  harness run --browser-path PATH           (a Chromium or Chrome that you have)",
)


def ensure(named: str | None, tell: Callable[[str], None]) -> Found:
    """The browser to use: the one named, the first that starts, or one that is installed now.

    Raises NoBrowser. What the user named is taken as it is. Nothing is installed where there is a
    browser that does not start: what keeps it from that may keep any other one.
    """
    if is_named(named):
        return find(named)
    refused = []
    for found in candidates():
        trial = tried_out(found)
        if trial.version is not None:
            return found
        refused.append(refused_by(found, trial))
    if refused:
        raise all_of(refused)
    return install(tell)


def install_wanted(tell: Callable[[str], None]) -> Found:
    """The same where the user asks for an installation. Raises NoBrowser.

    A browser that ends by itself may lack a library, and then something is installed.
    """
    if is_named():
        return find()
    try:
        return ensure(None, tell)
    except BrowserNotStarted as error:
        if not error.is_by_itself:
            raise
        for line in error.lines[:-1]:
            tell(line)
        return install(tell)


def install(tell: Callable[[str], None]) -> Found:
    """Install a browser. Raises BrowserNotFound, with all that was tried, when nothing helps."""
    tried: list[str] = []
    for what, commands in _ways():
        tell(f"no browser yet: trying {what}")
        before = len(tried)
        for command in commands:
            trouble = _run(command)
            tried += trouble
            if trouble and command != _UPDATE:  # an old list of packages may do
                break
        found = _first_that_starts()
        if found is not None:
            return found
        if len(tried) == before:
            tried.append(f"tried: {what}: installed, but it does not start")
    raise BrowserNotFound("no browser was found, and none could be installed", (*tried, *_ADVICE))


def _first_that_starts() -> Found | None:
    return next((found for found in candidates() if version_of(found) is not None), None)


def _ways() -> Iterator[Way]:
    """What is tried one after the other, until a browser starts."""
    download = [[*_PLAYWRIGHT, "install", "--only-shell", "chromium"]]
    if not _is_root_on_debian():
        yield "Playwright's headless shell", download
        return
    libraries = [*_PLAYWRIGHT, "install-deps", "chromium"]
    yield "Playwright's headless shell", [*download, libraries]
    for number, package in enumerate(PACKAGES):
        order = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
        commands = [order] if number else [_UPDATE, order]
        yield f"the distribution's package {package}", commands


def _is_root_on_debian() -> bool:
    return (
        sys.platform == "linux"
        and hasattr(os, "geteuid")
        and os.geteuid() == 0
        and shutil.which("apt-get") is not None
    )


def _run(command: Command) -> list[str]:
    """Run a command; a line that says what became of it, unless it went well."""
    shown = shlex.join("python" if part == sys.executable else part for part in command)
    environment = {**without_meddling(), "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 - the commands are the ones above
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"tried: {shown}: {error}"]
    if done.returncode == 0:
        return []
    gist = _gist(f"{done.stdout}\n{done.stderr}")
    return [f"tried: {shown}: ended with {done.returncode}: {gist}"]


def _gist(output: str) -> str:
    """The line that says most of why a command failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("E:", "Error", "error", "Failed"))]
    return (telling or lines or ["it said nothing"])[-1][:200]
