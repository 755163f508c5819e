"""What a field of a callback's data is compared with, wherever that is written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.audit.literals import fields_of, text_of, value_of, walk
from harness.audit.scripts import declares, enclosing_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.field_reads import Field
    from harness.audit.reading import Reading

_EQUALITY = frozenset({"==", "!=", "===", "!=="})
_AS_TEXT = frozenset({"toString", "toLowerCase", "trim"})
_SEARCHES = frozenset({"includes", "indexOf"})
_JOINING = frozenset({"||", "&&", "??"})


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One value that a field is compared with.

    All of a `group` lead to the same: alternatives of one condition, a list, cases of one branch.
    """

    field: Field
    value: Any
    node: Node
    group: int
    is_as_text: bool = False


def comparisons(reading: Reading, field: Field) -> Iterator[Comparison]:
    """What one reading of a field is compared with, in its own place or by its variable's name."""
    for node in _standing_for(field):
        whole, is_as_text = _as_text(node)
        for value, at, group in _compared(reading, whole):
            yield Comparison(field, value, at, group, is_as_text)


def _standing_for(field: Field) -> list[Node]:
    """The reading itself, or the uses of the only variable that it is kept in."""
    if field.local:
        return _uses(field.function, field.local, 0)
    around = field.node.parent
    if around is not None and around.type == "variable_declarator":
        return _uses(field.function, text_of(around.child_by_field_name("name")), 1)
    return [field.node]


def _uses(function: Node, name: str, declarations: int) -> list[Node]:
    found = []
    for node in walk(function):
        if node.type == "variable_declarator" and text_of(node.child_by_field_name("name")) == name:
            declarations -= 1
        if node.type != "identifier" or text_of(node) != name or node.parent is None:
            continue
        if node.parent.child_by_field_name("left") == node and "assign" in node.parent.type:
            return []
        if not _is_hidden(function, node, name):
            found.append(node)
    return found if declarations == 0 else []


def _is_hidden(function: Node, node: Node, name: str) -> bool:
    inner = enclosing_functions(node, inner=False)
    between = inner[: inner.index(function)] if function in inner else []
    return any(declares(one, name) for one in between)


def _as_text(node: Node) -> tuple[Node, bool]:
    """The expression around a value that makes a text of it, or the value itself."""
    one, is_as_text = node, False
    while one.parent is not None:
        around = one.parent
        call = around.parent
        if around.type == "parenthesized_expression" and (
            call is None or "switch" not in call.type
        ):
            one = around
        elif call is not None and _makes_text(around, one, call):
            one, is_as_text = call, True
        else:
            break
    return one, is_as_text


def _makes_text(around: Node, whole: Node, call: Node) -> bool:
    """Whether it is `whole.toString()`, `String(whole)` or their like."""
    if around.type == "arguments":
        return text_of(call.child_by_field_name("function")) == "String"
    is_own = around.type == "member_expression" and around.child_by_field_name("object") == whole
    is_text = text_of(around.child_by_field_name("property")) in _AS_TEXT
    return is_own and is_text and call.type == "call_expression"


def _compared(reading: Reading, node: Node) -> Iterator[tuple[Any, Node, int]]:
    around = node.parent
    if around is None:
        return
    above = around.parent
    if around.type == "binary_expression":
        if text_of(around.child_by_field_name("operator")) in _EQUALITY:
            sides = (around.child_by_field_name("left"), around.child_by_field_name("right"))
            other = sides[1] if sides[0] == node else sides[0]
            if other is not None:
                yield value_of(_resolved(reading, other)), other, _condition(around).id
    elif around.type == "parenthesized_expression" and above is not None:
        if above.type == "switch_statement":
            yield from _cases(above)
    elif around.type == "arguments" and above is not None:
        yield from _listed(reading, above)
    elif around.type == "subscript_expression" and around.child_by_field_name("index") == node:
        table = _resolved(reading, around.child_by_field_name("object"))
        if table is not None and table.type == "object":
            is_whole = all(child.type != "spread_element" for child in table.children)
            names = list(fields_of(table)) if is_whole else []
            yield from ((name, word, table.id) for name, word, _ in names)


def _resolved(reading: Reading, node: Node | None) -> Node | None:
    """What a name of the whole page stands for; a function's own may have any value."""
    around = enclosing_functions(node) if node is not None else []
    is_own = any(declares(one, text_of(node)) for one in around)
    return node if is_own else reading.resolve(node)


def _condition(comparison: Node) -> Node:
    """The whole of a condition that a comparison is a part of."""
    one = comparison
    while one.parent is not None:
        around = one.parent
        is_joined = text_of(around.child_by_field_name("operator")) in _JOINING
        if around.type != "parenthesized_expression" and not is_joined:
            break
        one = around
    return one


def _cases(switch: Node) -> Iterator[tuple[Any, Node, int]]:
    """The values of a switch; cases without statements lead where the next one does."""
    body = switch.child_by_field_name("body")
    cases = body.named_children if body is not None else []
    waiting: list[Node] = []
    for case in cases:
        value = case.child_by_field_name("value")
        if value is not None:
            waiting.append(value)
        if case.child_by_field_name("body") is not None:
            yield from ((value_of(one), one, case.id) for one in waiting)
            waiting = []
    yield from ((value_of(one), one, switch.id) for one in waiting)


def _listed(reading: Reading, call: Node) -> Iterator[tuple[Any, Node, int]]:
    """The values of a list that is searched."""
    callee = call.child_by_field_name("function")
    if callee is None or text_of(callee.child_by_field_name("property")) not in _SEARCHES:
        return
    found = _resolved(reading, callee.child_by_field_name("object"))
    if found is not None and found.type == "array":
        yield from ((value_of(one), one, found.id) for one in found.named_children)
