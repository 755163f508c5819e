"""How far something is covered."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far an item is covered."""

    UNTOUCHED = "untouched"
    EXERCISED = "exercised"
    JUDGED = "judged"
