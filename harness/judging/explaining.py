"""Why a window does not meet an expectation: what was seen instead, the nearest miss first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from harness.judging import matching, ordering, phrases
from harness.judging.registering import registered_callbacks
from harness.judging.verdict import Failure
from harness.widget_api import API
from harness.wording import clock, lasting, times

if TYPE_CHECKING:
    from harness.judging.windows import Unmet, Window
    from harness.recording import Event, Recording
    from harness.scenario.model import Expect, Expectation, Step

_TELLING = frozenset({"callback", "page_error", "threw", "dialog"})
_OPENING = -1


def explain(
    miss: Unmet, window: Window, recording: Recording, step: Step, expect: Expect
) -> Failure:
    """The failure that a person reads for one unmet expectation; `expect` has it and the others."""
    parts: dict[str, Any]
    place = miss.expectation.place
    if miss.reason == "missing":
        parts = _missing(miss, _Search(miss.expectation, window, recording, expect))
    elif miss.reason == "too_many":
        parts = _too_many(miss)
    elif miss.reason == "never":
        parts = _unwanted(miss, window)
    else:
        place, parts = _disordered(miss)
    return Failure(place=place, step=step.index, why=step.why, **parts)


@dataclass(frozen=True)
class _Search:
    """Where an expected event may be found after all: in, after and before its window."""

    wanted: Expectation
    window: Window
    recording: Recording
    expect: Expect

    @cached_property
    def others(self) -> list[tuple[Event, list[Any]]]:
        """Events in time that have the name but other data, the nearest first.

        One that another expectation of the step asks for is no miss of this one.
        """
        named = [(e, matching.differences(self.wanted, e)) for e in self.window.in_time]
        asked = (*self.expect.items, *(item for group in self.expect.ordered for item in group))
        found = [
            (event, differences)
            for event, differences in named
            if differences and not any(matching.meets(item, event) for item in asked)
        ]
        return sorted(found, key=lambda pair: (len(pair[1]), pair[0].seq))

    @cached_property
    def late(self) -> Event | None:
        """The first event that would have met the expectation, had it come in time."""
        after = self.recording.events[self.window.since :]
        inside = len(self.window.events)
        for position, event in enumerate(after):
            is_over = position >= inside
            if is_over and event.kind == "step_started":
                return None
            is_late = is_over or event.time > self.window.deadline
            if is_late and matching.meets(self.wanted, event):
                return event
        return None

    @cached_property
    def early(self) -> Event | None:
        """The last event that would have met the expectation, had it not come before."""
        before = self.recording.events[: self.window.since]
        return next((e for e in reversed(before) if matching.meets(self.wanted, e)), None)


def _missing(miss: Unmet, search: _Search) -> dict[str, Any]:
    if miss.seen:
        return _too_few(miss, search)
    if search.late is not None:
        return _late(search, search.late)
    if search.others:
        return _not_matched(search)
    return _not_fired(search)


def _too_few(miss: Unmet, search: _Search) -> dict[str, Any]:
    wanted, seen = miss.expectation, miss.seen
    what = f"{_called(wanted)} {phrases.happened(wanted.event)}"
    return {
        "code": "too-few",
        "message": f"{what} {times(len(seen))}, expected {phrases.wanted_often(wanted)}",
        "expected": f"{phrases.wanted_text(wanted)}, {phrases.wanted_often(wanted)}",
        "recorded": times(len(seen)),
        "instead": (
            *_late_line(search),
            *phrases.listed(map(phrases.event_at, seen), "of them"),
            *_other_lines(search.others),
        ),
        "hint": _more_time(search),
    }


def _late(search: _Search, late: Event) -> dict[str, Any]:
    wanted = search.wanted
    return {
        "code": "late",
        "message": f"{_called(wanted)} {phrases.happened(wanted.event)} too late",
        "expected": f"{phrases.wanted_text(wanted)} until {clock(search.window.deadline)}",
        "recorded": phrases.event_at(late),
        "instead": (*_late_line(search), *_other_lines(search.others)),
        "hint": _more_time(search),
    }


def _not_matched(search: _Search) -> dict[str, Any]:
    wanted = search.wanted
    nearest, found = search.others[0]
    expected, recorded = phrases.side_by_side(found)
    what = f"{_called(wanted)} {phrases.happened(wanted.event)}"
    return {
        "code": "not-matched",
        "message": f"{what}, but with {phrases.fields_of(found)}",
        "expected": expected,
        "recorded": recorded,
        "instead": (phrases.event_at(nearest), *_other_lines(search.others[1:])),
    }


def _not_fired(search: _Search) -> dict[str, Any]:
    wanted, early = search.wanted, search.early
    is_other = any(matching.name_of(event) == wanted.event for event in search.window.in_time)
    what = phrases.wanted_text(wanted) if is_other and not wanted.label else _called(wanted)
    often = "" if wanted.low == 1 else f", {phrases.wanted_often(wanted)}"
    return {
        "code": "not-fired",
        "message": f"{what} {phrases.did_not(wanted.event)}",
        "expected": phrases.wanted_text(wanted) + often,
        "recorded": f"no {wanted.event}",
        "instead": tuple(_elsewhere(search)),
        "hint": _early_hint(early) or _unregistered(wanted, search),
    }


def _elsewhere(search: _Search) -> list[str]:
    """Where the event is instead: before the step; else what the step saw at all."""
    name, early = search.wanted.event, search.early
    if early is not None:
        return [f"{name} {phrases.did(name)} at {clock(early.time)}, before this step began"]
    others = [event for event in search.window.in_time if event.kind in _TELLING]
    return phrases.listed(map(phrases.event_at, others), "events")


def _called(wanted: Expectation) -> str:
    return f"{wanted.label}: {wanted.event}" if wanted.label else wanted.event


def _late_line(search: _Search) -> list[str]:
    if search.late is None:
        return []
    name, after = search.wanted.event, search.late.time - search.window.deadline
    when = f"{lasting(after)} after the window closed" if after > 0 else "after the step had ended"
    return [f"{name} {phrases.did(name)}, {when}"]


def _other_lines(others: list[tuple[Event, list[Any]]]) -> list[str]:
    return phrases.listed((f"also {phrases.event_at(event)}" for event, _ in others), "like these")


def _more_time(search: _Search) -> str | None:
    if search.late is None or search.late.time <= search.window.deadline:
        return None
    seconds = math.ceil((search.late.time - search.window.start) / 1000 + 0.5)
    return f"if that is soon enough, give the step more time: `within: {seconds}s`"


def _early_hint(early: Event | None) -> str | None:
    if early is None or early.step != _OPENING:
        return None
    return (
        "it came while the host page was opening: expect it in a first step "
        "that has only `expect`, which looks at everything since then"
    )


def _unregistered(wanted: Expectation, search: _Search) -> str | None:
    """What keeps a callback from being seen at all."""
    if wanted.event not in API.callbacks:
        return None
    end = search.window.since + len(search.window.events)
    calls = [
        event
        for event in search.recording.events[:end]
        if event.kind == "call" and event.data.get("function") == "embed.init"
    ]
    if not calls:
        return "livechatoo.embed.init() was never called: did the loader come, and run its hook?"
    if wanted.event not in registered_callbacks(calls[-1]):
        return f"the page registers no {wanted.event}: only registered callbacks can be seen"
    return None


def _too_many(miss: Unmet) -> dict[str, Any]:
    wanted, seen = miss.expectation, miss.seen
    what = f"{_called(wanted)} {phrases.happened(wanted.event)}"
    return {
        "code": "too-many",
        "message": f"{what} {times(len(seen))}, expected {phrases.wanted_often(wanted)}",
        "expected": f"{phrases.wanted_text(wanted)}, {phrases.wanted_often(wanted)}",
        "recorded": times(len(seen)),
        "instead": tuple(phrases.listed(map(phrases.event_at, seen), "of them")),
        "hint": f"if that is right, say `times: {len(seen)}`",
    }


def _unwanted(miss: Unmet, window: Window) -> dict[str, Any]:
    wanted, first = miss.expectation, miss.seen[0]
    seconds = miss.never.seconds if miss.never else 0
    further = phrases.repeated(miss.seen[1:])
    return {
        "code": "fired",
        "message": f"{_called(wanted)} {phrases.must_not(wanted.event)}, and "
        f"{phrases.happened(wanted.event)} {_since_acted(first, window)}",
        "expected": f"no {phrases.wanted_text(wanted)} for {lasting(seconds * 1000)}",
        "recorded": phrases.event_at(first),
        "instead": further,
    }


def _since_acted(event: Event, window: Window) -> str:
    after = event.time - window.acted
    return "while the step acted" if after < 0 else f"{lasting(after)} after the step had acted"


def _disordered(miss: Unmet) -> tuple[Any, dict[str, Any]]:
    taken, states = ordering.follow(miss.group, miss.seen)
    awaited = ordering.awaited(miss.group, states)
    early = miss.seen[taken] if taken < len(miss.seen) else None
    wanted = awaited or miss.group[-1]
    name = matching.name_of(early) if early else ""
    parts = {
        "code": "out-of-order",
        "message": _disorder(wanted, name, is_over=awaited is None),
        "expected": "\n".join(_then(map(phrases.wanted_text, miss.group))),
        "recorded": "\n".join(_then(phrases.listed(map(phrases.event_at, miss.seen), "events"))),
    }
    return wanted.place, parts


def _disorder(wanted: Expectation, early: str, *, is_over: bool) -> str:
    """What went wrong: `early` is the event that came out of its turn, if one did."""
    if not early:
        return f"{_called(wanted)} did not come in its turn"
    if is_over:
        return f"{early} came once more, after everything that was expected in order"
    if early == wanted.event:
        return f"{early} came out of its turn"
    return f"{early} came before {_called(wanted)}"


def _then(rows: Any) -> list[str]:
    return [f"then {row}" if number else row for number, row in enumerate(rows)]
