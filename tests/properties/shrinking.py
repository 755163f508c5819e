"""From a sequence with a violation to the least that still has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.properties.sequence import Sequence

MOST = 80
"""Sequences that are tried at most for one violation."""


async def shrunk(
    sequence: Sequence, has_it: Callable[[Sequence], Awaitable[bool]], done: list[int]
) -> Sequence:
    """The sequence without what is not needed; `done` are the steps that could be done at all."""
    tried = 0
    least = sequence

    async def holds(candidate: Sequence) -> bool:
        nonlocal least, tried
        if tried >= MOST or candidate == least:
            return False
        tried += 1
        if await has_it(candidate):
            least = candidate
            return True
        return False

    await holds(sequence.only(done))
    size = max(1, len(least.steps) // 2)
    while size:
        start = 0
        while start < len(least.steps):
            rest = [at for at in range(len(least.steps)) if not start <= at < start + size]
            if not await holds(least.only(rest)):
                start += size
        size //= 2
    await holds(replace(least, hurried=frozenset()))
    for part in [path for path, _ in _parts(least.world)]:
        await holds(replace(least, world=_without(least.world, part)))
    return least


def _parts(world: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """What a world can do without, large parts first."""
    for path in (("mocks",), ("browser",), ("host", "device"), ("backend",)):
        yield path, None
    for section in ("settings", "assume", "triggers", "departments"):
        yield ("backend", section), None
    for name in world["backend"]["settings"]:
        yield ("backend", "settings", name), None
    for name in world["host"].get("embed", ()):
        if name != "account":
            yield ("host", "embed", name), None
    yield ("host", "pages"), None


def _without(world: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    head, *rest = path
    if head not in world:
        return world
    if rest:
        return {**world, head: _without(world[head], tuple(rest))}
    return {name: value for name, value in world.items() if name != head}
