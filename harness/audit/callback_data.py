"""What a page reads of the data that its callbacks get, as far as that is sure.

A function counts where nobody but the widget can call it, and a reading where nobody else has had
the data in hand before: who passes it on may get fields of their own back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.audit.evidence import CallbackFunction
from harness.audit.field_reads import function_at, mentions
from harness.audit.following import Follower
from harness.audit.literals import is_broken, path_of, text_of, walk
from harness.widget_api import API, GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.field_reads import Field
    from harness.audit.reading import Reading
    from harness.audit.scripts import Script


@dataclass(eq=False)
class Data:
    """What one function reads of its data; `asked` are fields that it asks for by their names."""

    names: frozenset[str]
    fields: list[Field] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Whether it may hold more than is documented (“and the like”)."""
        return "onload" in self.names


def all_data(evidence: Evidence) -> list[Data]:
    """The data of each function of the page's that is a callback and nothing else."""
    reading = evidence.reading
    if _is_init_replaced(reading):
        return []
    functions: dict[tuple[int, int], tuple[Node, Script, set[str]]] = {}
    for one in [*evidence.callbacks, *_methods(evidence)]:
        known = (one.node, one.script, set[str]())
        functions.setdefault((id(one.script), one.node.start_byte), known)[2].add(one.name)
    found = []
    for node, script, names in functions.values():
        is_sure = not is_broken(node) and _is_of_widget(reading, node)
        if is_sure and not any(_is_wrapped(reading, name) for name in names):
            follower = Follower(reading, node, script)
            follower.follow_parameter(0)
            found.append(Data(frozenset(names), follower.sure_fields(), follower.asked))
    return found


def _methods(evidence: Evidence) -> Iterator[CallbackFunction]:
    """The callbacks that are methods of the page's, such as `chat.started`."""
    for setup in evidence.reading.setups:
        for name, given in setup.options.items():
            path = path_of(given.node) if given.node is not None else ""
            if name in API.callbacks and "." in path:
                method = function_at(evidence.reading, path)
                if method is not None:
                    yield CallbackFunction(name, method.node, method.script)


def _is_init_replaced(reading: Reading) -> bool:
    """Whether the page puts a function of its own in the place of the widget's init."""
    paths = (one.path for script in reading.scripts for one in script.assignments)
    return any(path.startswith(f"{GLOBAL}.") and path.endswith(".init") for path in paths)


def _is_wrapped(reading: Reading, name: str) -> bool:
    """Whether the page takes the callback out of an object, as who wraps it does."""
    for script in reading.scripts:
        for node in walk(script.root) if name in script.text else ():
            is_named = node.type == "property_identifier" and text_of(node) == name
            member = node.parent if is_named else None
            if member is None or member.type != "member_expression" or member.parent is None:
                continue
            if member.parent.child_by_field_name("left") != member:
                return True
    return False


def _is_of_widget(reading: Reading, function: Node) -> bool:
    """Whether nothing but the options names a function."""
    around = function.parent
    is_own = function.type in {"method_definition", "function_declaration"}
    named = function if is_own or around is None else around
    left = named.child_by_field_name("left")
    if path_of(left).startswith(f"{GLOBAL}.embed.options."):
        return True
    word = named.child_by_field_name("name") or named.child_by_field_name("key")
    name = text_of(word if left is None else left.child_by_field_name("property"))
    if name in API.callbacks:
        return True
    return bool(name) and all(
        node.parent in {named, left} or _is_option(node) for node in mentions(reading, name)
    )


def _is_option(node: Node) -> bool:
    """Whether a name, or the path that it ends, is the value of an option for a callback."""
    if node.type == "shorthand_property_identifier":
        return text_of(node) in API.callbacks
    one = node
    while one.parent is not None and one.parent.type == "member_expression":
        one = one.parent
    pair = one.parent
    if pair is None or pair.type != "pair":
        return False
    is_value = pair.child_by_field_name("value") == one
    return is_value and text_of(pair.child_by_field_name("key")).strip("'\"") in API.callbacks
