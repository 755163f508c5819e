from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.browser.engine import EngineOptions
from harness.commands.run import status_of
from harness.running import interruption
from harness.running.here import safely_run
from harness.running.interruption import Interruptible
from harness.running.outcome import Outcome, Stopper, defect, unjudged
from harness.statuses import DEFECT, FAILED, INTERRUPTED, NOTHING, PASSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.browser.engine import Engine
    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

    Judged = Callable[..., RunResult]


def test_every_planned_run_appears_once_in_planned_order(runs: list[Run], judged: Judged) -> None:
    outcome = Outcome([judged(runs[2]), judged(runs[0], "failed")])
    outcome.complete(runs, "interrupted")
    assert [result.run_id for result in outcome.results] == [run.id for run in runs]
    assert [result.verdict.status for result in outcome.results] == [
        "failed",
        "not_run",
        "passed",
        "not_run",
    ]
    assert outcome.results[1].verdict.failures[0].message == "interrupted"


def test_a_stopper_counts_what_went_wrong(runs: list[Run], judged: Judged) -> None:
    stopper = Stopper(2)
    for status, is_reached in (("passed", False), ("failed", False), ("broken", True)):
        stopper.count(judged(runs[0], status))
        assert stopper.is_reached == is_reached
    never = Stopper(None)
    never.count(judged(runs[0], "failed"))
    assert not never.is_reached


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], NOTHING),
        (["passed", "skipped"], PASSED),
        (["passed", "failed"], FAILED),
        (["broken"], FAILED),
        (["passed", "not_run"], FAILED),
    ],
)
def test_the_exit_status_says_the_worst(
    runs: list[Run], judged: Judged, statuses: list[str], expected: int
) -> None:
    results = [judged(run, status) for run, status in zip(runs, statuses, strict=False)]
    assert status_of(Outcome(results)) == expected
    assert status_of(Outcome(results, is_interrupted=True)) == INTERRUPTED


class BadEngine:
    """Fails as no engine should."""

    options = EngineOptions(output=Path("out"))

    async def run(self, run: Run, _before: tuple[str, ...]) -> RunResult:
        raise KeyError(run.scenario.title)


def test_a_defect_of_the_harness_costs_one_run_and_shows_its_traceback(runs: list[Run]) -> None:
    result = asyncio.run(safely_run(cast("Engine", BadEngine()), runs[0]))
    (failure,) = result.verdict.failures
    assert (result.verdict.status, failure.message) == (
        "broken",
        "a defect of the harness itself: KeyError('Opens')",
    )
    assert any("raise KeyError(run.scenario.title)" in line for line in failure.instead)
    assert status_of(Outcome([result])) == DEFECT


def test_broken_results_stand_at_their_scenario_and_those_not_run_nowhere(runs: list[Run]) -> None:
    assert unjudged(runs[0], "not_run", "x", "x").verdict.failures[0].place is None
    assert defect(runs[0], ValueError()).verdict.failures[0].place == runs[0].scenario.place


@pytest.mark.skipif(sys.platform == "win32", reason="no process there hears SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_a_block_and_are_noted(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruption, "handler", interruption.Handler())
    interruption.listen()
    outcome = Outcome()
    with interruption.breaking_off(), interruption.Interruptible(outcome):
        os.kill(os.getpid(), number)
        signal.pause()
    assert outcome.is_interrupted


def test_other_errors_pass_through_a_block() -> None:
    outcome = Outcome()
    error: Any = ValueError("x")
    with pytest.raises(ValueError, match="x"), Interruptible(outcome):
        raise error
    assert not outcome.is_interrupted
