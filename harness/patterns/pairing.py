"""Pairing patterns with values, each with at most one, so that as many as possible have one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def pair(
    patterns: Sequence[Any], values: Sequence[Any], match: Callable[[Any, Any], bool]
) -> list[int | None]:
    """For each pattern the index of its value, or None; no other pairing leaves fewer alone."""
    edges = [[n for n, value in enumerate(values) if match(p, value)] for p in patterns]
    value_of: list[int | None] = [None] * len(patterns)
    pattern_of: list[int | None] = [None] * len(values)
    for start in range(len(patterns)):
        _augment(start, edges, value_of, pattern_of)
    return value_of


def _augment(
    start: int,
    edges: list[list[int]],
    value_of: list[int | None],
    pattern_of: list[int | None],
) -> None:
    """Find a path from a lonely pattern to a free value, and swap the pairs along it."""
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        pattern = waiting.popleft()
        for value in edges[pattern]:
            if value in came_from:
                continue
            came_from[value] = pattern
            owner = pattern_of[value]
            if owner is None:
                _swap(value, came_from, value_of, pattern_of)
                return
            waiting.append(owner)


def _swap(
    value: int,
    came_from: dict[int, int],
    value_of: list[int | None],
    pattern_of: list[int | None],
) -> None:
    current: int | None = value
    while current is not None:
        pattern = came_from[current]
        following = value_of[pattern]
        value_of[pattern], pattern_of[current] = current, pattern
        current = following
