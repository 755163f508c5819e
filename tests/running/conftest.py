"""Runs that are planned from text, and results for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.scenario import load, plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.judging.verdict import Status
    from harness.scenario.model import Run

ALPHA = """
scenarios:
  - scenario: Opens
    tags: [smoke]
    params: {side: [left, right]}
    host: {html: "<p>${side}</p>"}
    steps: [{refresh: }]
  - scenario: Opens late
    host: {html: <p>}
    steps: [{refresh: }]
"""
BETA = """
scenario: Closes
tags: [smoke, slow]
host: {html: <p>}
steps: [{refresh: }]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scenarios" / "sub").mkdir(parents=True)
    (tmp_path / "scenarios" / "alpha.yaml").write_text(ALPHA)
    (tmp_path / "scenarios" / "sub" / "beta.yaml").write_text(BETA)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def runs(root: Path) -> list[Run]:
    """Four runs of three scenarios in two files."""
    loaded = load([root / "scenarios"], root)
    assert not loaded.problems
    return plan(loaded)


@pytest.fixture
def judged() -> Callable[[Run, Status], RunResult]:
    def judged(run: Run, status: Status = "passed") -> RunResult:
        failures = () if status == "passed" else (Failure(None, "code", "message"),)
        scenario = run.scenario
        return RunResult(
            run.id, scenario.path, 1, scenario.title, scenario.tags, Verdict(status, failures), 0.1
        )

    return judged
