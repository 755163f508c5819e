"""What a step's call returned or threw, against what the step says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.judging import phrases
from harness.judging.verdict import Failure
from harness.scenario.interpolation import resolve
from harness.scenario.model import MISSING
from harness.wording import error_name, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.recording import Event
    from harness.scenario.model import Step


def outcome_of(step: Step, own: Sequence[Event]) -> Event | None:
    """The event that tells what the step's call returned or threw."""
    call: Event | None = None
    for event in own:
        if event.kind == "evaluated" and step.verb == "eval":
            return event
        if event.kind == "call" and event.data.get("by") == "scenario":
            call = event
        elif call is not None and _is_end(call, event):
            return event
    return None


def _is_end(call: Event, event: Event) -> bool:
    """Documents number their calls each for itself, and a call ends in the page it began in."""
    is_outcome = event.kind in {"returned", "threw"}
    is_there = (event.page, event.frame) == (call.page, call.frame)
    return is_outcome and is_there and event.data.get("call") == call.data.get("call")


def failures(step: Step, outcome: Event | None, variables: Mapping[str, Any]) -> list[Failure]:
    """What is wrong with the outcome of a step that was done. Raises UndefinedName."""
    if outcome is None:
        return _without_outcome(step)
    has_thrown = outcome.kind == "threw" or "error" in outcome.data
    if step.throws is not MISSING:
        pattern = resolve(step.throws, variables)
        return _threw(step, outcome, pattern) if has_thrown else _threw_nothing(step, outcome)
    if has_thrown:
        return _threw_unasked(step, outcome.data.get("error"))
    if step.returns is MISSING:
        return []
    return _returned(step, outcome, resolve(step.returns, variables))


def _without_outcome(step: Step) -> list[Failure]:
    if step.returns is MISSING and step.throws is MISSING:
        return []
    pattern = step.throws if step.returns is MISSING else step.returns
    message = f"`{step.text}` neither returned nor threw"
    hint = "the page went away while the call lasted, or the recorder does not see the call"
    expected = patterns.written(pattern)
    return [_failure(step, "no-outcome", message, expected, "nothing", hint=hint)]


def _returned(step: Step, outcome: Event, pattern: Any) -> list[Failure]:
    found = patterns.differences(pattern, outcome.data.get("value"), path="returned")
    if not found:
        return []
    expected, recorded = phrases.side_by_side(found, "returned")
    message = f"`{step.text}` did not return what was expected"
    return [_failure(step, "returned", message, expected, recorded)]


def _threw_unasked(step: Step, error: Any) -> list[Failure]:
    message = f"`{step.text}` threw {error_name(error)}"
    hint = "if that is right, say `throws:`"
    return [_failure(step, "threw", message, "no exception", error_name(error), hint=hint)]


def _threw_nothing(step: Step, outcome: Event) -> list[Failure]:
    message = f"`{step.text}` threw nothing"
    recorded = f"returned {typed(outcome.data.get('value'))}"
    return [
        _failure(step, "not-thrown", message, patterns.written(step.throws), recorded),
    ]


def _threw(step: Step, outcome: Event, pattern: Any) -> list[Failure]:
    if pattern == "$any":
        return []
    error = outcome.data.get("error")
    is_fields = isinstance(pattern, dict) and not pattern.keys() & patterns.OPERATORS.keys()
    value, whole = error, "thrown"
    if isinstance(error, dict) and error.get("$type", "error") == "error":
        fields = {key: item for key, item in error.items() if key != "$type"}
        value, whole = (fields, "") if is_fields else (fields.get("message"), "message")
    found = patterns.differences(pattern, value, path=whole)
    if not found:
        return []
    expected, recorded = phrases.side_by_side(found)
    message = f"`{step.text}` threw another error"
    instead = (error_name(error),)
    return [_failure(step, "threw-otherwise", message, expected, recorded, instead)]


def _failure(
    step: Step,
    code: str,
    message: str,
    expected: str,
    recorded: str,
    instead: tuple[str, ...] = (),
    hint: str | None = None,
) -> Failure:
    return Failure(
        step.place, code, message, expected, recorded, instead, hint, step.index, step.why
    )
