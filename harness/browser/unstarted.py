"""Why a browser does not start, in words: how it ended, what it says itself, what to do."""

from __future__ import annotations

import re
import signal
import sys
from typing import TYPE_CHECKING, Final

from harness.browser import failed_calls
from harness.browser.finding import PATIENCE, VARIABLE, Found, NoBrowser
from harness.scenario.escaping import visible
from harness.wording import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.browser.finding import Trial

OPTION: Final = "--browser-path"

SMALL_FILES: Final = 64 << 20
"""Bytes that a file has to be able to have: browsers keep their memory in files too."""

_FAILED: Final = "the browser does not start: "
_LINES, _WIDTH = 3, 200
_FROM_SHELL: Final = 128
"""A shell ends with this and the signal's number where a signal has ended its program."""
_ENDED: Final = re.compile(r"<process did exit: exitCode=(\w+), signal=(\w+)>")
_SAID: Final = re.compile(r"\[pid=\d+\]\[(?:err|out)\] (.*)")
_PLACE: Final = re.compile(r"^\[[\w:/.,() -]*\] ")
_ERRNO: Final = re.compile(r"spawn(?: .*?)? (E[A-Z0-9]+)")
_LIBRARY: Final = ("shared librar", "cannot open shared object", ".so: not found")
_REFUSED: Final = {
    "EACCES": "cannot be started: there is no permission to execute it",
    "ENOEXEC": "cannot be started: it is no program of this system",
    "ENOENT": "cannot be started: it, or the program that it is written for, is not there",
    "EAGAIN": "cannot be started: the system allows no further process",
    "ENOMEM": "cannot be started: the system has no memory left",
}


class BrowserNotStarted(NoBrowser):
    """There is a browser, and it does not start, or opens no page."""

    is_by_itself = False
    """Whether it ended by itself: it may lack a library, and be of use with that."""
    how = hint = ""
    """How it ended, and what to do, each to go on in a sentence."""


class DriverNotStarted(NoBrowser):
    """Playwright's driver does not start."""


class DriverDamaged(DriverNotStarted):
    """Something of the driver is not there, which no further start will change."""


def not_started(browser: Found, how: str, said: Sequence[str] = ()) -> BrowserNotStarted:
    """A browser does not start; `how` it ended goes on in the sentence."""
    hint = _remedy(browser, how, said)
    lines = (*(f"it said: {line}" for line in said), f"hint: {hint}")
    told = BrowserNotStarted(f"{_FAILED}{shown(browser)} {how}", lines)
    told.how, told.hint = how, hint
    return told


def refused_by(browser: Found, trial: Trial) -> BrowserNotStarted:
    """A browser does not even say its version."""
    if trial.refusal is not None:
        how = f"cannot be started: {trial.refusal}"
    elif trial.code is None:
        how = f"does not say its version within {PATIENCE} s"
    else:
        how = f"{ending(trial.code)} when it was asked for its version"
    told = not_started(browser, how, words(trial.said))
    told.is_by_itself = trial.code is not None and 0 < trial.code <= _FROM_SHELL
    return told


def all_of(refused: Sequence[BrowserNotStarted]) -> BrowserNotStarted:
    """Several browsers, and none that starts: the preferred one, with a line for each other."""
    first, *others = refused
    *lines, hint = first.tried
    more = [f"also: {str(one).removeprefix(_FAILED)}" for one in others]
    told = BrowserNotStarted(str(first), (*lines, *more, hint))
    told.is_by_itself = all(one.is_by_itself for one in refused)
    return told


def opens_no_page(browser: Found, reason: str) -> BrowserNotStarted:
    """A browser starts, and then opens no page."""
    return BrowserNotStarted(
        f"the browser starts, but opens no page: {shown(browser)}: {reason}",
        (f"hint: {_limited() or f'{_another(browser)}; `harness doctor` tries what it needs'}",),
    )


def not_launched(browser: Found, text: str, seconds: float) -> BrowserNotStarted:
    """A browser does not start, by what Playwright tells of its launch."""
    said = words([found[1] for found in map(_SAID.search, text.splitlines()) if found])
    ended, refused = _ENDED.search(text), _ERRNO.search(text)
    first = text.partition("\n")[0]
    if "Timeout" in first or not text:
        how = f"neither answered nor ended within {seconds:g} s"
    elif refused:
        how = _REFUSED.get(refused[1], f"cannot be started: {refused[1]}")
    elif ended:
        code, number = ended.groups()
        how = ending(int(code) if code.isdigit() else None, None if number == "null" else number)
    elif "doesn't exist" in first:
        how = "is not there any more"
    elif failed_calls.is_of_an_end(first):
        how = "ended as it started"
    else:
        how = f"does not do what it is asked: {failed_calls.words(first)}"
    return not_started(browser, how, said)


