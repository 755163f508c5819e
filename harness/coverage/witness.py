"""Kinds of witnesses: by what a recording shows that something took place, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.judging.rules.rule import field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.coverage.sightings import Init, Sighting
    from harness.recording import Event

Options = dict[str, object]


@dataclass(frozen=True, slots=True)
class Events:
    """Events of a recording, and how people call them."""

    text: str
    find: Callable[[Sighting], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class Witness:
    """The number of the event by which something took place, or None; `text` says what."""

    text: str
    find: Callable[[Sighting], int | None]


def all_of(*names: str) -> Witness:
    """All these items occurred; nothing to occur is as good as having occurred."""

    def find(seen: Sighting) -> int | None:
        firsts = [seen.first(name) for name in names]
        known = [first for first in firsts if first is not None]
        return max(known, default=1) if len(known) == len(firsts) else None

    return Witness(" and ".join(names), find)


def any_of(*names: str) -> Witness:
    """One of these items occurred."""

    def find(seen: Sighting) -> int | None:
        return min(filter(None, map(seen.first, names)), default=None)

    return Witness(" or ".join(names), find)


def either(*witnesses: Witness) -> Witness:
    """One of these things took place."""

    def find(seen: Sighting) -> int | None:
        return min(filter(None, (one.find(seen) for one in witnesses)), default=None)

    return Witness(", or ".join(one.text for one in witnesses), find)


def first_of(events: Events) -> Witness:
    """One of the events came."""
    return Witness(events.text, lambda seen: min((e.seq for e in events.find(seen)), default=None))


def after(first: Witness, events: Events) -> Witness:
    """One of the events came after the first thing."""

    def find(seen: Sighting) -> int | None:
        start = first.find(seen)
        if start is None:
            return None
        return min((e.seq for e in events.find(seen) if e.seq >= start), default=None)

    return Witness(f"{first.text}, then {events.text}", find)


def an_init(text: str, is_meant: Callable[[Options], bool]) -> Witness:
    """An embed.init had such options."""

    def events(seen: Sighting) -> Iterable[Event]:
        meant = (init for init in seen.inits if not init.is_popup and is_meant(init.options))
        return (init.event for init in meant)

    return first_of(Events(f"embed.init {text}", events))


def a_proactive(text: str, is_meant: Callable[[Options], bool]) -> Witness:
    """A call of page('chat') had such parameters; none at all are an empty mapping."""

    def events(seen: Sighting) -> Iterable[Event]:
        for call in seen.calls("embed.page"):
            page, *more = call.data.get("args") or [None]
            given = more[0] if more and isinstance(more[0], dict) else {}
            if page == "chat" and is_meant(given):
                yield call

    return first_of(Events(f"page('chat') {text}", events))


def step(verb: str, *acts: str) -> Events:
    """The steps of a verb that say one of these words."""

    def events(seen: Sighting) -> Iterable[Event]:
        for event in seen.steps.values():
            argument = event.data.get("argument")
            words = [argument] if isinstance(argument, str) else argument
            said = words if isinstance(words, (list, dict)) else ()
            if event.data.get("verb") == verb and any(act in said for act in acts):
                yield event

    return Events(f"a step `{verb}: {' or '.join(acts)}`", events)


def check(subject: str) -> Events:
    """The looks at a subject of `check`."""
    return Events(
        f"a check of `{subject}`",
        lambda seen: [e for e in seen.recording.of_kind("check") if e.data.get("of") == subject],
    )


def callback(name: str, **fields: object) -> Events:
    """The callbacks of a name whose data has these values."""

    def events(seen: Sighting) -> Iterable[Event]:
        for event in seen.callbacks(name):
            if all(field_of(event, field) == value for field, value in fields.items()):
                yield event

    told = "".join(f" with {field} {value}" for field, value in fields.items())
    return Events(f"{name}{told}", events)


def clicked(function: str) -> Events:
    """The calls of a function that the page made when it was clicked on."""

    def events(seen: Sighting) -> Iterable[Event]:
        for call in seen.calls(function):
            if call.data.get("by") == "page" and seen.verb_of(call) == "click":
                yield call

    return Events(f"{function} by the page in a step `click`", events)


def recorded(name: str) -> Witness:
    """Something went to Google Analytics in the step in which a callback fired."""

    def events(seen: Sighting) -> Iterable[Event]:
        steps = {event.step for event in seen.callbacks(name)}
        return (e for e in seen.recording.of_kind("analytics") if e.step in steps)

    return first_of(Events(f"{name}, and an event of ga or gtag in the same step", events))


def hosts(*, is_per_host: bool, has_popup: bool) -> Witness:
    """Pages of several hosts have the widget, with sessions shared or kept apart."""

    def is_meant(init: Init) -> bool:
        return (init.options.get("session_per_host") is True) is is_per_host

    def find(seen: Sighting) -> int | None:
        known: set[str] = set()
        is_popup_known = not has_popup
        for init in filter(is_meant, seen.inits):
            known.add(init.host)
            is_popup_known |= init.is_popup
            if len(known) > 1 and is_popup_known:
                return init.event.seq
        return None

    what = "pages of two hosts" + (" and popup.init on one of them" if has_popup else "")
    return Witness(f"{what}, with{'' if is_per_host else 'out'} session_per_host", find)
