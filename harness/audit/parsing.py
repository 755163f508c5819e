"""HTML as browsers read it.

The tree is built by justhtml, which follows the HTML standard's parser; where a tag ends and where
its attributes stand is read from the source, since a tree does not tell that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import justhtml

from harness.audit import drawings
from harness.audit.markup import TEXT_ONLY, Comment, Document, Element, Namespace, Text
from harness.audit.references import Passage, decoded
from harness.audit.tags import Tag, tag_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.sources import Source

_RAW = frozenset({"script", "style", *TEXT_ONLY})
_HOSTS = frozenset(
    {
        *("article", "aside", "blockquote", "body", "div", "footer", "header", "main", "nav"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "section", "span"),
    }
)
"""Elements that can have a shadow root, besides those with a hyphen in their name.

https://dom.spec.whatwg.org/#valid-shadow-host-name
"""


@lru_cache(maxsize=4)
def read(source: Source) -> Document:
    """The page as a browser with scripts switched on reads it; nothing is too broken for that."""
    document = Document(source)
    skipped = (
        1 if source.text.startswith("\ufeff") else 0
    )  # the library drops a mark, and counts on
    tree = justhtml.JustHTML(source.text, sanitize=False, track_node_locations=True)
    _Reader(document, skipped).walk(tree.root)
    for element in document.all("html", "head", "body"):
        _gathered(document, element)
    document.elements.sort(key=lambda one: one.start)
    return document


def _gathered(document: Document, element: Element) -> None:
    """Give an element of which a page can have several tags its first one, and the places of all.

    A second `<body>` adds its attributes to the first; the tree tells where the last one stands.
    """
    opening = re.compile(rf"<{element.tag}(?=[\t\n\f\r />])", re.IGNORECASE)
    found = [one.start() for one in opening.finditer(document.source.text)]
    tags = [tag_at(document.source.text, at) for at in found if not _is_hidden(document, at)]
    if not tags:
        return
    attributes = {name: one for tag in reversed(tags) for name, one in tag.attributes.items()}
    element.start = next(at for at in found if not _is_hidden(document, at))
    element.end = tags[0].end
    element.content = (element.end, element.end)
    element.written = Tag(attributes, tags[0].end)


def _is_hidden(document: Document, at: int) -> bool:
    """Whether a place is inside of a comment, or of an element whose content is text."""
    return any(one.start < at < one.start + len(one.text) for one in document.comments) or any(
        one.start < at < one.content[1] for one in document.elements if one.tag in _RAW
    )


class _Reader:
    """Takes over what the tree has, each start tag once."""

    def __init__(self, document: Document, skipped: int) -> None:
        self._document = document
        self._skipped = skipped
        self._seen: set[int] = set()

    def walk(self, root: Any) -> None:
        waiting: list[tuple[Any, tuple[str, ...], bool]] = [(root, (), False)]
        while waiting:
            node, ancestors, is_inert = waiting.pop()
            inner: list[tuple[Any, tuple[str, ...], bool]] = []
            if node.name == "#comment":
                at = (node.origin_offset or 0) + self._skipped
                self._document.comments.append(Comment(node.data or "", at))
            elif node.name == "#text":
                self._text(node, ancestors, is_inert=is_inert)
            else:
                below = self._element(node, ancestors, is_inert=is_inert)
                inner += [(child, below, is_inert) for child in node.children or ()]
                inner += self._in_template(node, ancestors, below, is_inert=is_inert)
            waiting += reversed(inner)

    def _element(self, node: Any, ancestors: tuple[str, ...], *, is_inert: bool) -> tuple[str, ...]:
        if node.name.startswith(("#", "!")):
            return ancestors
        if node.origin_offset is not None:
            start = node.origin_offset + self._skipped
            if start not in self._seen:  # a formatting element that was opened anew has the same
                self._seen.add(start)
                made = self._made(node, start, ancestors, is_inert=is_inert)
                self._document.elements.append(made)
        return (*ancestors, node.name)

    def _made(
        self, node: Any, start: int, ancestors: tuple[str, ...], *, is_inert: bool
    ) -> Element:
        text = self._document.source.text
        tag = tag_at(text, start)
        attributes = {name: value or "" for name, value in (node.attrs or {}).items()}
        content = (tag.end, tag.end)
        namespace: Namespace = node.namespace if node.namespace in {"svg", "math"} else "html"
        if namespace == "html" and node.name in _RAW:
            content = (tag.end, _end_of(text, tag.end, _letters(node), node.name))
        made = Element(
            node.name, attributes, start, tag.end, ancestors, content, namespace, is_inert, tag
        )
        if namespace == "html":
            made.is_closed = node.name != "script" or tag_at(text, content[1]).is_whole
        elif node.name == "script":
            made.passage, last, made.is_closed = drawings.script_of(
                node, text, tag.end, self._skipped
            )
            made.content = (tag.end, last)
        return made

    def _in_template(
        self, node: Any, ancestors: tuple[str, ...], below: tuple[str, ...], *, is_inert: bool
    ) -> Iterator[tuple[Any, tuple[str, ...], bool]]:
        content = getattr(node, "template_content", None)
        if content is None:
            return
        is_shadow = not is_inert and _is_shadow(node)
        around = ancestors if is_shadow else below
        for child in content.children or ():
            yield child, around, not is_shadow

    def _dropped(self, at: int) -> None:
        """Keep what the page's end cuts off: a comment, or a tag."""
        text = self._document.source.text
        if text.startswith(("<!", "<?"), at):
            self._document.comments.append(Comment(text[at + 4 :], at))
        else:
            self._document.unended = tag_at(text, at)

    def _text(self, node: Any, ancestors: tuple[str, ...], *, is_inert: bool) -> None:
        is_told = bool(ancestors) and ancestors[-1] not in {"script", "style", "noscript", "iframe"}
        if is_inert or not is_told or node.origin_offset is None or not node.data.strip():
            return
        start = node.origin_offset + self._skipped
        passage, rest = _aligned(self._document.source.text, start, node.data)
        if rest is not None:
            self._dropped(rest)
        if not passage.text.strip():
            return
        self._document.texts.append(Text(passage, ancestors))