def lost_meanwhile(text: str) -> NoBrowser:
    """The browser, or what was opened in it, went away while it was worked with."""
    return BrowserNotStarted(
        f"the browser failed in the middle of the work: {failed_calls.words(text)}",
        ("hint: try again; `harness doctor` tells what a browser needs",),
    )


def often(error: NoBrowser, count: int) -> NoBrowser:
    """The same, with how often it was tried."""
    if count > 1:
        *lines, hint = error.tried or ("",)
        error.tried = (*lines, f"tried: {times(count)} in a row", *([hint] if hint else []))
    return error


def ending(code: int | None, number: str | None = None) -> str:
    """How a process ended, to go on in a sentence; negative codes are signals, as for Python."""
    if code is not None and code < 0:
        number = _name(-code) or f"signal {-code}"
    if number is not None:
        return f"was ended by {number}"
    of_shell = _name(code - _FROM_SHELL) if code is not None and code > _FROM_SHELL else None
    if of_shell is not None:
        return f"was ended by {of_shell} (exit status {code})"
    return f"ended with exit status {code}"


def words(lines: Sequence[str]) -> tuple[str, ...]:
    """What says most of a program's output, short, without places in the program's code."""
    stripped = dict.fromkeys(line.strip() for line in lines)  # Playwright tells some lines twice
    kept = [line for line in stripped if line and not line.startswith("#")]
    telling = [line for line in kept if "FATAL" in line or "rror" in line or "cannot" in line]
    return tuple(visible(_PLACE.sub("", line))[:_WIDTH] for line in (telling or kept)[-_LINES:])


def shown(browser: Found) -> str:
    """A browser, and who says that it is the one."""
    is_named = browser.source in {OPTION, VARIABLE}
    return f"{browser.path} ({'named by ' if is_named else ''}{browser.source})"


def address_limit() -> int | None:
    """How many bytes of addresses this process may have; None where there is no limit."""
    return _limit("RLIMIT_AS")


def file_limit() -> int | None:
    """How many bytes a file may have that this process writes; None where there is no limit."""
    return _limit("RLIMIT_FSIZE")


def file_limit_told(limit: int) -> str:
    """The limit of files, to begin a sentence."""
    return f"files may be {limit / 1024:,.0f} kB at most (ulimit -f)"


def _limit(name: str) -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    soft, _hard = resource.getrlimit(getattr(resource, name))
    return None if soft == resource.RLIM_INFINITY else soft


def _limited(how: str = "") -> str | None:
    """Which limit of this process a browser cannot do with, and what to do."""
    limit = address_limit()
    if limit is not None:
        return (
            f"this process may have {limit / 2**30:.1f} GB of addresses (ulimit -v), and a browser "
            "takes far more: lift the limit (ulimit -v unlimited)"
        )
    largest = file_limit()
    if largest is not None and ("SIGXFSZ" in how or largest < SMALL_FILES):
        return f"{file_limit_told(largest)}: lift the limit (ulimit -f unlimited)"
    return None


def _remedy(browser: Found, how: str, said: Sequence[str]) -> str:
    limited = _limited(how)
    if limited is not None:
        return limited
    if any(mark in line for line in said for mark in _LIBRARY):
        return f"it lacks a library: `harness install` gets what it needs; or {_another(browser)}"
    if "SIGKILL" in how:
        return "somebody, or the system for want of memory, has killed it: see `harness doctor`"
    if "permission" in how:
        return f"allow it: chmod +x {browser.path}; or {_another(browser)}"
    return (
        f"see what it says by itself: {browser.path} --version; {_another(browser)}; "
        "it has to be Chromium or Chrome"
    )


def _another(browser: Found) -> str:
    if browser.source == VARIABLE:
        return f"name another one by {VARIABLE}, or unset that and let one be found"
    if browser.source == OPTION:
        return f"name another one by {OPTION}, or none and let one be found"
    return f"name another one by {OPTION}"


def _name(number: int) -> str | None:
    try:
        return signal.Signals(number).name
    except ValueError:
        return None
