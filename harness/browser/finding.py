"""Finding a browser: what the user named, Playwright's own download, then the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "HARNESS_BROWSER_PATH"
"""The environment variable that names a browser's executable."""

PATIENCE = 20
"""Seconds for a browser to say its version."""

_SHELLS = ("chromium-headless-shell", "headless_shell", "chrome-headless-shell")
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_DOWNLOADED = frozenset(
    {
        *("headless_shell", "chrome-headless-shell", "chrome", "Chromium"),
        *("headless_shell.exe", "chrome-headless-shell.exe", "chrome.exe"),
        "Google Chrome for Testing",
    }
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe")


@dataclass(frozen=True, slots=True)
class Found:
    """A browser: where it is, and by what rule it was found."""

    path: str
    source: str


class NoBrowser(Exception):  # noqa: N818 - the condition is named
    """Nothing can be run for want of a browser; `tried` are more lines: what was tried, a hint."""

    prefix = ""

    def __init__(self, message: str, tried: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.tried = tried

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is told of it; the first line says what is wrong."""
        return (f"{self.prefix}{self}", *(f"  {line}" for line in self.tried))


class BrowserNotFound(NoBrowser):
    """There is no browser; `tried` says where it was looked for, a line each."""

    prefix = "no browser: "


@dataclass(frozen=True, slots=True)
class Trial:
    """What a browser says of itself when it is asked; without a version it does not start."""

    version: str | None
    code: int | None = None
    """How it ended, as for Python: a negative one is a signal. None: it did not end, or begin."""
    said: tuple[str, ...] = ()
    refusal: str | None = None
    """Why the system did not start it."""


def find(named: str | None = None) -> Found:
    """The first browser in the order of preference. Raises BrowserNotFound."""
    if is_named(named):
        return _named(named or os.environ[VARIABLE], "--browser-path" if named else VARIABLE)
    for found in candidates():
        return found
    raise BrowserNotFound(
        "no Chromium, Chrome or headless shell was found on this machine", tried()
    )


def is_named(named: str | None = None) -> bool:
    """Whether the user says which browser to take; then no other one will do."""
    return bool(named or os.environ.get(VARIABLE))


def version_of(found: Found) -> str | None:
    """What a browser says of itself; None when it does not start, for want of a library say."""
    return tried_out(found).version


def tried_out(found: Found) -> Trial:
    """Ask a browser for its version."""
    if sys.platform == "win32":
        return Trial("a version that only its window tells")  # there the switch opens one
    try:
        done = subprocess.run(  # noqa: S603 - a browser that was found
            [found.path, "--version"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except OSError as error:
        return Trial(None, refusal=error.strerror or str(error))
    except subprocess.TimeoutExpired:
        return Trial(None)
    version = done.stdout.strip() if done.returncode == 0 else None
    return Trial(version, done.returncode, tuple(done.stderr.splitlines()))


def candidates() -> Iterator[Found]:
    """All browsers that can be found without being told, the preferred one first."""
    for path in sorted(_playwright_folder().glob("chromium*/**/*"), key=_newest_shell_first):
        if path.name in _DOWNLOADED and path.is_file() and os.access(path, os.X_OK):
            yield Found(str(path), "Playwright's download")
    for name in _SHELLS:
        if path_text := shutil.which(name):
            yield Found(path_text, "system headless shell")
    for name in _BROWSERS:
        if path_text := shutil.which(name):
            yield Found(path_text, "system browser")
    for path in _fixed_places():
        if path.is_file():
            yield Found(str(path), "system browser")


def tried() -> tuple[str, ...]:
    """Where a browser is looked for, for messages."""
    return (
        f"--browser-path and {VARIABLE}: not given",
        f"Playwright's downloads in {_playwright_folder()}: none",
        f"on the PATH: {', '.join((*_SHELLS, *_BROWSERS))}: none",
    )


def _named(path: str, source: str) -> Found:
    full = shutil.which(path)
    if full is None:
        raise BrowserNotFound(f"{source} names {path}, which {_lack(path)}")
    return Found(full, source)


def _lack(path: str) -> str:
    """Why what is named cannot be a browser."""
    if Path(path).is_dir():
        return "is a folder, and not an executable file"
    if Path(path).is_file():
        return f"is not an executable file: chmod +x {path} makes it one"
    return "is not an executable file: there is none of that name"


def _playwright_folder() -> Path:
    wish = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if wish == "0":  # Playwright's word for: beside its own code
        package = find_spec("playwright")
        return Path(package.origin if package and package.origin else "").parent / (
            "driver/package/.local-browsers"
        )
    if wish:
        return Path(wish)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ms-playwright"


def _newest_shell_first(path: Path) -> tuple[bool, int]:
    """Headless shells before full browsers, newer builds before older ones."""
    build = next(
        (part.rpartition("-")[2] for part in path.parts if part.startswith("chromium")), "0"
    )
    return "headless" not in path.name, -int(build) if build.isdigit() else 0


def _fixed_places() -> list[Path]:
    if sys.platform == "darwin":
        return [Path(place) for place in _MAC]
    if sys.platform == "win32":
        roots = [os.environ.get(n) for n in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [Path(root) / rest for root in roots if root for rest in _WINDOWS]
    return []
