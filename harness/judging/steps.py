"""What one step of a recording falls short of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.judging.explaining import explain
from harness.judging.verdict import Failure
from harness.judging.windows import Window, unmet
from harness.judging.wording import shown
from harness.scenario.interpolation import resolve
from harness.scenario.model import MISSING, Expect, Expectation, Never, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.recording import Event, Recording


def resolved(expect: Expect, variables: Mapping[str, Any]) -> Expect:
    """The expectations with all saved values put in. Raises UndefinedName."""

    def filled(item: Expectation) -> Expectation:
        pattern = resolve(item.pattern, variables)
        if pattern is item.pattern:
            return item
        return Expectation(
            item.event, pattern, item.place, item.low, item.high, item.exact, item.label
        )

    return Expect(
        tuple(filled(item) for item in expect.items),
        tuple(tuple(filled(item) for item in group) for group in expect.ordered),
        tuple(
            Never(tuple(filled(item) for item in never.events), never.seconds, never.place)
            for never in expect.never
        ),
    )


def window_of(
    recording: Recording, since: int, end: int | None, start: float, deadline: float
) -> Window:
    """The events after `since` up to `end` (sequence numbers); times in ms since the run began."""
    return Window(tuple(recording.events[since:end]), start, deadline)


def failures(
    step: Step,
    window: Window,
    own: tuple[Event, ...],
    recording: Recording,
    variables: Mapping[str, Any],
) -> list[Failure]:
    """Everything that is wrong with a step: `window` is what it looks at, `own` what it did itself."""
    found = [*_troubles(step, own), *_outcome(step, own, variables), *_checks(step, own)]
    expect = resolved(step.expect, variables)
    found.extend(explain(miss, window, recording, step) for miss in unmet(expect, window))
    return found


def outcome_of(step: Step, own: tuple[Event, ...]) -> Event | None:
    """The event that tells what the step's call returned or threw."""
    calls = {
        event.data["call"]
        for event in own
        if event.kind == "call" and event.data.get("by") == "scenario"
    }
    for event in reversed(own):
        if event.kind == "evaluated":
            return event
        if event.kind in {"returned", "threw"} and event.data.get("call") in calls:
            return event
    return None


def _troubles(step: Step, own: tuple[Event, ...]) -> list[Failure]:
    return [
        Failure(
            place=step.place,
            code=str(event.data.get("code", "trouble")),
            message=str(event.data["message"]),
            expected=event.data.get("expected"),
            recorded=event.data.get("recorded"),
            instead=tuple(event.data.get("instead", ())),
            hint=event.data.get("hint"),
            step=step.index,
            why=step.why,
        )
        for event in own
        if event.kind == "trouble"
    ]


def _outcome(step: Step, own: tuple[Event, ...], variables: Mapping[str, Any]) -> list[Failure]:
    outcome = outcome_of(step, own)
    if outcome is None:
        return []
    has_thrown = outcome.kind == "threw" or "error" in outcome.data
    if step.throws is not MISSING:
        return _thrown(step, outcome, has_thrown, variables)
    if has_thrown:
        error = outcome.data["error"]
        message = f"`{step.text}` threw {shown(error)}"
        return [_failure(step, "threw", message, "no exception", shown(error))]
    if step.returns is MISSING:
        return []
    pattern = resolve(step.returns, variables)
    value = outcome.data.get("value")
    found = patterns.differences(pattern, value, path="returned")
    if not found:
        return []
    instead = _lines(found) if len(found) > 1 else ()
    message = f"`{step.text}` did not return what was expected"
    return [_failure(step, "returned", message, shown(pattern), shown(value), instead)]


def _thrown(
    step: Step, outcome: Event, has_thrown: bool, variables: Mapping[str, Any]
) -> list[Failure]:  # noqa: FBT001 - a fact about the outcome
    pattern = resolve(step.throws, variables)
    if not has_thrown:
        recorded = f"returned {shown(outcome.data.get('value'))}"
        return [
            _failure(step, "not-thrown", f"`{step.text}` threw nothing", shown(pattern), recorded)
        ]
    error = outcome.data["error"]
    is_fields = isinstance(pattern, dict) and not any(key.startswith("$") for key in pattern)
    value = _plain(error) if is_fields else error.get("message")
    if patterns.is_match(pattern, value):
        return []
    return [
        _failure(
            step,
            "threw-otherwise",
            f"`{step.text}` threw another error",
            shown(pattern),
            shown(error),
        )
    ]


def _plain(error: Any) -> Any:
    """An error's fields without the tag that marks it as an error."""
    return (
        {key: value for key, value in error.items() if key != "$type"}
        if isinstance(error, dict)
        else error
    )


def _checks(step: Step, own: tuple[Event, ...]) -> list[Failure]:
    found: list[Failure] = []
    for event in own:
        if event.kind != "check":
            continue
        expected, recorded, what = event.data["expected"], event.data["recorded"], event.data["of"]
        misses = patterns.differences(expected, recorded, path=what)
        if misses:
            message = f"{what} is not what the check expects"
            instead = _lines(misses) if len(misses) > 1 else ()
            found.append(
                _failure(step, "check", message, shown(expected), shown(recorded), instead)
            )
    return found


def _lines(found: list[patterns.Difference]) -> tuple[str, ...]:
    return tuple(
        f"{item.path}: expected {item.expected}, recorded {item.recorded}" for item in found
    )


def _failure(
    step: Step, code: str, message: str, expected: str, recorded: str, instead: tuple[str, ...] = ()
) -> Failure:
    return Failure(
        step.place, code, message, expected, recorded, instead, None, step.index, step.why
    )
