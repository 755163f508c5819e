"""Where secrets stand in a text: whole, cut short, or in two pieces."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from harness.masking.codings import SHORTEST, signs, writings
from harness.masking.reading import hints, places, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHOWN: Final = 6
"""Characters of the beginning of a secret that tell it, where an ellipsis ends a text."""

DIVISIBLE: Final = 12
"""Characters from which on a writing is found by less than all of it."""

PIECE: Final = 8
"""Characters that a piece has at least where a text begins or ends with it; half of them, too."""

_PROBE: Final = 4
"""Characters that are searched for, before the whole is compared."""

_USUAL: Final = '"etaonirsc:,/lhdp.um012f 3g4b{}5w[]6v78-_9yk'
_RARITY: Final = {character: rank for rank, character in enumerate(_USUAL)}
"""How rare characters are in event logs; all others are rarer."""

_ELLIPSES: Final = ("…", "...")
_EDGES: Final = "\"'`<>\r\n\t\\"
_LINES: Final = ("\\n", "\\r", "\\t")
"""How JSON begins a line within a text."""


class Found(NamedTuple):
    """A secret in a text; `is_whole` unless only a part of it is there."""

    start: int
    end: int
    name: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Writing:
    """One writing of a secret, looked for by its beginning or by its end."""

    name: str
    text: str
    is_divisible: bool
    is_end: bool = False

    @property
    def window(self) -> tuple[int, int]:
        """What is there of any piece that tells the secret."""
        size = len(self.text)
        return (size - self.least, size) if self.is_end else (0, min(SHOWN, size))

    @property
    def least(self) -> int:
        """Characters of a piece at the edge of a text."""
        return max(PIECE, len(self.text) // 2)

    @property
    def most(self) -> int:
        """Characters that tell the secret wherever they are: four of five."""
        return -(-len(self.text) * 4 // 5)

    def at(self, text: str, start: int) -> Found | None:
        """The secret, where it would begin at a place, which may be before the text."""
        return self._ending(text, start) if self.is_end else self._beginning(text, start)

    def _beginning(self, text: str, start: int) -> Found | None:
        whole = len(self.text)
        if start < 0:
            return None
        size = _alike(self.text, text[start : start + whole])
        end = start + size
        if size == whole:
            return Found(start, end, self.name, is_whole=True)
        is_cut = size >= SHOWN and text.startswith(_ELLIPSES, end)
        if self.is_divisible and not is_cut:
            is_cut = size >= self.most or end == len(text) >= start + self.least
            is_cut = is_cut or _has_edge(text[start + self.least : end + 1])
        return Found(start, end, self.name, is_whole=False) if is_cut else None

    def _ending(self, text: str, start: int) -> Found | None:
        end = start + len(self.text)
        before = text[max(0, start) : end]
        if not before.endswith(self.text[-self.least :]):
            return None
        size = _alike(self.text[::-1], before[::-1])
        begin = end - size
        is_cut = size >= self.most or begin == 0 or text.endswith(_LINES, 0, begin)
        if not is_cut and not _has_edge(text[begin - 1 : end - self.least]):
            return None
        return Found(begin, end, self.name, is_whole=size == len(self.text))


class Finder:
    """Finds secrets, by one pattern of how their writings begin and end."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.writings: dict[str, str] = {}
        self._by_probe: dict[str, list[tuple[int, str, _Writing]]] = defaultdict(list)
        for name, value in secrets.items():
            is_long = len(value) >= DIVISIBLE
            for text in writings(value):
                if len(text) >= SHORTEST and text not in self.writings:
                    self.writings[text] = name
                    self._add(name, text, is_divisible=is_long and len(text) >= DIVISIBLE)
        self._sizes = sorted({len(probe) for probe in self._by_probe})
        self._pattern = _any_of(self._by_probe)
        self._hints = hints({one for value in secrets.values() for one in signs(value)})
        self._coded = re.compile("|".join(hint.pattern for hint in self._hints))

    def _add(self, name: str, text: str, *, is_divisible: bool) -> None:
        added = [_Writing(name, text, is_divisible)]
        if is_divisible:
            added.append(_Writing(name, text, is_divisible, is_end=True))
        for one in added:
            begin, end = one.window
            at = _rarest(one.text, begin, end)
            known = (at, one.text[at:end], one)
            self._by_probe[known[1][:_PROBE]].append(known)

    def found(self, text: str) -> list[Found]:
        """The secrets in the text, from its beginning on, none over another."""
        found = self._search(text) if self._pattern.search(text) else []
        if self._coded.search(text):
            for read, ways in readings(text, self._hints):
                if self._pattern.search(read) and (here := self._search(read)):
                    where = places(text, ways)
                    found += [
                        one._replace(start=where[one.start][0], end=where[one.end - 1][1])
                        for one in here
                    ]
        return list(_apart(found))

    def _search(self, text: str) -> list[Found]:
        found: list[Found] = []
        hit = self._pattern.search(text)
        while hit:
            found += self._at(text, hit.start())
            hit = self._pattern.search(text, hit.start() + 1)
        return found

    def _at(self, text: str, start: int) -> Iterator[Found]:
        for size in self._sizes:
            for before, rest, writing in self._by_probe.get(text[start : start + size], ()):
                if text.startswith(rest, start):
                    found = writing.at(text, start - before)
                    if found is not None:
                        yield found


def _has_edge(text: str) -> bool:
    return any(edge in text for edge in _EDGES)


def _alike(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _rarest(text: str, begin: int, end: int) -> int:
    """Where in a part of a text the search is to begin, so that it seldom has to look closer."""
    last = max(begin, end - _PROBE)
    return max(range(begin, last + 1), key=lambda at: _rarity(text[at : min(at + _PROBE, end)]))


def _rarity(probe: str) -> int:
    ranks = [_RARITY.get(character, len(_RARITY)) for character in probe]
    return ranks[0] + sum(ranks)


def _apart(found: list[Found]) -> Iterator[Found]:
    """One for those that lie over each other."""
    last: Found | None = None
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if last is None or one.start >= last.end:
            if last is not None:
                yield last
            last = one
        elif one.end > last.end:
            last = last._replace(end=one.end, is_whole=False)
    if last is not None:
        yield last


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """A pattern of texts that is quick however many there are: each character is looked at once."""
    tree: dict[str, dict[str, object]] = {}
    for text in sorted(texts, key=len):
        _grow(tree, text)
    return re.compile(_branches(tree) or "(?!)")


def _grow(tree: dict[str, dict[str, object]], text: str) -> None:
    at: dict[str, object] = tree  # type: ignore[assignment]
    for index, character in enumerate(text):
        if character in at and not at[character]:
            return  # a shorter text is its beginning
        following = at.setdefault(character, {})
        if index + 1 < len(text):
            at = following  # type: ignore[assignment]


def _branches(tree: dict[str, dict[str, object]]) -> str:
    ends = [re.escape(character) for character, following in tree.items() if not following]
    found = [f"[{''.join(ends)}]"] if len(ends) > 1 else ends
    for character, following in tree.items():
        if following:
            found.append(re.escape(character) + _branches(following))  # type: ignore[arg-type]
    return f"(?:{'|'.join(found)})" if len(found) > 1 else "".join(found)
