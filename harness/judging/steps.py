"""What one step of a recording falls short of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.judging import outcomes, phrases
from harness.judging.explaining import explain
from harness.judging.outcomes import outcome_of
from harness.judging.refusals import with_refusals
from harness.judging.verdict import Failure
from harness.judging.windows import Window, unmet, window_of
from harness.scenario.interpolation import UndefinedName, resolve
from harness.scenario.model import Expect, Expectation, Never, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.recording import Event, Recording

__all__ = ["failures", "outcome_of", "resolved", "window_of"]

UNDEFINED_NAME = "undefined-name"
"""The code of a failure that the scenario is to blame for: it refers to what was never saved."""

_CONSEQUENCES = frozenset({"nothing-to-save"})
"""Codes of trouble that only follows from an expectation that was not met."""


def resolved(expect: Expect, variables: Mapping[str, Any]) -> Expect:
    """The expectations with all saved values put in. Raises UndefinedName."""

    def filled(items: tuple[Expectation, ...]) -> tuple[Expectation, ...]:
        return tuple(replace(item, pattern=resolve(item.pattern, variables)) for item in items)

    return Expect(
        filled(expect.items),
        tuple(map(filled, expect.ordered)),
        tuple(Never(filled(never.events), never.seconds, never.place) for never in expect.never),
    )


def failures(
    step: Step,
    window: Window,
    own: Sequence[Event],
    recording: Recording,
    variables: Mapping[str, Any],
) -> list[Failure]:
    """Everything that is wrong with a step: `window` is what it looks at, `own` what it did itself.

    A step that could not be done has not been waited for, so nothing is said of what it expects.
    """
    until = window.since + len(window.events)
    found = [_trouble(step, event) for event in own if event.kind == "trouble"]
    consequences = [failure for failure in found if failure.code in _CONSEQUENCES]
    causes = [failure for failure in found if failure.code not in _CONSEQUENCES]
    if causes and not _is_done(step, own):
        return with_refusals(causes, recording, until)
    try:
        told = _told(step, window, own, recording, variables)
    except UndefinedName as error:
        told = [Failure(step.place, UNDEFINED_NAME, str(error), step=step.index, why=step.why)]
    return [*with_refusals([*causes, *told], recording, until), *consequences]


def _is_done(step: Step, own: Sequence[Event]) -> bool:
    return step.verb is None or any(event.kind == "acted" for event in own)


def _told(
    step: Step,
    window: Window,
    own: Sequence[Event],
    recording: Recording,
    variables: Mapping[str, Any],
) -> list[Failure]:
    expect = resolved(step.expect, variables)
    return [
        *outcomes.failures(step, outcome_of(step, own), variables),
        *_checks(step, own),
        *(explain(miss, window, recording, step, expect) for miss in unmet(expect, window)),
    ]


def _trouble(step: Step, event: Event) -> Failure:
    return Failure(
        place=step.place,
        code=str(event.data.get("code", "trouble")),
        message=str(event.data.get("message", "")),
        expected=event.data.get("expected"),
        recorded=event.data.get("recorded"),
        instead=tuple(event.data.get("instead", ())),
        hint=event.data.get("hint"),
        step=step.index,
        why=step.why,
    )


def _checks(step: Step, own: Sequence[Event]) -> list[Failure]:
    found: list[Failure] = []
    for event in own:
        if event.kind != "check":
            continue
        what = str(event.data["of"])
        misses = patterns.differences(event.data["expected"], event.data["recorded"], path=what)
        if misses:
            expected, recorded = phrases.side_by_side(misses, what)
            message = f"{what} is not what the check expects"
            failure = Failure(step.place, "check", message, expected, recorded)
            found.append(replace(failure, step=step.index, why=step.why))
    return found
