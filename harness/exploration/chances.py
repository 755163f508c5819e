"""Chances, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def happens(chance: Random, share: float) -> bool:
    """Whether it does this time; `share` of all times it does."""
    return chance.random() < share
