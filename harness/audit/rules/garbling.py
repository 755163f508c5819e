"""Options whose text is garbled: decoded in the wrong encoding, or escaped for HTML."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from harness.audit.edits import text_replaced
from harness.audit.mojibake import LOST, meant
from harness.audit.placeholders import is_placeholder, texts_in
from harness.audit.rule import Hit, Rules
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.reading import Given

RULES = Rules("options")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_CODES = frozenset({"account", "lang", "side", "page", "mode", "btype"})
"""Options with few values, of which closer rules speak."""

_SHOWN = 60
"""Characters of a text that a message shows."""

_LOST = (
    "save the file in the encoding that its page declares, best in UTF-8; where � stands in the "
    "file itself, type the letters again"
)


def _texts(evidence: Evidence) -> Iterator[tuple[Given, str]]:
    """The texts of all options and of proactive chats."""
    for given in (*evidence.options, *evidence.reading.proactive):
        if given.name not in API.callbacks:
            for text in texts_in(given.value):
                yield given, text


@RULES.rule(
    "text-garbled",
    "warning",
    "Letters come as they were written.",
    rests_on="browsers: text is decoded as its server, or else the page, says; HTML Standard, "
    "Determining the character encoding",
    why="Where a file is in another encoding than is said of it, its letters beyond a-z turn into "
    "others, or into �. Visitors and operators read what came of them.",
    remedy="declare the encoding that the file has, best UTF-8; the texts that a server fills in "
    "need the same",
    example='<meta charset="utf-8">',
)
def text_garbled(evidence: Evidence) -> Iterator[Hit]:
    """Report texts with lost letters, and such as are UTF-8 that was read as something else."""
    for given, text in _texts(evidence):
        if LOST in text:
            message = f"`{given.name}` is {_short(text)}: � stands where a letter was lost"
            yield Hit(message, given.spot, (), _LOST)
            continue
        was = meant(text)
        if was is not None:
            edits = text_replaced(evidence, given, was, is_safe=False)
            message = f"`{given.name}` is {_short(text)}; read as UTF-8 it is {_short(was)}"
            yield Hit(message, given.spot, edits=edits)


@RULES.rule(
    "text-escaped",
    "warning",
    "Texts in a script are not escaped for HTML.",
    rests_on="browsers: HTML Standard, script data state (what stands in a script is not decoded)",
    why="In a script `&amp;` is five characters and no ampersand. An address with it leads "
    "elsewhere, and a name with it is another name.",
    remedy="escape texts for JavaScript, not for HTML, where they are written into a script",
    example="url_faq: 'https://yourshop.example/faq?topic=1&lang=en'",
)
def text_escaped(evidence: Evidence) -> Iterator[Hit]:
    """Report character references in options.

    A `message` may be meant as HTML; the vendor's page does not say how it is shown.
    """
    for given, text in _texts(evidence):
        found = _REFERENCE.search(text)
        is_other = given.name in {*_CODES, "message"} or is_placeholder(text) or "data:" in text
        if found is not None and not is_other:
            edits = text_replaced(evidence, given, html.unescape(text), is_safe=False)
            message = f"`{given.name}` has `{found.group()}` in it, which a script takes literally"
            yield Hit(message, given.spot, edits=edits)


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
