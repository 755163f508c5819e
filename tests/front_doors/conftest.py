"""A small project, and the two front doors as commands that are run in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LIMIT = 120
"""Seconds that a command may take on a busy machine."""

MARK = "HARNESS_TEST_MARK"

PAGE = "<!doctype html><title>Shop</title><p>shop</p>"

GOOD = """
scenario: The page says shop
tags: [smoke]
params: {device: [desktop, phone]}
host: {file: shop.html, device: "${device}"}
steps:
  - check: {text: {p: shop}}
"""

BAD = """
scenario: The page says closed
tags: [wrong]
within: 300ms
host: {file: shop.html}
steps:
  - check: {text: {p: closed}}
"""

EMBEDDED = """
scenario: The widget loads
tags: [smoke, widget]
assumes: [status-is-the-page]
host: {file: shop.html, embed: {account: demo}}
steps:
  - expect: {onload: {page: start-online}}
  - status:
    returns: start-online
"""


@dataclass(frozen=True)
class Ended:
    """What a command said, and with which status."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Project:
    """A folder with scenarios and fixtures."""

    root: Path

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def harness(self, *arguments: str, **environment: str) -> Ended:
        return self.python("-m", "harness", *arguments, **environment)

    def pytest(self, *arguments: str, **environment: str) -> Ended:
        return self.python("-m", "pytest", "-p", "no:cacheprovider", *arguments, **environment)

    def python(self, *arguments: str, **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=clean(environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


def clean(more: Mapping[str, str]) -> dict[str, str]:
    """The environment without what an outer pytest or a user has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**kept, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1", **more}


def make_project(root: Path) -> Project:
    project = Project(root)
    project.write("pytest.ini", "[pytest]\n")
    project.write("fixtures/pages/shop.html", PAGE)
    return project


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Four runs in three files; one of them fails."""
    made = make_project(tmp_path_factory.mktemp("project"))
    made.write("scenarios/good.yaml", GOOD)
    made.write("scenarios/bad.yaml", BAD)
    made.write("scenarios/embedded.yaml", EMBEDDED)
    return made


@pytest.fixture
def empty_project(tmp_path: Path) -> Project:
    """Pages, but no scenarios yet."""
    return make_project(tmp_path)


@pytest.fixture
def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """The command within this process, for what needs none of its own."""

    def called(project: Project, *arguments: str, **environment: str) -> Ended:
        monkeypatch.chdir(project.root)
        monkeypatch.setattr("sys.argv", ["harness", *arguments])
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return called


class Underway:
    """A command that runs in a process group of its own, as it does in a terminal."""

    def __init__(self, root: Path, arguments: tuple[str, ...]) -> None:
        self.mark = uuid.uuid4().hex
        self.out = root / "out.txt"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=root,
                env=clean({MARK: self.mark, "PYTHONUNBUFFERED": "1"}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def family(self) -> dict[int, str]:
        """The processes that descend from the command, also those that left its group."""
        wanted = f"{MARK}={self.mark}".encode()
        found: dict[int, str] = {}
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if folder.name.isdigit() and wanted in (folder / "environ").read_bytes():
                    line = (folder / "cmdline").read_bytes()
                    if line:  # a zombie has none
                        found[int(folder.name)] = line.replace(b"\0", b" ").decode()
        return found

    def is_listening(self) -> bool:
        """Wait until it has a handler for SIGTERM: from there on it is a program of the harness."""
        return wait_until(lambda: self._catches() or self.process.poll() is not None)

    def _catches(self) -> bool:
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith("SigCgt:"):
                    return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
        return False

    def says(self, text: str) -> bool:
        """Wait until its output has this text."""
        return wait_until(lambda: text in self.text or self.process.poll() is not None)

    def grows_to(self, size: int) -> bool:
        """Wait until it consists of so many processes."""
        return wait_until(lambda: len(self.family()) >= size or self.process.poll() is not None)

    @property
    def text(self) -> str:
        return self.out.read_text(encoding="utf-8", errors="replace")

    def is_all_gone(self) -> bool:
        """Whether 5 s after its end no process of it is left."""
        return wait_until(lambda: not self.family(), 5)


def wait_until(condition: Callable[[], object], seconds: float = LIMIT) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Underway]]:
    """Begins commands in a project; what is left of them at the end is killed."""
    begun: list[Underway] = []

    def begin(*arguments: str) -> Underway:
        begun.append(Underway(tmp_path, arguments))
        return begun[-1]

    yield begin
    for one in begun:
        for number in (one.process.pid, *one.family()):
            with suppress(ProcessLookupError):
                os.kill(number, 9)
        one.process.wait()
