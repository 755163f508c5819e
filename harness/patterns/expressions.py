r"""Regular expressions of scenarios: written as Python's `re` has them, and held to a time.

`re` cannot be stopped in a thread, nor on Windows, and blocks the whole process meanwhile. The
package `regex` can. It also finishes most searches that never finish in `re`. Syntax that the two
read differently is rewritten for it. These differences remain: the dotless and the dotted i when
case is ignored, `\b` beside combining marks, `\B` in an empty text, `\S` and `\W` in a class, and
the flags `a` and `u` of a part.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIMIT: Final = 0.5
"""Seconds of the processor's time that one search may take."""

_PARTS = r"""
    \\N\{[^}]*\} | \\.                # an escape
    | \[\^?\]?(?:\\.|[^\]\\])*\]      # a class
    | \(\?\#[^)]*\)                   # a comment
    | \{(?:\d+|\d*,\d*)\}             # a repeat
    | .
"""
_FLAGS = re.VERBOSE | re.DOTALL
_PART = re.compile(_PARTS, _FLAGS)
_PART_IF_VERBOSE = re.compile(rf"\s+ | \#[^\n]* | {_PARTS}", _FLAGS)
_PART_OF_CLASS = re.compile(r"\\.|.", re.DOTALL)
_REPEAT = re.compile(r"\{(?:(\d+)|(\d*),(\d*))\}")
_ASCII = re.compile(r"\(\?[iLmsux]*a")
_VERBOSE = re.compile(r"\(\?[aiLmsu]*x[aiLmsux]*\)")
_VERBOSE_IN_PART = re.compile(r"\(\?[aiLmsu-]*x[aiLmsux-]*:")

_LONGEST = 1000
"""Characters of an expression: `regex` prepares long texts in the cube of their length."""
_MOST = 10_000
"""Repetitions that an expression may ask for: `regex` writes them out one by one."""
_LARGEST = 100_000
"""As many characters may come of an expression whose repetitions are written out."""
_DEEPEST = 50
"""How deep brackets may nest: `regex` copes with less than `re`."""

_ALIKE = {
    "\\s": r"[\s\x1c-\x1f]",
    "\\S": r"[^\s\x1c-\x1f]",
    "\\w": r"[\p{L}\p{N}_]",
    "\\W": r"[^\p{L}\p{N}_]",
    "{": r"\{",  # it repeats nothing: in `regex` it begins a fuzzy match
}
"""`re` counts four more characters as white space, and no combining marks as letters."""
_ALIKE_IN_CLASS = {
    "\\s": r"\s\x1c-\x1f",
    "\\w": r"\p{L}\p{N}_",
    "[": r"\[",  # in `regex` it begins a POSIX class
}


class ExpressionStuck(Exception):  # noqa: N818 - the condition is named
    """A search did not come to its end in time."""

    def __init__(self, expression: str) -> None:
        super().__init__(f"the regular expression `{expression}` did not come to its end")
        self.expression = expression


@lru_cache(maxsize=512)
def error_in(expression: str) -> str | None:
    """Why this is no regular expression, or one that is too large; None when it can be used."""
    if len(expression) > _LONGEST:
        return f"it is longer than {_LONGEST:,} characters"
    try:
        with warnings.catch_warnings(action="ignore"):  # of what a later Python may read otherwise
            re.compile(expression)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        return str(error) or type(error).__name__
    told = _excess(expression)
    if told:
        return told
    import regex  # most commands need none of it

    try:
        _search(expression)
    except (regex.error, MemoryError, RecursionError) as error:
        return str(error) or type(error).__name__
    return None


def _excess(expression: str) -> str:
    """What an expression has too much of; empty when it can be held to a time."""
    readings = [_parts(expression)]
    if _VERBOSE_IN_PART.search(expression):  # which part, it does not matter: both limits hold
        readings = [_PART.findall(expression), _PART_IF_VERBOSE.findall(expression)]
    for parts in readings:
        depth, repetitions = _measures(parts)
        if depth > _DEEPEST:
            return f"it nests more than {_DEEPEST} brackets"
        if repetitions > _MOST:
            return f"it repeats something more than {_MOST:,} times"
        if repetitions > 1 and repetitions * len(expression) > _LARGEST:
            return f"its repetitions, written out, are longer than {_LARGEST:,} characters"
    return ""


def _measures(parts: list[str]) -> tuple[int, int]:
    """How deep brackets nest, and an upper bound of the repetitions that are written out."""
    depth = deepest = 0
    groups = others = 1
    before = ""
    for part in parts:
        depth += (part == "(") - (part == ")")
        deepest = max(depth, deepest)
        repeat = _REPEAT.fullmatch(part)
        count = max(int(one) for one in ("1", *repeat.groups()) if one) if repeat else 1
        if before == ")":  # groups may nest
            groups *= count
        elif repeat:
            others += count
        if not part.isspace() and not part.startswith("#"):
            before = part
    return deepest, groups * others


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
    """The expression, rewritten so that `regex` reads it as `re` does."""
    is_ascii = _ASCII.search(expression) is not None
    return "".join(_alike(part, is_ascii=is_ascii) for part in _parts(expression))


def _parts(expression: str) -> list[str]:
    """The characters, escapes, classes, repeats and comments of an expression, in their order."""
    is_verbose = _VERBOSE.match(expression) is not None
    return (_PART_IF_VERBOSE if is_verbose else _PART).findall(expression)


def _alike(part: str, *, is_ascii: bool) -> str:
    if part.startswith("[") and len(part) > 1:
        start = 2 if part.startswith("[^") else 1
        start += part.startswith("]", start)  # it is no end there
        inner = _PART_OF_CLASS.findall(part[start:-1])
        alike = "".join(_replaced(one, _ALIKE_IN_CLASS, is_ascii=is_ascii) for one in inner)
        return f"{part[:start]}{alike}]"
    return _replaced(part, _ALIKE, is_ascii=is_ascii)


def _replaced(part: str, alike: Mapping[str, str], *, is_ascii: bool) -> str:
    is_kept = is_ascii and part.startswith("\\")
    return part if is_kept else alike.get(part, part)
