"""What the model cannot know."""

from __future__ import annotations

from enum import Enum
from typing import TypeGuard, TypeVar

T = TypeVar("T")


class Unknown(Enum):
    """One value, that of everything the page does not say."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def is_known(value: T | Unknown) -> TypeGuard[T]:
    """Whether the page says what this is."""
    return value is not UNKNOWN
