"""Choosing among random candidates the one that brings together most that never met before."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    T = TypeVar("T")

CANDIDATES = 24
"""Random candidates among which the best is chosen, for each sequence."""


class Pairs:
    """The pairs of features that have met in a sequence so far."""

    def __init__(self) -> None:
        self._met: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._met)

    def best(self, make: Callable[[], T], features: Callable[[T], Collection[str]]) -> T:
        """Of some that `make` gives, the one with most new pairs of features, which then count."""
        made = [make() for _ in range(CANDIDATES)]
        chosen = max(made, key=lambda one: self._new(features(one)))
        self._met.update(combinations(sorted(set(features(chosen))), 2))
        return chosen

    def _new(self, features: Collection[str]) -> int:
        return sum(pair not in self._met for pair in combinations(sorted(set(features)), 2))
