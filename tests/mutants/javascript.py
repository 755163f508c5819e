"""The widget's scripts as trees: where their statements begin, and in which function a node is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

FUNCTIONS = frozenset({
    "function_declaration", "arrow_function", "method_definition", "function_expression",
})  # fmt: skip
_BODIES = frozenset({"consequence", "body", "alternative"})


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_javascript.language()))


def parse(source: bytes) -> Node:
    """The tree of a script; a part that is no JavaScript has `has_error`."""
    return _parser().parse(source).root_node


def walk(node: Node) -> Iterator[Node]:
    """A node and all named ones below, in the order of the source."""
    yield node
    for child in node.named_children:
        yield from walk(child)


def text(node: Node | None) -> str:
    """The source of a node."""
    return node.text.decode() if node is not None and node.text else ""


def is_statement(node: Node) -> bool:
    """Whether a node is executed as a statement of its own, in a function."""
    parent = node.parent
    if parent is None or node.type == "comment" or not node.is_named:
        return False
    if parent.type == "statement_block":
        return True
    return is_bare(node)


def is_bare(node: Node) -> bool:
    """Whether a node is the body of an `if` or a loop that has no braces."""
    parent = node.parent
    if parent is None or node.type in {"statement_block", "else_clause"}:
        return False
    if parent.type == "else_clause":
        return True
    if parent.type == "if_statement":
        return node == parent.child_by_field_name("consequence")
    is_loop = parent.type in {"for_statement", "for_in_statement", "while_statement"}
    return is_loop and node == parent.child_by_field_name("body")


def is_short_body(node: Node) -> bool:
    """Whether a node is the expression that an arrow function returns."""
    parent = node.parent
    is_body = parent is not None and parent.type == "arrow_function"
    return is_body and node == parent.child_by_field_name("body") and node.type != "statement_block"


def sites(root: Node) -> list[Node]:
    """All places in functions that can be executed or not: statements, and arrows' expressions."""
    return [node for node in walk(root) if is_short_body(node) or _is_inside(node)]


def _is_inside(node: Node) -> bool:
    return is_statement(node) and function_of(node) is not None


def function_of(node: Node) -> Node | None:
    """The innermost function around a node."""
    around = node.parent
    while around is not None and around.type not in FUNCTIONS:
        around = around.parent
    return around


def site_of(node: Node) -> int | None:
    """Where the innermost place around a node begins; None outside of functions."""
    one: Node | None = node
    while one is not None:
        if is_short_body(one) or _is_inside(one):
            return one.start_byte
        if one.type in FUNCTIONS:
            body = one.child_by_field_name("body")
            if body is not None and one is not node and body.named_children:
                first = next((n for n in body.named_children if is_statement(n)), None)
                if first is not None:
                    return first.start_byte
        one = one.parent
    return None


def within(node: Node) -> str:
    """The names around a node, from the outermost declaration to the innermost function."""
    names: list[str] = []
    one: Node | None = node
    while one is not None:
        name = _name(one)
        if name:
            names.append(name)
        one = one.parent
    return ".".join(reversed(names)) or "script"


def _name(node: Node) -> str:
    if node.type in {"function_declaration", "method_definition"}:
        return text(node.child_by_field_name("name"))
    if node.type == "pair":
        value = node.child_by_field_name("value")
        is_named = value is not None and value.type in FUNCTIONS | {"object"}
        return text(node.child_by_field_name("key")).strip("'") if is_named else ""
    if node.type == "variable_declarator" and function_of(node) is None:
        return text(node.child_by_field_name("name")) if _is_plain(node) else ""
    return ""


def _is_plain(node: Node) -> bool:
    name = node.child_by_field_name("name")
    return name is not None and name.type == "identifier"


def declared(node: Node) -> tuple[str, ...]:
    """The names that the outermost statement around a node declares."""
    one = node
    while one.parent is not None and one.parent.type != "program":
        one = one.parent
    return tuple(
        text(name)
        for name in (child.child_by_field_name("name") for child in one.named_children)
        if name is not None and name.type == "identifier"
    )
