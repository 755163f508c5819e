"""The staging server, and a project whose pages stand on it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "staging"))
sys.path.insert(0, str(Path(__file__).parent))

from staging import Staging, serving

from harness.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 120


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
    """A folder with scenarios, a project file, and what is no part of it beside it."""

    root: Path
    staging: Staging

    @property
    def own(self) -> Path:
        """The user's own folder."""
        return self.root.parent / "own"

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def harness(self, *arguments: str, **environment: str) -> Ended:
        return self.python("-m", "harness", *arguments, **environment)

    def python(self, *arguments: str, **environment: str) -> Ended:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        kept |= {"COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=kept | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """The command within this process, for what needs none of its own."""

    def called(project: Project, *arguments: str) -> Ended:
        monkeypatch.chdir(project.root)
        monkeypatch.setattr("sys.argv", ["harness", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return called


@pytest.fixture(scope="session")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staging]:
    """The staging server's process."""
    with serving(tmp_path_factory.mktemp("staging")) as served:
        yield served


@pytest.fixture
def project(tmp_path: Path, staging: Staging) -> Project:
    """A repository of its own."""
    made = Project(tmp_path / "repository", staging)
    made.write(".git/HEAD", "ref: refs/heads/main\n")
    made.write("pytest.ini", "[pytest]\n")
    made.own.mkdir()
    return made
