"""Where in the text of a file a step's parts end, and where a further key goes.

Trees name where values begin and end; that is exact for what stands on one line, in quotes or
in brackets. A block scalar, and a mapping or list written in lines, end with their last line
that has content, which is looked up in the text. What cannot be told is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.scenario.problems import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.source import Node
    from harness.writing.sheet import Sheet

_PROPERTY = re.compile(r"&[^\s,\[\]{}]+\s*")
_ALIAS = re.compile(r"\s*:\s*\*[^\s,\[\]{}]+")
_BLOCK_SCALAR = re.compile(r"[|>][0-9+-]*[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?$", re.MULTILINE)
_EXPLICIT = re.compile(r"\?\s+$")


class Unplaceable(Exception):  # noqa: N818 - the condition is named
    """The text is written in a way that cannot be extended safely; the message says how."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, from its first character to right after its last one."""

    start: int
    end: int


class Spots:
    """Finds the places in one file."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def start(self, node: Node) -> int:
        """Where a node begins, its anchor included."""
        return self.sheet.offset(node.line, node.column)

    def content(self, node: Node) -> int:
        """Where a node begins, after its anchor."""
        start = self.start(node)
        found = _PROPERTY.match(self.sheet.text, start)
        return found.end() if found else start

    def opening(self, node: Node) -> str:
        """The character that a node begins with; empty at the end of the text."""
        at = self.content(node)
        return self.sheet.text[at : at + 1]

    def value(self, key: Node, node: Node) -> Span:
        """A key's value: where it begins and where it really ends. Raises Unplaceable."""
        key_start, key_end = self.start(key), self._marked_end(key)
        line = self.sheet.text[self.sheet.start_of_line(key_start) : key_start]
        if _EXPLICIT.search(line):
            raise Unplaceable("a key is written with `?`")
        alias = _ALIAS.match(self.sheet.text, key_end)
        if alias:
            return Span(alias.end(), alias.end())
        start = self.start(node)
        if start < key_end:
            raise Unplaceable("a value stands elsewhere in the file")
        return Span(start, max(key_end, self.end(node, key.column)))

    def end(self, node: Node, column: int) -> int:
        """Where a node's text really ends; `column` is that of what it belongs to."""
        opening = self.opening(node)
        if node.items is None:
            if opening in {"|", ">"} and node.length != 0:
                return self._end_of_block_scalar(node, column)
            return self._marked_end(node)
        if opening in {"{", "["}:
            return self._marked_end(node)
        if isinstance(node.items, dict):
            name = list(node.items)[-1]
            return self.value(node.keys[name], node.items[name]).end
        return self._end_of_list(node)

    def _end_of_list(self, node: Node) -> int:
        last = node.items[-1] if isinstance(node.items, list) else node
        if self.start(last) < self.start(node):
            raise Unplaceable("an element stands elsewhere in the file")
        return self.end(last, node.column)

    def _marked_end(self, node: Node) -> int:
        return self.sheet.offset(node.last_line, node.last_column)

    def _end_of_block_scalar(self, node: Node, column: int) -> int:
        """The end of the last line with content; with `+`, of the last empty line too."""
        text, at = self.sheet.text, self.content(node)
        header = _BLOCK_SCALAR.match(text, at, self.sheet.end_of_line(at))
        if header is None:
            raise Unplaceable("a text in lines begins in an unusual way")
        keeps = "+" in header[0].partition("#")[0]
        end = self.sheet.end_of_line(at)
        for start, stop in self._lines_after(end):
            line = text[start:stop]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) < column:
                break
            if line.strip(" ") or (keeps and stop < len(text)):
                end = stop
        return end

    def _lines_after(self, position: int) -> Iterator[tuple[int, int]]:
        text = self.sheet.text
        while found := LINE_BREAK.search(text, position):
            start = found.end()
            position = self.sheet.end_of_line(start)
            yield start, position
