"""Reads a recording: what the widget did in it, and during what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.drift.seen import Kind, Observed, Seen
from harness.drift.surface import LABEL
from harness.judging.matching import UNDEFINED
from harness.judging.rules.analytics import sent_for
from harness.widget_api import API, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.recording import Event, Recording

OPENING = "the host page opens"
"""What is going on before the first step."""

_MAIN = "main"
_OWN_MAKING = frozenset({"undefined-name", "nothing-to-save", "run-timeout"})
"""Trouble that only follows from an earlier difference."""

_READING = frozenset({"embed.status", "popup.status"})
"""Functions that change nothing, so that nothing is done by them."""

_DIGITS = re.compile(r"(?<=[-_.])(?:[0-9a-f]{8,}|\d+)(?=\.|$)")


def observed(recording: Recording) -> Observed:
    """Everything of the recording that tells of the widget."""
    return _Observing(recording).observed


def heard(recording: Recording) -> frozenset[str]:
    """The callbacks that fired."""
    return frozenset(str(event.data.get("name")) for event in recording.of_kind("callback"))


class _Observing:
    """Goes through the events once, knowing which step is in progress and what was called."""

    def __init__(self, recording: Recording) -> None:
        self.observed = Observed()
        self._during = OPENING
        self._called: str | None = None
        self._awaited: frozenset[str] = frozenset()
        self._surface_step: int | None = None
        readers: dict[str, Callable[[Event], None]] = {
            "run_started": self._run_started,
            "step_started": self._step_started,
            "step_ended": self._step_ended,
            "navigation": self._navigation,
            "callback": self._callback,
            "analytics": self._analytics,
            "call": self._call,
            "returned": self._outcome,
            "threw": self._outcome,
            "check": self._check,
            "evaluated": self._evaluated,
            "page_error": self._error,
            "window": self._window,
            "request": self._request,
            "trouble": self._trouble,
        }
        for event in recording:
            if event.kind in readers:
                readers[event.kind](event)

    def _run_started(self, event: Event) -> None:
        self.observed.about = tuple(event.data.get("about") or ())
        self.observed.assumes = tuple(event.data.get("assumes") or ())

    def _step_started(self, event: Event) -> None:
        data = event.data
        self._during = phrase(data.get("verb"), data.get("argument"), str(data.get("text", "")))
        self._called = None
        groups = [data.get("expect") or [], *(data.get("in_order") or [])]
        self._awaited = frozenset(name for group in groups for item in group for name in item)
        if data.get("label") == LABEL:
            self._surface_step = data["index"]

    def _step_ended(self, event: Event) -> None:
        self.observed.ended.add(event.data["index"])

    def _navigation(self, event: Event) -> None:
        if event.data.get("way") == "load":
            self._note(self.observed.told, event, "load", "load", None)

    def _callback(self, event: Event) -> None:
        self._note(
            self.observed.told,
            event,
            "callback",
            str(event.data.get("name")),
            event.data.get("args"),
        )

    def _analytics(self, event: Event) -> None:
        arguments = event.data.get("args")
        callback = sent_for(event)
        name = f"{event.data.get('via')} {callback or _beginning(arguments)}"
        self._note(self.observed.told, event, "analytics", name, arguments)

    def _call(self, event: Event) -> None:
        function = str(event.data.get("function"))
        if function not in _READING and function != "embed.options":
            self._called = function

    def _outcome(self, event: Event) -> None:
        key = "value" if event.kind == "returned" else "error"
        value = {event.kind: event.data.get(key)}
        self._note(self.observed.called, event, "call", str(event.data.get("function")), value)

    def _check(self, event: Event) -> None:
        value = _as_far_as_asked(event.data.get("recorded"), event.data.get("expected"))
        self._look(event, str(event.data.get("of")), value)

    def _evaluated(self, event: Event) -> None:
        if event.step is not None and event.step == self._surface_step:
            value = event.data.get("value")
            self.observed.surface = value if isinstance(value, dict) else None
        else:
            self._look(event, "eval", event.data)

    def _look(self, event: Event, of: str, value: Any) -> None:
        if event.step is not None:
            self.observed.looked[event.step, of] = self._seen(event, "look", of, value)

    def _error(self, event: Event) -> None:
        name = f"{event.data.get('name')}: {event.data.get('message')}"
        self.observed.errors.append(self._seen(event, "error", name, None))

    def _window(self, event: Event) -> None:
        if event.data.get("action") in {"opened", "blocked"}:
            name = f"{event.data['action']} {event.data.get('name', '')}".strip()
            self.observed.windows.append(self._seen(event, "window", name, None))

    def _request(self, event: Event) -> None:
        data = event.data
        if data.get("host") != WIDGET_HOST or data.get("mock"):
            return
        key = (str(data.get("method")), _DIGITS.sub("*", str(data.get("path"))), data["status"])
        self.observed.asked_for.setdefault(key, self._seen(event, "load", key[1], None))

    def _trouble(self, event: Event) -> None:
        code = str(event.data.get("code"))
        if event.step is not None and code not in _OWN_MAKING:
            message = str(event.data.get("message"))
            seen = self._seen(event, "undone", self._during, message)
            self.observed.undone.setdefault(event.step, seen)

    def _note(
        self, streams: dict[str, list[Seen]], event: Event, kind: Kind, name: str, value: Any
    ) -> None:
        stream = streams.setdefault(event.page or _MAIN, [])
        stream.append(self._seen(event, kind, name, value))

    def _seen(self, event: Event, kind: Kind, name: str, value: Any) -> Seen:
        during = self._called or self._during
        return Seen(kind, name, value, event.seq, event.step, during, name in self._awaited)


def phrase(verb: str | None, argument: Any, text: str) -> str:
    """What a step does, without the words that differ from scenario to scenario."""
    if verb is None:
        return OPENING if text.startswith("open ") else "a step that only waits"
    if verb in {"visitor", "operator"}:
        act = argument if isinstance(argument, str) else next(iter(argument or {"acts": None}))
        return f"{verb}: {act}"
    path = verb if verb in API.functions else f"embed.{verb}"
    return path if path in API.functions else verb


def _beginning(arguments: Any) -> str:
    first = (arguments or [None])[0]
    return first if isinstance(first, str) else "…"


def _as_far_as_asked(value: Any, pattern: Any) -> Any:
    """The parts of what was seen that the scenario asks about; what it leaves out is chance."""
    if isinstance(value, dict) and isinstance(pattern, dict):
        if any(str(key).startswith("$") for key in pattern):
            return value
        return {
            key: _as_far_as_asked(value.get(key, UNDEFINED), part) for key, part in pattern.items()
        }
    if isinstance(value, list) and isinstance(pattern, list) and len(value) == len(pattern):
        return [_as_far_as_asked(*pair) for pair in zip(value, pattern, strict=True)]
    return value
