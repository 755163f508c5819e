r"""How a secret is written: every writing that programs make of a value in one step.

What stands for single characters, such as `%41`, `\x41` or `&#65;`, is not here: a text is read
back before it is searched (`harness.masking.reading`), so that mixtures and codings of codings are
found too.
"""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST: Final = 4
"""Characters that a secret has at least; a shorter one would be found everywhere."""

_SPACED: Final = 6
"""Characters from which on a secret is looked for with something between all of them."""

_TURNED: Final = 8
"""Characters from which on a secret is looked for backwards, and by lines."""

_BETWEEN: Final = (
    " ",
    ",",
    ", ",
    "-",
    ".",
    ":",
    "|",
    "_",
    "/",
    "\n",
    "\t",
    '","',
    "\u200b",
)
_BETWEEN_PAIRS: Final = ("", " ", ":", "-", ",", ", ", "0x", " 0x", ",0x", ", 0x", '","')
_BETWEEN_CODES: Final = (",", ", ", " ", "-", ".", ";", "|", ":", "\n", '","')
_LEAST: Final = 6
"""Characters that a piece of base64 or hexadecimal digits has at least."""


def writings(value: str) -> Iterator[str]:
    """The secret as it is and in all other writings."""
    yield from texts(value)
    yield from _apart(value)
    for data in dict.fromkeys(_data(value)):
        yield data.decode("latin-1")
        yield from _hexadecimal(data)
        yield from _base64(data)
        yield from _codes(list(data))
    yield from _codes([ord(character) for character in value])


def texts(value: str) -> Iterator[str]:
    """The secret as it is, and as it is written in addresses, JSON, markup, scenarios.

    What a page shows may have other blanks than its text, and be all in capitals or in none.
    """
    yield value
    yield " ".join(value.split())
    yield from (value.upper(), value.lower(), value.title(), value.capitalize(), value.swapcase())
    yield value.replace("$", "$$")
    for escaped in (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        yield escaped
        yield json.dumps(escaped)[1:-1]
    for quoted in (quote(value, safe=""), quote(value), quote_plus(value)):
        yield quoted
        yield re.sub("%..", lambda found: found[0].lower(), quoted)
    yield html.escape(value)
    yield html.escape(value, quote=False)
    if len(value) >= _TURNED:
        yield value[::-1]
        yield from (line for line in value.split() if len(line) >= 2 * _TURNED)


def signs(value: str) -> set[str]:
    """The characters that may stand coded where the secret stands in a text."""
    found = {character for text in texts(value) for character in text}
    for data in _data(value):
        found.update(data.decode("latin-1"), *_base64(data))
    return found


def _data(value: str) -> Iterator[bytes]:
    """The bytes that the secret is in the encodings in use."""
    yield value.encode("utf-8", "surrogatepass")
    yield value.encode("latin-1", "replace") if _is_western(value) else b""
    yield value.encode("utf-16-le", "surrogatepass")
    yield value.encode("utf-16-be", "surrogatepass")


def _is_western(value: str) -> bool:
    return max(value) <= "\xff"


def _apart(value: str) -> Iterator[str]:
    yield "\0".join(value)
    if len(value) >= _SPACED:
        yield from (between.join(value) for between in _BETWEEN)


def _hexadecimal(data: bytes) -> Iterator[str]:
    pairs = [f"{byte:02x}" for byte in data]
    for between in _BETWEEN_PAIRS:
        yield between.join(pairs)
        yield between.join(pair.upper() for pair in pairs)


def _codes(numbers: list[int]) -> Iterator[str]:
    for between in _BETWEEN_CODES:
        yield between.join(map(str, numbers))


def _base64(data: bytes) -> Iterator[str]:
    """Alone, and what is the same wherever it stands in something longer."""
    whole = base64.b64encode(data).decode("ascii")
    found = [whole]
    for before in range(3):
        shifted = base64.b64encode(bytes(before) + data).decode("ascii")
        begin, end = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        found.append(shifted[begin:end])
    for one in found:
        if len(one) >= _LEAST:
            yield one
            yield one.translate(_URL_SAFE)
    yield base64.b32encode(data).decode("ascii").rstrip("=")


_URL_SAFE: Final = str.maketrans("+/", "-_")
