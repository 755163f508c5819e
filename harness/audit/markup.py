"""A page's elements, comments and texts, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from harness.audit.references import Passage, plain
from harness.audit.sources import Source, Spot

if TYPE_CHECKING:
    from harness.audit.tags import Tag

Namespace = Literal["html", "svg", "math"]

_BODY_ENDS = re.compile(r"</body\s*>", re.IGNORECASE)
TEXT_ONLY = ("noscript", "noembed", "noframes", "iframe", "xmp", "plaintext", "textarea", "title")
"""Elements whose content is text and nothing else, in a browser that runs scripts.

https://html.spec.whatwg.org/#parsing-html-fragments, and the tree's own rules for each of them.
"""


@dataclass(slots=True, eq=False)
class Element:
    """A start tag, with what it is inside of and where its content stands.

    `content` is where the text of a script, a style sheet or a text-only element stands; other
    elements have none. `is_inert` says that it is part of a template, where nothing runs,
    `is_closed` that a script has its end tag. `passage` is what a drawing's script says.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    end: int
    ancestors: tuple[str, ...]
    content: tuple[int, int] = (0, 0)
    namespace: Namespace = "html"
    is_inert: bool = False
    written: Tag | None = None
    is_closed: bool = True
    passage: Passage | None = None

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
class Text:
    """Letters that visitors are shown, or could be, with the tag that they stand in."""

    passage: Passage
    ancestors: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Document:
    """All elements, comments and texts of a page, in the order of the source.

    `unended` is a tag at the page's end that nothing ends; browsers drop it.
    """

    source: Source
    elements: list[Element] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    unended: Tag | None = None

    def all(self, *tags: str) -> list[Element]:
        """The elements with these tags."""
        return [element for element in self.elements if element.tag in tags]

    def spot(self, element: Element) -> Spot:
        """Where an element's start tag stands."""
        return Spot(self.source, element.start, element.end - element.start)

    def attribute_spot(self, element: Element, name: str) -> Spot:
        """Where an attribute stands, name and value; the tag when it has none of that name."""
        attribute = element.written.attributes.get(name) if element.written else None
        if attribute is None:
            return self.spot(element)
        return Spot(self.source, attribute.start, attribute.end - attribute.start)

    @property
    def body_end(self) -> Spot:
        """The body's end tag, where snippets are put; without one the page's last letter."""
        text = self.source.text
        found = list(_BODY_ENDS.finditer(text))
        at = found[-1].start() if found else max(0, len(text.rstrip()) - 1)
        return Spot(self.source, at, len(found[-1].group()) if found else 1)

    def value(self, element: Element, name: str) -> Passage:
        """The text of an attribute, with the place of each of its characters."""
        attribute = element.written.attributes.get(name) if element.written else None
        return attribute.value if attribute else plain(element.get(name), element.start)

    def content(self, element: Element) -> str:
        """The source between the tags of a script, a style sheet or a text-only element."""
        start, end = element.content
        return self.source.text[start:end]

    def script(self, element: Element) -> Passage:
        """The text of a script element as the browser would run it."""
        start, end = element.content
        return element.passage or plain(self.source.text[start:end], start)