def _aligned(source: str, start: int, said: str) -> tuple[Passage, int | None]:
    """A text of the tree with its places, over tags between that browsers pass over.

    Besides where a tag or a comment begins that never ends: the library takes it for text.
    """
    passage, at = Passage("", (start,)), start
    while len(passage.text) < len(said) and at < len(source):
        if _MARKUP.match(source, at) and _is_unended(source, at):
            return passage, at
        if source[at] == "<" and said[len(passage.text)] != "<":
            at = tag_at(source, at).end
            continue
        end = source.find("<", at + 1)
        end = end if end >= 0 else len(source)
        passage += decoded(source[at:end], at)
        at = end
    return passage, None


_MARKUP = re.compile(r"<[A-Za-z!/?]")
_COMMENT_ENDS = re.compile(r"--!?>")


def _is_unended(source: str, at: int) -> bool:
    """Whether the page ends inside of a comment or a tag."""
    if source.startswith("<!--", at):
        return _COMMENT_ENDS.search(source, at + 2) is None
    if source.startswith(("<!", "<?"), at):
        return source.find(">", at) < 0
    return not tag_at(source, at).is_whole


def _is_shadow(node: Any) -> bool:
    """Whether a template becomes a shadow root, in which scripts run.

    https://html.spec.whatwg.org/#parsing-main-inhead, the start tag "template".
    """
    if (node.attrs.get("shadowrootmode") or "").lower() not in {"open", "closed"}:
        return False
    host = node.parent
    if host is None or not (host.name in _HOSTS or _is_custom(host.name)):
        return False
    before = [
        child
        for child in host.children
        if child.name == "template"
        and (child.attrs.get("shadowrootmode") or "").lower() in {"open", "closed"}
    ]
    return before[0] is node


def _is_custom(name: str) -> bool:
    return "-" in name and name not in {"annotation-xml", "font-face", "missing-glyph"}


def _letters(node: Any) -> int:
    return sum(len(child.data) for child in node.children or () if child.name == "#text")


def _end_of(text: str, start: int, letters: int, tag: str) -> int:
    """Where the text of an element ends: at its end tag, or at the page's end.

    The tree's text is a little shorter than the source where a line ends with two characters, or
    with references in a title; its end tag cannot begin before that many letters.
    """
    at = start + letters
    closing = re.compile(rf"</{tag}(?=[\t\n\f\r />])", re.IGNORECASE)
    if tag == "plaintext":
        return len(text)
    found = closing.search(text, max(start, at))
    return found.start() if found else len(text)
