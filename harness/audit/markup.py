"""HTML with positions.

Python's own parser is used, since it alone of the usual ones tells where each tag stands;
what a browser repairs silently (implied end tags) makes no difference to what is asked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.audit.sources import Source, Spot

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_RAW = frozenset({"script", "style", "textarea", "title"})


@dataclass(slots=True, eq=False)
class Element:
    """A start tag, with what it is inside of and where its content stands."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int
    ancestors: tuple[str, ...]
    content: tuple[int, int] = (0, 0)

    def get(self, name: str) -> str:
        """An attribute's text, empty when it is not there."""
        return self.attributes.get(name, "")

    def is_in(self, *tags: str) -> bool:
        """Whether it is inside of one of these."""
        return any(tag in self.ancestors for tag in tags)


@dataclass(slots=True)
class Comment:
    """A comment, from `<!--` on."""

    text: str
    start: int


@dataclass(slots=True, eq=False)
class Document:
    """All elements and comments of a page in order."""

    source: Source
    elements: list[Element] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """The elements with these tags."""
        return [element for element in self.elements if element.tag in tags]

    def spot(self, element: Element) -> Spot:
        """Where an element's start tag stands."""
        from harness.audit.sources import Spot

        return Spot(self.source, element.start, element.end - element.start)

    def content(self, element: Element) -> str:
        """The text between the tags of a script or style element."""
        start, end = element.content
        return self.source.text[start:end]

    def attribute_at(self, element: Element, name: str) -> int:
        """Where the value of an attribute begins."""
        tag = self.source.text[element.start : element.end]
        found = re.search(rf"\b{re.escape(name)}\s*=\s*[\"']?", tag, re.IGNORECASE)
        return element.start + (found.end() if found else 0)


def read(source: Source) -> Document:
    """The elements and comments of a page; nothing is too broken to be read."""
    document = Document(source)
    parser = _Parser(document)
    parser.feed(source.text)
    parser.close()
    return document


class _Parser(HTMLParser):
    def __init__(self, document: Document) -> None:
        super().__init__(convert_charrefs=True)
        self._document = document
        self._open: list[Element] = []
        text = document.source.text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[min(line, len(self._lines)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        end = start + len(self.get_starttag_text() or "")
        if tag == "body":
            self._close("head")
        given: dict[str, str] = {}
        for name, value in attrs:
            given.setdefault(name, value or "")
        ancestors = tuple(element.tag for element in self._open)
        element = Element(tag, given, start, end, ancestors, (end, end))
        self._document.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and tag not in _RAW and "svg" in self._open[-1].ancestors:
            self._open.pop()  # only foreign elements can close themselves

    def handle_endtag(self, tag: str) -> None:
        self._close(tag)

    def _close(self, tag: str) -> None:
        depth = next(
            (i for i in reversed(range(len(self._open))) if self._open[i].tag == tag), None
        )
        if depth is None:
            return
        element = self._open[depth]
        element.content = (element.end, self._at())
        del self._open[depth:]

    def handle_comment(self, data: str) -> None:
        self._document.comments.append(Comment(data, self._at()))

    def close(self) -> None:
        super().close()
        for element in self._open:
            element.content = (element.end, len(self._document.source.text))

    def error(self, message: Any) -> None:  # pragma: no cover - asked for by old parsers only
        """Nothing is an error here."""
