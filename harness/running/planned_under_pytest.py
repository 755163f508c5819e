"""The runs that a session of pytest has planned: each is told once, however the session ends.

pytest itself tells nothing of what it did not come to, nor of what the engine had done ahead of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.running import interruption, signals_under_pytest
from harness.running.files_under_pytest import is_scenario_file
from harness.running.junit_under_pytest import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

NOT_RUN: Final = "not run"
"""How pytest counts runs that it did not come to."""

Place = tuple[str, int | None, str]
"""The file, the line and the name of an item, as pytest's reports have it."""

_FORGETFUL: Final = ("lfplugin", "nfplugin", "stepwiseplugin")
"""Plugins that take whatever was skipped for something that is well."""


class Planned:
    """A plugin of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._places: dict[str, Place] = {}
        self._told: defaultdict[str, set[str]] = defaultdict(set)
        self._why = ""
        self.report = Report(config)

    def plan(self, places: Mapping[str, Place]) -> None:
        """These are to be run, by their ids."""
        if places and not self._config.getoption("collectonly"):
            self._places.update(places)
            self.report.begin(places)

    def missing(self, nodeid: str) -> list[str]:
        """Which phases of an item have not been told; none once it has a verdict and is over."""
        return [one for one in ("setup", "call", "teardown") if one not in self._told[nodeid]]

    def is_told(self, nodeid: str) -> bool:
        """Whether a run has a verdict."""
        return "call" in self._told[nodeid]

    def is_untold(self, nodeid: str) -> bool:
        """Whether a run is planned and has no verdict."""
        return nodeid in self._places and not self.is_told(nodeid)

    @property
    def has_untold(self) -> bool:
        """Whether any run is planned and has no verdict."""
        return any(map(self.is_untold, self._places))

    def tell(self, report: pytest.TestReport) -> None:
        """Tell of a run that was over when pytest was broken off."""
        self._hook("session")(report=report)

    def note_reason(self, why: str) -> None:
        """Why runs have no verdict, unless pytest was broken off for another reason."""
        self._why = self._why or why

    def complete(self, session: pytest.Session) -> None:
        """Tell of each run that was planned and has no verdict that it was not run."""
        hook = self._hook("session", *_FORGETFUL)
        for report in self._not_run(self._reason(session)):
            hook(report=report)

    def write_at_once(self, ended: Iterable[pytest.TestReport]) -> None:
        """Write the report from what is known, for a process that has no time for more."""
        writer = self.report.writer
        if writer is None or not self._places:
            return
        for report in ended:
            writer.pytest_runtest_logreport(report)
            self._note(report)
        for report in self._not_run(self._why or "interrupted"):
            writer.pytest_runtest_logreport(report)
        self.report.write_now()

    def _hook(self, *without: str) -> Callable[..., Any]:
        manager = self._config.pluginmanager
        removed = [plugin for name in without if (plugin := manager.get_plugin(name)) is not None]
        return manager.subset_hook_caller("pytest_runtest_logreport", removed)

    def _not_run(self, why: str) -> Iterator[pytest.TestReport]:
        for nodeid, place in self._places.items():
            if self.is_untold(nodeid):
                yield _not_run(nodeid, place, f"{NOT_RUN}: {why}")
                yield pytest.TestReport(nodeid, place, {}, "passed", None, "teardown")

    def _reason(self, session: pytest.Session) -> str:
        if self._why:
            return self._why
        if session.shouldfail:
            return "stopped after a failure"
        return str(session.shouldstop or "pytest ended before")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what is planned; the controller of pytest-xdist hears it from its workers."""
        if not hasattr(self._config, "workerinput"):
            items = [item for item in session.items if self._is_run(item.nodeid)]
            self.plan({item.nodeid: item.location for item in items})

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Iterable[str]) -> None:
        """The same, from each of the workers, which all collect the same."""
        paths = {nodeid: nodeid.partition("::") for nodeid in ids if self._is_run(nodeid)}
        if not self._places:
            self.plan({nodeid: (path, None, name) for nodeid, (path, _, name) in paths.items()})

    def _is_run(self, nodeid: str) -> bool:
        return is_scenario_file(self._config, self._config.rootpath / nodeid.partition("::")[0])

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Iterator[None]:
        """Note what has been told, to all who listen: no signal comes between."""
        if report.nodeid not in self._places and not hasattr(self._config, "workerinput"):
            return (yield)
        with interruption.put_off():
            told = yield
            self._note(report)
        return told

    def _note(self, report: pytest.TestReport) -> None:
        self._told[report.nodeid].add(report.when)
        if report.outcome in {"failed", "skipped"}:
            self._told[report.nodeid].add("call")

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        """Count what was not run, without a word for each."""
        return (NOT_RUN, "", "") if hasattr(report, "is_not_run") else None

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note what pytest is broken off by."""
        from harness.report.untrusted import visible

        error = excinfo.value
        if isinstance(error, pytest.exit.Exception):
            self._why = visible(f"pytest was told to exit: {error.msg}")
            return
        by = str(error)
        is_signal = isinstance(error, signals_under_pytest.Interrupted)
        self._why = f"interrupted {by}" if is_signal else by or "interrupted"
        if self._places:
            signals_under_pytest.take_note()


def _not_run(nodeid: str, place: Place, why: str) -> pytest.TestReport:
    path, line, _ = place
    shown = (path, (line or 0) + 1, why)
    return pytest.TestReport(nodeid, place, {}, "skipped", shown, "setup", is_not_run=True)


def reports_of(
    item: pytest.Item, phases: Iterable[str], verdict: Callable[[], None]
) -> list[pytest.TestReport]:
    """The reports of an item that was not run by pytest itself; `verdict` raises what failed."""
    made = []
    for phase in phases:
        when: Any = phase
        call = pytest.CallInfo.from_call(verdict if phase == "call" else _nothing, when)
        made.append(item.ihook.pytest_runtest_makereport(item=item, call=call))
    return made


def _nothing() -> None:
    """Scenarios need no setting up."""
