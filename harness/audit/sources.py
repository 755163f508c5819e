"""Texts of a page as they were served, and places in them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from harness.scenario.places import Place
from harness.scenario.problems import LINE_BREAK


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One text: the page, or a script of its own site.

    `path` is what people know it by (a file or an address), `url` where the browser got it.
    """

    path: str
    url: str
    text: str

    def place(self, offset: int) -> Place:
        """The place of a character."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, max(0, min(offset, len(self.text))))
        return Place(self.path, line, offset - starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The inverse of `place`, kept inside of the text."""
        starts = _line_starts(self.text)
        start = starts[max(0, min(line, len(starts)) - 1)]
        return min(start + max(0, column - 1), len(self.text))

    def find(self, words: str) -> Spot | None:
        """Where these words stand first."""
        at = self.text.find(words)
        return Spot(self, at, len(words)) if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a source."""

    source: Source
    start: int
    length: int = 1

    @property
    def place(self) -> Place:
        """Where the stretch begins."""
        return self.source.place(self.start)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.start + self.length]

    def seen_from(self, other: Spot) -> str:
        """Where the stretch begins, for somebody who looks at another one."""
        line = self.place.line
        is_same = self.source is other.source
        return f"in line {line}" if is_same else f"at {self.source.path}:{line}"


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in LINE_BREAK.finditer(text)))
