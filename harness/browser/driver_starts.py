"""Why Playwright's driver does not start: its package is damaged, or what stands for it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import playwright

from harness.browser.unstarted import DriverDamaged, DriverNotStarted, shown

if TYPE_CHECKING:
    from harness.browser.finding import Found

NODE: Final = "PLAYWRIGHT_NODEJS_PATH"
"""Playwright's variable for another Node.js than its own."""

REINSTALL: Final = "python -m pip install --force-reinstall playwright"
"""What mends a playwright package that is damaged."""


def program() -> tuple[str, str]:
    """Node.js and its script, that are the driver; they may not be there.

    Playwright's own function for this raises where they are not.
    """
    folder = Path(playwright.__file__).parent / "driver"
    own = folder / ("node.exe" if sys.platform == "win32" else "node")
    return os.environ.get(NODE) or str(own), str(folder / "package" / "cli.js")


def damage() -> DriverDamaged | None:
    """What of the driver is not there, which no further start will change; None when all is."""
    node, script = program()
    is_other = NODE in os.environ
    for file, is_run in ((node, True), (script, False)):
        if not Path(file).is_file():
            what = f"{file} is not there"
        elif is_run and not os.access(file, os.X_OK):
            what = f"{file} may not be executed"
        else:
            continue
        told = what if is_run and is_other else f"the playwright package is damaged: {what}"
        return DriverDamaged(*_words(told))
    return None


def not_started(error: Exception, seconds: float) -> DriverNotStarted:
    """What went wrong as it started, while all of it is there."""
    if isinstance(error, TimeoutError):
        what = f"it did not answer within {seconds:g} s"
    elif isinstance(error, OSError):
        what = f"the system refuses {program()[0]}: {error.strerror or error}"
    else:
        what = f"{program()[0]} ended as it started"
    return DriverNotStarted(*_words(what))


def ended(browser: Found) -> DriverNotStarted:
    """The driver ended, or does not answer any more, while it was to start a browser."""
    return DriverNotStarted(
        f"Playwright's driver ended, or answers no more, as it was to start {shown(browser)}",
        ("hint: is that Chromium or Chrome? `harness doctor` tells what both need",),
    )


def remedy() -> str:
    """What to do about a driver that does not start."""
    if NODE in os.environ:
        return f"unset {NODE}, or name a Node.js by it that Playwright works with"
    return f"install it anew: {REINSTALL}"


def _words(what: str) -> tuple[str, tuple[str, ...]]:
    return f"Playwright's driver does not start: {what}", (f"hint: {remedy()}",)
