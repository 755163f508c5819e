"""Names that a script gives to the widget or to a part of it, as in `var chat = window.livechatoo`.

A name is followed through the blocks and functions of its script, and only where all that it is
given leads to one path: `window.livechatoo || {}` does, `window.livechatoo || otherChat` does not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from harness.audit.bindings import Binding, bindings_in
from harness.audit.literals import FUNCTIONS, path_of, text_of, value_of
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

_WINDOW = "window"
_WINDOWS = frozenset({_WINDOW, "self", "globalThis"})
_DEEPEST = 8


class Aliases:
    """The names of one script. What is not known to be the widget has the empty path."""

    def __init__(self, root: Node) -> None:
        self._is_empty = GLOBAL not in text_of(root)
        self._declared: dict[tuple[int, str], list[Binding]] = defaultdict(list)
        self._readers: dict[str, Callable[[Node, int], str]] = {
            "identifier": self._name,
            "shorthand_property_identifier": self._name,
            "member_expression": self._member,
            "subscript_expression": self._member,
            "binary_expression": self._either,
            "ternary_expression": self._branch,
            "assignment_expression": self._assigned,
            "parenthesized_expression": self._inner,
            "call_expression": self._called,
        }
        every = [] if self._is_empty else list(bindings_in(root))
        for one in every:
            if one.is_declaration:
                self._declared[one.scope.id, one.name].append(one)
        for one in every:
            if not one.is_declaration:
                owner = self._owner(one.name, one.scope)
                self._declared[(owner or root).id, one.name].append(one)

    def path_of(self, node: Node | None) -> str:
        """`livechatoo.embed.page` for whatever names lead to it."""
        path = "" if self._is_empty else self._path(node, _DEEPEST)
        return path if path.partition(".")[0] == GLOBAL else ""

    def _path(self, node: Node | None, left: int) -> str:
        read = self._readers.get(node.type) if node is not None else None
        return read(node, left - 1) if node is not None and read and left else ""

    def _owner(self, name: str, node: Node) -> Node | None:
        """The scope around a node that a name is declared in."""
        one: Node | None = node
        while one is not None:
            if (one.id, name) in self._declared:
                return one
            one = one.parent
        return None

    def _name(self, node: Node, left: int) -> str:
        name = text_of(node)
        owner = self._owner(name, node)
        if owner is not None:
            given = self._declared[owner.id, name]
            return _shared([self._bound(one, left) for one in given])
        return _WINDOW if name in _WINDOWS else name if name == GLOBAL else ""

    def _bound(self, binding: Binding, left: int) -> str | None:
        """The path of what a name is given; None where that is nothing yet."""
        if binding.value is None:
            return "" if binding.is_foreign else None
        if not binding.inside and is_nothing(binding.value):
            return None
        path = self._path(binding.value, left)
        for name in binding.inside:
            path = _below(path, name)
        return path

    def _member(self, node: Node, left: int) -> str:
        before = self._path(node.child_by_field_name("object"), left)
        if node.type == "member_expression":
            return _below(before, text_of(node.child_by_field_name("property")))
        index = value_of(node.child_by_field_name("index"))
        return _below(before, index) if isinstance(index, str) else ""

    def _either(self, node: Node, left: int) -> str:
        sides = [node.child_by_field_name(one) for one in ("left", "right")]
        operator = text_of(node.child_by_field_name("operator"))
        if operator == "&&":
            return self._path(sides[1], left)
        return self._one_of(sides, left) if operator in {"||", "??"} else ""

    def _branch(self, node: Node, left: int) -> str:
        names = ("consequence", "alternative")
        return self._one_of([node.child_by_field_name(one) for one in names], left)

    def _one_of(self, nodes: list[Node | None], left: int) -> str:
        kept = [one for one in nodes if one is not None and not is_nothing(one)]
        return _shared([self._path(one, left) for one in kept])

    def _assigned(self, node: Node, left: int) -> str:
        return self._path(node.child_by_field_name("right"), left)

    def _inner(self, node: Node, left: int) -> str:
        return self._path(node.named_children[0], left) if node.named_children else ""

    def _called(self, node: Node, left: int) -> str:
        """What a function of the script gives back that does nothing else."""
        name = node.child_by_field_name("function")
        owner = self._owner(text_of(name), node) if name is not None else None
        if name is None or name.type != "identifier" or owner is None:
            return ""
        values = [one.value for one in self._declared[owner.id, text_of(name)]]
        function = values[0] if len(values) == 1 else None
        return self._path(_given_back(function), left)


def is_nothing(node: Node) -> bool:
    """Whether an expression stands in for something that is not there: null, `{}`, false."""
    if node.type == "parenthesized_expression" and node.named_children:
        return is_nothing(node.named_children[0])
    if node.type == "assignment_expression":
        right = node.child_by_field_name("right")
        return right is not None and is_nothing(right)
    is_empty = node.type == "object" and not node.named_children
    return is_empty or node.type in {"null", "undefined", "false"} or path_of(node) == "undefined"


def _below(path: str, name: str) -> str:
    if path == _WINDOW:
        return name
    return f"{path}.{name}" if path else ""


def _shared(paths: list[str | None]) -> str:
    """The one path that all of them are which are anything."""
    known = {one for one in paths if one is not None}
    return known.pop() if len(known) == 1 else ""


def _given_back(function: Node | None) -> Node | None:
    """The expression that a function gives back, where it is all of the function."""
    if function is None or function.type not in FUNCTIONS or text_of(function).startswith("async"):
        return None
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        return body
    inside = [one for one in body.named_children if one.type != "comment"]
    is_plain = len(inside) == 1 and inside[0].type == "return_statement"
    return inside[0].named_children[0] if is_plain and inside[0].named_children else None
