"""What a step of one recorded run saw: the material that expectations are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harness.judging import matching
from harness.judging.spans import Span, spans, variables_before
from harness.judging.steps import outcome_of, resolved
from harness.scenario.interpolation import UndefinedName
from harness.writing.agreeing import Known, volatile_in

if TYPE_CHECKING:
    from harness.recording import Event, Recording
    from harness.scenario.model import Expect, Run, Step

VOLATILE: Final = frozenset({"ticket"})
"""Fields of callback data that are another text in every run."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One step of one run: the events in its window, and what its call returned or threw.

    `fresh` are those events that no expectation of the scenario asks for yet.
    """

    step: Step
    expect: Expect
    events: tuple[Event, ...]
    fresh: tuple[Event, ...]
    outcome: Event | None
    known: Known
    span: Span


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded run; `steps` by their indices, the opening of the page being -1."""

    run: Run
    recording: Recording
    steps: dict[int, Seen] = field(default_factory=dict)
    opening: tuple[Event, ...] = ()


def sample(run: Run, recording: Recording) -> Sample:
    """Sort what was recorded by the steps of the scenario (those of `finally` left out)."""
    steps = {step.index: step for step in run.scenario.steps}
    found = spans(recording)
    expects = {
        span.index: _resolved(steps[span.index], run, recording, span)
        for span in found
        if span.index in steps
    }
    asked = _asked(recording, found, expects)
    volatile = _volatile(recording)
    seen = {}
    for span in found:
        if span.index not in steps:
            continue
        events = span.window(recording).events
        saved = variables_before(run, recording, span.started.seq)
        seen[span.index] = Seen(
            steps[span.index],
            expects[span.index],
            events,
            tuple(event for event in events if event.seq not in asked),
            outcome_of(steps[span.index], span.own(recording)),
            _known(run, saved, volatile),
            span,
        )
    return Sample(run, recording, seen, _opening(recording, found))


def _opening(recording: Recording, found: list[Span]) -> tuple[Event, ...]:
    """What happens until the first step of the scenario begins."""
    first = next((span.started.seq for span in found if span.index >= 0), len(recording) + 1)
    return tuple(event for event in recording.events[: first - 1] if event.step is not None)


def opening_known(one: Sample) -> Known:
    """What a run knows before its first step."""
    return Known(dict(one.run.params), {}, _volatile(one.recording))


def _known(run: Run, saved: dict[str, Any], volatile: frozenset[str]) -> Known:
    own = {name: value for name, value in saved.items() if name not in run.params}
    return Known(dict(run.params), own, volatile)


def _resolved(step: Step, run: Run, recording: Recording, span: Span) -> Expect:
    try:
        return resolved(step.expect, variables_before(run, recording, span.started.seq))
    except UndefinedName:
        return step.expect


def _asked(recording: Recording, found: list[Span], expects: dict[int, Expect]) -> frozenset[int]:
    """The events that some step asks for, wherever it stands."""
    numbers: set[int] = set()
    for span in found:
        expect = expects.get(span.index)
        if not expect:
            continue
        wanted = [*expect.items, *(item for group in expect.ordered for item in group)]
        events = span.window(recording).events
        numbers |= {e.seq for e in events for item in wanted if matching.meets(item, e)}
    return frozenset(numbers)


def _volatile(recording: Recording) -> frozenset[str]:
    data = (
        value
        for event in recording.of_kind("callback")
        if isinstance(value := matching.value_of(event), dict)
    )
    return volatile_in(data, VOLATILE)
