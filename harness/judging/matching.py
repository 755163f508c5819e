"""What an event is called in a scenario, and how it differs from what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.patterns import Difference
    from harness.recording import Event
    from harness.scenario.model import Expectation

UNDEFINED = {"$type": "undefined"}


def name_of(event: Event) -> str:
    """The name under which a scenario expects this event; callbacks go by their own name."""
    return str(event.data.get("name")) if event.kind == "callback" else event.kind


def value_of(event: Event) -> Any:
    """What an expectation's pattern is held against; a callback's data is its first argument."""
    if event.kind == "callback":
        arguments = event.data.get("args") or []
        return arguments[0] if arguments else UNDEFINED
    return event.data


def differences(expectation: Expectation, event: Event) -> list[Difference] | None:
    """What keeps an event from meeting an expectation; None when it is another kind of event."""
    if name_of(event) != expectation.event:
        return None
    pattern, value = expectation.pattern, value_of(event)
    if event.kind == "call" and isinstance(pattern, dict) and "args" in pattern:
        return _call_differences(pattern, value)
    return patterns.differences(pattern, value, exact=expectation.exact)


def meets(expectation: Expectation, event: Event) -> bool:
    """Whether the event is one that the expectation asks for."""
    return differences(expectation, event) == []


def _call_differences(pattern: dict[str, Any], call: dict[str, Any]) -> list[Difference]:
    """Arguments compare exactly, but for callbacks that the pattern does not mention."""
    others = {key: item for key, item in pattern.items() if key != "args"}
    mentioned = _names_in(pattern["args"])
    recorded = [_without_callbacks(item, mentioned) for item in call.get("args", [])]
    wanted = {"args": pattern["args"]}
    return patterns.differences(others, call) + patterns.differences(
        wanted, {"args": recorded}, exact=True
    )


def _names_in(pattern: Any) -> set[str]:
    """The names of options that a pattern for arguments speaks of, within any matcher."""
    if isinstance(pattern, dict):
        return set(pattern).union(*map(_names_in, pattern.values()))
    if isinstance(pattern, list):
        return set[str]().union(*map(_names_in, pattern))
    return set()


def _without_callbacks(argument: Any, mentioned: set[str]) -> Any:
    if not isinstance(argument, dict):
        return argument
    return {
        key: value
        for key, value in argument.items()
        if key in mentioned or key not in API.callbacks
    }


def told(event: Event) -> Any:
    """What a failure shows of an event: its value, without the stack of an error."""
    value = value_of(event)
    if event.kind == "page_error":
        return {key: item for key, item in value.items() if key != "stack"}
    return value
