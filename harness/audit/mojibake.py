"""Texts that were written in UTF-8 and read in another encoding, and what they were.

A letter such as `é` then stands there as `Ã©`: each of its two bytes as a character of its own.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LOST: Final = "\ufffd"
"""What stands where bytes were none of the encoding's."""

_CODECS: Final = ("cp1252", "cp1250")
_MEANT: Final = re.compile(
    "[\u00a1-\u024f\u0391-\u045f\u2010-\u2044\u20ac\u2122\U0001f300-\U0001faff]"
)
"""Letters, punctuation and pictures that people write."""

_TWO: Final = 2
_CONTROL: Final = range(0x80, 0xA0)


def meant(text: str) -> str | None:
    """The text as it was written; None where it may stand there as it was meant.

    A foreign letter before a mark may be written so (`MENÚ…`), and so may two of them
    (`Ăştia`); where no word is spelt so (`NovÃ¡k`), once is enough.
    """
    for codec in _CODECS:
        was = _again(text, codec)
        if was is not None and _is_sure(text, was):
            return was
    return None


def _again(text: str, codec: str) -> str | None:
    """A text read in UTF-8, where all of it can be."""
    if text.isascii():
        return None
    try:
        return b"".join(_byte(sign, codec) for sign in text).decode()
    except UnicodeError:
        return None


def _byte(sign: str, codec: str) -> bytes:
    """A character as the byte that it was read from; browsers read what is none as a control."""
    return bytes([ord(sign)]) if ord(sign) in _CONTROL else sign.encode(codec)


def _is_sure(text: str, was: str) -> bool:
    if not all(sign.isascii() or _MEANT.match(sign) for sign in was):
        return False
    spelt, at = [], 0
    for sign in was:
        size = len(sign.encode())
        if size > 1:
            spelt.append((text[at - 1 : at], text[at : at + size]))
        at += size
    letters = [one for _, one in spelt if one[1].islower()]
    is_often = len(letters) >= _TWO and len(letters) == len(spelt)
    return is_often or any(_is_odd(before, one) for before, one in spelt)


def _is_odd(before: str, spelt: str) -> bool:
    """Whether no word is spelt so, and no sentence has such a mark right after a word."""
    kind = unicodedata.category(spelt[1])
    is_mark = kind in {"Sc", "Sk", "Cf", "Cc", "Lm", "Lo"} or spelt[1] in "¡¿¦§©¬±¶¼½¾"
    return len(spelt) > _TWO or is_mark or (before.islower() and spelt[0].isupper())
