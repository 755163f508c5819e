"""A scenario file as text with places: what edits are made on, byte for byte the rest."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from harness.scenario.problems import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Sheet:
    """The text of a file; `has_mark` tells of a byte order mark before it."""

    text: str
    has_mark: bool = False

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Read the content of a file. Raises UnicodeDecodeError."""
        has_mark = content.startswith(codecs.BOM_UTF8)
        return cls(content.decode("utf-8-sig"), has_mark)

    @property
    def content(self) -> bytes:
        """The content of the file."""
        mark = codecs.BOM_UTF8 if self.has_mark else b""
        return mark + self.text.encode()

    @cached_property
    def _starts(self) -> Sequence[int]:
        return (0, *(found.end() for found in LINE_BREAK.finditer(self.text)))

    @cached_property
    def newline(self) -> str:
        """How lines end here, most often."""
        found = Counter(match[0] for match in LINE_BREAK.finditer(self.text))
        return found.most_common(1)[0][0] if found else "\n"

    def offset(self, line: int, column: int) -> int:
        """The position of a place; both count from 1."""
        return min(self._starts[min(line, len(self._starts)) - 1] + column - 1, len(self.text))

    def end_of_line(self, offset: int) -> int:
        """Where the line of a position ends, before its line break."""
        found = LINE_BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def start_of_line(self, offset: int) -> int:
        """Where the line of a position begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def after_line(self, offset: int) -> int:
        """Where the line after that of a position begins; the text's end after the last one."""
        found = LINE_BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def edited(self, edits: Iterable[Edit]) -> Sheet:
        """The sheet with all edits made, which must not overlap; those at one place in order."""
        pieces: list[str] = []
        position = 0
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            if edit.start < position:
                raise ValueError(f"an edit at {edit.start} begins inside of another")
            pieces += (self.text[position : edit.start], edit.text)
            position = edit.end
        return Sheet("".join((*pieces, self.text[position:])), self.has_mark)


@dataclass(frozen=True, slots=True)
class Edit:
    """The text from `start` to `end` becomes another one."""

    start: int
    end: int
    text: str
