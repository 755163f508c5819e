"""What must not happen, whatever is called and done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.judging import contract
from harness.widget_api import WIDGET_HOST
from tests.properties.values import THROWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.recording import Event, Recording

_OF_HARNESS = frozenset({"gap", "dropped"})
_NONSENSE = 400
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong; two of the same code are held to be the same defect."""

    code: str
    message: str
    step: int | None = None


def in_recording(recording: Recording, assume: Mapping[str, Any]) -> Iterator[Violation]:
    """Breaches of the contract, errors of the widget, and what it asked the back end in vain."""
    for rule, breach in contract.breaches(recording, assume):
        message = f"{breach.message}: expected {breach.expected}, recorded {breach.recorded}"
        yield Violation(f"contract:{rule.id}", message, breach.event.step)
    for event in recording:
        wrong = _wrong(event)
        if wrong:
            yield Violation(*wrong, event.step)


def _wrong(event: Event) -> tuple[str, str] | None:
    """The code and the message, when an event tells by itself that something is wrong."""
    data = event.data
    if event.kind == "page_error" and not _is_of_the_page(data):
        return f"page_error:{data['message']}", str(data["stack"])
    if event.kind == "threw":
        return f"threw:{data['function']}", str(data["error"])
    if event.kind == "evaluated" and "error" in data and not _is_of_the_page(data["error"]):
        return "evaluated", str(data["error"])
    if event.kind == "request" and data["host"] == WIDGET_HOST:
        status = int(data["status"])
        if status >= _NONSENSE and status != _CONFLICT:
            return f"request:{status}", str(data)
    return (event.kind, str(data)) if event.kind in _OF_HARNESS else None


def _is_of_the_page(error: Mapping[str, Any]) -> bool:
    """Whether it was the page that threw: a callback of its own, or its `ga`."""
    return THROWN in str(error.get("message"))
