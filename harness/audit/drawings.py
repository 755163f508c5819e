"""Scripts of drawings: their text is read as text is, with comments, references and CDATA."""

from __future__ import annotations

import re
from typing import Any

from harness.audit.references import Passage, decoded, plain
from harness.audit.tags import tag_at

_CLOSING = re.compile(r"</script[\t\n\f\r />]", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_MARK = "<![CDATA["


def script_of(node: Any, text: str, end: int, skipped: int) -> tuple[Passage, int, bool]:
    """What a script says that is no HTML's own, where its text ends, and whether a tag ends it.

    `end` is where its start tag ends; `skipped` is what the tree's places are short of.
    """
    passage, at = Passage("", (end,)), end
    if text[:end].endswith("/>"):
        return passage, end, True
    for child in node.children or ():
        start = (child.origin_offset or 0) + skipped
        if child.name == "#text":
            piece = _piece(text, start, child.data)
            passage += piece
            at = piece.places[-1]
        else:
            at = max(at, start)
    closing = _CLOSING.search(text, at)
    if closing is None:
        return passage, at, False
    between = _CDATA.sub("", text[at : closing.start()])
    has_others = any(child.name != "#text" for child in node.children or ())
    is_closed = has_others or not between or between == "]]>"
    is_closed = is_closed and tag_at(text, closing.start()).is_whole
    return passage, closing.start() if is_closed else at, is_closed


def _piece(text: str, start: int, said: str) -> Passage:
    """A text of the tree with the places of its characters, some of which CDATA may hold."""
    is_marked = text[:start].endswith(_MARK)
    passage = Passage("", (start,))
    at = start - len(_MARK) if is_marked else start
    while len(passage.text) < len(said) and at < len(text):
        marked = _CDATA.match(text, at)
        if marked is not None:
            passage += plain(marked.group(1), marked.start(1))
            at = marked.end()
            continue
        following = text.find(_MARK, at)
        stop = following if following >= 0 else len(text)
        passage += decoded(text[at:stop], at)
        at = stop
    short = Passage(passage.text[: len(said)], passage.places[: len(said) + 1])
    return short if short.text == said else Passage(said, [start] * (len(said) + 1))
