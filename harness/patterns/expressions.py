"""Regular expressions of scenarios: written as Python's `re` has them, and held to a time.

`re` cannot be broken off in a thread, nor on Windows, and holds up the whole process meanwhile.
The package `regex` reads the same expressions, comes to an end where `re` does not with most of
those that never end, and breaks off the others.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT: Final = 2.0
"""Seconds of the processor's time that one search may take."""

_LITERAL_BRACE = re.compile(r"(?<!\\)((?:\\\\)*)\{(?!\d*,?\d*\})")
"""A brace that `re` takes for a letter, and `regex` for the beginning of a fuzzy match."""


class ExpressionStuck(Exception):  # noqa: N818 - the condition is named
    """A search did not come to its end in time."""

    def __init__(self, expression: str) -> None:
        super().__init__(f"the regular expression `{expression}` did not come to its end")
        self.expression = expression


@lru_cache(maxsize=512)
def error_in(expression: str) -> str | None:
    """Why this is no regular expression; None when it is one."""
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error) or type(error).__name__
    return None


def is_found(expression: str, text: str) -> bool:
    """Whether a regular expression is found in a text. Raises ExpressionStuck.

    What `error_in` tells of is found nowhere.
    """
    if error_in(expression) is not None:
        return False
    try:
        return _search(expression)(text) is not None
    except TimeoutError:
        raise ExpressionStuck(expression) from None


@lru_cache(maxsize=512)
def _search(expression: str) -> Callable[[str], object]:
    import regex  # most commands need none of it

    try:
        found = regex.compile(_LITERAL_BRACE.sub(_escaped, expression), regex.VERSION0)
    except (regex.error, RecursionError):  # it can read less depth than `re`
        return re.compile(expression).search
    return partial(found.search, timeout=LIMIT, concurrent=True)


def _escaped(found: re.Match[str]) -> str:
    is_named = found.string[: found.start(0) + len(found[1])].endswith("\\N")
    return found[0] if is_named else f"{found[1]}\\{{"
