"""What stands between code and its run: a visitor's act, a timer, an event, a promise, a call.

`Ways` tells that code runs later; gates tell what that waits for, as far as the page's text says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.audit.literals import FUNCTIONS, path_of, text_of, value_of, walk
from harness.audit.reading import INITS
from harness.audit.visitor_events import is_of_visitor
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

Kind = Literal["visitor", "timer", "event", "promise", "call"]
"""`call` is a function that is handed to other code, which may call it or not."""

_LISTENING = frozenset(
    {"addEventListener", "attachEvent", "addListener", "on", "one", "once", "bind", "listen"}
    | {"subscribe", "delegate"}
)
_TIMERS = frozenset({"setTimeout", "setInterval", "requestIdleCallback"})
_PROMISES = frozenset({"then", "catch", "finally"})
_AT_ONCE = frozenset(
    {"forEach", "map", "filter", "some", "every", "find", "reduce", "each", "ready", "Promise"}
    | {"call", "apply", "$", "jQuery", "queueMicrotask", "requestAnimationFrame", "postTask"}
)
"""Functions that call what they are handed by themselves, and soon."""

_OF_LOADING = frozenset({"DOMContentLoaded", "load", "readystatechange", "pageshow"})
_NAMED = frozenset({"identifier", "property_identifier", "shorthand_property_identifier"})
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that is waited for: an event by its name, else the expression that is waited on."""

    kind: Kind
    name: str
    script: Script
    node: Node

    @property
    def spot(self) -> Spot:
        """Where the page waits."""
        return self.script.spot(self.node)


@dataclass(eq=False)
class Gates:
    """Answers for the scripts of one page."""

    reading: Reading

    def before(self, script: Script, node: Node) -> list[Gate]:
        """What a node waits for: the innermost first, then what lets functions around it run."""
        return list(self._climbed(script, node, _DEEPEST, set()))

    def _climbed(
        self, script: Script, node: Node, left: int, seen: set[tuple[int, int]]
    ) -> Iterator[Gate]:
        key = (id(script), node.start_byte)
        if left == 0 or key in seen:
            return
        seen.add(key)
        if script.how == "handler":
            yield Gate("visitor", "", script, node)
            return
        before, one = node, node.parent
        while one is not None:
            awaited = awaited_before(one, before)
            if awaited is not None:
                yield Gate("promise", text_of(awaited), script, awaited)
            if one.type in FUNCTIONS:
                yield from self._of_value(script, one, left, seen)
            before, one = one, one.parent

    def _of_value(
        self, script: Script, value: Node, left: int, seen: set[tuple[int, int]]
    ) -> Iterator[Gate]:
        """What calls a function that stands here, or that is named here."""
        holder = value.parent
        while holder is not None and holder.type in {"parenthesized_expression", "array"}:
            holder = holder.parent
        name = ""
        if value.type.endswith("declaration") or value.type == "method_definition":
            name = text_of(value.child_by_field_name("name"))
        elif holder is not None and holder.type == "arguments" and holder.parent is not None:
            yield from _of_argument(script, holder.parent)
        elif holder is not None and holder.type == "pair":
            key = text_of(holder.child_by_field_name("key")).strip("'\"")
            kind: Kind = "visitor" if is_of_visitor(key) else "call"
            yield Gate(kind, key, script, holder)
            name = key
        elif holder is not None and holder.type == "assignment_expression":
            target = holder.child_by_field_name("left")
            name = _last(target)
            if name.startswith("on") and name.lower() == name:
                kind = "visitor" if is_of_visitor(name) else "call"
                yield Gate(kind, text_of(target), script, holder)
                name = ""
        elif holder is not None and holder.type == "variable_declarator":
            name = text_of(holder.child_by_field_name("name"))
        if name and name != HOOK:
            yield from self._of_name(name, value, left, seen)

    def _of_name(
        self, name: str, function: Node, left: int, seen: set[tuple[int, int]]
    ) -> Iterator[Gate]:
        """What calls the functions of a name: the scripts that name them, and the markup."""
        yield from self._in_markup(name)
        for script, one in self.mentions(name):
            if _is_within(one, function) or _is_declared(one):
                continue
            whole = _whole(one)
            call = whole.parent
            is_called = (
                call is not None
                and call.type in {"call_expression", "new_expression"}
                and call.child_by_field_name("function") == whole
            )
            if not is_called:
                yield from self._of_value(script, whole, left - 1, seen) if left else ()
            yield from self._climbed(script, whole, left - 1, seen)

    def _in_markup(self, name: str) -> Iterator[Gate]:
        """Attributes that name a function, as frameworks write what a click calls."""
        word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
        for element in self.reading.document.elements:
            if element.tag == "script":
                continue
            for attribute, value in element.attributes.items():
                if re.search(r"[@:(]|^on|action|click", attribute) and word.search(value):
                    script = self.reading.scripts[0]
                    yield Gate("visitor", attribute, script, script.root)
                    return

    def mentions(self, name: str) -> Iterator[tuple[Script, Node]]:
        """Where scripts name something, and texts that are this name."""
        for script in self.reading.scripts:
            if name in script.text:
                for node in walk(script.root):
                    is_text = node.type == "string" and value_of(node) == name
                    if is_text or (node.type in _NAMED and text_of(node) == name):
                        yield script, node


