r"""Regular expressions of scenarios: written as Python's `re` has them, and held to a time.

`re` cannot be stopped in a thread, nor on Windows, and blocks the whole process meanwhile. The
package `regex` can. It also finishes most searches that never finish in `re`. Syntax that the two
read differently is rewritten for it; three differences remain: the dotless and the dotted i when
case is ignored, `\b` beside combining marks, and `\B` in an empty text.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT: Final = 0.5
"""Seconds of the processor's time that one search may take."""

_REPEAT = re.compile(r"\{(?:(\d+)|(\d*),(\d*))\}")
_ASCII = re.compile(r"\(\?[iLmsux]*a")
_VERBOSE = re.compile(r"\(\?[aiLmsu]*x")
_MOST = 10_000
"""Repetitions that an expression may ask for: `regex` writes them out one by one."""
_DEEPEST = 50
"""How deep brackets may nest: `regex` copes with less than `re`."""

_ALIKE = {
    "\\s": r"[\s\x1c-\x1f]",
    "\\S": r"[^\s\x1c-\x1f]",
    "\\w": r"[\p{L}\p{N}_]",
    "\\W": r"[^\p{L}\p{N}_]",
}
"""`re` counts four more characters as white space, and no combining marks as letters."""


class ExpressionStuck(Exception):  # noqa: N818 - the condition is named
    """A search did not come to its end in time."""

    def __init__(self, expression: str) -> None:
        super().__init__(f"the regular expression `{expression}` did not come to its end")
        self.expression = expression


@lru_cache(maxsize=512)
def error_in(expression: str) -> str | None:
    """Why this is no regular expression, or one that is too large; None when it can be used."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of what a later Python may read otherwise
            re.compile(expression)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        return str(error) or type(error).__name__
    if _unrolled(expression) > _MOST:
        return f"it repeats something more than {_MOST:,} times"
    deepest = max(accumulate((one == "(") - (one == ")") for one in expression), default=0)
    if deepest > _DEEPEST:
        return f"it nests more than {_DEEPEST} brackets"
    import regex  # most commands need none of it

    try:
        _search(expression)
    except regex.error as error:  # none is known; `re` would read it, but without an end
        return str(error)
    return None


def _unrolled(expression: str) -> int:
    """An upper bound of the repetitions that `regex` writes out; those of groups may nest."""
    groups, others = 1, 1
    for found in _REPEAT.finditer(expression):
        count = max(int(one) for one in ("1", *found.groups()) if one)
        if expression[: found.start()].endswith(")"):
            groups *= count
        else:
            others += count
    return groups * others


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
    import regex

    found = regex.compile(_rewritten(expression), regex.VERSION0)
    return partial(found.search, timeout=LIMIT, concurrent=True)


def _rewritten(expression: str) -> str:
    """The expression, rewritten so that `regex` reads it as `re` does.

    A brace that repeats nothing is a plain character there, not the start of a fuzzy match, and so
    is a bracket within a class, not the start of a POSIX class.
    """
    is_ascii, is_verbose = _ASCII.search(expression), _VERBOSE.search(expression)
    written, is_class, at = [], False, 0
    while at < len(expression):
        one = expression[at]
        if one == "\\":
            end = expression.find("}", at) if expression.startswith("\\N{", at) else at + 1
            one = expression[at : end + 1]
            if not is_class and not is_ascii:
                one = _ALIKE.get(one, one)
            at = end
        elif is_class:
            is_class = one != "]"
            one = "\\[" if one == "[" else one
        elif one == "[":
            is_class = True
            first = 2 if expression.startswith("[^", at) else 1
            first += expression.startswith("]", at + first)
            one = expression[at : at + first]
            at += first - 1
        elif one == "#" and is_verbose:
            one = expression[at:].partition("\n")[0]
            at += len(one) - 1
        elif one == "{" and not _REPEAT.match(expression, at):
            one = "\\{"
        written.append(one)
        at += 1
    return "".join(written)
