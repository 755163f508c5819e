"""What a script sets on the element that it makes for the loader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.literals import fields_of, path_of, text_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

_PROPERTIES = {"crossOrigin": "crossorigin", "integrity": "integrity"}
"""Properties of a script element that stand for an attribute; others by such names do nothing."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An attribute of the loader's element that a script sets."""

    attribute: str
    spot: Spot


def settings_of_loader(reading: Reading) -> Iterator[Setting]:
    """Each of them, for every way in which a script brings the loader."""
    for script, node, _ in reading.loader_strings:
        yield from _written(script, node)
        yield from _beside(script, node)
        for element in _elements(script, node):
            yield from _set(script, element)


def _written(script: Script, node: Node) -> Iterator[Setting]:
    """In a text of HTML that holds the address."""
    text = text_of(node).lower()
    for name in _PROPERTIES.values():
        if "<script" in text and f" {name}" in text:
            yield Setting(name, script.spot(node))


def _beside(script: Script, node: Node) -> Iterator[Setting]:
    """In an object that has the address among its fields."""
    pair = _around(node, "pair")
    if pair is None or pair.parent is None or pair.parent.type != "object":
        return
    for name, key, value in fields_of(pair.parent):
        attribute = _PROPERTIES.get(name, name.lower())
        if attribute in _PROPERTIES.values() and value_of(value) not in (None, ""):
            yield Setting(attribute, script.spot(key.parent or key))


def _elements(script: Script, node: Node) -> Iterator[str]:
    """The names of the elements that get the address, at once or by way of a variable."""
    names: set[str] = set()
    declared = _around(node, "variable_declarator")
    if declared is not None:
        names.add(text_of(declared.child_by_field_name("name")))
    for one in script.assignments:
        if one.path.endswith(".src") and one.value is not None:
            is_here = one.value.start_byte <= node.start_byte < one.value.end_byte
            if is_here or path_of(one.value) in names - {""}:
                yield one.path.removesuffix(".src")
    for call in script.calls:
        owner = call.path.removesuffix(".setAttribute")
        if owner != call.path and call.node.start_byte <= node.start_byte < call.node.end_byte:
            yield owner


def _set(script: Script, element: str) -> Iterator[Setting]:
    for one in script.assignments:
        owner, _, name = one.path.rpartition(".")
        if owner == element and name in _PROPERTIES and value_of(one.value) not in (None, ""):
            yield Setting(_PROPERTIES[name], one.spot)
    for call in script.calls:
        if call.path == f"{element}.setAttribute" and call.arguments:
            name = value_of(call.arguments[0])
            if isinstance(name, str) and name.lower() in _PROPERTIES.values():
                yield Setting(name.lower(), call.spot)


def _around(node: Node, kind: str) -> Node | None:
    one = node.parent
    while one is not None and not one.type.endswith("statement"):
        if one.type == kind:
            return one
        one = one.parent
    return None
