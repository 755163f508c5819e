"""Why a window does not meet an expectation: what was seen instead, the nearest miss first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.judging import matching
from harness.judging.verdict import Failure
from harness.judging.wording import bare, milliseconds, shown, times
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.judging.windows import Unmet, Window
    from harness.recording import Event, Recording
    from harness.scenario.model import Expectation, Step

MOST_LINES = 6


def explain(miss: Unmet, window: Window, recording: Recording, step: Step) -> Failure:
    """The failure that a person reads for one unmet expectation."""
    if miss.reason == "missing":
        return _missing(miss, window, recording, step)
    if miss.reason == "too_many":
        return _too_many(miss, step)
    if miss.reason == "never":
        return _unwanted(miss, window, step)
    return _disordered(miss, step)


def _missing(miss: Unmet, window: Window, recording: Recording, step: Step) -> Failure:
    wanted = miss.expectation
    same = [event for event in window.events if matching.name_of(event) == wanted.event]
    late = _first_after(wanted, window, recording)
    nearest = _nearest(wanted, [event for event in same if event.time <= window.deadline])
    seen = sum(event.time <= window.deadline for event in miss.seen)
    if seen:
        recorded = f"{wanted.event} {times(seen)}"
    elif nearest:
        recorded = f"{wanted.event} {shown(matching.told(nearest))}"
    else:
        recorded = f"no {wanted.event}"
    return Failure(
        place=wanted.place,
        code="not-fired" if not same else "not-matched" if not seen else "too-few",
        message=_missing_message(wanted, same, seen),
        expected=_expected(wanted),
        recorded=recorded,
        instead=tuple(_instead(wanted, nearest, late, window)),
        hint=_hint(wanted, late, window, recording),
        step=step.index,
        why=step.why,
    )


def _missing_message(wanted: Expectation, same: list[Event], seen: int) -> str:
    what = wanted.label or wanted.event
    if seen:
        return f"{what} was seen {times(seen)}, at least {wanted.low} expected"
    verb = "fired" if wanted.event in API.callbacks else "seen"
    if same:
        return (
            f"{what} was {verb}, but not with what was expected"
            if verb == "seen"
            else f"{what} fired, but not with the expected data"
        )
    return f"{what} was not seen" if verb == "seen" else f"{what} did not fire"


def _expected(wanted: Expectation) -> str:
    often = ""
    if (wanted.low, wanted.high) != (1, 1):
        upper = "" if wanted.high is None else f" to {wanted.high}"
        often = (
            f", {wanted.low}{upper} times"
            if wanted.high != wanted.low
            else f", {times(wanted.low)}"
        )
    return f"{wanted.event} {shown(wanted.pattern)}{often}"


def _first_after(wanted: Expectation, window: Window, recording: Recording) -> Event | None:
    """The first event that would have met the expectation, had it come in time."""
    last = window.events[-1].seq if window.events else 0
    for event in recording:
        is_late = event.time > window.deadline or event.seq > last
        if is_late and event.time >= window.start and matching.meets(wanted, event):
            return event
    return None


def _nearest(wanted: Expectation, events: Iterable[Event]) -> Event | None:
    """The event of the same name that differs least from what was expected."""
    ranked = [
        (len(matching.differences(wanted, event) or ()), event.seq, event) for event in events
    ]
    return min(ranked)[2] if ranked else None


def _instead(
    wanted: Expectation, nearest: Event | None, late: Event | None, window: Window
) -> list[str]:
    lines: list[str] = []
    if late is not None:
        after = milliseconds(max(0.0, late.time - window.deadline))
        lines.append(f"{wanted.event} did come, {after} after the window")
    if nearest is not None:
        lines.extend(
            f"{difference.path or 'it'}: expected {difference.expected}, recorded {difference.recorded}"
            for difference in (matching.differences(wanted, nearest) or [])[:MOST_LINES]
        )
    elif late is None:
        others = [
            event
            for event in window.events
            if event.kind in {"callback", "page_error", "threw", "dialog"}
        ]
        lines.extend(_seen(event) for event in others[:MOST_LINES])
    return lines


def _seen(event: Event) -> str:
    return f"seen in the window: {matching.name_of(event)} {bare(matching.told(event))}"


def _hint(
    wanted: Expectation, late: Event | None, window: Window, recording: Recording
) -> str | None:
    if late is not None:
        needed = (late.time - window.start) / 1000
        return f"give the step more time, such as `within: {max(1, round(needed + 1))}s`, if that late is right"
    if wanted.event not in API.callbacks:
        return None
    inits = [
        event for event in recording.of_kind("call") if event.data.get("function") == "embed.init"
    ]
    if not inits:
        return (
            "the page never called livechatoo.embed.init(): did the loader come, and run its hook?"
        )
    options = (inits[-1].data.get("args") or [inits[-1].data.get("options")])[0]
    if isinstance(options, dict) and wanted.event not in options:
        return f"the page does not register {wanted.event}: only registered callbacks can be seen"
    return None


def _too_many(miss: Unmet, step: Step) -> Failure:
    wanted = miss.expectation
    return Failure(
        place=wanted.place,
        code="too-many",
        message=f"{wanted.label or wanted.event} was seen {times(len(miss.seen))}, at most {wanted.high} expected",
        expected=_expected(wanted),
        recorded=f"{wanted.event} {times(len(miss.seen))}",
        instead=tuple(
            f"at {milliseconds(event.time)}: {wanted.event} {bare(matching.told(event))}"
            for event in miss.seen[:MOST_LINES]
        ),
        hint=f"if that is right, say `times: {len(miss.seen)}`",
        step=step.index,
        why=step.why,
    )


def _unwanted(miss: Unmet, window: Window, step: Step) -> Failure:
    wanted, first = miss.expectation, miss.seen[0]
    seconds = miss.never.seconds if miss.never else 0
    return Failure(
        place=wanted.place,
        code="fired",
        message=f"{wanted.event} must not happen here, but it did, "
        f"{milliseconds(max(0.0, first.time - window.start))} after the step began",
        expected=f"no {wanted.event} for {milliseconds(seconds * 1000)}",
        recorded=f"{wanted.event} {bare(matching.told(first))}",
        step=step.index,
        why=step.why,
    )


def _disordered(miss: Unmet, step: Step) -> Failure:
    seen = ", ".join(
        f"{matching.name_of(event)} {bare(matching.told(event))}" for event in miss.seen
    )
    wanted = ", ".join(f"{item.event} {bare(item.pattern)}" for item in miss.group)
    return Failure(
        place=miss.expectation.place,
        code="out-of-order",
        message=f"{miss.expectation.event} did not come in its turn",
        expected=f"in this order: {wanted}",
        recorded=seen or "none of them",
        step=step.index,
        why=step.why,
    )
