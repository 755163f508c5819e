"""What a step saves: the value that its call returned, or a part of an event that it expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.judging import matching, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.recording import Event
    from harness.scenario.model import Expect, Step


def saved_value(
    source: str, step: Step, expect: Expect, own: Sequence[Event], heard: Sequence[Event]
) -> tuple[bool, Any]:
    """Whether `source`, such as `returned` or `onload.visitor.name`, is there, and its value.

    `own` are the events since the step began, `heard` those among which it looks for what it
    expects.
    """
    head, _, path = source.partition(".")
    if head == "returned":
        outcome = steps.outcome_of(step, own)
        return _at(outcome.data.get("value"), path) if outcome else (False, None)
    groups = (expect.items, *expect.ordered)
    wanted = [item for group in groups for item in group if item.event == head]
    for event in heard:
        if any(matching.meets(item, event) for item in wanted):
            return _at(matching.value_of(event), path)
    return False, None


def _at(value: Any, path: str) -> tuple[bool, Any]:
    for part in path.split(".") if path else ():
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return False, None
    return True, value
