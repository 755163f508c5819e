"""Character references such as `&amp;`, read so that each character keeps its place.

HTML, "Character reference state": https://html.spec.whatwg.org/#character-reference-state
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_LONGEST = max(map(len, html5))
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as the browser has it.

    `places` tells where in the source each character begins, and at its end where the last one
    ends.
    """

    text: str
    places: Sequence[int]

    def after(self, mark: str) -> Passage:
        """What follows the first one of these marks."""
        at = self.text.index(mark) + len(mark)
        return Passage(self.text[at:], self.places[at:])

    def __add__(self, other: Passage) -> Passage:
        places = (*self.places[:-1], *other.places)
        return Passage(self.text + other.text, places)


def plain(text: str, start: int) -> Passage:
    """A text that stands in the source as it is."""
    return Passage(text, range(start, start + len(text) + 1))


def decoded(text: str, start: int, *, is_attribute: bool = False) -> Passage:
    """A text that begins at a place of the source, with its references replaced."""
    if "&" not in text:
        return plain(text, start)
    characters: list[str] = []
    places: list[int] = []
    at = 0
    for found in _REFERENCE.finditer(text):
        if found.start() < at:
            continue
        characters += text[at : found.start()]
        places += range(start + at, start + found.start())
        meant, length = _meant(found.group(), text, found.start(), is_attribute=is_attribute)
        characters += meant
        places += [start + found.start()] * len(meant)
        at = found.start() + length
    characters += text[at:]
    places += range(start + at, start + len(text) + 1)
    return Passage("".join(characters), tuple(places))


def _meant(written: str, text: str, at: int, *, is_attribute: bool) -> tuple[str, int]:
    """What a reference stands for, and how many characters of the source it takes."""
    if written[1] == "#":
        return html.unescape(written) or _number(written), len(written)
    name = written[1:]
    for length in range(min(len(name), _LONGEST), 0, -1):
        if name[:length] in html5:
            end = at + 1 + length
            goes_on = text[end : end + 1]
            is_open = not name[:length].endswith(";")
            if is_attribute and is_open and (goes_on == "=" or _is_letter(goes_on)):
                break
            return html5[name[:length]], 1 + length
    return "&", 1


def _number(written: str) -> str:
    """The character of a number that Python leaves out: Unicode has none there."""
    digits = written[2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number <= 0x10FFFF else _REPLACEMENT  # noqa: PLR2004 - the last code point


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
