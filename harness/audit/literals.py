"""JavaScript syntax trees as values: what a literal says, and `Unread` for what only running tells.

tree-sitter reads what is there even where a template's placeholder or a slip of the pen makes
the script one that no engine would run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FUNCTIONS = frozenset(
    {
        "function_expression",
        "function_declaration",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
_GLOBAL_OBJECTS = ("window.", "self.", "globalThis.")
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Unread:
    """An expression whose value is not known before it runs; `kind` is its syntactic kind."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Written:
    """A function that is written out."""

    text: str


@cache
def parser() -> Parser:
    """The one parser; reading is synchronous."""
    language: object = tree_sitter_javascript.language()
    return Parser(Language(language))


def text_of(node: Node | None) -> str:
    """The source of a node."""
    if node is None or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in order of the source."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.children))


def path_of(node: Node | None) -> str:
    """`livechatoo.embed.init` for whatever way of writing it; empty for other expressions."""
    path = _path(node)
    for prefix in _GLOBAL_OBJECTS:
        path = path.removeprefix(prefix)
    return path


def _path(node: Node | None) -> str:
    if node is None:
        return ""
    if node.type in {"identifier", "this"}:
        return text_of(node)
    if node.type == "parenthesized_expression" and node.named_children:
        return _path(node.named_children[0])
    if node.type == "member_expression":
        before = _path(node.child_by_field_name("object"))
        return f"{before}.{text_of(node.child_by_field_name('property'))}" if before else ""
    if node.type == "subscript_expression":
        before = _path(node.child_by_field_name("object"))
        index = value_of(node.child_by_field_name("index"))
        return f"{before}.{index}" if before and isinstance(index, str) else ""
    return ""


def value_of(node: Node | None) -> Any:
    """What a literal says; `Written` for a function, `Unread` for anything else."""
    if node is None:
        return Unread("", "missing")
    if node.type in _READERS:
        return _READERS[node.type](node)
    if node.type in FUNCTIONS:
        return Written(text_of(node))
    return Unread(text_of(node), node.type)


def fields_of(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """The fields of an object literal: name, the node of the name, the node of the value."""
    for child in node.named_children:
        if child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None and key.type != "computed_property_name":
                name = value_of(key) if key.type in {"string", "number"} else text_of(key)
                yield str(name), key, value
        elif child.type == "shorthand_property_identifier":
            yield text_of(child), child, child
        elif child.type == "method_definition":
            name_node = child.child_by_field_name("name")
            if name_node is not None:
                yield text_of(name_node), name_node, child


def _string(node: Node) -> str:
    return _ESCAPE.sub(_unescaped, text_of(node)[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    escape = found.group(1)
    if escape[0] in "ux" and len(escape) > 1:
        number = int(escape[1:].strip("{}"), 16)
        return chr(number) if number <= 0x10FFFF else ""  # noqa: PLR2004 - the last code point
    if escape[0] in "\r\n":
        return ""
    return _ESCAPES.get(escape, escape)


def _template(node: Node) -> Any:
    if any(child.type == "template_substitution" for child in node.children):
        return Unread(text_of(node), node.type)
    return _string(node)


def _number(node: Node) -> Any:
    try:
        return json.loads(text_of(node))
    except ValueError:
        return Unread(text_of(node), node.type)


def _list(node: Node) -> list[Any]:
    return [value_of(child) for child in node.named_children if child.type != "comment"]


def _object(node: Node) -> Any:
    return {name: value_of(value) for name, _, value in fields_of(node)}


def _unary(node: Node) -> Any:
    value = value_of(node.child_by_field_name("argument"))
    operator = text_of(node.child_by_field_name("operator"))
    if operator == "-" and isinstance(value, (int, float)):
        return -value
    if operator == "!" and isinstance(value, (int, float)):
        return not value  # minified scripts write true and false as !0 and !1
    return Unread(text_of(node), node.type)


def _sum(node: Node) -> Any:
    sides = [value_of(node.child_by_field_name(side)) for side in ("left", "right")]
    if text_of(node.child_by_field_name("operator")) == "+" and all(
        isinstance(side, str) for side in sides
    ):
        return "".join(sides)
    return Unread(text_of(node), node.type)


_READERS: dict[str, Callable[[Node], Any]] = {
    "string": _string,
    "template_string": _template,
    "number": _number,
    "true": lambda _node: True,
    "false": lambda _node: False,
    "null": lambda _node: None,
    "undefined": lambda _node: {"$type": "undefined"},
    "array": _list,
    "object": _object,
    "unary_expression": _unary,
    "binary_expression": _sum,
    "parenthesized_expression": lambda node: (
        value_of(node.named_children[0]) if node.named_children else Unread("", "missing")
    ),
}


def is_broken(node: Node) -> bool:
    """Whether a slip of the pen makes it uncertain what a node says: inside of it, or around it."""
    one: Node | None = node
    while one is not None:
        if one.type == "ERROR":
            return True
        one = one.parent
    return node.has_error


def enclosing(node: Node, outer: Node) -> bool:
    """Whether a node is within another one, or is that one."""
    one: Node | None = node
    while one is not None:
        if one == outer:
            return True
        one = one.parent
    return False


def runs_at_once(node: Node) -> bool:
    """Whether a node is in no function, or only in such as are called where they are written."""
    one = node.parent
    while one is not None:
        if one.type in FUNCTIONS and not _is_called_here(one):
            return False
        one = one.parent
    return True


def _is_called_here(function: Node) -> bool:
    """`(function () {…})()`, `(function () {…}).call(this)` and their like."""
    inner, one = function, function.parent
    while one is not None and one.type in {"parenthesized_expression", "member_expression"}:
        inner, one = one, one.parent
    if one is None or one.type != "call_expression":
        return False
    return one.child_by_field_name("function") == inner


def statements_of(node: Node) -> Iterator[Node]:
    """The statements that follow the one that a node is in, in the same block."""
    one = node
    while one.parent is not None and not one.type.endswith("statement"):
        one = one.parent
    following = one.next_named_sibling
    while following is not None:
        yield following
        following = following.next_named_sibling


def conditions_before(node: Node) -> Iterator[Node]:
    """The conditions that were asked on the way to a node, in its function and those around it."""
    before, one = node, node.parent
    while one is not None:
        condition = one.child_by_field_name("condition")
        if condition is not None and condition != before:
            yield condition
        left = one.child_by_field_name("left") if one.type == "binary_expression" else None
        if left is not None and left != before:
            yield left
        if one.type in {"statement_block", "program"}:
            yield from _leaving_before(one, before)
        before, one = one, one.parent


def _leaving_before(block: Node, statement: Node) -> Iterator[Node]:
    """The conditions on which a block is left before a statement."""
    for one in block.named_children:
        if one == statement:
            return
        condition = one.child_by_field_name("condition")
        if one.type == "if_statement" and condition is not None and "return" in text_of(one):
            yield condition
