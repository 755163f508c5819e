"""One example for all reports: a scenario, its recording, and the results of a command."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.report.event_log import read_events
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.recording import Recording

HERE = Path(__file__).parent
PATH = "scenarios/embed/flip.yaml"
REWRITE = "HARNESS_REWRITE_GOLDEN"


class Screen:
    """A console whose output is kept."""

    def __init__(
        self, *, width: int = 100, terminal: bool = False, encoding: str = "utf-8"
    ) -> None:
        self._bytes = io.BytesIO()
        self.file = _Stream(self._bytes, encoding=encoding, write_through=True, newline="")
        self.file.is_terminal = terminal
        self.encoding = encoding
        environment = {"TERM": "xterm-256color"}
        self.console = Console(
            file=self.file, width=width, force_terminal=terminal, _environ=environment
        )

    @property
    def text(self) -> str:
        return self._bytes.getvalue().decode(self.encoding)


class _Stream(io.TextIOWrapper):
    is_terminal = False

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.fixture(autouse=True)
def _posix_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.report.failures._IS_WINDOWS", False)


@pytest.fixture
def screen() -> type[Screen]:
    return Screen


@pytest.fixture
def recording() -> Recording:
    return read_events(HERE / "example" / "flip.jsonl")


@pytest.fixture
def sources() -> dict[str, str]:
    return {PATH: (HERE / "example" / "flip.yaml.txt").read_text(encoding="utf-8")}


@pytest.fixture
def failure() -> Failure:
    return Failure(
        place=Place(PATH, 13, 14),
        code="expect",
        message="`onchange` fired, but with another `chat_status`",
        expected='onchange.chat_status: "min" (string)',
        recorded='onchange.chat_status: "max" (string)',
        instead=('`onchange` with {chat_status: "max"} 1.7 ms after `flip`',),
        hint="`max` is what a maximized window reports",
        step=1,
        why="the shop's own button shows whether the chat is open",
    )


@pytest.fixture
def result() -> Callable[..., RunResult]:
    """Make a result; what is not said is a run that passed."""

    def make(
        verdict: Verdict | None = None,
        *,
        params: str = "side=left",
        path: str = PATH,
        seconds: float = 0.31,
        artifacts: dict[str, str] | None = None,
        title: str = "Flip hides and shows",
    ) -> RunResult:
        return RunResult(
            run_id=f"{path}::{title}[{params}]@chromium",
            path=path,
            line=1,
            title=title,
            tags=("smoke",),
            verdict=verdict or Verdict("passed", (), 3),
            seconds=seconds,
            artifacts=artifacts or {},
        )

    return make


@pytest.fixture
def failed(result: Callable[..., RunResult], failure: Failure) -> RunResult:
    artifacts = {"screenshot": "flip-left-0a1b.png", "events": "flip-left-0a1b.jsonl"}
    return result(Verdict("failed", (failure,), 2), seconds=5.11, artifacts=artifacts)


@pytest.fixture
def broken(result: Callable[..., RunResult]) -> RunResult:
    trouble = Failure(
        place=None,
        code="browser-lost",
        message="the browser went away while the host page was opening",
        instead=("the browser's process ended with signal 9",),
        hint="when memory is short, fewer workers help: `-n 1`",
    )
    artifacts = {"events": "flip-right-5e6f.jsonl"}
    return result(Verdict("broken", (trouble,)), params="side=right", artifacts=artifacts)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with a file that is written anew when HARNESS_REWRITE_GOLDEN is set."""

    def compare(name: str, text: str) -> None:
        path = HERE / "golden" / name
        if os.environ.get(REWRITE):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"set {REWRITE}=1 to accept the new text"

    return compare
