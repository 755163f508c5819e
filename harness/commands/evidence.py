"""The evidence that `harness run` leaves: places are tried first, reports written at the end.

What cannot be kept later, or is taken away meanwhile, costs evidence and no verdict; it is told
once, and by the exit status.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.report import folders
from harness.report.begun import FOLDER, Begun, finish_killed
from harness.report.folders import Unwritable
from harness.report.junit_refused import by_file, refuse_own, write_refused
from harness.report.last_run import try_last_run
from harness.report.regular import Irregular, kind_of
from harness.report.reports import Reports
from harness.running.outcome import Outcome
from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from harness.judging.verdict import RunResult
    from harness.report.folders import RunFolder
    from harness.scenario import Loaded
    from harness.scenario.model import Run

LAST_RUN = Path(".harness/last-run.json")
UNENDED = "the command did not come to its end"
"""Why runs were not run, in a report that is read after the command was killed."""
_ANOTHER = "name another file with --junitxml"
GONE = "it was removed or moved meanwhile"
"""Why evidence is not there that was written."""


class Evidence:
    """The places of one command. Raises Unwritables unless all of them can be written to.

    The JUnit report is there from the beginning, and says then that nothing was run: a report of
    before is not taken for one of these runs.
    """

    def __init__(self, loaded: Loaded, runs: Sequence[Run], options: Mapping[str, Any]) -> None:
        self._troubles: list[str] = []
        self._folder: RunFolder | None = None
        self._begun: Begun | None = None
        planned = Outcome()
        planned.complete(runs, UNENDED)
        self._planned = planned.results
        refused = []
        finish_killed(LAST_RUN)
        self._own = own_files(loaded, options)
        self._reports = Reports(
            LAST_RUN, options["junitxml"], Path(), loaded.sources, options["command"]
        )
        output = partial(self._try_output, options["output"])
        for attempt in (output, _try_last_run, self._try_junit, folders.try_temporary):
            try:
                attempt()
            except Unwritable as error:
                refused.append(str(error))
        if refused:
            raise Unwritables("\n".join(refused))

    @property
    def folder(self) -> Path:
        """Where the runs leave their evidence."""
        assert self._folder is not None  # noqa: S101 - or it would have been refused
        return self._folder.path

    @contextmanager
    def begun(self) -> Iterator[None]:
        """While runs are made: if this command is killed, others report. Raises Unwritables."""
        try:
            self._begun = Begun(self._reports, self._planned)
        except OSError as error:
            raise Unwritables(_in_the_way(error)) from None
        try:
            yield
        finally:
            self._begun.finish()

    def note(self, result: RunResult) -> None:
        """A run is over."""
        if self._begun is not None and (result.events_path is None or "events" in result.unkept):
            self._begun.note(result)

    def checked(self, results: Sequence[RunResult]) -> list[RunResult]:
        """The results, without evidence that is not there any more, which is told later."""
        found = [self._present(result) for result in results]
        count = sum(GONE in result.unkept.values() for result in found)
        if count:
            self._troubles.append(folders.gone(self.folder, count))
        return found

    def keep(self, outcome: Outcome) -> bool:
        """Write the reports, and tell what of the evidence could not be kept: whether all was."""
        reports, results = self._reports, outcome.results
        self._or_told(LAST_RUN, lambda: reports.write_last_run(results))
        if reports.junit is not None:
            self._or_told(reports.junit, lambda: reports.write_junit(results))
        if self._begun is not None:
            self._begun.over()
        told = [*unkept(results), *self._troubles]
        for sentence in told:
            click.echo(sentence, err=True)
        return not told

    def _present(self, result: RunResult) -> RunResult:
        written = result.artifacts
        kept = {kind: name for kind, name in written.items() if (self.folder / name).is_file()}
        if kept == written:
            return result
        gone = dict.fromkeys((kind for kind in written if kind not in kept), GONE)
        events = result.events_path if "events" in kept else None
        return replace(result, artifacts=kept, events_path=events, unkept={**gone, **result.unkept})

    def _or_told(self, path: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self._troubles.append(f"{path}: cannot be written: {folders.why(error)}")

    def _try_output(self, output: Path) -> None:
        self._folder = folders.run_folder(output)
        self._reports = replace(self._reports, output=self._folder.path)

    def _try_junit(self) -> None:
        reports = self._reports
        try:
            if reports.junit is not None:
                refuse_own(reports.junit, self._own)
            reports.write_junit(self._planned)
        except OSError as error:
            place = reports.junit or LAST_RUN
            raise Unwritable(place, error, _ANOTHER) from None


class Unwritables(Exception):  # noqa: N818 - the condition is named
    """Places that cannot be written to, a sentence each."""


def unkept(results: Sequence[RunResult]) -> list[str]:
    """What evidence of runs could not be written, in a sentence, when there is any."""
    counts: Counter[str] = Counter()
    failed = [
        (result, {kind: why for kind, why in result.unkept.items() if why != GONE})
        for result in results
    ]
    for result, why in failed:
        if "events" in why:
            has_log = result.events_path is not None
            counts["an incomplete event log" if has_log else "no event log"] += 1
        if "screenshot" in why:
            counts["no picture"] += 1
    reasons = dict.fromkeys(reason for _, why in failed for reason in why.values())
    if not counts:
        return []
    told = ", ".join(
        f"{many(count, 'run')} {'has' if count == 1 else 'have'} {what}"
        for what, count in counts.items()
    )
    return [f"{told}, since writing failed ({', '.join(reasons)}); the verdicts stand"]


def report_refused(options: Mapping[str, Any], loaded: Loaded, why: str) -> None:
    """Report that nothing was run, and why: a report of before tells of other files.

    Without a reason it is what is wrong with the files.
    """
    path = options["junitxml"]
    try:
        refuse_own(path, own_files(loaded, options))
        told = {"harness run": why} if why else by_file(loaded.problems, loaded.sources)
        write_refused(path, told)
    except OSError as error:
        click.echo(str(Unwritable(path, error, _ANOTHER)), err=True)


def own_files(loaded: Loaded, options: Mapping[str, Any]) -> list[Path]:
    """Files that the command reads or keeps itself, which no report may replace."""
    from harness.project.loading import find

    hosts = [scenario.host for scenario in loaded.scenarios]
    pages = [page.file for host in hosts for page in (host.page, *host.pages)]
    named = [find(Path.cwd()), *map(_path, (options.get("profile"), options.get("widget")))]
    return [LAST_RUN, *map(Path, loaded.sources), *filter(None, [*pages, *named])]


def _path(given: object) -> Path | None:
    return Path(str(given)) if given else None


def _in_the_way(error: OSError) -> str:
    """Why the plan cannot be written, and what is in its way."""
    folder = LAST_RUN.parent / FOLDER
    if isinstance(error, FileExistsError | NotADirectoryError) and folder.exists():
        return f"{folder}: cannot be written: it is {kind_of(folder)}; remove it"
    advice = "make room, or run the command in a folder that can be written to"
    return str(Unwritable(LAST_RUN.parent, error, advice))


def _try_last_run() -> None:
    try:
        try_last_run(LAST_RUN)
    except OSError as error:
        is_in_the_way = isinstance(error, Irregular)
        advice = (
            "remove it" if is_in_the_way else "run the command in a folder that can be written to"
        )
        raise Unwritable(LAST_RUN, error, advice) from None
