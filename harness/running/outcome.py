"""What became of many runs, and when to begin no more of them."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.judging.verdict import NO_BROWSER, Failure, RunResult, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.browser.finding import NoBrowser
    from harness.scenario.model import Run


DEFECT = "defect"
"""The code of a failure that is neither the page's nor the scenario's fault."""


@dataclass(slots=True)
class Outcome:
    """The results so far, in the order in which runs ended, and whether somebody broke off."""

    results: list[RunResult] = field(default_factory=list)
    is_interrupted: bool = False
    no_browser: NoBrowser | None = None
    """Why no browser started, or none any more, so that the other runs could not begin."""

    @property
    def has_defect(self) -> bool:
        """Whether the harness itself failed at one of the runs."""
        return any(
            failure.code == DEFECT for result in self.results for failure in result.verdict.failures
        )

    @property
    def lacks_browser(self) -> bool:
        """Whether runs could not begin, or not be done again, since no browser starts."""
        return self.no_browser is not None or any(
            failure.code == NO_BROWSER
            for result in self.results
            for failure in result.verdict.failures
        )

    def complete(self, runs: Sequence[Run], why: str) -> None:
        """Give every planned run that has no result one that says so; put all in planned order.

        `why` is told, unless it is that there is no browser.
        """
        done = {result.run_id for result in self.results}
        for run in runs:
            if run.id in done:
                continue
            if self.no_browser is not None:
                self.results.append(not_begun(run, self.no_browser))
            else:
                self.results.append(unjudged(run, "not_run", "not-run", why))
        position = {run.id: index for index, run in enumerate(runs)}
        self.results.sort(key=lambda result: position[result.run_id])


class Stopper:
    """Says when enough runs have gone wrong (`-x`, `--maxfail`); None is never."""

    def __init__(self, limit: int | None) -> None:
        self._left = limit

    def count(self, result: RunResult) -> None:
        """Take note of a result."""
        if self._left is not None and result.verdict.is_bad:
            self._left -= 1

    @property
    def is_reached(self) -> bool:
        """Whether no further run is to begin."""
        return self._left is not None and self._left <= 0


def defect(run: Run, error: Exception) -> RunResult:
    """The result of a run at which the harness itself failed, with the traceback."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    return unjudged(run, "broken", DEFECT, f"a defect of the harness itself: {error!r}", lines)


def not_begun(run: Run, error: NoBrowser) -> RunResult:
    """The result of a run that was not begun since there is no browser."""
    return unjudged(run, "not_run", NO_BROWSER, str(error))


def unjudged(
    run: Run, status: Status, code: str, message: str, instead: Sequence[str] = ()
) -> RunResult:
    """The result of a run whose recording could not be judged, or that was never begun."""
    scenario = run.scenario
    place = scenario.place if status == "broken" else None
    failure = Failure(place, code, message, instead=tuple(instead))
    return RunResult(
        run.id,
        scenario.path,
        scenario.place.line,
        scenario.title,
        scenario.tags,
        Verdict(status, (failure,)),
        0.0,
    )
