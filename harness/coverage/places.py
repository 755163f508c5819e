"""Where and when something of the widget's API can be judged: the columns of the table of places.

A **place** is where a visitor has the widget before them, a **phase** a stretch of the visit.
Several phases can hold at once (a chat after `reload()`), and two places (the bar with its
bubble).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One place or phase: its name, the short word over its column, and what it means."""

    name: str
    head: str
    text: str


OPEN: Final = "open"
MINIMIZED: Final = "minimized"
MAXIMIZED: Final = "maximized"
HIDDEN: Final = "hidden"
SMALL: Final = "small"
OWN_PAGE: Final = "own page"
POPUP: Final = "popup"
BUBBLE: Final = "bubble"

FIRST: Final = "first load"
CHAT: Final = "chat"
OFFLINE: Final = "offline"
RELOAD: Final = "reload()"
AGAIN: Final = "init again"
NEXT: Final = "next page"
TAB: Final = "second tab"

PLACES: Final = tuple(
    Column(*row)
    for row in (
        (OPEN, "open", "the chat window, open within the page"),
        (MINIMIZED, "min", "the collapsed bar"),
        (MAXIMIZED, "max", "the chat window, maximized"),
        (HIDDEN, "hid", "the widget runs and is not shown"),
        (SMALL, "small", "the small bar: of phones, or `mini`"),
        (OWN_PAGE, "page", "the page that the chat opens on from the small bar"),
        (POPUP, "popup", "the popup's window"),
        (BUBBLE, "bub", "a bubble is shown: the bar's, or the popup's"),
    )
)
"""Where: the widget as the visitor has it before them."""

PHASES: Final = tuple(
    Column(*row)
    for row in (
        (FIRST, "1st", "the first page, before any reload() or second init"),
        (CHAT, "chat", "while a chat runs"),
        (OFFLINE, "off", "while the bar or the form is that of nobody being online"),
        (RELOAD, "rel", "after reload()"),
        (AGAIN, "init", "after stop() and another init"),
        (NEXT, "next", "on a page after the first"),
        (TAB, "tab", "in a second tab"),
    )
)
"""When: the stretches of a visit."""

COLUMNS: Final = (*PLACES, *PHASES)
PLACE_NAMES: Final = frozenset(column.name for column in PLACES)
PHASE_NAMES: Final = frozenset(column.name for column in PHASES)
