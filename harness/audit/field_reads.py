"""Reads of an object's fields, and the one function that a name can stand for.

`bindings` has the values that names get; this has what is read of a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.literals import FUNCTIONS, text_of, value_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

DEFAULTS = ("||", "??")
"""Operators that put something in the place of what is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One reading: `word` is the field's name as written, `local` the variable that gets it."""

    name: str
    node: Node
    word: Node
    script: Script
    function: Node
    local: str = ""
    has_default: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function that is written in the page, and the script that it stands in."""

    node: Node
    script: Script


def mentions(reading: Reading, name: str) -> Iterator[Node]:
    """Everywhere that the scripts say a name."""
    kinds = {"identifier", "property_identifier", "shorthand_property_identifier"}
    kinds.add("string_fragment")  # window['started']
    for script in reading.scripts:
        if name in script.text:
            yield from (
                node for node in walk(script.root) if node.type in kinds and text_of(node) == name
            )


def function_at(reading: Reading, path: str) -> Function | None:
    """The only function that a name, or the last name of a path, can stand for."""
    head, _, name = path.rpartition(".")
    if not head:
        found = reading.assignments(name)
        value = found[0].value if len(found) == 1 else None
        is_one = value is not None and value.type in FUNCTIONS
        return Function(value, found[0].script) if value is not None and is_one else None
    methods = list(_methods(reading, name))
    return methods[0] if len(methods) == 1 else None


def _methods(reading: Reading, name: str) -> Iterator[Function]:
    """The methods of this name: of classes, of objects, and such as are assigned."""
    for script in reading.scripts:
        for node in walk(script.root) if name in script.text else ():
            if node.type == "method_definition" and text_of(_name_of(node)) == name:
                yield Function(node, script)
            elif node.type in {"pair", "assignment_expression"} and text_of(_name_of(node)) == name:
                value = node.child_by_field_name("value") or node.child_by_field_name("right")
                if value is not None and value.type in FUNCTIONS:
                    yield Function(value, script)


def _name_of(node: Node) -> Node | None:
    """The name that something gets as a field of an object."""
    left = node.child_by_field_name("left")
    if left is not None:
        return left.child_by_field_name("property")
    return node.child_by_field_name("name") or node.child_by_field_name("key")


def declares_itself(node: Node, name: str) -> bool:
    """Whether a node is what declares a variable of this name."""
    if node.type == "catch_clause":
        return text_of(node.child_by_field_name("parameter")) == name
    is_declaring = node.type in {"variable_declarator", "function_declaration", "class_declaration"}
    return is_declaring and text_of(node.child_by_field_name("name")) == name


def is_declared_here(node: Node, parent: Node) -> bool:
    """Whether it is the parameter or the variable itself that is declared."""
    if parent.type in {"formal_parameters", "assignment_pattern"}:
        return True
    if parent.type == "arrow_function":
        return parent.child_by_field_name("parameter") == node
    return parent.type == "variable_declarator" and parent.child_by_field_name("name") == node


def is_target(member: Node) -> bool:
    """Whether it is written to, or taken away."""
    around = member.parent
    if around is None:
        return False
    if around.type in {"assignment_expression", "augmented_assignment_expression"}:
        return around.child_by_field_name("left") == member
    is_deleted = text_of(around.child_by_field_name("operator")) == "delete"
    return around.type == "update_expression" or is_deleted


def is_or_default(right: Node, name: str) -> bool:
    """`data || {}` and its like."""
    is_joined = right.type == "binary_expression"
    is_own = text_of(right.child_by_field_name("left")) == name
    return is_joined and is_own and text_of(right.child_by_field_name("operator")) in DEFAULTS


def destructured(pattern: Node, script: Script, function: Node) -> Iterator[Field]:
    """The fields of `{ticket, rating: stars, name = ''}`."""
    for one in pattern.named_children:
        word: Node | None = one
        target: Node | None = one
        has_default = one.type == "object_assignment_pattern"
        if has_default:
            word = target = one.child_by_field_name("left")
        elif one.type == "pair_pattern":
            word, target = one.child_by_field_name("key"), one.child_by_field_name("value")
            if target is not None and target.type == "assignment_pattern":
                has_default, target = True, target.child_by_field_name("left")
        elif one.type != "shorthand_property_identifier_pattern":
            continue
        if word is None or word.type == "computed_property_name":
            continue
        name = value_of(word) if word.type == "string" else text_of(word)
        is_local = target is not None and target.type.endswith(("identifier", "identifier_pattern"))
        local = text_of(target) if is_local else ""
        yield Field(str(name), one, word, script, function, local, has_default)
