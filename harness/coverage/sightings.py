"""What one recording shows of the API: which items occurred, and for how long each was in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.coverage.items import ITEMS, values_of
from harness.judging.matching import UNDEFINED
from harness.judging.registering import options_of
from harness.judging.rules.rule import fields_of
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.recording import Event, Recording

_INITS = {"embed.init": "", "popup.init": "popup."}


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers of the events between which an item was in force; `end` is not in it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Init:
    """One call of an init: its event, its options, and the host of the page that called."""

    event: Event
    options: dict[str, object]
    host: str

    @property
    def is_popup(self) -> bool:
        """Whether it was popup.init."""
        return bool(self.event.data.get("function") == "popup.init")


@dataclass(slots=True)
class Sighting:
    """A recording as the count sees it."""

    recording: Recording
    spans: dict[str, list[Span]] = field(default_factory=dict)
    inits: list[Init] = field(default_factory=list)
    steps: dict[int | None, Event] = field(default_factory=dict)

    def first(self, name: str) -> int | None:
        """The number of the event at which an item occurred first."""
        found = self.spans.get(name)
        return found[0].start if found else None

    def callbacks(self, name: str) -> list[Event]:
        """The events of one callback."""
        return [e for e in self.recording.of_kind("callback") if e.data.get("name") == name]

    def calls(self, name: str) -> list[Event]:
        """The calls of one function."""
        return [e for e in self.recording.of_kind("call") if e.data.get("function") == name]

    def verb_of(self, event: Event) -> Any:
        """The verb of the step in which an event happened."""
        step = self.steps.get(event.step)
        return step.data.get("verb") if step else None


def sighting(recording: Recording) -> Sighting:
    """Read a recording once."""
    seen = Sighting(recording)
    hosts: dict[str | None, str] = {}
    given: dict[tuple[str, str | None], dict[str, object]] = {}
    for event in recording:
        if event.kind == "step_started":
            seen.steps[event.data.get("index")] = event
        elif event.kind == "navigation":
            hosts[event.page] = urlsplit(str(event.data.get("url"))).hostname or ""
        elif event.kind == "call" and event.data.get("function") in _INITS:
            slot = str(event.data["function"]), event.page
            options = options_of(event)
            if options or event.data.get("args") or slot not in given:
                given[slot] = options  # else the last ones go on (second-init)
            seen.inits.append(Init(event, given[slot], hosts.get(event.page, "")))
    last = len(recording) + 1
    _note(seen, inits_in(seen), last)
    _note(seen, calls_in(recording), last)
    _note(seen, callbacks_in(recording), last)
    return seen


@dataclass(frozen=True, slots=True)
class Use:
    """Items that an event puts in force; the next event of the same `slot` puts its own there."""

    event: Event
    slot: tuple[object, ...]
    names: frozenset[str]


def _note(seen: Sighting, uses: Iterator[Use], last: int) -> None:
    """Each item is in force until an event of the same slot comes that does not name it."""
    running: dict[tuple[object, ...], dict[str, int]] = {}
    for use in uses:
        known = running.setdefault(use.slot, {})
        for name in [name for name in known if name not in use.names]:
            seen.spans.setdefault(name, []).append(Span(known.pop(name), use.event.seq))
        for name in use.names:
            known.setdefault(name, use.event.seq)
    for known in running.values():
        for name, start in known.items():
            seen.spans.setdefault(name, []).append(Span(start, last))
    for spans in seen.spans.values():
        spans.sort(key=lambda span: span.start)


def inits_in(seen: Sighting) -> Iterator[Use]:
    """The options and their values, in force until the next init of the same window."""
    for init in seen.inits:
        prefix = _INITS[str(init.event.data["function"])]
        known = API.popup_options if init.is_popup else API.options
        given = {key: value for key, value in init.options.items() if key in known}
        names = _named({f"{prefix}{key}": value for key, value in given.items()})
        yield Use(init.event, ("init", prefix, init.event.page), names)


def calls_in(recording: Recording) -> Iterator[Use]:
    """The functions, for the rest of the run; their arguments, until the next call."""
    for event in recording.of_kind("call"):
        name = str(event.data.get("function"))
        if name not in API.functions:
            continue
        yield Use(event, (name,), frozenset({name}))
        arguments = event.data.get("args") or []
        if arguments:
            values = _named({name: arguments[0]}) - {name}
            yield Use(event, (name, "argument", event.page), values)
        if name == "embed.page":
            yield Use(event, (name, "proactive", event.page), _parameters(arguments))


def _parameters(arguments: list[Any]) -> frozenset[str]:
    given = arguments[1] if len(arguments) > 1 else None
    if not isinstance(given, dict) or arguments[0] != "chat":
        return frozenset()
    return _named({f"proactive.{key}": value for key, value in given.items()})


def callbacks_in(recording: Recording) -> Iterator[Use]:
    """The callbacks with their fields and values, each for the rest of the run."""
    for event in recording.of_kind("callback"):
        name = str(event.data.get("name"))
        if name not in API.callbacks:
            continue
        given = {f"{name}.{key}": value for key, value in (fields_of(event) or {}).items()}
        for one in {name} | _named(given):
            yield Use(event, (one,), frozenset({one}))


def _named(values: dict[str, object]) -> frozenset[str]:
    """The items that these names and their values are; nothing is one that has no value."""
    names: set[str] = set()
    for name, value in values.items():
        if value is not None and value != UNDEFINED:
            names.add(name)
            names.update(item.name for item in values_of(name) if item.is_value(value))
    return frozenset(names & ITEMS.keys())
