"""Start tags: where each attribute stands, which no parser tells.

HTML, "Before attribute name state" and those that follow it:
https://html.spec.whatwg.org/#before-attribute-name-state
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.audit.references import Passage, decoded

_NAME = re.compile(r"</?[A-Za-z][^\t\n\f\r />]*")
_BETWEEN = re.compile(r"[\t\n\f\r /]*")
_BLANK = re.compile(r"[\t\n\f\r ]*")
_ATTRIBUTE = re.compile(r"=?[^\t\n\f\r />=]*")
_BARE = re.compile(r"[^\t\n\f\r >]*")
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute, from its name to the end of its value with its quotes."""

    name: str
    start: int
    end: int
    value: Passage


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag's attributes, the first of each name, where it ends, and whether it ends at all."""

    attributes: dict[str, Attribute]
    end: int
    is_whole: bool = True


def tag_at(text: str, start: int) -> Tag:
    """The tag that begins at a place; one that never ends goes to the text's end."""
    name = _NAME.match(text, start)
    at = name.end() if name else start
    found: dict[str, Attribute] = {}
    while True:
        at = _after(_BETWEEN, text, at)
        if at >= len(text):
            return Tag(found, len(text), is_whole=False)
        if text[at] == ">":
            return Tag(found, at + 1)
        attribute = _attribute_at(text, at)
        found.setdefault(attribute.name, attribute)
        at = attribute.end


def _attribute_at(text: str, start: int) -> Attribute:
    end = _after(_ATTRIBUTE, text, start)
    name = text[start:end].translate(_SMALL)
    sign = _after(_BLANK, text, end)
    if text[sign : sign + 1] != "=":
        return Attribute(name, start, end, Passage("", (end,)))
    first = _after(_BLANK, text, sign + 1)
    quote = text[first : first + 1]
    if quote in {'"', "'"}:
        last = text.find(quote, first + 1)
        last = len(text) if last < 0 else last
        value = decoded(text[first + 1 : last], first + 1, is_attribute=True)
        return Attribute(name, start, min(last + 1, len(text)), value)
    last = _after(_BARE, text, first)
    value = decoded(text[first:last], first, is_attribute=True)
    return Attribute(name, start, last, value)


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
