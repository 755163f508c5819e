"""Judges a run by its recording alone: the same recording always gives the same verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.judging import contract, matching, steps
from harness.judging.verdict import Failure, Status, Verdict
from harness.judging.wording import bare, shown
from harness.scenario.model import MISSING, Expectation, Run, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.recording import Event, Recording

OPENING = -1
"""The step index of opening the host page."""


@dataclass(frozen=True, slots=True)
class Span:
    """A step in a recording: the events that opened and closed it, and where its window begins."""

    started: Event
    ended: Event
    since: int

    @property
    def deadline(self) -> float:
        """When the step's time was over, in ms since the run began."""
        return float(self.started.time + self.started.data.get("within", 0.0) * 1000)


def judge(run: Run, recording: Recording) -> Verdict:
    """The verdict on a run, with every failure found, in the order of the recording."""
    all_steps = {step.index: step for step in (*run.scenario.steps, *run.scenario.finally_)}
    found: list[Failure] = []
    is_broken = False
    for span in spans(recording):
        step = all_steps.get(span.started.data["index"])
        own = _within(recording, span.started.seq, span.ended.seq)
        is_broken = is_broken or any(
            event.data.get("what") == "harness" for event in own if event.kind == "trouble"
        )
        found.extend(_step_failures(run, step, span, own, recording))
    outside, is_outside_broken = _run_failures(run, recording)
    found.extend(outside)
    status: Status = "broken" if is_broken or is_outside_broken else "failed" if found else "passed"
    return Verdict(status, tuple(found), _ignored(run, recording))


def spans(recording: Recording) -> Iterator[Span]:
    """The steps of a recording that came to an end."""
    started: Event | None = None
    since = 0
    for event in recording:
        if event.kind == "step_started":
            started = event
            if event.data.get("verb") is not None or event.data["index"] == OPENING:
                since = event.seq
        elif event.kind == "step_ended" and started is not None:
            yield Span(started, event, since)
            started = None


def variables_before(run: Run, recording: Recording, seq: int) -> dict[str, Any]:
    """What scenarios can refer to at a moment of the recording: parameters and saved values."""
    saved = {
        event.data["name"]: event.data["value"]
        for event in recording.events[:seq]
        if event.kind == "saved"
    }
    return {**run.params, **saved}


def _within(recording: Recording, first: int, last: int) -> tuple[Event, ...]:
    return tuple(recording.events[first:last])


def _step_failures(
    run: Run, step: Step | None, span: Span, own: tuple[Event, ...], recording: Recording
) -> list[Failure]:
    if step is None:  # the host page was opened
        opening = Step(OPENING, None, run.scenario.host.page.place, "open the host page")
        return steps.failures(opening, steps.window_of(recording, 0, 0, 0, 0), own, recording, {})
    window = steps.window_of(
        recording, span.since, span.ended.seq, recording.events[span.since - 1].time, span.deadline
    )
    variables = variables_before(run, recording, span.started.seq)
    return steps.failures(step, window, own, recording, variables)


def _run_failures(run: Run, recording: Recording) -> tuple[list[Failure], bool]:
    """What is wrong with the run as a whole, and whether that lies with the harness's world."""
    found = [_breach(run, recording, breach) for breach in contract.breaches(recording)]
    found.extend(_always(run, recording))
    is_broken = False
    inside = {
        event.seq
        for span in spans(recording)
        for event in _within(recording, span.started.seq, span.ended.seq)
    }
    for event in recording:
        if event.kind == "trouble" and event.seq not in inside:
            is_broken = is_broken or event.data.get("what") == "harness"
            found.append(_outside(run, event))
        elif event.kind in {"gap", "dropped"}:
            is_broken = True
            found.append(_incomplete(run, event))
    return found, is_broken


def _breach(run: Run, recording: Recording, breach: contract.Breach) -> Failure:
    step = _step_at(run, breach.event)
    return Failure(
        place=step.place if step else run.scenario.place,
        code=f"contract:{breach.rule.id}",
        message=breach.message,
        expected=breach.expected,
        recorded=shown(breach.recorded),
        instead=(
            f"event {breach.event.seq}: {matching.name_of(breach.event)} {bare(matching.told(breach.event))}",
        ),
        hint=f'this holds on every run: "{breach.rule.section}" of the vendor\'s page ({breach.rule.source})',
        step=breach.event.step,
    )


def _step_at(run: Run, event: Event) -> Step | None:
    both = (*run.scenario.steps, *run.scenario.finally_)
    return next((step for step in both if step.index == event.step), None)


def _always(run: Run, recording: Recording) -> Iterator[Failure]:
    always = run.scenario.always
    place = always.place or run.scenario.place
    unwanted = list(always.never)
    if "page_error" in always.no:
        unwanted.append(Expectation("page_error", {}, place))
    if "console_error" in always.no:
        unwanted.append(Expectation("console", {"type": "error"}, place))
    for expectation in unwanted:
        for event in recording:
            if matching.meets(expectation, event):
                yield Failure(
                    place=expectation.place,
                    code="always",
                    message=f"{expectation.event} must not happen in this scenario",
                    expected=f"no {expectation.event}",
                    recorded=f"{expectation.event} {bare(matching.told(event))}",
                    step=event.step,
                )


def _outside(run: Run, event: Event) -> Failure:
    return Failure(
        place=run.scenario.place,
        code=str(event.data.get("code", "trouble")),
        message=str(event.data["message"]),
        hint=event.data.get("hint"),
    )


def _incomplete(run: Run, event: Event) -> Failure:
    count = event.data.get("missing", event.data.get("count"))
    verb = "were lost on the way" if event.kind == "gap" else "were cut, the page fires in a flood"
    message = f"the recording is incomplete: {count} events {verb}"
    return Failure(run.scenario.place, "incomplete", message)


def _ignored(run: Run, recording: Recording) -> int:
    """How many fields of callback data no pattern looked at."""
    wanted = [
        item
        for step in run.scenario.steps
        for item in step.expect.items
        if item.pattern is not MISSING
    ]
    total = 0
    for event in recording.of_kind("callback"):
        fitting = [item for item in wanted if matching.name_of(event) == item.event]
        if fitting:
            total += min(
                patterns.ignored(item.pattern, matching.value_of(event)) for item in fitting
            )
    return total
