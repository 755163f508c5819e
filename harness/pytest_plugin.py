"""The pytest front door: each run of a scenario is a test item, on the engine of `harness run`.

Loaded by pytest wherever the harness is installed, so nothing heavy is imported until a
scenario file is collected.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest._code.code import TerminalRepr

    from harness.browser.engine import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.running.background import BackgroundEngine
    from harness.scenario.model import Run
    from harness.scenario.problems import Problem

FOLDER = "scenarios"
"""YAML files below a folder of this name are collected, and those named on the command line."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the harness's options; pytest-playwright's keep their meaning."""
    group = parser.getgroup("harness", "livechatoo-harness")
    group.addoption(
        "--browser-path", metavar="FILE", help="The browser's executable, for scenarios."
    )
    group.addoption(
        "--widget", metavar="FILE", help="A script that stands in for the stub widget's loader."
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


def pytest_configure(config: pytest.Config) -> None:
    """Keep what belongs to this session in one place."""
    config.stash[_STATE] = _State(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Put the browser away, however the session ended."""
    state = config.stash.get(_STATE, None)
    if state is not None:
        state.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take YAML files that are scenarios by their folder or by being asked for."""
    if file_path.suffix not in {".yaml", ".yml"}:
        return None
    is_named = any(_names(argument, file_path) for argument in parent.config.invocation_params.args)
    if not (is_named or FOLDER in file_path.parts[:-1]):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse to run when a scenario file has problems; put items in the order asked for."""
    state = config.stash[_STATE]
    if state.problems:
        from harness.scenario.problems import render_all

        raise pytest.UsageError("\n" + render_all(state.problems, state.sources))
    order = config.getoption("--scenario-order")
    if order != "file":
        from harness.running.choosing import reordered

        items[:] = reordered(items, order)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let the engine work ahead of the item that pytest is at."""
    if not isinstance(item, ScenarioItem):
        return
    state = item.config.stash[_STATE]
    for coming in _coming(item, nextitem, state.lookahead):
        state.engine.begin(coming.run)


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
        from harness.scenario import load, plan

        state = self.config.stash[_STATE]
        loaded = load([self.path], self.config.rootpath)
        state.problems.extend(loaded.problems)
        state.sources.update(loaded.sources)
        if loaded.problems:
            return
        for run in plan(loaded):
            name = run.id.partition("::")[2]
            # Given whole: pytest would take the brackets inside for the end of the name.
            item = ScenarioItem.from_parent(
                self, name=name, nodeid=f"{self.nodeid}::{name}", run=run
            )
            for tag in run.scenario.tags:
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
        result = self.config.stash[_STATE].engine.result(self.run)
        for kind, path in result.artifacts.items():
            self.user_properties.append((kind, path))
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
            excinfo.value.result, state.sources, out=self.config.getoption("--runs-output")
        )

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Where the scenario stands."""
        return self.path, self.run.scenario.place.line - 1, self.name


class NotPassed(Exception):  # noqa: N818 - a verdict, not an error
    """Carries the result of a run that failed or is broken."""

    def __init__(self, result: RunResult) -> None:
        super().__init__(result.verdict.status)
        self.result = result


class _State:
    """What the plugin keeps during a session."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._engine: BackgroundEngine | None = None
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}

    @property
    def lookahead(self) -> int:
        return self._config.getoption("--in-flight") or (os.cpu_count() or 1) + 1

    @property
    def engine(self) -> BackgroundEngine:
        """The engine, started when the first scenario needs it. Raises pytest.UsageError."""
        if self._engine is None:
            from playwright.async_api import Error as PlaywrightError

            from harness.browser.finding import BrowserNotFound
            from harness.running.background import BackgroundEngine

            try:
                self._engine = BackgroundEngine(self._options())
            except (BrowserNotFound, PlaywrightError) as error:
                lines = (str(error), *getattr(error, "tried", ()))
                pytest.exit(
                    "no browser: " + "\n  ".join(lines), returncode=pytest.ExitCode.USAGE_ERROR
                )
        return self._engine

    def _options(self) -> EngineOptions:
        from harness.browser.engine import EngineOptions
        from harness.browser.installing import ensure
        from harness.browser.launching import BrowserOptions

        option = self._config.getoption
        wanted = option("--browser") or ["chromium"]
        if wanted != ["chromium"]:
            raise pytest.UsageError(f"--browser {' '.join(wanted)}: scenarios run in chromium")
        if not option("--browser-channel"):
            ensure(option("--browser-path"), lambda _text: None)
        widget = option("--widget")
        return EngineOptions(
            output=Path(option("--runs-output")),
            browser=BrowserOptions(
                path=option("--browser-path"),
                channel=option("--browser-channel"),
                headed=option("--headed"),
                slow_mo=option("--slowmo"),
            ),
            loader=Path(widget).read_bytes() if widget else None,
            in_flight=self.lookahead,
            timeout_scale=option("--timeout-scale"),
            screenshot=self._screenshot(),
        )

    def _screenshot(self) -> str:
        """Pictures of failures unless the user said otherwise, whose default is off elsewhere."""
        given = any(
            str(argument).startswith("--screenshot")
            for argument in self._config.invocation_params.args
        )
        return str(self._config.getoption("--screenshot")) if given else "only-on-failure"

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None


_STATE = pytest.StashKey[_State]()


def _names(argument: str | os.PathLike[str], file_path: Path) -> bool:
    path = str(argument).partition("::")[0]
    return path.endswith((".yaml", ".yml")) and Path(path).resolve() == file_path
