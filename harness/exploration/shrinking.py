"""From a sequence with a violation to the least scenario that still has it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from harness.exploration.sequence import Sequence

MOST = 60
"""Sequences that are tried at most for one violation."""

_SIMPLE: dict[str, Any] = {"says": "Hello", "invites": "Hello", "message": "Hello", "rates": 5}
"""The simplest value that an act can have."""


class Shrinking:
    """One violation is made smaller; `has_it` tells whether a candidate still has it."""

    def __init__(
        self, sequence: Sequence, has_it: Callable[[Sequence], Awaitable[bool]], most: int = MOST
    ) -> None:
        self.least = sequence
        self._has_it = has_it
        self._left = most
        self.is_confirmed = False

    async def shrunk(self) -> Sequence:
        """The sequence without what is not needed, with the simplest values."""
        if not await self._again():
            return self.least
        await self._steps()
        embedded = _embedded(self.least)
        if embedded is not None:
            await self._holds(embedded)
        await self._holds(replace(self.least, hurried=frozenset()))
        await self._world()
        await self._values()
        return self.least

    async def _world(self) -> None:
        """Without all that it can do without: all at once if need be, else one after the other."""
        world = self.least.world
        plain = world
        for part in _parts(world):
            plain = _without(plain, part)
        if await self._holds(replace(self.least, world=plain)):
            return
        for part in _parts(world):
            await self._holds(replace(self.least, world=_without(self.least.world, part)))

    async def _again(self) -> bool:
        """Whether it comes again at all."""
        self._left -= 1
        self.is_confirmed = await self._has_it(self.least)
        return self.is_confirmed

    async def _holds(self, candidate: Sequence) -> bool:
        if self._left <= 0 or candidate == self.least:
            return False
        self._left -= 1
        if await self._has_it(candidate):
            self.least = candidate
            return True
        return False

    async def _steps(self) -> None:
        size = max(1, len(self.least.steps) // 2)
        while size:
            start = 0
            while start < len(self.least.steps):
                count = len(self.least.steps)
                rest = [at for at in range(count) if not start <= at < start + size]
                if not await self._holds(self.least.only(rest)):
                    start += size
            size //= 2

    async def _values(self) -> None:
        for index in range(len(self.least.steps)):
            refused: set[str] = set()
            while changes := _simpler(self.least.steps[index], refused):
                name, step = changes[0]
                steps = (*self.least.steps[:index], step, *self.least.steps[index + 1 :])
                await self._holds(replace(self.least, steps=steps))
                refused.add(name)


def _simpler(step: dict[str, Any], refused: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """The step with simpler values, one at a time, each with what is simpler."""
    changes: list[tuple[str, dict[str, Any]]] = []
    for verb in ("init", "options"):
        given = step.get(verb)
        if isinstance(given, dict) and len(given) > 1 and "account" in given:
            changes.append(("all", {**step, verb: {"account": given["account"]}}))
            for name in given:
                left = {other: value for other, value in given.items() if other != name}
                changes.append((name, {**step, verb: left}))
    for verb in ("visitor", "operator"):
        acts = step.get(verb)
        if isinstance(acts, dict):
            changes += [
                (name, {**step, verb: {**acts, name: _SIMPLE[name]}})
                for name, value in acts.items()
                if name in _SIMPLE and value != _SIMPLE[name]
            ]
    return [(name, one) for name, one in changes if name not in {*refused, "account"}]


def _embedded(sequence: Sequence) -> Sequence | None:
    """The sequence with the vendor's snippet in place of a first init by hand; None without one."""
    host, steps = sequence.world["host"], sequence.steps
    begin = 1 if steps and "options" in steps[0] else 0
    if "embed" in host or len(steps) <= begin or "init" not in steps[begin]:
        return None
    options = steps[0]["options"] if begin else steps[0]["init"]
    if not isinstance(options, dict):
        return None
    html = str(host.get("html", "")).partition("<script async")[0]
    rest = [index for index in range(len(steps)) if index > begin]
    world = {**sequence.world, "host": {**host, "html": html, "embed": options}}
    return replace(sequence.only(rest), world=world)


def _parts(world: dict[str, Any]) -> list[tuple[str, ...]]:
    """What a world can do without, large parts first."""
    host, backend = world["host"], world.get("backend", {})
    parts: list[tuple[str, ...]] = [("backend",), ("mocks",), ("browser",), ("host", "pages")]
    parts += [("host", "device"), ("backend", "operators"), ("backend", "settings")]
    parts += [("backend", "departments"), ("backend", "triggers"), ("backend", "assume")]
    parts += [("host", "until"), ("host", "html", "script")]
    parts += [("backend", "settings", name) for name in backend.get("settings", ())]
    names = (name for name in host.get("embed", ()) if name != "account")
    parts += [("host", "embed", name) for name in names]
    parts += [("host", "pages", address) for address in host.get("pages", ())]
    return parts


def _without(world: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The world without a part; an option goes from all pages."""
    head, *rest = path
    if head not in world:
        return world
    if path == ("host", "html", "script"):
        return {**world, "host": _without_script(world["host"])}
    if path[:2] == ("host", "embed"):
        return {**world, "host": _without_option(world["host"], path[2])}
    if rest:
        return {**world, head: _without(world[head], tuple(rest))}
    return {name: value for name, value in world.items() if name != head}


def _without_script(host: dict[str, Any]) -> dict[str, Any]:
    """A page without its function of Google Analytics."""
    html = re.sub(r"^<script>.*?</script>", "", str(host.get("html", "")))
    return {**host, "html": html}


def _without_option(host: dict[str, Any], option: str) -> dict[str, Any]:
    def less(page: dict[str, Any]) -> dict[str, Any]:
        options = page.get("embed")
        if not isinstance(options, dict):
            return page
        left = {name: value for name, value in options.items() if name != option}
        return {**page, "embed": left}

    made = less(host)
    if "pages" in made:
        made["pages"] = {address: less(page) for address, page in made["pages"].items()}
    return made
