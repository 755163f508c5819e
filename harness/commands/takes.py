"""Runs are made to be looked at: many at once, each with what was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from harness.recording import Recording
from harness.report.event_log import read_events
from harness.running.outcome import Stopper
from harness.writing.stories import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.browser.engine import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run


class Interrupted(Exception):  # noqa: N818 - the condition is named
    """Somebody broke off."""


def takes(
    runs: Sequence[Run],
    options: EngineOptions,
    workers: int = 1,
    tell: Callable[[RunResult], None] | None = None,
) -> dict[str, Take]:
    """Make all runs; what became of each, by its id. Raises Interrupted and what browsers raise.

    `tell` hears of each run that is over.
    """
    from harness.running.crew import run_in_crew
    from harness.running.here import run_here

    if not runs:
        return {}
    workers = min(workers, len(runs))
    if workers == 1:
        outcome = run_here(runs, options, Stopper(None), _ignore, tell or _ignore)
    else:
        outcome = run_in_crew(runs, options, workers, Stopper(None), _ignore, tell or _ignore)
    if outcome.is_interrupted:
        raise Interrupted
    mask = options.surroundings.whole_mask  # results tell of secrets by their names only
    results = {result.run_id: result for result in outcome.results}
    return {
        run.id: Take(result, _recording(result))
        for run in runs
        if (result := results.get(mask.text(run.id))) is not None
    }


def _recording(result: RunResult) -> Recording:
    """What was recorded; nothing when the run ended before there was anything."""
    try:
        return read_events(Path(result.events_path)) if result.events_path else Recording()
    except (OSError, ValueError):
        return Recording()


def _ignore(_told: object) -> None:
    """Nobody is told of single runs."""
