"""The pytest front door: each run of a scenario is a test item, on the engine of `harness run`.

Loaded by pytest wherever the harness is installed, so nothing heavy is imported until a
scenario file is collected.
"""

from __future__ import annotations

import copy
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from harness.running import interruption, signals_under_pytest
from harness.running.files_under_pytest import is_ring, is_scenario_file, scenario_files
from harness.running.items_under_pytest import (
    ScenarioFile,
    ScenarioItem,
    over,
    over_in_logs,
    write_at_once,
)
from harness.running.options_under_pytest import add_options
from harness.running.summary_under_pytest import (
    LOST_WORKERS,
    cut_short,
    done_again,
    lack_of_browser,
    unkept,
)
from harness.running.under_pytest import STATE, State
from harness.running.under_xdist import (
    Crashes,
    Workers,
    add_worker,
    hand_over,
    join_as_worker,
    mark_members,
    unbracketed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options; pytest-playwright's keep their meaning."""
    add_options(parser)


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
    state = config.stash[STATE] = State(config)
    config.pluginmanager.register(state.planned, "harness-planned")
    state.heard = join_as_worker(config)
    if config.getoption("--hostile"):
        from harness.running.hostility_under_pytest import refuse_unknown

        refuse_unknown(config.getoption("--hostile"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Let reports be written whole; the status tells of evidence that could not be kept."""
    config = session.config
    state = config.stash[STATE]
    interruption.only_note()
    done = [report for one in over(session, state.close()) for report in one]
    if hasattr(config, "workerinput"):
        hand_over(config, done)
        return (yield)
    for report in done:
        state.planned.tell(report)
    if state.workers is not None:
        state.workers.end(config)
        for report in over_in_logs(session, state.files):
            state.planned.tell(report)
    if state.workers is not None and state.workers.are_lost:
        state.planned.note_reason(LOST_WORKERS)
    state.planned.complete(session)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    is_ended = session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    if reporter is not None and is_ended:
        if lack_of_browser(reporter.stats):
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        elif cut_short(reporter.stats) or unkept(reporter.stats, state.kept_output):
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR
    try:
        return (yield)
    finally:
        state.planned.report.tidy()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell what evidence is lacking, what the widget stands, and what was done again."""
    for line in unkept(terminalreporter.stats, config.stash[STATE].kept_output):
        terminalreporter.write_line(line)
    if config.getoption("--hostile"):
        from harness.running.hostility_under_pytest import told

        for line in told(terminalreporter.stats):
            terminalreporter.write_line(line)
    if short := cut_short(terminalreporter.stats):
        terminalreporter.write_line(short)
    if again := done_again(terminalreporter.stats):
        terminalreporter.write_line(again)
    if lack := lack_of_browser(terminalreporter.stats):
        terminalreporter.write_line(lack)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put the browser away, however the session ended."""
    state = config.stash.get(STATE, None)
    if state is not None:
        state.close()
        signals_under_pytest.leave(state.heard)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """With worker processes, look for problems and the browser before any of them begins."""
    config = session.config
    if hasattr(config, "workerinput") or getattr(config.option, "dist", "no") == "no":
        return (yield)
    files = [path for argument in config.args for path in scenario_files(config, argument)]
    if not files:
        return (yield)
    from harness.scenario import load

    state = config.stash[STATE]
    state.listen(partial(write_at_once, session))
    state.has_members = mark_members()
    state.workers = Workers(state.planned)
    config.pluginmanager.register(state.workers)
    config.pluginmanager.register(Crashes(state.planned))
    state.files = files
    state.take(load(files, config.rootpath))
    state.refuse_problems()
    state.look_for_browser()
    if not config.option.collectonly:
        state.prepare()
    with interruption.blocked():
        told = yield
    state.workers.shield_replacements(config)
    return told


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """What others collect may take long: a signal breaks it off."""
    if isinstance(collector, pytest.File) and not isinstance(collector, ScenarioFile):
        with signals_under_pytest.breaking_off(collector.config.stash[STATE].heard):
            return (yield)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """What is planned is known: from here on a signal breaks pytest off."""
    state = session.config.stash[STATE]
    if state.heard and state.workers is None:
        signals_under_pytest.break_off()


@pytest.hookimpl(optionalhook=True, trylast=True)
def pytest_xdist_node_collection_finished(node: Any) -> None:
    """The controller of pytest-xdist knows it only now."""
    if node.config.stash[STATE].heard:
        signals_under_pytest.break_off()


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_report_from_serializable() -> Iterator[Any]:
    """Show names as they are."""
    report = yield
    unbracketed(report)
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist what it has to know of this session."""
    state = node.config.stash[STATE]
    state.tell_worker(node.workerinput)
    if state.has_members:
        add_worker(node.workerinput)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a link among scenarios that leads back above itself: it has no end."""
    return True if is_ring(collection_path) else None


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
    state = config.stash[STATE]
    state.refuse_problems()
    if any(isinstance(item, ScenarioItem) for item in items) and not config.option.collectonly:
        state.prepare()
    order = config.getoption("--scenario-order")
    if order != "file":
        from harness.running.choosing import reordered

        items[:] = reordered(items, order)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Let the engine work ahead of the item that pytest is at."""
    if not isinstance(item, ScenarioItem):
        with signals_under_pytest.left_to_others():
            return (yield)
    signals_under_pytest.break_off()  # an exception that is raised within a destructor is lost
    state = item.config.stash[STATE]
    for coming in _coming(item, nextitem, state.lookahead):
        state.begin(state.placed(coming.run))
    return (yield)


def _coming(item: pytest.Item, nextitem: pytest.Item | None, count: int) -> Iterator[ScenarioItem]:
    if hasattr(item.config, "workerinput"):  # a worker only knows what it was given
        following: list[pytest.Item | None] = [item, nextitem]
    else:
        items = item.session.items
        start = items.index(item)
        following = list(items[start : start + count])
    yield from (one for one in following if isinstance(one, ScenarioItem))
