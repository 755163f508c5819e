"""How a file's text is written as bytes, found out so that it can be written again alike."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_USUAL = ("utf-8", "windows-1252")
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class Coding:
    """An encoding by its name, with the byte order mark that stands before the text."""

    name: str
    mark: bytes = b""

    def encoded(self, text: str) -> bytes:
        """The text as bytes. Raises UnicodeEncodeError where a character is lacking."""
        return self.mark + text.encode(self.name)


def coding_of(data: bytes, text: str) -> Coding | None:
    """The encoding in which these bytes say this text, and back; None where there is none."""
    marks = [mark for mark in _MARKS if data.startswith(mark)]
    declared = [one.group(1).decode("ascii") for one in _CHARSET.finditer(data[:_HEAD])]
    known = [Coding(_MARKS[mark], mark) for mark in marks]
    known += [Coding(name) for name in (*declared, *_USUAL)]
    return next((one for one in known if _is_said_in(one, data, text)), None)


def _is_said_in(coding: Coding, data: bytes, text: str) -> bool:
    try:
        is_read = data.removeprefix(coding.mark).decode(coding.name) == text
        return is_read and coding.encoded(text) == data
    except (UnicodeError, LookupError):
        return False