def _of_argument(script: Script, call: Node) -> Iterator[Gate]:
    """What it means that a function is handed to this call."""
    callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    called = _last(callee)
    listed = call.child_by_field_name("arguments")
    given = listed.named_children if listed is not None else []
    first = value_of(given[0]) if given else None
    if called in _PROMISES and callee is not None and callee.type == "member_expression":
        held = callee.child_by_field_name("object")
        yield Gate("promise", text_of(held), script, held or call)
    elif called in _LISTENING and isinstance(first, str):
        events = first.split()
        if any(map(is_of_visitor, events)):
            yield Gate("visitor", first, script, call)
        elif not set(events) & _OF_LOADING:
            yield Gate("event", first, script, call)
    elif called in _TIMERS:
        yield Gate("timer", called, script, call)
    elif is_of_visitor(called) or called.endswith("Observer"):
        yield Gate("visitor", called, script, call)
    elif called not in _AT_ONCE:
        yield Gate("call", text_of(callee), script, call)


def awaited_by_init(reading: Reading) -> Spot | None:
    """The promise that comes before an init."""
    gates = Gates(reading)
    for call in reading.calls_of(*INITS):
        for gate in gates.before(call.script, call.node):
            if gate.kind == "promise":
                return gate.spot
    return None


def holders(node: Node) -> Iterator[str]:
    """The names of what a node stands in: functions, methods, objects, classes."""
    one: Node | None = node
    while one is not None:
        name = next(filter(None, map(one.child_by_field_name, ("name", "key", "left"))), None)
        if name is not None and one.type not in {"binary_expression", "call_expression"}:
            yield _last(name) or text_of(name)
        one = one.parent


def signs_in(script: Script, node: Node) -> set[Kind]:
    """What functions that are written in a node wait for: `visitor` where one hears a click."""
    found: set[Kind] = set()
    for one in walk(node):
        if one.type in {"call_expression", "new_expression"}:
            found |= {gate.kind for gate in _of_argument(script, one)}
        elif one.type == "assignment_expression":
            name = _last(one.child_by_field_name("left"))
            if name.startswith("on") and is_of_visitor(name):
                found.add("visitor")
        elif one.type == "pair" and is_of_visitor(text_of(one.child_by_field_name("key"))):
            found.add("visitor")
    return found


def awaited_before(block: Node, statement: Node) -> Node | None:
    """The last `await` that a block comes to before a statement."""
    if block.type not in {"statement_block", "program"}:
        return None
    found = None
    for one in block.named_children:
        if one == statement:
            return found
        found = next(iter(_awaits(one)), found)
    return None


def _awaits(node: Node) -> Iterator[Node]:
    """The `await` expressions of a node, without those of functions in it."""
    waiting = [node]
    while waiting:
        one = waiting.pop(0)
        if one.type == "await_expression":
            yield one
        if one.type not in FUNCTIONS:
            waiting.extend(one.children)


def _last(node: Node | None) -> str:
    """The last name of `a.b().c`."""
    if node is None:
        return ""
    if node.type == "member_expression":
        return text_of(node.child_by_field_name("property"))
    return path_of(node).rpartition(".")[2]


def _whole(name: Node) -> Node:
    """The path that ends in a name: `a.b` for `b`."""
    around = name.parent
    is_end = (
        around is not None
        and around.type == "member_expression"
        and around.child_by_field_name("property") == name
    )
    return around if is_end and around is not None else name


def _is_declared(name: Node) -> bool:
    """Whether a name stands here to be given a value."""
    around = _whole(name).parent
    if around is None:
        return False
    field = "left" if around.type == "assignment_expression" else "name"
    field = "key" if around.type == "pair" else field
    return around.child_by_field_name(field) == _whole(name)


def _is_within(node: Node, outer: Node) -> bool:
    one: Node | None = node
    while one is not None:
        if one == outer:
            return True
        one = one.parent
    return False
