"""Where a script gives its names a value, and the block or function that each name belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.literals import FUNCTIONS, path_of, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_BLOCKS = frozenset(
    {"program", "statement_block", "for_statement", "for_in_statement", "switch_body", *FUNCTIONS}
)
_WHOLE = frozenset({"program", *FUNCTIONS})
"""What a `var` belongs to."""

_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that gets a value, or the field `inside` of a value.

    An assignment has as its scope the place where it stands. What comes from elsewhere, such as a
    parameter, is foreign: it has a value that the script does not say.
    """

    name: str
    scope: Node
    value: Node | None
    inside: tuple[str, ...] = ()
    is_declaration: bool = True
    is_foreign: bool = False


def bindings_in(root: Node) -> Iterator[Binding]:
    """Every name that a script declares or assigns."""
    for node in walk(root):
        if node.type == "variable_declarator":
            yield from _declared(node)
        elif node.type == "assignment_expression":
            left, right = (node.child_by_field_name(one) for one in ("left", "right"))
            name = path_of(left)  # which window's own fields have without its name
            if name.isidentifier():
                yield Binding(name, node, right, is_declaration=False)
        elif node.type in FUNCTIONS:
            yield from _of_function(node)
        elif node.type in {"catch_clause", "for_in_statement", "import_clause"}:
            yield from _foreign(node)


def scope_of(node: Node, kinds: frozenset[str] = _BLOCKS) -> Node:
    """The block or function that a node stands in, or the script."""
    one = node
    while one.parent is not None:
        one = one.parent
        if one.type in kinds:
            return one
    return one


def _declared(node: Node) -> Iterator[Binding]:
    is_var = node.parent is not None and node.parent.type == "variable_declaration"
    scope = scope_of(node, _WHOLE if is_var else _BLOCKS)
    pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is not None:
        yield from _taken_apart(pattern, scope, value, ())


def _taken_apart(
    pattern: Node, scope: Node, value: Node | None, inside: tuple[str, ...]
) -> Iterator[Binding]:
    """The names of a pattern such as `{embed: {page}}`; `inside` is the path to it."""
    if pattern.type in _NAMES:
        own = (*inside, text_of(pattern)) if pattern.type != "identifier" else inside
        yield Binding(text_of(pattern), scope, value, own)
    elif pattern.type in {"object_assignment_pattern", "assignment_pattern"}:
        left = pattern.child_by_field_name("left")
        if left is not None:
            yield from _taken_apart(left, scope, value, inside)
    elif pattern.type == "object_pattern":
        for one in pattern.named_children:
            key, inner = one.child_by_field_name("key"), one.child_by_field_name("value")
            if one.type == "pair_pattern" and key is not None and inner is not None:
                yield from _taken_apart(inner, scope, value, (*inside, text_of(key).strip("'\"")))
            else:
                yield from _taken_apart(one, scope, value, inside)
    else:
        yield from _all_foreign(pattern, scope)


def _of_function(function: Node) -> Iterator[Binding]:
    """A function's own name, and its parameters, which are known where it is called at once."""
    name = function.child_by_field_name("name")
    if function.type.endswith("declaration") and name is not None:
        yield Binding(text_of(name), scope_of(function), function)
    single = function.child_by_field_name("parameter")
    listed = function.child_by_field_name("parameters")
    given = single or listed
    if given is None:
        return
    parameters = [single] if single is not None else given.named_children
    arguments = _arguments(function)
    for index, one in enumerate(parameters):
        if one.type == "identifier" and index < len(arguments):
            yield Binding(text_of(one), function, arguments[index])
        else:
            yield from _all_foreign(one, function)


def _arguments(function: Node) -> list[Node]:
    """What `(function (…) {…})(…)` is given."""
    around = function.parent
    while around is not None and around.type == "parenthesized_expression":
        around = around.parent
    if around is None or around.type != "call_expression":
        return []
    called, listed = (around.child_by_field_name(one) for one in ("function", "arguments"))
    is_called = called is not None and called.start_byte <= function.start_byte < called.end_byte
    return list(listed.named_children) if is_called and listed is not None else []


def _foreign(node: Node) -> Iterator[Binding]:
    if node.type == "import_clause":
        yield from _all_foreign(node, scope_of(node, frozenset({"program"})))
        return
    named = node.child_by_field_name("parameter") or node.child_by_field_name("left")
    if named is not None and (node.type == "catch_clause" or node.child_by_field_name("kind")):
        yield from _all_foreign(named, node)


def _all_foreign(node: Node, scope: Node) -> Iterator[Binding]:
    for one in walk(node):
        if one.type in _NAMES:
            yield Binding(text_of(one), scope, None, is_foreign=True)
