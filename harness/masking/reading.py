r"""Texts read back: what stands for single characters replaced by them, in all orders.

`\u0041`, `\x41`, `\101`, `%41`, `%u0041`, `&#65;`, `=41` are an `A`. One text may be read in
several ways, and again what came of it: JSON in JSON, an address that was quoted twice.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DEPTH: Final = 4
"""How often what was read is read again."""

MOST: Final = 24
"""How many readings of one text there are at most."""

ROOM: Final = 200_000
"""Characters that all readings of a text have together, besides four times its own: pages make
texts, and are not to keep the harness busy with them."""

_HEX = "[0-9a-fA-F]"
_SIGNS: Final = "%\\&"
_SHORT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which characters are written: the sign it has, its units, what they mean."""

    sign: str
    units: re.Pattern[str]
    meant: Callable[[re.Match[str]], str]

    def read(self, text: str) -> str:
        """The text with characters in place of units."""
        return self.units.sub(self.meant, text) if self.sign in text else text

    def read_with_places(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """The same, and where in the text each character of it comes from."""
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        end = 0
        for unit in self.units.finditer(text):
            meant = self.meant(unit)
            parts += [text[end : unit.start()], meant]
            places += [(at, at + 1) for at in range(end, unit.start())]
            places += [unit.span()] * len(meant)
            end = unit.end()
        places += [(at, at + 1) for at in range(end, len(text))]
        return "".join([*parts, text[end:]]), places


def hints(signs: set[str]) -> list[re.Pattern[str]]:
    """For each way, what makes a text worth reading for these characters or codings of them."""
    wanted = {*signs, *_SIGNS}
    digits = "|".join(sorted(f"{ord(one):02x}" for one in wanted if one <= "\xff"))
    further = "|[uU](?!00)" if max(wanted) > "\xff" else ""
    bodies = {
        "%": rf"(?:[uU]00)?(?i:{digits}){further}",
        "\\": rf"(?:x|u00|u\{{|U000000)(?i:{digits})|[0-3][0-7]{{2}}|{_shortly(wanted)}{further}",
        "&": f"#|(?:{'|'.join(sorted(_names(wanted)))});?",
        "=": rf"(?i:{digits})|\r?\n",
    }
    return [re.compile(f"{re.escape(way.sign)}(?:{bodies[way.sign]})") for way in WAYS]


def _shortly(wanted: set[str]) -> str:
    """What follows a backslash that stands for one of the characters."""
    found = {one for one in wanted if one.isascii() and not one.isalnum()}
    found |= {short for short, meant in _SHORT.items() if meant in wanted}
    return f"[{re.escape(''.join(sorted(found)))}]"


def _names(wanted: set[str]) -> set[str]:
    return {name.rstrip(";") for name, meant in html5.items() if meant in wanted}


def readings(
    text: str, hints: Sequence[re.Pattern[str]]
) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """What else the text may mean, with the ways in which it was read."""
    seen = {text}
    room = ROOM + 4 * len(text)
    waiting: list[tuple[str, tuple[Reading, ...]]] = [(text, ())]
    for known, ways in waiting:
        for way, hint in zip(WAYS, hints, strict=True):
            if not hint.search(known):
                continue
            read = way.read(known)
            if read not in seen and len(seen) <= MOST and len(read) <= room:
                seen.add(read)
                room -= len(read)
                yield read, (*ways, way)
                if len(ways) + 1 < DEPTH:
                    waiting.append((read, (*ways, way)))


def places(text: str, ways: tuple[Reading, ...]) -> list[tuple[int, int]]:
    """Where in the text each character of what was read comes from."""
    found = [(at, at + 1) for at in range(len(text))]
    for way in ways:
        text, here = way.read_with_places(text)
        found = [(found[begin][0], found[end - 1][1]) for begin, end in here]
    return found


def _escape(unit: re.Match[str]) -> str:
    body = unit[1]
    if len(body) == 1:
        return _SHORT.get(body, body)
    if body[0] in "uUx":
        return _characters([part.strip("uUx{}") for part in body.split("\\")], 16)
    return chr(int(body, 8))


def _characters(numbers: list[str], base: int) -> str:
    """The characters of UTF-16 units or of one code point."""
    codes = [int(number, base) for number in numbers]
    if len(codes) == 2:  # noqa: PLR2004 - a pair of surrogates
        return chr(0x10000 + ((codes[0] & 0x3FF) << 10) + (codes[1] & 0x3FF))
    return chr(codes[0]) if codes[0] <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last one


def _percent(unit: re.Match[str]) -> str:
    return chr(int(unit[0].lstrip("%uU"), 16))


def _quoted(unit: re.Match[str]) -> str:
    return chr(int(unit[1], 16)) if unit[1] else ""


_PAIR = rf"u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}"
_ESCAPES = re.compile(
    rf"\\({_PAIR}|u{_HEX}{{4}}|u\{{{_HEX}{{1,6}}\}}|U{_HEX}{{8}}|x{_HEX}{{2}}|[0-3][0-7]{{2}}"
    r"|[^0-9A-Za-z]|[nrtbfv0])"
)
WAYS: Final = (
    Reading("\\", _ESCAPES, _escape),
    Reading("%", re.compile(rf"%(?:{_HEX}{{2}}|[uU]{_HEX}{{4}})"), _percent),
    Reading(
        "&",
        re.compile(rf"&(?:#\d{{1,7}}|#[xX]{_HEX}{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});?"),
        lambda unit: html.unescape(unit[0]),
    ),
    Reading("=", re.compile(rf"=(?:({_HEX}{{2}})|\r?\n)"), _quoted),
)
"""JSON, JavaScript and Python; addresses and `escape()`; markup; quoted-printable."""
