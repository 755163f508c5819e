"""Calls of the widget that come before its loader, or without one, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.audit.evidence import is_of_widget
from harness.audit.examples import call_at, holds
from harness.audit.literals import FUNCTIONS, path_of, text_of
from harness.audit.reading import INITS
from harness.audit.rules.snippet import EXAMPLE, START, THE_HOOK, hooked
from harness.widget_api import GLOBAL, HOOK, LOADER_URL

if TYPE_CHECKING:
    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Call
    from harness.audit.sources import Spot
    from harness.audit.visiting import Visit

_LONGEST = 300
_LOADER = f'<script async src="{LOADER_URL}"></script>'


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """An error of the page about the widget that is not there; `call` where it can be told.

    `spot` is what has to go from where it stands: the call of the widget, or of the hook where the
    page runs that itself; then `hook` is where it is set.
    """

    visit: Visit
    message: str
    stack: str
    spot: Spot | None
    call: Call | None
    hook: Spot | None = None

    @property
    def is_start(self) -> bool:
        """Whether what is called starts the widget."""
        return self.call is not None and self.call.function in INITS

    @property
    def text(self) -> str:
        """The call as a statement; empty where it is not known, or long."""
        text = text_of(self.call.node) if self.call is not None else ""
        return f"{text};" if text and len(text) <= _LONGEST else ""


def early_errors(evidence: Evidence) -> list[Early]:
    """Each error about the missing global, once, in the visits to which the loader came, if any."""
    found: dict[str, Early] = {}
    for visit, event in evidence.undisturbed("page_error"):
        message, stack = str(event.data["message"]), str(event.data.get("stack", ""))
        spot = evidence.spot_of_stack(stack)
        is_missing = message.startswith(f"{GLOBAL} is not defined") or (
            message.startswith("Cannot read properties of undefined")
            and any(f"'{name}'" in message for name in ("embed", "popup"))
            and is_of_widget(message, spot)
        )
        if is_missing:
            call = call_at(evidence, spot) if spot is not None else None
            early = Early(visit, message, stack, spot, call)
            early = _from_outside(evidence, early)
            found.setdefault(message + str(early.spot), early)
    return list(found.values())


def _from_outside(evidence: Evidence, early: Early) -> Early:
    """The error with the place where the page runs the hook itself, if it does."""
    spots = list(evidence.spots_of_stack(early.stack))
    function = _function_around(evidence, spots[0]) if spots else None
    hook = _as_hook(evidence, function) if function is not None else None
    if function is None or hook is None:
        return early
    names = {function.path.rpartition(".")[2], HOOK}
    is_called = len(spots) > 1 and spots[1].text in names
    outer = spots[1] if is_called else _handed_over(evidence, names)
    return replace(early, spot=outer or early.spot, hook=hook.spot)


def _function_around(evidence: Evidence, spot: Spot) -> Assignment | None:
    """The innermost function around a place that has a name, with where it gets it."""
    named = [
        one
        for script in evidence.reading.scripts
        for one in script.assignments
        if one.value is not None and one.value.type in FUNCTIONS
        if holds(script.spot(one.value), spot)
    ]
    return min(named, key=lambda one: one.script.spot(one.node).length, default=None)


def _as_hook(evidence: Evidence, function: Assignment) -> Assignment | None:
    """Where the hook is set to a function, if it is."""
    reading = evidence.reading
    return next(
        (one for one in reading.hooks if reading.resolve(one.value) == function.value), None
    )


def _handed_over(evidence: Evidence, names: set[str]) -> Spot | None:
    """Where a function of these names is handed to another one, as to a listener."""
    for script in evidence.reading.scripts:
        for call in script.calls:
            for one in call.arguments:
                if path_of(one) in names:
                    return script.spot(one)
    return None


def moved(evidence: Evidence, early: Early) -> tuple[str, str]:
    """The remedy for a call before the loader, and an example: it belongs into the one hook."""
    hooks = evidence.reading.hooks
    if early.hook is not None and early.spot is not None:
        where = early.hook.seen_from(early.spot)
        return f"remove this: the loader runs the hook {where} by itself, once it has come", ""
    if not hooks or early.spot is None:
        also = "" if early.is_start else ", or in onload"
        remedy = f"make the call in {THE_HOOK}{also}; all calls of a page share one hook"
        return remedy, _in_hook(early)
    where = f"{THE_HOOK}, which stands {hooks[0].spot.seen_from(early.spot)}"
    is_started = any(name in text_of(hooks[0].node) for name in INITS)
    if early.is_start and is_started:
        return f"remove this call, and give its options to the init in {where}", _in_hook(early)
    behind = ", behind init" if is_started else ""
    return f"move the call into {where}{behind}", _in_hook(early)


def brought(evidence: Evidence, early: Early | None) -> tuple[str, str] | None:
    """The remedy for a page without a loader that has a part of the embed already; else None."""
    hooks = evidence.reading.hooks
    if hooks:
        line = hooks[0].spot.place.line
        way = "remove" if early and early.hook else "move"
        into = "" if early and early.hook else " into it"
        also = f", and {way} the call in line {_line(early)}{into}" if early else ""
        return f"add the loader behind {THE_HOOK}, which stands in line {line}{also}", _LOADER
    if early is None:
        return None
    instead = "in the place of the init there" if early.is_start else "behind the init there"
    remedy = (
        "paste the snippet from the administration into the page, and move the call in line "
        f"{_line(early)} into its function `{HOOK}`, {instead}: the loader calls that function"
    )
    return remedy, EXAMPLE.replace(hooked(START), _in_hook(early))


def _line(early: Early | None) -> int | str:
    return early.spot.place.line if early is not None and early.spot is not None else "?"


def _in_hook(early: Early) -> str:
    if early.is_start:
        return hooked(early.text or START)
    return hooked(START, early.text) if early.text else hooked(START)
