"""What a plain scalar means: YAML 1.2, so that `no`, `on` and `12:30` stay text."""

from __future__ import annotations

import re
from typing import Final

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
LARGEST = 2**53 - 1
"""The largest whole number that JavaScript holds exactly."""

SPECIAL: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
FIRST_OF_NUMBERS = frozenset("-0123456789")
_DIGITS = 400


class NumberTooLargeError(Exception):
    """A number that JavaScript cannot hold as it is written."""


def plain_value(text: str) -> str | int | float | bool | None:
    """The value of a scalar without quotes. Raises NumberTooLargeError."""
    if text in SPECIAL:
        return SPECIAL[text]
    if text[0] not in FIRST_OF_NUMBERS:
        return text
    found = NUMBER.match(text)
    return text if found is None else _number(text, is_int=found.lastindex is None)


def _number(text: str, *, is_int: bool) -> int | float:
    if len(text) > _DIGITS:
        raise NumberTooLargeError
    value = int(text) if is_int else float(text)
    if not -LARGEST <= value <= LARGEST and (is_int or value in {float("inf"), float("-inf")}):
        raise NumberTooLargeError
    return value


FOREIGN_BOOLEANS: Final = {
    **dict.fromkeys(("yes", "Yes", "on", "On", "True", "TRUE"), "true"),
    **dict.fromkeys(("no", "No", "off", "Off", "False", "FALSE"), "false"),
}
"""What other dialects of YAML read as a boolean, and what to write instead."""
