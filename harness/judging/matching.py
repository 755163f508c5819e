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

_TEXT_OF = {"console": "text", "page_error": "message", "dialog": "message", "hook": "action"}
"""The field that a bare text stands for."""


def name_of(event: Event) -> str:
    """The name under which a scenario expects this event; callbacks go by their own name."""
    return str(event.data["name"]) if event.kind == "callback" else event.kind


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
    field = _TEXT_OF.get(event.kind)
    if field is not None and not _is_fields(pattern):
        value = value.get(field, UNDEFINED)
    if event.kind == "call" and isinstance(pattern, dict) and "args" in pattern:
        return _call_differences(pattern, value)
    return patterns.differences(pattern, value, exact=expectation.exact)


def meets(expectation: Expectation, event: Event) -> bool:
    """Whether the event is one that the expectation asks for."""
    return differences(expectation, event) == []


def _is_fields(pattern: Any) -> bool:
    """A mapping of fields, as against a bare text or a matcher for the text."""
    return isinstance(pattern, dict) and not any(str(key).startswith("$") for key in pattern)


def _call_differences(pattern: dict[str, Any], call: dict[str, Any]) -> list[Difference]:
    """Arguments compare exactly, but for callbacks that the pattern does not mention."""
    others = {key: item for key, item in pattern.items() if key != "args"}
    recorded = [_without_callbacks(item, pattern["args"]) for item in call.get("args", [])]
    found = patterns.differences(others, call)
    wanted = {"args": pattern["args"]}
    return found + patterns.differences(wanted, {"args": recorded}, exact=True)


def _without_callbacks(argument: Any, wanted: Any) -> Any:
    if not isinstance(argument, dict):
        return argument
    mentioned = {
        key
        for item in (wanted if isinstance(wanted, list) else [])
        if isinstance(item, dict)
        for key in item
    }
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
