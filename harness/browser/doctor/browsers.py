"""The browsers of a machine, what drives them, and their sandbox, each by trying it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from harness.browser import driver_starts, driver_variables
from harness.browser.doctor.line import Line
from harness.browser.finding import BrowserNotFound, candidates, find, is_named, tried, tried_out
from harness.browser.sandbox import lack
from harness.browser.unstarted import ending, refused_by, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.browser.finding import Found, Trial

LIMIT: Final = 15
"""Seconds that a browser or the driver may take to start."""

_SWITCHES: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--dump-dom",
    "about:blank",
)


def driver() -> Line:
    """Whether Playwright's driver starts, a program of Node.js."""
    what = "browser driver"
    if lack := driver_starts.damage():
        return _driverless(str(lack))
    try:
        done = subprocess.run(  # noqa: S603 - Playwright's own
            [*driver_starts.program(), "--version"],
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
            env=driver_variables.without_meddling(),
        )
        trouble = "" if "Version" in done.stdout else f"ends with {done.returncode}"
        said = done.stdout.strip() or _last_line(done.stderr)
    except (OSError, subprocess.TimeoutExpired) as error:
        trouble, said = "does not start", _last_line(str(error))
    if not trouble:
        return Line(what, f"Playwright's, {said.lower()}, starts")
    return _driverless(f"Playwright's {trouble}{': ' if said else ''}{said}")


def _driverless(found: str) -> Line:
    so = "no browser can be driven"
    return Line("browser driver", found, "lack", so, driver_starts.remedy())


def variables() -> Line:
    """Which variables are set that would change what the driver does."""
    what = "driver variables"
    found = driver_variables.meddling()
    if not found:
        return Line(what, "none are set that change what the driver does")
    told = f"set: {', '.join(sorted(found))}"
    so = "nothing of it in runs: the driver is started without them"
    return Line(what, told, "warn", so, "unset them; to see what a browser does say --headed")


def installed() -> Iterator[Line]:
    """Every browser that is there; in use is the one that is named, else the first that starts.

    The one in use is started, with its sandbox and without.
    """
    try:
        named = find() if is_named() else None
    except BrowserNotFound as error:
        so, remedy = "nothing is run", "name one that is there, or none and let one be found"
        yield Line("browser", str(error), "lack", so, remedy)
        return
    known = list(dict.fromkeys([named, *candidates()] if named else [*candidates()]))
    with ThreadPoolExecutor(max_workers=4) as pool:
        # What is preferred is most likely what is used: it need not wait for what others say.
        tried_first = pool.submit(lambda: [*started(known[0])] if known else [])
        trials = dict(zip(known, pool.map(tried_out, known), strict=True))
    used = named or next((found for found, one in trials.items() if one.version is not None), None)
    for found, trial in trials.items():
        yield _asked(found, trial, is_used=found == used)
    if used is None and known:
        remedy = refused_by(known[0], trials[known[0]]).hint
        yield Line("browser", "none that starts", "lack", "nothing is run", remedy)
    elif used is None:
        so, remedy = "nothing is run", "`harness install` gets one"
        yield Line("browser", "none that starts", "lack", so, remedy)
        yield from (Line("", line, "lack") for line in tried())
    elif trials[used].version is not None:
        yield from tried_first.result() if used == known[0] else started(used)


def _asked(found: Found, trial: Trial, *, is_used: bool) -> Line:
    """What a browser said of itself, or how it ended instead."""
    about = f"{found.path} ({found.source}, {'used' if is_used else 'not used'})"
    if trial.version is not None:
        return Line("browser", f"{trial.version or 'says no version'}: {about}")
    refused = refused_by(found, trial)
    said = "".join(f": {line}" for line in words(trial.said)[-1:])
    shown = f"does not start: {about} {refused.how}{said}"
    if not is_used:
        return Line("browser", shown)
    return Line("browser", shown, "lack", "nothing is run", refused.hint)


def started(browser: Found) -> Iterator[Line]:
    """How a browser starts, with its sandbox and without; both are tried at once."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        plain = pool.submit(trouble_of, browser.path, has_sandbox=False)
        boxed = pool.submit(trouble_of, browser.path, has_sandbox=True)
    trouble = plain.result()
    if trouble is None:
        yield Line("browser start", "a page opens")
    else:
        yield Line(
            "browser start",
            f"no page opens: {trouble}",
            "lack",
            so="nothing is run",
            remedy="it may lack a library: `harness install`, or name another by --browser-path",
        )
    trouble = boxed.result()
    if trouble is None:
        yield Line("browser sandbox", "a page opens in it")
        return
    yield Line(
        "browser sandbox",
        f"no page opens in it: {lack() or trouble}",
        "warn",
        so="real pages, by `audit` and `host: {url: …}`, are refused",
        remedy="be another user than root and allow user namespaces, or say --no-sandbox",
    )


def trouble_of(path: str, *, has_sandbox: bool) -> str | None:
    """Why a browser shows no page; None when it does."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [path, f"--user-data-dir={folder}", *_SWITCHES]
        if not has_sandbox:
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(  # noqa: S603 - a browser that was found
                command,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=LIMIT,
                check=False,
                env={**os.environ, "HOME": folder} if sys.platform == "linux" else None,
            )
        except subprocess.TimeoutExpired:
            return f"it does not within {LIMIT} s"
        except OSError as error:
            return str(error.strerror)
    if "<html>" in done.stdout:
        return None
    how = f"it {ending(done.returncode)}"
    return _last_line(done.stderr) or how if done.returncode else how


def _last_line(text: str) -> str:
    """The last thing said, without the place in the browser's code that says it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].rpartition("] ")[2][:200] if lines else ""
