"""Runs scenarios on two widgets in one browser, compares them, and tries what the cause is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harness.browser.engine import Engine, EngineOptions
from harness.drift.comparing import differences
from harness.drift.explaining import Experiments, Pair, Try, explained
from harness.drift.findings import Compared, findings, mark_silence
from harness.drift.observing import heard
from harness.drift.report import Report
from harness.drift.resting import touched
from harness.drift.surface import looking_at_surface
from harness.drift.widgets import Widget, assuming
from harness.report.event_log import read_events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.judging.verdict import RunResult
    from harness.recording import Recording
    from harness.scenario.model import Run

PATIENCE = 2.5
"""Seconds within which what one widget does is missed on the other one."""

_UNCOMPARED = frozenset({"skipped", "not_run"})
_LOST = frozenset({"defect", "browser", "incomplete"})
"""Failures after which a recording says nothing of the widget."""


@dataclass(frozen=True, slots=True)
class Drifting:
    """What is compared, with the engine's options for either widget."""

    runs: Sequence[Run]
    a: Widget
    b: Widget
    options_a: EngineOptions
    options_b: EngineOptions
    progress: Callable[[str], None] = lambda _: None
    over: Callable[[RunResult], None] = lambda _: None

    async def report(self) -> Report:
        """Run, compare, try. Raises what starting the browser raises."""
        browsers = (self.options_a.browser, self.options_b.browser)
        careful = next((one for one in browsers if one.has_sandbox), browsers[0])
        async with Engine(replace(self._options("a"), browser=careful)) as engine:
            return await self.within(engine)

    async def within(self, engine: Engine) -> Report:
        """The same with an engine that is there already; nothing else may use it meanwhile."""
        self.progress(f"{len(self.runs)} runs on {self.a.name}")
        first = await self._side(engine, "a")
        self.progress(f"{len(self.runs)} runs on {self.b.name}")
        second = await self._side(engine, "b")
        compared = [self._compared(run, first[run.id], second[run.id]) for run in self.runs]
        found = findings(compared)
        mark_silence(found, compared)
        stub = self._stub
        if found and stub:
            self.progress("trying which assumptions are overturned")
            pairs = self._pairs(compared, first, second)
            found = await explained(found, self._experiments(engine, stub, pairs))
        elif not stub:
            for finding in found:
                if not finding.broken:
                    finding.in_question = tuple(one.id for one in touched(finding.spot))
        mark_silence(found, compared, ways=1)
        others = {} if self.b.is_plain_stub else second
        others |= {} if self.a.is_plain_stub else first
        return Report(self.a, self.b, compared, found, list(others.values()))

    @property
    def _stub(self) -> Literal["a", "b"] | None:
        """The side on which assumptions can be tried."""
        if self.a.is_plain_stub:
            return "a"
        return "b" if self.b.is_plain_stub else None

    def _options(self, side: Literal["a", "b"], folder: str | None = None) -> EngineOptions:
        options = self.options_a if side == "a" else self.options_b
        output = options.output / (folder or side)
        return replace(options, output=output, screenshot="off", keeps_going=True)

    async def _side(self, engine: Engine, side: Literal["a", "b"]) -> dict[str, RunResult]:
        engine.options = self._options(side)
        widget = self.a if side == "a" else self.b

        async def made(run: Run) -> RunResult:
            result = await engine.run(_prepared(widget.running(run)))
            self.over(result)
            return result

        results = await asyncio.gather(*map(made, self.runs))
        return {result.run_id: result for result in results}

    def _compared(self, run: Run, a: RunResult, b: RunResult) -> Compared:
        reason = _reason(a, self.a) or _reason(b, self.b)
        if reason:
            return Compared(run.id, reason=reason)
        first, second = _recording(a), _recording(b)
        found = differences(first, second, _declared(run))
        fired = (heard(first), heard(second))
        return Compared(run.id, found, run.scenario.about, run.scenario.assumes, fired)

    def _pairs(
        self,
        compared: Sequence[Compared],
        a: Mapping[str, RunResult],
        b: Mapping[str, RunResult],
    ) -> dict[str, Pair]:
        runs = {run.id: run for run in self.runs}
        return {
            one.run_id: Pair(
                runs[one.run_id],
                _recording(a[one.run_id]),
                _recording(b[one.run_id]),
                _declared(runs[one.run_id]),
            )
            for one in compared
            if one.differences
        }

    def _experiments(
        self, engine: Engine, stub: Literal["a", "b"], pairs: Mapping[str, Pair]
    ) -> Experiments:
        widget = self.a if stub == "a" else self.b

        async def trying(tries: Sequence[Try]) -> dict[Try, Recording]:
            """Each try gets a folder of its own, since all runs of a scenario have one name."""
            found: dict[Try, Recording] = {}
            for choices in dict.fromkeys(choices for _, choices in tries):
                words = "-".join(f"{name}={value}" for name, value in choices)
                engine.options = self._options(stub, f"tries/{words}")
                chosen = [run_id for run_id, wanted in tries if wanted == choices]
                runs = [assuming(widget.running(pairs[one].run), dict(choices)) for one in chosen]
                results = await asyncio.gather(*(engine.run(_prepared(run)) for run in runs))
                found |= {
                    (result.run_id, choices): _recording(result)
                    for result in results
                    if not _reason(result, widget)
                }
            return found

        return Experiments(pairs, stub, trying)


def _prepared(run: Run) -> Run:
    """The run as it is compared: less patient, for a widget that lacks something lacks it often."""
    scenario = run.scenario
    steps = tuple(
        replace(step, within=min(step.within or scenario.within, PATIENCE))
        for step in scenario.steps
    )
    hurried = replace(scenario, steps=steps, timeout=2 * scenario.timeout)
    return looking_at_surface(replace(run, scenario=hurried))


def _declared(run: Run) -> frozenset[object]:
    """The ids that the scenario itself gives, which are the same with any widget."""
    backend = run.scenario.backend
    return frozenset(
        member.id
        for members in (backend.operators, backend.departments, backend.triggers)
        for member in members
    )


def _reason(result: RunResult, widget: Widget) -> str | None:
    """Why a result cannot be compared; None when it can."""
    failures = result.verdict.failures
    if result.verdict.status in _UNCOMPARED:
        words = failures[0].message if failures else result.verdict.status
        return f"{widget.name}: {words}"
    if "events" in result.unkept:
        return f"{widget.name}: what was recorded could not be kept: {result.unkept['events']}"
    lost = next((one for one in failures if one.code in _LOST), None)
    return f"{widget.name}: {lost.message}" if lost else None


def _recording(result: RunResult) -> Recording:
    return read_events(Path(result.events_path or ""))
