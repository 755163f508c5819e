"""Runs that no browser makes: what steps cause is made up, and judged as the engine judges it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from harness.judging.judge import judge
from harness.judging.spans import variables_before
from harness.judging.steps import failures, resolved
from harness.judging.verdict import RunResult
from harness.judging.windows import window_of
from harness.recording import Event, Recording
from harness.scenario.model import MISSING, Run, Step
from harness.writing.stories import Take

UNDEFINED = {"$type": "undefined"}
Caused = Callable[[Run, Step], Sequence[tuple[str, Any]]]
"""What a step of a run causes: callbacks by name with their data."""

_tickets = count(1000)


@dataclass
class Imagined:
    """Makes runs; `caused` says what steps cause, `status` what `status()` returns."""

    caused: Caused
    status: Callable[[Run, Step], Any] = lambda _run, _step: "online"
    made: list[Run] = field(default_factory=list)
    keeps_ticket: bool = False

    ticket: str = ""

    def __call__(self, runs: Sequence[Run]) -> Mapping[str, Take]:
        return {run.id: self._take(run) for run in runs}

    def _take(self, run: Run) -> Take:
        self.made.append(run)
        recording = _Growing(run)
        recording.add("run_started", run=run.id)
        recording.step = -1
        recording.add("step_started", index=-1, section="open", verb=None)
        recording.add("step_ended", index=-1, status="passed")
        for step in run.scenario.steps:
            if not self._step(run, step, recording):
                break
        recording.step = None
        verdict = judge(run, recording.recording)
        scenario = run.scenario
        result = RunResult(run.id, scenario.path, 1, scenario.title, (), verdict, 0.1)
        return Take(result, recording.recording)

    def _step(self, run: Run, step: Step, recording: _Growing) -> bool:
        recording.step = step.index
        started = recording.add(
            "step_started", index=step.index, section="steps", verb=step.verb, within=5.0
        )
        if step.verb is not None:
            recording.since = started.seq
            recording.add("acted", index=step.index)
        if step.verb == "status":
            recording.add("call", call=1, function="embed.status", args=[], by="scenario")
            value = self.status(run, step)
            recording.add("returned", call=1, function="embed.status", value=value)
        if not self.keeps_ticket or step.index < 1:
            self.ticket = f"T{next(_tickets)}"
        for name, data in self.caused(run, step):
            filled = {**data, "ticket": self.ticket} if data and "ticket" in data else data
            recording.add(
                "callback", name=name, args=[] if data is None else [filled], registration=1
            )
        self._save(run, step, recording, started)
        own = tuple(recording.recording.events[started.seq :])
        start = recording.recording.events[recording.since - 1].time
        window = window_of(recording.recording, recording.since, None, start, start + 5000)
        variables = variables_before(run, recording.recording, started.seq)
        found = failures(step, window, own, recording.recording, variables)
        recording.add("step_ended", index=step.index, status="failed" if found else "passed")
        return not found

    def _save(self, run: Run, step: Step, recording: _Growing, started: Event) -> None:
        resolved(step.expect, variables_before(run, recording.recording, started.seq))
        for name, source in step.save.items():
            event, _, key = source.partition(".")
            for one in recording.recording.events[started.seq :]:
                if one.kind == "callback" and one.data["name"] == event:
                    recording.add("saved", name=name, value=one.data["args"][0][key])
                    break


class _Growing:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.recording = Recording()
        self.step: int | None = None
        self.since = 1

    def add(self, kind: str, **data: Any) -> Event:
        number = len(self.recording) + 1
        event = Event(number, float(number), kind, data, "main", None, self.step)
        self.recording.append(event)
        return event


__all__ = ["MISSING", "UNDEFINED", "Imagined"]
