"""What the pytest front door keeps during a session."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.running import signals_under_pytest
from harness.running.planned_under_pytest import Planned
from harness.running.summary_under_pytest import NO_BROWSER

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping

    from harness.browser.finding import Found, NoBrowser
    from harness.browser.options import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.masking import Mask
    from harness.running.around import Around
    from harness.running.background import BackgroundEngine
    from harness.running.under_xdist import Workers
    from harness.scenario import Loaded
    from harness.scenario.model import Run
    from harness.scenario.problems import Problem
    from harness.supervision import locks


RUNS = "harness_runs"
"""How xdist's workers are told of the session's folder for evidence."""


class State:
    """The problems found so far, and the engine, which starts when the first scenario needs it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._engine: BackgroundEngine | None = None
        self._browser: Found | None = None
        self._around: Around | None = None
        self._runs: list[Run] = []
        self._mask: Mask | None = None
        self._unusable = ""
        self._output: Path | None = None
        self._lock: locks.Lock | None = None
        self.has_members = False
        self.no_browser: NoBrowser | None = self._heard()
        """Why there is no browser, or none any more, once that is known."""
        self.planned = Planned(config)
        self.heard: list[signal.Signals] = []
        """The signals that this session listens to."""
        self.workers: Workers | None = None
        self.files: list[Path] = []
        """The scenario files that workers of pytest-xdist run."""
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}

    @property
    def lookahead(self) -> int:
        """How many runs the engine has in hand at a time."""
        return self._config.getoption("--in-flight") or (os.cpu_count() or 1) + 1

    def begin(self, run: Run) -> None:
        """Begin a run ahead of its turn. Raises pytest.UsageError."""
        engine = self._started()
        if engine is not None:
            engine.begin(run)

    def result(self, run: Run) -> RunResult:
        """Wait for a run's result. Raises pytest.UsageError."""
        from harness.running.outcome import not_begun

        engine = self._started()
        if engine is None:
            assert self.no_browser is not None  # noqa: S101 - that is why there is no engine
            return not_begun(run, self.no_browser)
        result = engine.result(run)
        self.no_browser = engine.no_browser
        return result

    def lack_of(self, result: RunResult) -> str:
        """Why there was no browser for a run, in lines; empty when there was one."""
        from harness.judging.verdict import NO_BROWSER as CODE

        told = [one.message for one in result.verdict.failures if one.code == CODE]
        if told and self.no_browser is not None:
            return "\n".join(self.no_browser.lines)
        return "".join(told[:1])

    def _started(self) -> BackgroundEngine | None:
        """The engine, started when the first scenario needs it; None without a browser."""
        from harness.browser.finding import NoBrowser

        if self._engine is None and self.no_browser is None:
            from harness.running.background import BackgroundEngine

            try:
                self._find_browser()
                self._engine = BackgroundEngine(self._options())
            except NoBrowser as error:
                self.no_browser = error
        return self._engine

    def look_for_browser(self) -> None:
        """Find a browser for all worker processes, or why there is none."""
        from harness.browser.finding import NoBrowser

        try:
            self._find_browser()
        except NoBrowser as error:
            self.no_browser = error

    def tell_worker(self, workerinput: dict[str, Any]) -> None:
        """Tell a worker of xdist where the session's evidence goes, and why there is no browser."""
        if self.has_output:
            workerinput[RUNS] = str(self.output)
        if self.no_browser is not None:
            workerinput[NO_BROWSER] = self.no_browser.lines

    def _heard(self) -> NoBrowser | None:
        lines = getattr(self._config, "workerinput", {}).get(NO_BROWSER)
        if lines is None:
            return None
        from harness.browser.finding import NoBrowser

        first, *more = lines
        return NoBrowser(first, tuple(line.removeprefix("  ") for line in more))

    def _find_browser(self) -> None:
        from harness.browser import handles, loopback
        from harness.browser.installing import ensure

        option = self._config.getoption
        handles.raise_limit()
        if lack := handles.lack(self.lookahead) or loopback.lack():
            raise pytest.UsageError(f"\n{lack}")
        wanted = option("--browser") or ["chromium"]
        if wanted != ["chromium"]:
            raise pytest.UsageError(f"--browser {' '.join(wanted)}: scenarios run in chromium")
        if not option("--browser-channel"):
            self._browser = ensure(option("--browser-path"), lambda _text: None)

    @property
    def has_output(self) -> bool:
        """Whether this session has runs, and a folder for their evidence."""
        return self._output is not None

    @property
    def kept_output(self) -> Path | None:
        """The folder for evidence, if this session has one."""
        return self._output

    def prepare(self) -> None:
        """Make and try the folder for evidence before the first run. Raises pytest.UsageError."""
        if self._output is None:
            self._output = self.output

    @property
    def output(self) -> Path:
        """The session's folder for evidence, which its workers share. Raises pytest.UsageError."""
        from harness.report import folders
        from harness.supervision import locks

        if self._output is None:
            given = getattr(self._config, "workerinput", {}).get(RUNS)
            if given is not None:
                self._output = Path(given)
                self._lock = locks.shared(self._output)
                return self._output
            advice = "name another folder with --runs-output"
            try:
                made = folders.run_folder(Path(self._config.getoption("--runs-output")), advice)
                folders.try_temporary()
            except folders.Unwritable as error:
                raise pytest.UsageError(str(error)) from None
            self._output, self._lock = made.path, made.lock
        return self._output

    def listen(self, last_words: Callable[[], None]) -> None:
        """Hear signals, unless with `--pdb`, which Ctrl-C leads to.

        `last_words` are said before a second one ends the process.
        """
        is_worker = hasattr(self._config, "workerinput")
        if self.heard or self._config.getoption("usepdb", default=False) or is_worker:
            return
        self.heard = signals_under_pytest.listen()
        signals_under_pytest.say_at_the_end(last_words)

    def take(self, loaded: Loaded) -> None:
        """Keep what a file's loading found, so that all files' problems are told at once."""
        self.problems.extend(loaded.problems)
        self._mask = loaded.mask if self._mask is None else self._mask | loaded.mask
        self.sources.update(loaded.sources)

    def runs_of(self, loaded: Loaded) -> list[Run]:
        """The runs of a file that was loaded, on hostile pages too where that is asked for."""
        from harness.probing.family import widened
        from harness.running.around import Unusable, with_secrets
        from harness.running.hostility_under_pytest import spoken_of
        from harness.scenario import plan

        try:
            known = with_secrets(loaded, self.given)
        except Unusable as error:
            self._unusable = str(error)
            known = loaded
        self.take(known)
        if known.problems or self._unusable:
            return []
        wish = self._config.getoption("--hostile")
        runs = widened(plan(known), wish, spoken_of(self._config))
        self._runs += runs
        return runs

    @property
    def given(self) -> dict[str, Any]:
        """The options that a run depends on, by the names that `harness run` has for them."""
        option = self._config.getoption
        return {
            "env": option("--env"),
            "base_url": option("base_url", None),
            "widget": option("--widget"),
            "allow_live": option("--allow-live"),
            "profile": option("--profile"),
            "browser_path": option("--browser-path"),
            "browser_channel": option("--browser-channel"),
            "headed": option("--headed"),
            "slowmo": option("--slowmo"),
            "timeout_scale": option("--timeout-scale"),
            "sandbox": option("--sandbox"),
        }

    @property
    def command(self) -> str:
        """How a run is run again, as it was."""
        from harness.running.again import command_of

        return command_of(self.given, self.around.surroundings.whole_mask)

    @property
    def around(self) -> Around:
        """The world around all runs. Raises pytest.UsageError."""
        from harness.running.around import Unusable, around_of

        if self._around is None:
            try:
                self._around = around_of(self.given, self._mask)
            except Unusable as error:
                raise pytest.UsageError(f"\n{error}") from None
        return self._around

    def placed(self, run: Run) -> Run:
        """The run where it takes place. Raises pytest.UsageError."""
        from harness.running.around import Unusable

        try:
            return self.around.placed([run])[0]
        except Unusable as error:
            raise pytest.UsageError(f"\n{error}") from None

    def refuse_problems(self) -> None:
        """Raises pytest.UsageError with every problem, when there are any."""
        if self._unusable:
            raise pytest.UsageError(f"\n{self._unusable}")
        if self.problems:
            from harness.report.junit_refused import by_file
            from harness.scenario.problems import render_all

            self.planned.report.refused(by_file(self.problems, self.sources))
            raise pytest.UsageError("\n" + render_all(self.problems, self.sources))

    def _options(self) -> EngineOptions:
        from harness.browser.options import BrowserOptions, EngineOptions
        from harness.running.around import Unusable

        option = self._config.getoption
        around = self.around
        try:
            runs = [self.placed(run) for run in self._runs]
            has_sandbox = around.has_sandbox(runs, wish=option("--sandbox"))
        except Unusable as error:
            raise pytest.UsageError(f"\n{error}") from None
        return EngineOptions(
            output=self.output,
            browser=BrowserOptions(
                path=self._browser.path if self._browser else None,
                source=self._browser.source if self._browser else "",
                channel=option("--browser-channel"),
                headed=option("--headed"),
                slow_mo=option("--slowmo"),
                has_sandbox=has_sandbox,
            ),
            loader=around.build,
            surroundings=around.surroundings,
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

    def close(self) -> Mapping[str, RunResult]:
        """Put the browser away; the results of all runs that were over by then, by their ids."""
        if self._engine is None:
            return {}
        engine, self._engine = self._engine, None
        return engine.close()

    @property
    def done(self) -> Mapping[str, RunResult]:
        """The results so far, by the ids of their runs."""
        return self._engine.done if self._engine else {}


STATE = pytest.StashKey[State]()
"""Where a session keeps it."""
