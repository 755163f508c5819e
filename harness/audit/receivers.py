"""Methods that were handed over without their object, so that `this` is another one in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.edits import node_replaced
from harness.audit.literals import FUNCTIONS, path_of, text_of, walk
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

_ARROW = "arrow_function"
_CHAINED = frozenset({"member_expression", "subscript_expression", "call_expression"})
_LOST = "{0} is called without the object it was taken from, so `this` is another one in it: "


@dataclass(frozen=True, slots=True)
class Receiver:
    """What to do about a `this` that is not what its function was written for."""

    remedy: str
    example: str
    edits: tuple[Edit, ...] = ()


def lost_receiver(evidence: Evidence, spot: Spot | None, name: str) -> Receiver | None:
    """The advice where what throws at a place is a field of `this`, in a callback of this name.

    None where the place says nothing of `this`, or the function there is another one.
    """
    function = _function_of_this(evidence, spot) if spot is not None else None
    if function is None:
        return None
    for node, script in _handed_over(evidence, name):
        if node == function:
            return _written_there(name)
        if node.type == "member_expression" and _name_of(function) == _last(node):
            return _wrapped(script, node, name)
    return None


def _function_of_this(evidence: Evidence, spot: Spot) -> Node | None:
    """The function whose `this` the expression at a place begins with."""
    for script in evidence.reading.scripts:
        if script.source is not spot.source or not script.holds(spot.start):
            continue
        node = script.node_at(spot.start)
        while node.parent is not None and node.parent.type in _CHAINED:
            node = node.parent
        while node.type in _CHAINED:
            inner = node.child_by_field_name("object") or node.child_by_field_name("function")
            node = inner if inner is not None else node.children[0]
        return _owner(node) if node.type == "this" else None
    return None


def _owner(node: Node) -> Node | None:
    """The function that gives a node its `this`: the next one that is no arrow function."""
    one = node.parent
    while one is not None and (one.type not in FUNCTIONS or one.type == _ARROW):
        one = one.parent
    return one


def _handed_over(evidence: Evidence, name: str) -> Iterator[tuple[Node, Script]]:
    """What the page writes for an option, or the hook: a function, or what leads to one."""
    for script in evidence.reading.scripts:
        for node in walk(script.root):
            if node.type == "pair" and _key(node) == name:
                yield node.children[-1], script
            elif node.type == "method_definition" and _name_of(node) == name:
                yield node, script
        for one in script.assignments:
            if one.path.rpartition(".")[2] == name and one.value is not None:
                yield one.value, script


def _key(pair: Node) -> str:
    return text_of(pair.child_by_field_name("key")).strip("'\"")


def _name_of(function: Node) -> str:
    """The name of a method: in a class, in an object, or of what it is assigned to."""
    around = function.parent
    if function.type == "method_definition" or around is None:
        return text_of(function.child_by_field_name("name"))
    key = around.child_by_field_name("key") or around.child_by_field_name("property")
    left = around.child_by_field_name("left")
    return text_of(key) if key is not None else path_of(left).rpartition(".")[2]


def _last(node: Node) -> str:
    return text_of(node.child_by_field_name("property"))


def _wrapped(script: Script, node: Node, name: str) -> Receiver:
    """A function around the method, which is called on its object then."""
    given = "" if name == HOOK else "data"
    code = f"({given}) => {text_of(node)}({given})"
    remedy = _LOST.format(f"`{text_of(node)}`") + "write a function that calls it"
    edits = tuple(node_replaced(script, node, code, is_safe=False))
    return Receiver(remedy, _given(name, code), edits)


def _written_there(name: str) -> Receiver:
    remedy = (
        "`this` is not the object around the function here: write an arrow function, which takes "
        "`this` from where it is written, or the object's name"
    )
    return Receiver(remedy, _given(name, "(data) => { this.show(data); }"))


def _given(name: str, code: str) -> str:
    """The function where it is handed over."""
    return f"window.{HOOK} = {code};" if name == HOOK else f"{name}: {code}"
