"""Browsers and drivers that do not start: what is told of them, and when nobody tries again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.browser import driver_starts, unstarted
from harness.browser.driver_starts import REINSTALL
from harness.browser.finding import VARIABLE, BrowserNotFound, Found, NoBrowser, Trial
from harness.browser.starts import Starts
from harness.browser.unstarted import not_launched, opens_no_page, refused_by
from harness.supervision import limits

if TYPE_CHECKING:
    from pathlib import Path

MINE = Found("/opt/mine", VARIABLE)
LOG = """BrowserType.launch: Target page, context or browser has been closed
Browser logs:

<launching> /opt/mine --headless --no-startup-window
<launched> pid=7
[pid=7][err] [1130/141500.1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox!
[pid=7][err] #0 0x55 base::debug::StackTrace
Call log:
  - [pid=7][err] [1130/141500.1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox!
  - [pid=7] <process did exit: exitCode={code}, signal={signal}>
"""


@pytest.mark.parametrize(
    ("code", "signal", "how"),
    [
        ("3", "null", "ended with exit status 3"),
        ("0", "null", "ended with exit status 0"),
        ("133", "null", "was ended by SIGTRAP (exit status 133)"),
        ("null", "SIGKILL", "was ended by SIGKILL"),
    ],
)
def test_how_a_browser_ended_and_its_own_words_are_told_and_none_of_playwrights(
    code: str, signal: str, how: str
) -> None:
    told = not_launched(MINE, LOG.format(code=code, signal=signal), 15)
    first, said, hint = told.lines
    assert first == f"the browser does not start: /opt/mine (named by {VARIABLE}) {how}"
    assert said == "  it said: No usable sandbox!"
    assert hint.startswith("  hint: ")
    assert "has been closed" not in "".join(told.lines)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("", "neither answered nor ended within 15 s"),
        (
            "BrowserType.launch: Timeout 15000ms exceeded.",
            "neither answered nor ended within 15 s",
        ),
        (
            "BrowserType.launch: Failed to launch: Error: spawn /opt/mine EACCES",
            "no permission to execute it",
        ),
        ("Target page, context or browser has been closed", "ended as it started"),
    ],
)
def test_a_browser_that_does_not_even_end_is_told_too(text: str, how: str) -> None:
    told = not_launched(MINE, text, 15)
    assert how in told.lines[0]
    assert "closed" not in "".join(told.lines)


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        (VARIABLE, f"name another one by {VARIABLE}, or unset that"),
        ("--browser-path", "name another one by --browser-path, or none"),
        ("system browser", "name another one by --browser-path"),
    ],
)
def test_the_hint_names_where_the_browser_came_from(
    monkeypatch: pytest.MonkeyPatch, source: str, advice: str
) -> None:
    monkeypatch.setattr(unstarted, "address_limit", lambda: None)
    assert advice in refused_by(Found("/opt/mine", source), Trial(None, 1)).hint
    monkeypatch.setattr(unstarted, "address_limit", lambda: 6 << 30)
    assert "6.0 GB" in refused_by(Found("/opt/mine", source), Trial(None, -5)).hint


def test_where_files_may_be_small_only_that_is_the_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unstarted, "address_limit", lambda: None)
    monkeypatch.setattr(unstarted, "file_limit", lambda: 4096)
    hint = refused_by(MINE, Trial(None, -25)).hint
    assert hint == "files may be 4 kB at most (ulimit -f): lift the limit (ulimit -f unlimited)"
    assert opens_no_page(MINE, "the browser ended").tried == (f"hint: {hint}",)
    monkeypatch.setattr(unstarted, "file_limit", lambda: 1 << 40)
    assert "ulimit" not in refused_by(MINE, Trial(None, 1)).hint


def test_starts_that_fail_in_a_row_are_given_up_and_one_that_goes_well_begins_anew() -> None:
    starts = Starts()
    for _ in range(limits.STARTS - 1):
        starts.failed(not_launched(MINE, LOG, 15), 0.1)
    starts.succeeded()
    for _ in range(limits.STARTS - 1):
        starts.failed(not_launched(MINE, LOG, 15), 0.1)
        assert starts.given_up is None
    starts.failed(opens_no_page(MINE, "it ended"), 0.1)
    assert starts.given_up is not None
    assert "  tried: 3 times in a row" in starts.given_up.lines


def test_starts_that_hang_are_given_up_sooner() -> None:
    starts = Starts()
    starts.failed(not_launched(MINE, "", 15), limits.LAUNCHING)
    assert starts.given_up is None
    starts.failed(not_launched(MINE, "", 15), limits.LAUNCHING)
    assert starts.given_up is not None


@pytest.mark.parametrize("lacking", ["node", "package/cli.js"])
def test_a_driver_that_lacks_a_file_is_a_damaged_package_and_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    monkeypatch.delenv(driver_starts.NODE, raising=False)
    monkeypatch.setattr(driver_starts.playwright, "__file__", str(tmp_path / "__init__.py"))
    for name in ("node", "package/cli.js"):
        file = tmp_path / "driver" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o755)
    assert driver_starts.damage() is None
    missing = tmp_path / "driver" / lacking
    missing.unlink()
    told = driver_starts.damage()
    assert told is not None
    assert f"the playwright package is damaged: {missing} is not there" in str(told)
    assert told.tried == (f"hint: install it anew: {REINSTALL}",)
    starts = Starts()
    starts.failed(told, 0)
    assert starts.given_up is told


def test_only_what_was_not_found_is_no_browser() -> None:
    assert BrowserNotFound("none").lines == ("no browser: none",)
    assert NoBrowser("it ends", ("hint: do",)).lines == ("it ends", "  hint: do")
