"""The tree of a YAML file: nodes that know their places, and the file that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from harness.scenario.places import Place
from harness.scenario.problems import Problem, split_lines

if TYPE_CHECKING:
    from collections.abc import Mapping


class Node:
    """A scalar in a file: its value and where it begins and ends."""

    __slots__ = ("_from", "_to", "value")

    items: list[Node] | dict[str, Node] | None = None
    keys: Mapping[str, Node] = MappingProxyType({})
    size = 1

    def __init__(self, value: Any, start: Any, end: Any) -> None:
        self.value: Any = value
        self._from = start
        self._to = end

    def get(self, key: str | int) -> Node | None:
        """The node of a key's value or of an element, if there is one."""
        items = self.items
        if isinstance(items, dict):
            return items.get(key) if isinstance(key, str) else None
        if items is not None and isinstance(key, int) and key < len(items):
            return items[key]
        return None

    @property
    def line(self) -> int:
        """The line in which it begins."""
        return int(self._from.line) + 1

    @property
    def column(self) -> int:
        """The column in which it begins."""
        return int(self._from.column) + 1

    @property
    def last_line(self) -> int:
        """The line in which it ends."""
        return int(self._to.line) + 1

    @property
    def last_column(self) -> int:
        """The column right after its last character, in the line in which it ends."""
        return int(self._to.column) + 1

    @property
    def length(self) -> int:
        """How many characters it covers on its line (1 when it spans several)."""
        return self._to.column - self._from.column if self._to.line == self._from.line else 1


class Branch(Node):
    """A mapping or list: `items` are the nodes inside, `keys` those of a mapping's keys.

    `value` is the plain data, `size` the number of values inside, aliases counted as often
    as they repeat.
    """

    __slots__ = ("items", "keys", "size")

    def __init__(self, *, is_mapping: bool, event: Any) -> None:
        super().__init__({} if is_mapping else [], event.start_mark, event.end_mark)
        self.items = {} if is_mapping else []
        self.keys: dict[str, Node] = {}
        self.size = 1

    def close(self, end: Any) -> None:
        """Take note of where it ends."""
        self._to = end


@dataclass(slots=True)
class Source:
    """One file: its text, its tree when there is one, and the problems found so far."""

    path: str
    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def place(self, node: Node) -> Place:
        """Where the node begins; for one that is empty at the end of the file, the end."""
        if node.length:
            return Place(self.path, node.line, node.column)
        lines = split_lines(self.text)
        line = min(node.line, len(lines))
        return Place(self.path, line, min(node.column, len(lines[line - 1]) + 1))

    def report(self, node: Node, code: str, message: str, hint: str | None = None) -> None:
        """Add a problem at a node."""
        self.problems.append(
            Problem(self.place(node), code, message, length=max(1, node.length), hint=hint)
        )
