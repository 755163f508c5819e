"""Scripts that no browser can read, because of what an editor or a template made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.finding import Edit, Proof
from harness.audit.literals import parser, text_of, walk
from harness.audit.rule import Hit, Rules
from harness.audit.sources import Spot
from harness.widget_api import GLOBAL, HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Script

RULES = Rules("loading")
_MARKS = re.compile("[\u2018\u2019\u201c\u201d\u201e\xab\xbb]")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e]")
_FREE = frozenset({"string_fragment", "string", "template_string", "comment", "regex_pattern"})
_SIGNS = re.compile(f"{_MARKS.pattern}|{_UNSEEN.pattern}")
_SPOILT = re.compile(
    rf"(?P<unseen>{_UNSEEN.pattern})|(?P<mark>{_MARKS.pattern})|(?P<entity>&(?:amp|quot|lt|gt|apos|nbsp|#\d+);)|(?P<tag></?(?:p|br)\b)"
)
_QUOTED = re.compile(r"Unexpected (?:\w+ )?'(.+)'")
_AGAIN = "Identifier '{}' has already been declared"
_SLIP = (
    "correct the script here: something, such as a comma, is missing before this place,"
    " or there is something too much"
)
_PASTE = "paste the snippet again, into a field for HTML or code, not one for text"
_CAUSES = {
    "unseen": "a character that nobody sees ({}) stands here; an editor has put it there",
    "mark": "{} is no quotation mark of JavaScript; an editor has put it there",
    "entity": "{} stands here in the place of a character; something has escaped the script",
    "tag": "{}> is HTML; an editor has put it between the lines",
}
_MENDED = {
    "unseen": f"delete this character, and others like it, or {_PASTE}",
    "mark": f"replace the typographic quotes by straight ones, ' or \", or {_PASTE}",
    "entity": f"write the character itself, & for &amp; and so on, or {_PASTE}",
    "tag": f"take the tags out of the script, or {_PASTE}",
}


@RULES.rule(
    "script-unreadable",
    "error",
    "Browsers can read the snippet.",
    rests_on="browsers: nothing is run of a script with a syntax error",
    why="Editors of content systems round quotation marks, escape characters and add paragraphs. "
    "A browser that meets one of them in a script runs nothing of that script.",
    remedy=f"take out what the editor has put in, or {_PASTE}",
    example="livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };",
)
def script_unreadable(evidence: Evidence) -> Iterator[Hit]:
    """Report scripts about the widget that do not parse, where a visit saw a syntax error."""
    told = [
        str(event.data.get("message", ""))
        for _, event in evidence.undisturbed("page_error")
        if event.data.get("name") == "SyntaxError"
    ]
    for script in evidence.reading.scripts if told else ():
        is_of_widget = any(name in script.text for name in (GLOBAL, HOOK, WIDGET_HOST))
        broken = _broken(script) if is_of_widget else []
        if broken:
            spot, kind, cause = _cause(script, broken[0])
            spot = spot if cause else _named(script, broken[0], told[0]) or spot
            message = f"browsers cannot read this script: {cause or told[0]}"
            proofs = (Proof("console", f"SyntaxError: {told[0]}"),)
            edits = _straightened(script)
            yield Hit(message, spot, proofs, _MENDED.get(kind, _SLIP), edits)
        unseen = _unseen(script) if is_of_widget and not broken else None
        if unseen is not None:
            cause = _CAUSES["unseen"].format(f"U+{ord(unseen.text):04X}")
            proofs = (Proof("console", f"SyntaxError: {told[0]}"),)
            message = f"browsers cannot read this script: {cause}"
            yield Hit(message, unseen, proofs, _MENDED["unseen"])
        for one in script.assignments if is_of_widget and not broken else ():
            again = next((text for text in told if text == _AGAIN.format(one.path)), None)
            if again and one.way in {"var", "function", "lexical"} and not one.is_nested:
                message = f"browsers do not run this script: {again}"
                proofs = (Proof("console", f"SyntaxError: {again}"),)
                yield Hit(message, one.spot, proofs, "put the snippet into a function of its own")
                break


def _named(script: Script, first: Node, told: str) -> Spot | None:
    """The word that the browser did not expect, in the lines of the first broken part."""
    word = _QUOTED.search(told)
    spot = script.spot(first)
    text = script.source.text
    end = text.find("\n", spot.start + spot.length)
    at = text.find(word.group(1), spot.start, end if end >= 0 else len(text)) if word else -1
    return Spot(script.source, at, len(word.group(1))) if word and at >= 0 else None


def _straightened(script: Script) -> tuple[Edit, ...]:
    """Straight quotation marks for round ones, where browsers can then read the script."""
    straight = _MARKS.sub(_straight, script.text)
    if straight == script.text or parser().parse(straight.encode()).root_node.has_error:
        return ()
    places = script.passage.places
    return tuple(
        Edit(script.source.path, places[one.start()], places[one.end()], _straight(one))
        for one in _MARKS.finditer(script.text)
    )


def _straight(mark: re.Match[str]) -> str:
    return "'" if mark.group() in "\u2018\u2019" else '"'


def _broken(script: Script) -> list[Node]:
    """What is no JavaScript; the parser takes round quotation marks for letters of names."""
    return [
        node
        for node in walk(script.root)
        if node.type == "ERROR"
        or node.is_missing
        or (node.type == "identifier" and _SIGNS.search(text_of(node)))
    ]


def _unseen(script: Script) -> Spot | None:
    """A character that nobody sees, and that no script may have outside of texts and comments."""
    for found in _UNSEEN.finditer(script.text):
        before = script.text[: found.start()].encode("utf-8", "replace")
        node = script.root.descendant_for_byte_range(len(before), len(before) + 1)
        if node is None or node.type not in _FREE:
            return Spot(script.source, script.passage.places[found.start()], 1)
    return None


def _cause(script: Script, first: Node) -> tuple[Spot, str, str]:
    """What in the line of the first broken part looks like an editor's doing: of what kind."""
    text, spot = script.source.text, script.spot(first)
    start = max(script.offset, text.rfind("\n", 0, spot.start) + 1)
    end = text.find("\n", spot.start + spot.length)
    found = _SPOILT.search(text, start, end if end >= 0 else len(text))
    if found is None or found.lastgroup is None:
        return spot, "", ""
    place = Spot(script.source, found.start(), len(found.group()))
    said = found.group() if found.lastgroup != "unseen" else f"U+{ord(found.group()):04X}"
    return place, found.lastgroup, _CAUSES[found.lastgroup].format(said)
