"""Calls of the widget that come before its loader, or without one, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.evidence import is_of_widget
from harness.audit.examples import call_at
from harness.audit.literals import text_of
from harness.audit.reading import INITS
from harness.audit.rules.snippet import EXAMPLE, START, THE_HOOK, hooked
from harness.widget_api import GLOBAL, HOOK, LOADER_URL

if TYPE_CHECKING:
    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Call
    from harness.audit.sources import Spot
    from harness.audit.visiting import Visit

_LONGEST = 300
_LOADER = f'<script async src="{LOADER_URL}"></script>'


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """An error of the page about the widget that is not there; `call` where it can be told."""

    visit: Visit
    message: str
    stack: str
    spot: Spot | None
    call: Call | None

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
            found.setdefault(message + str(spot), Early(visit, message, stack, spot, call))
    return list(found.values())


def moved(evidence: Evidence, early: Early) -> tuple[str, str]:
    """The remedy for a call before the loader, and an example: it belongs into the one hook."""
    hooks = evidence.reading.hooks
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
        also = f", and move the call in line {_line(early)} into it" if early else ""
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
