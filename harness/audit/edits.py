"""Remedies as changes of the text: how rules make the edits that their findings carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.finding import Edit
from harness.audit.literals import text_of, value_of
from harness.widget_api import GLOBAL

_NEAR = 40
_OPENED = re.compile(r"""=\s*(["'])\s*(?:javascript:)?\s*$""", re.IGNORECASE)
"""What stands before the script of an attribute in quotation marks."""

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Document, Element
    from harness.audit.reading import Given
    from harness.audit.scripts import Call, Script
    from harness.audit.sources import Source, Spot


def replaced(spot: Spot, text: str, *, is_safe: bool = True) -> Edit:
    """Another text in the place of what stands there."""
    return Edit(spot.source.path, spot.start, spot.start + spot.length, text, is_safe)


def inserted(source: Source, at: int, text: str, *, is_safe: bool = True) -> Edit:
    """A text before the character at `at`."""
    return Edit(source.path, at, at, text, is_safe)


def substituted(spot: Spot, old: str, new: str, *, is_safe: bool = True) -> tuple[Edit, ...]:
    """A text for the first one like it in a place; nothing where there is none."""
    at = spot.text.find(old)
    if at < 0:
        return ()
    start = spot.start + at
    return (Edit(spot.source.path, start, start + len(old), new, is_safe),)


def attribute_added(document: Document, element: Element, text: str) -> Edit:
    """An attribute behind the name of an element's tag."""
    return inserted(document.source, element.start + 1 + len(element.tag), f" {text}")


def attribute_removed(document: Document, element: Element, name: str) -> tuple[Edit, ...]:
    """An element's tag without an attribute, and without the blanks before it."""
    spot = document.attribute_spot(element, name)
    if spot == document.spot(element):
        return ()
    before = document.source.text[element.start : spot.start]
    start = element.start + len(before.rstrip())
    return (Edit(document.source.path, start, spot.start + spot.length, ""),)


def node_replaced(script: Script, node: Node, text: str, *, is_safe: bool = True) -> list[Edit]:
    """Another text in the place of a node; nothing where the source says it in other characters.

    An attribute may hold `&quot;` for what its script calls `"`.
    """
    spot = script.spot(node)
    if spot.text != text_of(node) or not _has_room(script, text):
        return []
    return [replaced(spot, text, is_safe=is_safe)]


def _has_room(script: Script, text: str) -> bool:
    """Whether a text can stand in a script: an attribute ends at its quotation mark, or a blank."""
    if script.how != "handler":
        return True
    before = script.source.text[max(0, script.offset - _NEAR) : script.offset]
    found = _OPENED.search(before)
    ends = found.group(1) if found else "'\"=<>` \t\r\n"
    return not any(sign in text for sign in ends)


def value_replaced(
    evidence: Evidence, given: Given, text: str, *, is_safe: bool = True
) -> tuple[Edit, ...]:
    """Another value for an option, where the page writes out the one that it was given."""
    if given.node is None or given.script is None or value_of(given.node) != given.value:
        return ()
    script = evidence.owner(given.node, given.script)
    return tuple(node_replaced(script, given.node, text, is_safe=is_safe))


def quoted_like(node: Node | None, text: str) -> str:
    """A text of JavaScript in the quotation marks that a node has."""
    mark = text_of(node)[:1]
    mark = mark if mark in {"'", '"', "`"} else "'"
    escapes = {"\\": "\\\\", mark: f"\\{mark}", "\n": "\\n", "\r": "\\r", "</": "<\\/"}
    for old, new in (escapes | ({"${": "\\${"} if mark == "`" else {})).items():
        text = text.replace(old, new)
    return f"{mark}{text}{mark}"


def text_replaced(
    evidence: Evidence, given: Given, text: str, *, is_safe: bool = True
) -> tuple[Edit, ...]:
    """Another text for an option that is one."""
    return value_replaced(evidence, given, quoted_like(given.node, text), is_safe=is_safe)


def guarded(call: Call) -> tuple[Edit, ...]:
    """The question for the widget before a call, where the call is a statement of its own."""
    statement = call.node.parent
    around = statement.parent if statement is not None else None
    is_alone = (
        statement is not None
        and statement.type == "expression_statement"
        and statement.start_byte == call.node.start_byte
        and around is not None
        and around.type in {"program", "statement_block"}
    )
    spot, question = call.spot, f"if (window.{GLOBAL}) "
    if not is_alone or spot.text != text_of(call.node) or not _has_room(call.script, question):
        return ()
    return (inserted(spot.source, spot.start, question),)
