"""The pytest front door: each run of a scenario is a test item, on the engine of `harness run`.

Loaded by pytest wherever the harness is installed, so nothing heavy is imported until a
scenario file is collected.
"""

from __future__ import annotations

import argparse
import copy
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from harness.running import interruption
from harness.running.files_under_pytest import in_environment, is_scenario_file, scenario_files
from harness.running.under_pytest import (
    NO_BROWSER,
    NOT_KEPT,
    PROPERTY,
    State,
    lack_of_browser,
    unkept,
)
from harness.running.under_xdist import Crashes, add_worker, join_as_worker, mark_members

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from _pytest._code.code import TerminalRepr

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

_MARKER = re.compile(r"(?!_)[\w .-]+\Z")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options; pytest-playwright's keep their meaning."""
    group = parser.getgroup("harness", "livechatoo-harness")
    group.addoption(
        "--browser-path", metavar="FILE", help="The browser's executable, for scenarios."
    )
    group.addoption(
        "--widget",
        metavar="WIDGET",
        default="stub",
        help="stub, live, a loader's file or address, or a folder of a build.",
    )
    group.addoption("--env", metavar="NAME", help="An environment of harness.yaml.")
    group.addoption(
        "--allow-live", action="store_true", help="With --widget live: visit its back end."
    )
    group.addoption("--profile", metavar="FILE", help="How another widget's controls are found.")
    group.addoption(
        "--hostile",
        nargs="?",
        const="all",
        metavar="NAME,...",
        help="Also run scenarios on hostile host pages: on all kinds (when nothing else is said),"
        " on those named, or `list` them.",
    )
    group.addoption(
        "--sandbox",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="The browser's own sandbox [default: on for pages that are not the project's own].",
    )
    group.addoption(
        "--runs-output",
        metavar="DIR",
        default=".harness/runs",
        help="Where scenarios leave their evidence.",
    )
    group.addoption(
        "--in-flight",
        type=int,
        metavar="N",
        help="Runs at a time in one browser [default: cores + 1].",
    )
    group.addoption(
        "--scenario-order", default="file", metavar="ORDER", help="file, reverse or shuffle:SEED."
    )
    group.addoption(
        "--timeout-scale",
        type=float,
        default=1.0,
        metavar="X",
        help="Stretch all time limits of scenarios.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Take a bare `--hostile` before a path, and ids, as they are meant."""
    if "--hostile" in args:
        from harness.running.hostility_under_pytest import spelt_out

        args[:] = spelt_out(args)
        known = parser.parse_known_args(args, namespace=copy.copy(early_config.option))
        early_config.known_args_namespace = known
    # With worker processes pytest 9.2 lists failures with a bracket too many at their end.
    args[:] = [re.sub(r"(?<=@chromium)\]\Z", "", argument) for argument in args]


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Tell of the family of hostile pages, when that is all that was asked for."""
    if config.getoption("--hostile") != "list":
        return None
    from harness.commands.hostility import described

    sys.stdout.write(described())
    return 0


def pytest_configure(config: pytest.Config) -> None:
    """Keep what belongs to this session in one place."""
    config.stash[_STATE] = State(config)
    join_as_worker(config)
    if config.getoption("--hostile"):
        from harness.running.hostility_under_pytest import refuse_unknown

        refuse_unknown(config.getoption("--hostile"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let reports be written whole; the status tells of evidence that could not be kept."""
    if session.config.stash[_STATE].has_output:
        interruption.only_note()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_ended = session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    if reporter is None or not is_ended:
        return
    if lack_of_browser(reporter.stats):
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
    elif unkept(reporter.stats):
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell what evidence is lacking, what the widget stands, and what was done again."""
    for line in unkept(terminalreporter.stats):
        terminalreporter.write_line(line)
    if config.getoption("--hostile"):
        from harness.running.hostility_under_pytest import told

        for line in told(terminalreporter.stats):
            terminalreporter.write_line(line)
    config.stash[_STATE].tell_lost(terminalreporter)
    if lack := lack_of_browser(terminalreporter.stats):
        terminalreporter.write_line(lack)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put the browser away, however the session ended."""
    state = config.stash.get(_STATE, None)
    if state is not None:
        state.close()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """With worker processes, look for problems and the browser before any of them begins."""
    config = session.config
    if hasattr(config, "workerinput") or getattr(config.option, "dist", "no") == "no":
        return
    files = [path for argument in config.args for path in scenario_files(config, argument)]
    if files:
        from harness.scenario import load

        state = config.stash[_STATE]
        state.has_members = mark_members()
        config.pluginmanager.register(Crashes())
        state.take(load(files, config.rootpath))
        state.refuse_problems()
        state.look_for_browser()
        interruption.listen_within_pytest()
        if not config.option.collectonly:
            state.prepare()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist what it has to know of this session."""
    state = node.config.stash[_STATE]
    state.tell_worker(node.workerinput)
    if state.has_members:
        add_worker(node.workerinput)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take YAML files that are scenarios by their folder or by being asked for."""
    if not is_scenario_file(parent.config, file_path):
        return None
    from harness.scenario.escaping import visible

    file = ScenarioFile.from_parent(parent, path=file_path)
    shown = visible(file.nodeid)  # pytest prints it as it is
    if shown == file.nodeid:
        return file
    return ScenarioFile.from_parent(parent, path=file_path, nodeid=shown)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse to run when a scenario file has problems; put items in the order asked for."""
    state = config.stash[_STATE]
    state.refuse_problems()
    if any(isinstance(item, ScenarioItem) for item in items) and not config.option.collectonly:
        state.prepare()
    order = config.getoption("--scenario-order")
    if order != "file":
        from harness.running.choosing import reordered

        items[:] = reordered(items, order)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let the engine work ahead of the item that pytest is at."""
    if not isinstance(item, ScenarioItem):
        return
    interruption.heed()  # an exception that is raised within a destructor is lost
    state = item.config.stash[_STATE]
    for coming in _coming(item, nextitem, state.lookahead):
        state.begin(state.placed(coming.run))


def _coming(item: pytest.Item, nextitem: pytest.Item | None, count: int) -> Iterator[ScenarioItem]:
    if hasattr(item.config, "workerinput"):  # a worker only knows what it was given
        following: list[pytest.Item | None] = [item, nextitem]
    else:
        items = item.session.items
        start = items.index(item)
        following = list(items[start : start + count])
    yield from (one for one in following if isinstance(one, ScenarioItem))


class ScenarioFile(pytest.File):
    """A scenario file; its runs are its items."""

    def collect(self) -> Iterator[pytest.Item]:
        """Load the file; its problems are gathered, so that all files' are told at once."""
        from harness.scenario import load
        from harness.scenario.plan import name_in_file

        interruption.listen_within_pytest()
        state = self.config.stash[_STATE]
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
        from harness.report.untrusted import visible

        state = self.config.stash[_STATE]
        result = state.result(state.placed(self.run))
        self.user_properties += result.artifacts.items()
        self.user_properties += ((PROPERTY, reason) for reason in result.lost)
        for kind, why in result.unkept.items():
            self.user_properties.append((NOT_KEPT, f"{kind}: {why}"))
        if state.no_browser is not None:
            self.user_properties.append((NO_BROWSER, "\n".join(state.no_browser.lines)))
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

        state = self.config.stash[_STATE]
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


_STATE = pytest.StashKey[State]()
