"""Events that come from outside of the page: from its visitor, the browser, or another window."""

from __future__ import annotations

_EVENTS = """
    auxclick beforeinput beforeinstallprompt beforeprint beforetoggle beforeunload blur cancel
    change click close compositionend compositionstart compositionupdate contextmenu copy cut
    dblclick devicemotion deviceorientation drag dragend dragenter dragleave dragover dragstart
    drop ended focus focusin focusout formdata fullscreenchange gesturechange gestureend
    gesturestart hashchange hover input invalid keydown keypress keyup languagechange message
    mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel offline online
    orientationchange pagehide pageshow paste pause play playing pointercancel pointerdown
    pointerenter pointerleave pointermove pointerout pointerover pointerup popstate reset resize
    scroll scrollend search select selectionchange selectstart storage submit swipe tap timeupdate
    toggle touchcancel touchend touchmove touchstart transitionend visibilitychange wheel
"""
_NAMES = frozenset(_EVENTS.split())


def is_of_visitor(name: str) -> bool:
    """Whether something is named after such an event: `click`, `onClick`, `click.chat`."""
    word = name.strip().lower().partition(".")[0].lstrip("@")
    return word in _NAMES or word.removeprefix("on") in _NAMES
