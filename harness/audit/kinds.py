"""What an expression of JavaScript can only be, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.literals import FUNCTIONS, path_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_TELLING = frozenset({"JSON.stringify", "String"})
"""Functions that give a text, whatever they are given, or undefined."""

_PLAIN = {
    "string": "a text",
    "template_string": "a text",
    "number": "a number",
    "true": "a truth value",
    "false": "a truth value",
    "array": "a list",
    "regex": "a regular expression",
} | dict.fromkeys(FUNCTIONS, "a function")


def kind_of(node: Node | None) -> str | None:
    """What an expression gives, where it can only be that; None for objects and for the rest."""
    if node is None:
        return None
    if node.type == "parenthesized_expression" and node.named_children:
        return kind_of(node.named_children[0])
    if node.type == "binary_expression" and text_of(node.child_by_field_name("operator")) == "+":
        sides = [kind_of(node.child_by_field_name(side)) for side in ("left", "right")]
        return "a text" if "a text" in sides else None
    if node.type == "call_expression":
        is_text = path_of(node.child_by_field_name("function")) in _TELLING
        return "a text" if is_text else None
    return _PLAIN.get(node.type)
