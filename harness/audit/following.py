"""The way of a value through a function: what is read of it, as long as nobody adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.field_reads import (
    DEFAULTS,
    Field,
    declares_itself,
    destructured,
    function_at,
    is_declared_here,
    is_or_default,
    is_target,
    mentions,
)
from harness.audit.literals import path_of, text_of, value_of, walk
from harness.audit.scripts import declares, enclosing_functions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

_INHERITED = frozenset(
    {"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toString"}
    | {"toLocaleString", "valueOf", "__proto__"}
)
_KEEPING = frozenset(
    {"JSON.stringify", "Object.keys", "Object.values", "Object.entries", "Object.hasOwn"}
    | {"Object.freeze", "structuredClone", "alert", "String", "Boolean", "dataLayer.push"}
)
"""Functions that add nothing to what they are given."""

_LOOKING = frozenset(
    {"unary_expression", "template_substitution", "for_in_statement", "return_statement"}
    | {"spread_element", "parenthesized_expression", "expression_statement", "arrow_function"}
)
"""What may stand around the data and leaves it as it is."""

_NAMED_AND_CALLED = 2
"""Mentions of a function that only this one call can reach."""

_DEEPEST = 3


class Follower:
    """Follows a parameter through one function, and through those that it alone calls with it."""

    def __init__(self, reading: Reading, function: Node, script: Script, depth: int = 0) -> None:
        self._reading = reading
        self._function = function
        self._script = script
        self._depth = depth
        self._followed: set[str] = set()
        self._fields: list[Field] = []
        self._written: set[str] = set()
        self._passed: list[int] = []
        self._is_lost = False
        self.asked: set[str] = set()
        self._ways: dict[str, Callable[[Node, Node], None]] = {
            "assignment_expression": self._assigned,
            "augmented_assignment_expression": self._assigned,
            "arguments": self._given,
            "binary_expression": self._joined,
            "ternary_expression": self._chosen,
        }

    @property
    def is_kept(self) -> bool:
        """Whether the data is left as it came."""
        return not (self._is_lost or self._written or self._passed)

    def sure_fields(self) -> list[Field]:
        """The readings of what the widget has given."""
        if self._is_lost:
            return []
        first = min(self._passed, default=None)
        return [
            one
            for one in self._fields
            if one.name not in self._written
            and (first is None or one.function != self._function or one.node.start_byte < first)
        ]

    def follow_parameter(self, index: int) -> None:
        """Follow what the function is given at this place."""
        single = self._function.child_by_field_name("parameter")
        listed = self._function.child_by_field_name("parameters")
        named = listed.named_children if listed is not None else [single] if single else []
        parameters = [one for one in named if one.type != "comment"]
        if index < len(parameters):
            self._bound(parameters[index])

    def _bound(self, target: Node | None, declarations: int = 0) -> None:
        if target is None:
            return
        if target.type == "assignment_pattern":
            self._bound(target.child_by_field_name("left"), declarations)
        elif target.type == "identifier":
            self._follow(text_of(target), declarations)
        elif target.type == "object_pattern":
            self._fields += destructured(target, self._script, self._function)
        else:
            self._is_lost = True

    def _follow(self, name: str, declarations: int) -> None:
        if name in self._followed:
            return
        self._followed.add(name)
        if sum(declares_itself(node, name) for node in walk(self._function)) > declarations:
            self._is_lost = True
            return
        for node in walk(self._function):
            if text_of(node) == name and self._is_in_scope(node, name):
                if node.type == "identifier":
                    self._use(node)
                elif node.type == "shorthand_property_identifier":
                    self._passed.append(node.start_byte)

    def _is_in_scope(self, node: Node, name: str) -> bool:
        for function in enclosing_functions(node, inner=False):
            if function == self._function:
                return True
            if declares(function, name):
                return False
        return False

    def _use(self, node: Node) -> None:
        parent = node.parent
        if parent is None or is_declared_here(node, parent):
            return
        is_owner = parent.child_by_field_name("object") == node
        if parent.type == "member_expression" and is_owner:
            word = parent.child_by_field_name("property")
            self._member(parent, word, text_of(word))
        elif parent.type == "subscript_expression" and is_owner:
            self._indexed(parent)
        elif parent.type == "variable_declarator":
            self._bound(parent.child_by_field_name("name"), 1)
        elif parent.type in self._ways:
            self._ways[parent.type](node, parent)
        elif parent.type not in _LOOKING:
            self._passed.append(node.start_byte)

    def _indexed(self, indexed: Node) -> None:
        index = indexed.child_by_field_name("index")
        name = value_of(index)
        if isinstance(name, str):
            self._member(indexed, index, name)
        else:
            self._is_lost |= is_target(indexed)

    def _chosen(self, node: Node, choice: Node) -> None:
        if choice.child_by_field_name("condition") != node:
            self._passed.append(node.start_byte)

    def _member(self, member: Node, word: Node | None, name: str) -> None:
        around = member.parent
        if is_target(member):
            self._written.add(name)
        elif name in _INHERITED:
            if name == "hasOwnProperty" and around is not None:
                self._ask(around, 0)
        elif word is not None:
            self._fields.append(Field(name, member, word, self._script, self._function))

    def _ask(self, call: Node, index: int) -> None:
        """A call that asks for a field by its name."""
        listed = call.child_by_field_name("arguments")
        given = listed.named_children if listed is not None else []
        name = value_of(given[index]) if index < len(given) else None
        if isinstance(name, str):
            self.asked.add(name)

    def _assigned(self, node: Node, statement: Node) -> None:
        right = statement.child_by_field_name("right")
        if right == node:
            self._passed.append(node.start_byte)
        elif statement.type == "augmented_assignment_expression":
            operator = text_of(statement.child_by_field_name("operator"))
            self._is_lost |= operator[:-1] not in DEFAULTS
        elif right is None or not is_or_default(right, text_of(node)):
            self._is_lost = True

    def _joined(self, node: Node, joined: Node) -> None:
        operator = text_of(joined.child_by_field_name("operator"))
        is_left = joined.child_by_field_name("left") == node
        around = joined.parent
        if operator == "in" and not is_left:
            name = value_of(joined.child_by_field_name("left"))
            self.asked |= {name} if isinstance(name, str) else set()
        elif operator in DEFAULTS and is_left and around is not None:
            if around.type == "variable_declarator":
                self._bound(around.child_by_field_name("name"), 1)
        elif operator in {*DEFAULTS, "&&"} and not is_left:
            self._passed.append(node.start_byte)

    def _given(self, node: Node, listed: Node) -> None:
        call = listed.parent
        if call is None:
            return
        index = [one for one in listed.named_children if one.type != "comment"].index(node)
        callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        path = path_of(callee)
        if path == "Object.hasOwn" or text_of(callee).endswith("hasOwnProperty.call"):
            self._ask(call, 1)
        elif not (path in _KEEPING or path.startswith("console.")):
            is_copied = path == "Object.assign" and index > 0
            if not is_copied and not self._is_kept_by(path, index):
                self._passed.append(call.start_byte)

    def _is_kept_by(self, path: str, index: int) -> bool:
        """Whether it is a function of the page's that adds nothing; what it alone reads counts."""
        target = function_at(self._reading, path)
        if target is None or self._depth == _DEEPEST:
            return False
        inner = Follower(self._reading, target.node, target.script, self._depth + 1)
        inner.follow_parameter(index)
        name = path.rpartition(".")[2]
        if len(list(mentions(self._reading, name))) == _NAMED_AND_CALLED:
            self._fields += inner.sure_fields()
            self.asked |= inner.asked
        return inner.is_kept
