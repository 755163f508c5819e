"""The events that a scenario can expect, as data: their fields and what these may hold.

To make another event of the recording expectable, add an entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from harness.widget_api import API, Kind, Value


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: its name in `expect`, its fields, and the field that a bare text means.

    A callback's data may hold more than is documented, so its fields are not `closed`.
    """

    name: str
    doc: str
    fields: dict[str, Value]
    shorthand: str | None = None
    is_closed: bool = True


def _field(name: str, kind: Kind = Kind.STRING, *allowed: str) -> Value:
    return Value(name, kind, "recording", allowed)


def _event(name: str, doc: str, *fields: Value, shorthand: str | None = None) -> EventKind:
    return EventKind(name, doc, {field.name: field for field in fields}, shorthand)


_CALLBACKS = tuple(
    EventKind(
        callback.name,
        f"The widget calls the callback `{callback.name}`.",
        {value.name: value for value in callback.data},
        is_closed=False,
    )
    for callback in API.callbacks.values()
)

EVENTS: Final[dict[str, EventKind]] = {
    event.name: event
    for event in (
        *_CALLBACKS,
        _event(
            "call",
            "Somebody calls a function of the widget.",
            _field("function", Kind.STRING, *API.functions),
            _field("args", Kind.ANY),
            _field("by", Kind.STRING, "scenario", "page"),
        ),
        _event(
            "console",
            "The page writes to the console; a bare text is the `text`.",
            _field("type"),
            _field("text"),
            _field("url"),
            _field("line", Kind.NUMBER),
            shorthand="text",
        ),
        _event(
            "page_error",
            "The page throws and nobody catches; a bare text is the `message`.",
            _field("name"),
            _field("message"),
            _field("stack"),
            shorthand="message",
        ),
        _event(
            "callback_threw",
            "A callback of the page throws; the widget, or nobody, catches it.",
            _field("name", Kind.STRING, *API.callbacks),
            _field("error", Kind.ANY),
            shorthand="name",
        ),
        _event(
            "dialog",
            "The page opens an alert, confirm or prompt; a bare text is the `message`.",
            _field("type", Kind.STRING, "alert", "confirm", "prompt", "beforeunload"),
            _field("message"),
            _field("answer", Kind.ANY),
            shorthand="message",
        ),
        _event(
            "navigation",
            "The window goes to another address.",
            _field("url"),
            _field("way", Kind.STRING, "load", "history"),
        ),
        _event(
            "window",
            "A window opens or closes, or the pop-up blocker keeps it from opening.",
            _field("action", Kind.STRING, "opened", "closed", "blocked"),
            _field("name", Kind.ANY),
            _field("url"),
        ),
        _event(
            "request",
            "The stub host is asked for something.",
            *(_field(name) for name in ("host", "path", "method", "url")),
            _field("status", Kind.NUMBER),
            _field("bytes", Kind.NUMBER),
            _field("mock", Kind.ANY),
        ),
        _event(
            "analytics",
            "The page hands an event to Google Analytics.",
            _field("via", Kind.STRING, "ga", "gtag", "dataLayer"),
            _field("args", Kind.ANY),
        ),
        _event(
            "hook",
            "The page sets `livechatooCmd`, or the loader reads it.",
            _field("action", Kind.STRING, "set", "read"),
        ),
    )
}
