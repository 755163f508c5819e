"""Whether code asks first for a field that may not be there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.literals import conditions_before, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness.audit.field_reads import Field

_CONDITIONAL = frozenset(
    {"if_statement", "ternary_expression", "while_statement", "do_statement", "for_statement"}
)
_DEFAULTS = frozenset({"||", "??"})
_EQUALITY = frozenset({"==", "!=", "===", "!=="})
_NOTHING = frozenset({"undefined", "null", "void 0"})


def is_asked_for(field: Field) -> bool:
    """Whether a reading asks for the field, has something for want of it, or follows a question."""
    if field.has_default:
        return True
    if field.local:
        return _is_variable_tested(field.function, field.local)
    return _is_tested(field.node) or _is_behind_question(field) or _is_kept_and_tested(field)


def goes_deeper(field: Field) -> bool:
    """Whether a part of what the field holds is used."""
    around = field.node.parent
    return around is not None and _object_of(around) == field.node


def _is_behind_question(field: Field) -> bool:
    word = re.compile(rf"(?<![\w$]){re.escape(field.name)}(?![\w$])")
    if any(word.search(text_of(condition)) for condition in conditions_before(field.node)):
        return True
    one = field.node.parent
    while one is not None and one != field.function:
        if one.type == "try_statement":
            return True
        one = one.parent
    return False


def _is_kept_and_tested(field: Field) -> bool:
    around = field.node.parent
    if around is None:
        return False
    name = around.child_by_field_name("name" if around.type == "variable_declarator" else "left")
    is_value = field.node in {
        around.child_by_field_name("value"),
        around.child_by_field_name("right"),
    }
    is_kept = around.type in {"variable_declarator", "assignment_expression"} and is_value
    return is_kept and _is_variable_tested(field.function, text_of(name))


def _is_variable_tested(function: Node, name: str) -> bool:
    return any(
        _is_tested(node)
        for node in walk(function)
        if node.type in {"identifier", "member_expression"} and text_of(node) == name
    )


def _object_of(node: Node) -> Node | None:
    """What a part is taken of, or what is called."""
    return node.child_by_field_name("object") or (
        node.child_by_field_name("function") if node.type == "call_expression" else None
    )


def _is_tested(node: Node) -> bool:
    """Whether an expression is asked whether it is there."""
    before, one = node, node.parent
    while one is not None:
        is_optional = any(child.type == "optional_chain" for child in one.children)
        if is_optional and before == node and _object_of(one) == node:
            return True
        if one.type in _CONDITIONAL:
            return one.child_by_field_name("condition") == before
        if one.type == "unary_expression":
            operator = text_of(one.child_by_field_name("operator"))
            if operator != "!":
                return operator == "typeof"
        elif one.type == "binary_expression":
            found = _in_binary(one, before)
            if found is not None:
                return found
        elif one.type != "parenthesized_expression":
            return False
        before, one = one, one.parent
    return False


def _in_binary(joined: Node, side: Node) -> bool | None:
    """Whether an operator asks; None where that is for what stands around it to say."""
    operator = text_of(joined.child_by_field_name("operator"))
    left, right = joined.child_by_field_name("left"), joined.child_by_field_name("right")
    if operator in _DEFAULTS:
        return True
    if operator == "&&":
        return True if left == side else None
    other = right if left == side else left
    return operator in _EQUALITY and text_of(other) in _NOTHING
