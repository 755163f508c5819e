"""Whether the popup's window can open: by what the visitor does, with the browser's function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.kinds import kind_of
from harness.audit.literals import (
    FUNCTIONS,
    conditions_before,
    fields_of,
    path_of,
    runs_at_once,
    text_of,
    value_of,
)
from harness.audit.rule import Hit, Rules
from harness.audit.rules.calling import popup_without_gesture
from harness.audit.triggers import Triggers
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Call
    from harness.audit.triggers import Trigger

RULES = Rules("calls")
_LASTING = 5000
"""Milliseconds for which a visitor's act counts in Chromium; the HTML standard says: at most a few
seconds."""

_ACTS = frozenset(
    {
        *("click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchend"),
        *("keydown", "keyup", "keypress", "submit", "change", "input"),
    }
)
"""Events that come of a click, a tap or a key."""

_NO_ACTS = frozenset(
    {
        *("mouseenter", "mouseleave", "mouseover", "mouseout", "mousemove"),
        *("pointerenter", "pointerleave", "pointerover", "pointerout", "pointermove"),
        *("scroll", "scrollend", "wheel", "touchstart", "touchmove", "resize"),
        *("visibilitychange", "beforeunload", "pagehide", "unload", "online", "offline"),
        *("animationend", "transitionend"),
    }
)
"""Events that come without one, or before it counts."""

_UNASKED = frozenset({"onload", "onchatopened", "ontrigger"})
"""Callbacks that fire without an act of the visitor's."""


@RULES.rule(
    "popup-without-activation",
    "warning",
    "A popup is opened right after a click, a tap or a key.",
    rests_on="browsers: the HTML standard, user activation; documented: Basic PopUp Window "
    "Functions (e.g. after clicking on an image)",
    why="Browsers let a page open a window for a short time after the visitor has clicked, tapped "
    "or pressed a key; in Chromium that is 5 seconds. Moving the mouse, scrolling and the page's "
    "own timers do not count, and the window is blocked.",
    remedy="call popup.init in a click handler, or show a bubble first: mode 'bubble'",
    example="<button onclick=\"if (window.livechatoo) livechatoo.popup.init({account: 'yourshop', "
    "mode: 'custom'})\">Chat</button>",
)
def popup_without_activation(evidence: Evidence) -> Iterator[Hit]:
    """Report popup.init in mode custom in what runs without such an act, or long after it."""
    triggers = Triggers(evidence.reading)
    seen = {hit.spot for hit in popup_without_gesture(evidence)}
    for call in evidence.reading.calls_of("popup.init"):
        if call.spot in seen or not _opens_window(evidence, call):
            continue
        reasons = (_reason(call, one) for one in triggers.of(call.script, call.node))
        reason = next(filter(None, reasons), None)
        if reason:
            yield Hit(f"the popup is opened {reason}", call.spot)


def _opens_window(evidence: Evidence, call: Call) -> bool:
    """Whether a call is known to open a window: in mode custom, which is the usual one."""
    given = evidence.reading.resolve(call.arguments[0]) if call.arguments else None
    if given is None or given.type != "object":
        return False
    modes = [value_of(value) for name, _, value in fields_of(given) if name == "mode"]
    is_whole = not any(one.type == "spread_element" for one in given.children)
    return modes == ["custom"] or (not modes and is_whole)


def _reason(call: Call, trigger: Trigger) -> str:
    """Why a browser blocks the window; empty where it need not."""
    if trigger.kind == "event" and trigger.name in _NO_ACTS:
        return f"at `{trigger.name}`, which is no user activation by the HTML standard"
    if trigger.kind == "event" and trigger.name in _ACTS and trigger.delay > _LASTING:
        return (
            f"{trigger.delay / 1000:g} s after `{trigger.name}`, which counts for 5 s in Chromium"
        )
    if trigger.kind == "observer":
        return f"by a {trigger.name}, and not by an act of the visitor"
    if trigger.kind == "callback" and trigger.name in _UNASKED:
        return f"in {trigger.name}, which fires without an act of the visitor"
    is_free = all(GLOBAL in text_of(one) for one in conditions_before(call.node))
    if trigger.kind == "page" and trigger.is_timed and is_free:
        return "by a timer of the page, and not by an act of the visitor"
    return ""


@RULES.rule(
    "window-open-replaced",
    "warning",
    "window.open is the browser's.",
    rests_on="browsers: a global function or variable named `open` replaces window.open; assumed: "
    "the popup is opened with it",
    why="Scripts open windows with window.open. Here they get what the page has put in its place.",
    remedy="give your own function or variable another name; one that is to watch windows calls "
    "the browser's window.open in the end",
    example="var isMenuOpen = false;",
)
def window_open_replaced(evidence: Evidence) -> Iterator[Hit]:
    """Report what replaces window.open for good, in pages that open the popup."""
    if not evidence.reading.calls_of("popup.init"):
        return
    found = evidence.reading.assignments("open")
    for one in found:
        value = evidence.reading.resolve(one.value)
        if one.value is None or value is None or not _is_global(one) or _calls_first(evidence, one):
            continue
        kind = "a function of the page" if value.type in FUNCTIONS else kind_of(value)
        if kind is not None:
            yield Hit(f"this puts {kind} in the place of window.open", one.spot)


def _is_global(one: Assignment) -> bool:
    """Whether it sets a field of window, in code that runs with the page."""
    left = one.node.child_by_field_name("left")
    is_field = left is not None and left.type != "identifier"
    is_outer = not one.is_nested and not one.script.is_module and one.way != "lexical"
    return (is_field and runs_at_once(one.node)) or (is_outer and one.script.how != "handler")


def _calls_first(evidence: Evidence, one: Assignment) -> bool:
    """Whether the page keeps the browser's function, which what replaces it can call then."""
    kept = any(
        path_of(other.value) == "open"
        for script in evidence.reading.scripts
        for other in script.assignments
    )
    return kept or "window.open" in text_of(one.value)
