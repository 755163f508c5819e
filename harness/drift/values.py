"""Two recorded values: where they differ, once what differs from run to run is out of sight.

A ticket counts by the order in which the run met it, a number that the scenario does not
give (an id of somebody's account, a time) by its type alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from harness.wording import as_text, type_of, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.drift.seen import Observed

What = Literal["missing", "extra", "type", "value", "count"]
"""How two values differ at one place: the first one has it alone, or the second one, or both
have it otherwise."""

UNDEFINED = {"$type": "undefined"}

_IDS = re.compile(r"(?:^|_)(?:id|visitor|view)$")
_TIMES = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = 10**11
_SHORTEST = 3
_PORT = re.compile(r"(?<=//)(localhost|127\.0\.0\.1|\[::1\]):\d+")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One place at which two values differ, with both in words."""

    path: str
    what: What
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Sides:
    """What is needed to compare values of two runs: their tickets, and the scenario's ids."""

    tickets_a: tuple[str, ...] = ()
    tickets_b: tuple[str, ...] = ()
    declared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, a: Observed, b: Observed, declared: Iterable[object] = ()) -> Sides:
        """The tickets in the order in which the two runs told of them."""
        return cls(_tickets(a), _tickets(b), frozenset(map(str, declared)))

    def leaves(self, a: Any, b: Any, path: str = "") -> Iterator[Leaf]:
        """Every place at which the values differ."""
        a, b = _plain(a), _plain(b)
        if isinstance(a, dict) and isinstance(b, dict) and _tag(a) == _tag(b) is None:
            yield from self._fields(a, b, path)
        elif isinstance(a, list) and isinstance(b, list):
            yield from self._items(a, b, path)
        elif type_of(a) != type_of(b):
            yield Leaf(path, "type", typed(a), typed(b))
        elif not self._is_same(a, b, path.rpartition(".")[2]):
            yield Leaf(path, "value", as_text(self._shown(a, 0)), as_text(self._shown(b, 1)))

    def _fields(self, a: dict[str, Any], b: dict[str, Any], path: str) -> Iterator[Leaf]:
        for name in dict.fromkeys((*a, *b)):
            at = f"{path}.{name}" if path else name
            mine, other = a.get(name, UNDEFINED), b.get(name, UNDEFINED)
            if _tag(mine) == _tag(other) == "undefined":
                continue
            if _tag(other) == "undefined":
                yield Leaf(at, "missing", typed(mine), "nothing")
            elif _tag(mine) == "undefined":
                yield Leaf(at, "extra", "nothing", typed(other))
            else:
                yield from self.leaves(mine, other, at)

    def _items(self, a: list[Any], b: list[Any], path: str) -> Iterator[Leaf]:
        if len(a) != len(b):
            yield Leaf(path, "count", as_text(a), as_text(b))
            return
        for mine, other in zip(a, b, strict=True):
            yield from self.leaves(mine, other, f"{path}[]")

    def _is_same(self, a: Any, b: Any, key: str) -> bool:
        if isinstance(a, dict):
            names = {"error": ("name", "message"), "date": ()}.get(str(_tag(a)))
            return all(a.get(name) == b.get(name) for name in (a if names is None else names))
        if key.endswith("ticket"):
            return bool(self._ordinal(a, 0) == self._ordinal(b, 1))
        if _IDS.search(key) and not {str(a), str(b)} <= self.declared:
            return True
        if isinstance(a, (int, float)) and not isinstance(a, bool):
            return bool(a == b or min(a, b) > _EPOCH)
        return bool(self._shown(a, 0) == self._shown(b, 1))

    def _ordinal(self, ticket: Any, side: int) -> Any:
        tickets = (self.tickets_a, self.tickets_b)[side]
        return f"ticket {tickets.index(ticket) + 1}" if ticket in tickets else ticket

    def _shown(self, value: Any, side: int) -> Any:
        """A text with tickets, times and this machine's ports in words."""
        if not isinstance(value, str):
            return value
        if _TIMES.match(value):
            return "a time"
        tickets = (self.tickets_a, self.tickets_b)[side]
        for number, ticket in enumerate(tickets, start=1):
            if len(ticket) >= _SHORTEST:
                value = value.replace(ticket, f"ticket {number}")
        return _PORT.sub(r"\1", value)


def _plain(value: Any) -> Any:
    """An object of a class of the page's own is an object."""
    if isinstance(value, dict) and value.get("$type") == "object":
        return value.get("value")
    return value


def _tag(value: Any) -> object:
    return value.get("$type") if isinstance(value, dict) else None


def _tickets(seen: Observed) -> tuple[str, ...]:
    found: dict[str, None] = {}
    streams = (*seen.told.values(), seen.looked.values())
    for one in sorted((one for stream in streams for one in stream), key=lambda one: one.seq):
        for ticket in _tickets_in(one.value):
            found.setdefault(ticket)
    return tuple(found)


def _tickets_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        ticket = value.get("ticket")
        if isinstance(ticket, str):
            yield ticket
        elif isinstance(ticket, (int, float)):
            yield str(ticket)
        for part in value.values():
            yield from _tickets_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _tickets_in(part)
