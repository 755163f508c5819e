"""Each thing that a run needs, taken away: the doctor says so, what goes wrong, and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from harness.browser import driver_variables
from harness.browser.doctor import Line, browsers, examine, machine, network, storage
from harness.browser.finding import Found

if TYPE_CHECKING:
    from collections.abc import Callable

    Patch = pytest.MonkeyPatch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of Unix")


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def group(tmp_path: Path, monkeypatch: Patch) -> Callable[..., None]:
    """What a container may have, and has taken."""
    monkeypatch.setattr(machine, "GROUPS", tmp_path)

    def group(**told: object) -> None:
        for name, value in told.items():
            (tmp_path / name.replace("_", ".")).write_text(f"{value}\n")

    return group


def checked(line: Line, state: str, words: str) -> None:
    """A line that is not well says what goes wrong; one that can be mended, how."""
    assert line.state == state, line
    assert words in line.found, line
    if state != "ok":
        assert line.so
        assert line.remedy or line.what == "clock"


def test_an_old_python(monkeypatch: Patch) -> None:
    checked(machine.python(), "ok", "on")
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "9", "1"))
    checked(machine.python(), "lack", "on")


def test_a_library_that_is_not_there() -> None:
    checked(machine.library("pytest"), "ok", ".")
    checked(machine.library("no-such-library"), "lack", "not installed")


@pytest.mark.parametrize(("limit", "state"), [(100, "lack"), (150, "warn"), (4096, "ok")])
def test_too_few_open_files(limit: int, state: str, monkeypatch: Patch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(machine, "_limit", {"RLIMIT_NOFILE": limit}.get)
    checked(machine.handles(), state, f"{limit} at a time")


@pytest.mark.parametrize(
    ("free", "state"), [(100 << 20, "lack"), (500 << 20, "warn"), (4 << 30, "ok")]
)
def test_little_memory_of_a_container(free: int, state: str, group: Any) -> None:
    group(memory_max=8 << 30, memory_current=(8 << 30) - free)
    checked(machine.memory(), state, "the container may have 8.0 GB")


def test_little_memory_of_the_machine(tmp_path: Path, group: Any, monkeypatch: Patch) -> None:
    group(memory_max="max", memory_current=1)
    (tmp_path / "meminfo").write_text("MemTotal: 9999999 kB\nMemAvailable: 102400 kB\n")
    monkeypatch.setattr(machine, "STATE", tmp_path / "meminfo")
    checked(machine.memory(), "lack", "100 MB free")
    monkeypatch.setattr(machine, "STATE", tmp_path / "none")
    checked(machine.memory(), "ok", "cannot be told")


@pytest.mark.parametrize(("free", "state"), [(60, "lack"), (200, "warn"), (2000, "ok")])
def test_too_few_processes(free: int, state: str, group: Any, monkeypatch: Patch) -> None:
    monkeypatch.setattr(machine, "_limit", lambda _name: None)
    group(pids_max=free + 40, pids_current=40)
    checked(machine.tasks(), state, f"{free} more")


def test_a_limit_of_processes_is_none_for_root(group: Any, monkeypatch: Patch) -> None:
    group()
    monkeypatch.setattr(machine, "_limit", {"RLIMIT_NPROC": 50}.get)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    checked(machine.tasks(), "ok", "no limit")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    checked(machine.tasks(), "lack", "50 more")


def test_clocks_that_are_wrong(monkeypatch: Patch) -> None:
    checked(machine.clock(), "ok", "UTC")
    with monkeypatch.context() as patched:
        patched.setattr(time, "monotonic", lambda: 1.0)
        checked(machine.clock(), "lack", "0.000 s in 0.05 s")
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: 1e9)
        checked(machine.clock(), "warn", "2001-09-09")
    with monkeypatch.context() as patched:
        told = iter([1.8e9, 1.8e9 + 3600])
        patched.setattr(time, "time", lambda: next(told))
        checked(machine.clock(), "warn", "it went 3600.0 s")


def test_an_output_that_lacks_characters(monkeypatch: Patch) -> None:
    checked(machine.output("utf-8"), "ok", "utf-8")
    checked(machine.output("cp852"), "warn", "cp852")
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    checked(machine.output("utf-8"), "warn", "ascii")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: Patch) -> None:
    checked(storage.folder("output folder", tmp_path / "a" / "b", "other"), "ok", "MB free"[-4:])
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(tempfile, "TemporaryFile", _refused)
    checked(storage.folder("output folder", tmp_path, "other"), "lack", "Permission denied")


def _refused(**_given: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("free", "state"), [(10 << 20, "lack"), (500 << 20, "warn"), (9 << 30, "ok")]
)
def test_a_disk_that_is_full(free: int, state: str, tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: _Usage(1 << 40, 0, free))
    checked(storage.folder("output folder", tmp_path, "other"), state, "free")


@pytest.mark.parametrize(("left", "state"), [(0, "lack"), (100, "warn")])
def test_a_disk_without_room_for_files(
    left: int, state: str, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(storage, "_files_left", lambda _folder: left)
    checked(storage.folder("output folder", tmp_path, "other"), state, "more files")


def test_no_temporary_folder(tmp_path: Path, monkeypatch: Patch) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    checked([*storage.folders(tmp_path)][-1], "lack", "No usable")


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_little_shared_memory(monkeypatch: Patch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: _Usage(32 << 20, 0, 32 << 20))
    checked(next(storage.shared_memory()), "warn", "32 MB")
    monkeypatch.setattr(storage, "SHARED", Path("/nonexistent"))
    monkeypatch.undo()
    monkeypatch.setattr(storage, "SHARED", Path("/nonexistent"))
    checked(next(storage.shared_memory()), "warn", "No such file")


def test_ports_that_cannot_be_had(monkeypatch: Patch) -> None:
    checked(network.loopback(), "ok", "such as")
    with monkeypatch.context() as patched:
        patched.setattr(socket, "create_server", _no_address)
        checked(network.loopback(), "lack", "Cannot assign")
    monkeypatch.setattr(socket, "create_connection", _no_address)
    checked(network.loopback(), "lack", "Cannot assign")


def _no_address(*_given: object) -> None:
    raise OSError(99, "Cannot assign requested address")


def test_proxies(monkeypatch: Patch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    checked(network.proxies(), "ok", "none are set")
    monkeypatch.setenv("https_proxy", "http://me:canary@proxy.example:3128")
    line = network.proxies()
    checked(line, "ok", "https_proxy=http://proxy.example:3128")
    assert "canary" not in line.found
    monkeypatch.setenv("HTTP_PROXY", "http://[")
    checked(network.proxies(), "warn", "HTTP_PROXY=http://[")


def browser(folder: Path, script: str) -> Found:
    file = folder / "browser"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Found(str(file), "made up")


@pytest.mark.parametrize(
    ("script", "states", "words"),
    [
        ("echo '<html></html>'", ["ok", "ok"], "a page opens in it"),
        ('case "$*" in *--no-sandbox*) echo "<html>";; *) echo "[1] No sandbox!" >&2; esac',
         ["ok", "warn"], "no page opens in it"),
        ("echo 'libnss3.so: cannot open' >&2; exit 127", ["lack", "warn"], "no page"),
    ],
)  # fmt: skip
def test_a_browser_is_started_with_its_sandbox_and_without(
    script: str, states: list[str], words: str, tmp_path: Path
) -> None:
    lines = [*browsers.started(browser(tmp_path, script))]
    assert [line.state for line in lines] == states
    for line in lines:
        checked(line, line.state, "")
    assert words in lines[-1].found


def test_a_browser_that_hangs_is_ended(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(browsers, "LIMIT", 0.2)
    trouble = browsers.trouble_of(browser(tmp_path, "exec sleep 60").path, has_sandbox=False)
    assert trouble == "it does not within 0.2 s"


@pytest.mark.parametrize("program", ["/bin/false", "/nonexistent"])
def test_a_driver_that_does_not_start(program: str, monkeypatch: Patch) -> None:
    checked(browsers.driver(), "ok", "version")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", program)
    checked(browsers.driver(), "lack", "Playwright's")


def test_limits_of_a_shell_are_told(tmp_path: Path) -> None:
    script = f"ulimit -n 100; exec {sys.executable} -m harness doctor"
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4, done.stdout + done.stderr
    assert "lack open files           100 at a time" in done.stdout
    assert "hint: raise it: ulimit -n 4096" in done.stdout
    assert "Traceback" not in done.stderr


def test_everything_is_looked_at(tmp_path: Path) -> None:
    told = {line.what for line in examine(tmp_path)}
    assert {"Python", "browser driver", "browser", "browser start", "browser sandbox", "clock",
            "output folder", "temporary folder", "memory", "open files", "processes",
            "loopback port", "proxy variables", "output coding"} <= told  # fmt: skip


def test_variables_that_change_what_the_driver_does(monkeypatch: Patch) -> None:
    for name in driver_variables.meddling():
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/somewhere")
    monkeypatch.setenv("DEBUG", "pw:browser")
    checked(browsers.variables(), "ok", "none")
    monkeypatch.setenv("PWDEBUG", "1")
    monkeypatch.setenv("npm_config_pwdebug", "1")
    monkeypatch.setenv("NODE_OPTIONS", "--no-such-option")
    checked(browsers.variables(), "warn", "NODE_OPTIONS, PWDEBUG, npm_config_pwdebug")
    checked(browsers.driver(), "ok", "starts")
    before = dict(os.environ)
    with driver_variables.removed():
        assert not {"PWDEBUG", "NODE_OPTIONS", "npm_config_pwdebug"} & os.environ.keys()
        assert os.environ["DEBUG"] == "pw:browser"
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("limit", "state", "words"),
    [(None, "ok", "no limit"), (4096, "lack", "4 kB at most (ulimit -f)"), (1 << 30, "warn", "kB")],
)
def test_small_files(monkeypatch: Patch, limit: int | None, state: str, words: str) -> None:
    monkeypatch.setattr(machine, "file_limit", lambda: limit)
    checked(machine.file_size(), state, words)
