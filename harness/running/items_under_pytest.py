"""Scenario files and their runs, as pytest collects and runs them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from harness.running.files_under_pytest import in_environment
from harness.running.planned_under_pytest import reports_of
from harness.running.summary_under_pytest import DONE_AGAIN, NO_BROWSER, NOT_KEPT
from harness.running.under_pytest import STATE

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from _pytest._code.code import TerminalRepr

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

_MARKER = re.compile(r"(?!_)[\w .-]+\Z")


class ScenarioFile(pytest.File):
    """A scenario file; its runs are its items."""

    def collect(self) -> Iterator[pytest.Item]:
        """Load the file; its problems are gathered, so that all files' are told at once."""
        from harness.scenario import load
        from harness.scenario.plan import name_in_file

        state = self.config.stash[STATE]
        state.listen(partial(write_at_once, self.session))
        for run in state.runs_of(load([self.path], self.config.rootpath)):
            name = in_environment(name_in_file(run))
            item = ScenarioItem.from_parent(self, name=name, run=run)
            for tag in run.scenario.tags:
                if _MARKER.match(tag):  # pytest warns of others, as they are
                    self.config.addinivalue_line("markers", f"{tag}: a tag of scenarios")
                    item.add_marker(tag)
            yield item


class ScenarioItem(pytest.Item):
    """One run of a scenario."""

    def __init__(self, *, run: Run, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run

    def runtest(self) -> None:
        """Wait for the engine's result and raise what it says."""
        state = self.config.stash[STATE]
        self.take(state.result(state.placed(self.run)))

    def take(self, result: RunResult) -> None:
        """Note the evidence of the run, and raise its verdict unless it passed."""
        from harness.report.untrusted import visible

        kept: list[tuple[str, object]] = [
            *result.artifacts.items(),
            *((DONE_AGAIN, reason) for reason in result.lost),
            *((NOT_KEPT, f"{kind}: {why}") for kind, why in result.unkept.items()),
        ]
        if lack := self.config.stash[STATE].lack_of(result):
            kept.append((NO_BROWSER, lack))
        self.user_properties += [one for one in kept if one not in self.user_properties]
        if result.verdict.status in {"skipped", "not_run"}:
            pytest.skip(visible(result.verdict.failures[0].message))
        if result.verdict.status != "passed":
            raise NotPassed(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """The failure as the harness tells it; a defect keeps its traceback."""
        if not isinstance(excinfo.value, NotPassed):
            return super().repr_failure(excinfo, style)
        from harness.report.failures import run_text

        state = self.config.stash[STATE]
        return run_text(
            excinfo.value.result,
            state.sources,
            out=state.output.as_posix(),
            command=state.command,
        )

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Where the scenario stands."""
        return self.path, self.run.scenario.place.line - 1, self.name


class NotPassed(Exception):  # noqa: N818 - a verdict, not an error
    """Carries the result of a run that failed or is broken."""

    def __init__(self, result: RunResult) -> None:
        super().__init__(result.verdict.status)
        self.result = result


def write_at_once(session: pytest.Session) -> None:
    """Write the JUnit report from what is known."""
    state = session.config.stash[STATE]
    state.planned.write_at_once(one for some in over(session, state.done) for one in some)


def over(
    session: pytest.Session, results: Mapping[str, RunResult]
) -> Iterator[list[pytest.TestReport]]:
    """The reports of those runs that are over and that nobody has been told of."""
    state = session.config.stash[STATE]
    for item in getattr(session, "items", ()):
        if isinstance(item, ScenarioItem) and item.run.id in results:
            missing = state.planned.missing(item.nodeid)
            yield reports_of(item, missing, partial(item.take, results[item.run.id]))


def over_in_logs(session: pytest.Session, files: Iterable[Path]) -> Iterator[pytest.TestReport]:
    """The reports of runs whose event logs are whole although nobody told their results.

    A worker process of pytest-xdist that was killed may leave such logs.
    """
    from harness.report.logged import result_in
    from harness.running.outcome import unjudged

    state = session.config.stash[STATE]
    if not state.planned.has_untold:
        return
    mask = state.around.surroundings.whole_mask
    for path in files:
        for item in ScenarioFile.from_parent(session, path=path).collect():
            if not isinstance(item, ScenarioItem) or not state.planned.is_untold(item.nodeid):
                continue
            run = replace(item.run, id=mask.text(item.run.id))  # its log is named after this
            result = result_in(state.output, unjudged(run, "not_run", "", ""))
            if result is not None:
                missing = state.planned.missing(item.nodeid)
                yield from reports_of(item, missing, partial(item.take, result))
