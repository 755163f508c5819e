"""Patterns with `*`, which stands for zero or more characters (Targeted sites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WILDCARD = "*"


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern covers the whole text, letter by letter."""
    return joins(pattern.split(WILDCARD), text)


def joins(parts: Sequence[str], text: str) -> bool:
    """Whether these parts, with anything in between, make up the text.

    The parts in the middle are looked for from left to right, each as early as it comes;
    there is nothing to try again, so a hostile pattern costs no more than a long one.
    """
    first, *rest = parts
    if not rest:
        return text == first
    *middle, last = rest
    start, end = len(first), len(text) - len(last)
    if end < start or not text.startswith(first) or not text.endswith(last):
        return False
    for part in middle:
        at = text.find(part, start, end)
        if at < 0:
            return False
        start = at + len(part)
    return True
