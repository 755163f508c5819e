"""What Playwright says of a call that failed, in our words: its own are for programmers."""

from __future__ import annotations

import re
from typing import Final

from harness.report.untrusted import visible

GONE: Final = "the window was closed, or the browser ended, meanwhile"
_CRASHED: Final = "the browser's process for the page ended meanwhile"
_CALL: Final = re.compile(r"^[A-Z]\w+\.\w+: ")
_WIDTH: Final = 300
_ENDS: Final = ("closed", "crash", "disconnected")


def is_of_an_end(text: str) -> bool:
    """Whether what was asked is gone: a page, a context, a browser or a driver."""
    first = text.partition("\n")[0]
    return any(one in first for one in _ENDS)


def is_of_next_document(text: str) -> bool:
    """Whether the answer was lost since the window went to its next document meanwhile."""
    return "Inspected target navigated" in text or "Execution context was destroyed" in text


def words(text: str) -> str:
    """One line that says what went wrong; what nobody knows is told as Playwright says it."""
    first = text.partition("\n")[0]
    if "crash" in first:
        return _CRASHED
    return GONE if is_of_an_end(first) else visible(_CALL.sub("", first))[:_WIDTH]
