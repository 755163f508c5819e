"""What the stub widget has of its own, and the assumptions that each of these rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Subject:
    """Something of the stub's own: what it is, and the assumptions that it may rest on."""

    what: str
    rests_on: tuple[str, ...]


STATUS: Final = Subject(
    "what status() returns", ("status-is-the-page", "status-empty", "popup-status")
)
FOCUS: Final = Subject(
    "what has the focus", ("focus-order", "no-focus-theft", "escape-minimizes", "consent-where")
)
KEYS: Final = Subject("what keys do where the focus is", FOCUS.rests_on)
FRAME: Final = Subject("the widget's frame", ("frame-of-its-own",))
ADDRESS: Final = Subject(
    "an address of the widget's host",
    ("requests-as-observed", "popup-address", "mini-window", "session-cookie"),
)
COOKIE: Final = Subject(
    "a cookie of the widget", ("lctpref-content", "session-cookie", "requests-as-observed")
)
WORDING: Final = Subject(
    "lines or words that the scenario does not give",
    ("wording", "language-fallback", "manual-list", "proactive-shows-assigned"),
)
STYLES: Final = Subject(
    "styles by the names of the widget's elements",
    ("css-names", "css-order", "css-where", "site-styles-win"),
)
PLACES: Final = Subject(
    "where the popup's bubble is", ("popup-bubble-shapes", "popup-btype-default")
)
ANALYTICS: Final = Subject(
    "how events reach Google Analytics",
    ("analytics-call", "analytics-fields", "analytics-order", "analytics-without-callback"),
)
CHANGES: Final = Subject(
    "whether flip() or page() fires onchange",
    ("flip-fires-onchange", "page-fires-onchange", "onchange-rule", "chat-page"),
)

SMALL_BAR: Final = Subject(
    "whether the chat bar of a phone is a bar, or mini",
    ("mobile-keeps-page", "mobile-window", "mobile-page-stays", "mobile-chat-load"),
)

ODD_VALUES: Final = Subject(
    "whether a form takes a phone or an email that looks like none",
    ("ask-value-checked", "offline-fields"),
)
LEFT_BEHIND: Final = Subject(
    "the status of a page whose chat has opened on a new one",
    ("mobile-window", "mobile-page-stays"),
)
INHERITED: Final = Subject("options that an object inherits", ("inherited-options", "odd-pages"))
WITHOUT_CHAT: Final = Subject(
    "maximizing or closing a window in which no chat was begun", ("controls-without-chat",)
)
PAGE_IN_CHAT: Final = Subject(
    "what page() shows in place of a chat that goes on",
    ("chat-page", "page-fires-onchange", "mobile-window", "chat-reopens"),
)
AFTER_MESSAGE: Final = Subject(
    "what the form of an offline message is like once one was sent", ("offline-again",)
)
AFTER_END: Final = Subject(
    "what is left of a chat that the operator has ended",
    ("operator-ends", "rating-when", "rate-again", "chat-reopens"),
)
AFTER_RATING: Final = Subject(
    "what a visitor can do in a chat that was rated", ("rating-when", "rate-again")
)

SUBJECTS: Final = (
    *(STATUS, FOCUS, KEYS, FRAME, ADDRESS, COOKIE, WORDING, STYLES, PLACES, ANALYTICS),
    *(
        CHANGES,
        SMALL_BAR,
        LEFT_BEHIND,
        INHERITED,
        ODD_VALUES,
        WITHOUT_CHAT,
        PAGE_IN_CHAT,
        AFTER_MESSAGE,
        AFTER_END,
        AFTER_RATING,
    ),
)
"""All that the linter knows to be the stub's own."""
