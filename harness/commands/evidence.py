"""The evidence that `harness run` leaves: places are tried first, reports written at the end.

What cannot be kept later costs evidence and no verdict; it is told once, and by the exit status.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.report import folders
from harness.report.folders import Unwritable
from harness.report.last_run import try_last_run, write_last_run
from harness.running.outcome import Outcome
from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from harness.judging.verdict import RunResult
    from harness.report.folders import RunFolder
    from harness.scenario import Loaded
    from harness.scenario.model import Run

LAST_RUN = Path(".harness/last-run.json")
UNENDED = "the command did not come to its end"
"""Why runs were not run, in a report that is read after the command was killed."""


class Evidence:
    """The places of one command. Raises Unwritables unless all of them can be written to.

    The JUnit report is there from the beginning, and says then that nothing was run: a report of
    before is not taken for one of these runs.
    """

    def __init__(self, loaded: Loaded, runs: Sequence[Run], options: Mapping[str, Any]) -> None:
        self._junit: Path | None = options["junitxml"]
        self._sources = loaded.sources
        self._command: str = options["command"]
        self._troubles: list[str] = []
        self._folder: RunFolder | None = None
        refused = []
        for attempt in (self._try_output, self._try_last_run, self._try_junit):
            try:
                attempt(runs, options)
            except Unwritable as error:
                refused.append(str(error))
        try:
            folders.try_temporary()
        except Unwritable as error:
            refused.append(str(error))
        if refused:
            raise Unwritables("\n".join(refused))

    @property
    def folder(self) -> Path:
        """Where the runs leave their evidence."""
        assert self._folder is not None  # noqa: S101 - or it would have been refused
        return self._folder.path

    def keep(self, outcome: Outcome) -> bool:
        """Write the reports, and tell what of the evidence could not be kept: whether all was."""
        self._or_told(LAST_RUN, lambda: write_last_run(LAST_RUN, outcome.results, self.folder))
        if self._junit is not None:
            junit = self._junit
            self._or_told(junit, lambda: self._write_junit(junit, outcome.results))
        told = [*unkept(outcome.results), *self._troubles]
        for sentence in told:
            click.echo(sentence, err=True)
        return not told

    def _or_told(self, path: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self._troubles.append(f"{path}: cannot be written: {folders.why(error)}")

    def _write_junit(self, path: Path, results: Iterable[RunResult]) -> None:
        from harness.report.junit import write_junit

        write_junit(
            path,
            results,
            sources=self._sources,
            out=self.folder.as_posix() if self._folder else "",
            command=self._command,
        )

    def _try_output(self, _runs: Sequence[Run], options: Mapping[str, Any]) -> None:
        self._folder = folders.run_folder(options["output"])

    def _try_last_run(self, _runs: Sequence[Run], _options: Mapping[str, Any]) -> None:
        try:
            try_last_run(LAST_RUN)
        except OSError as error:
            advice = "run the command in a folder that can be written to"
            raise Unwritable(LAST_RUN, error, advice) from None

    def _try_junit(self, runs: Sequence[Run], _options: Mapping[str, Any]) -> None:
        if self._junit is None:
            return
        outcome = Outcome()
        outcome.complete(runs, UNENDED)
        try:
            self._write_junit(self._junit, outcome.results)
        except OSError as error:
            raise Unwritable(self._junit, error, "name another file with --junitxml") from None


class Unwritables(Exception):  # noqa: N818 - the condition is named
    """Places that cannot be written to, a sentence each."""


def unkept(results: Sequence[RunResult]) -> list[str]:
    """What evidence of runs could not be kept, in a sentence, when there is any."""
    counts: Counter[str] = Counter()
    for result in results:
        if "events" in result.unkept:
            has_log = result.events_path is not None
            counts["an incomplete event log" if has_log else "no event log"] += 1
        if "screenshot" in result.unkept:
            counts["no picture"] += 1
    reasons = dict.fromkeys(reason for result in results for reason in result.unkept.values())
    if not counts:
        return []
    told = ", ".join(
        f"{many(count, 'run')} {'has' if count == 1 else 'have'} {what}"
        for what, count in counts.items()
    )
    return [f"{told}, since writing failed ({', '.join(reasons)}); the verdicts stand"]
