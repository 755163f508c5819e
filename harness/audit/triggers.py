"""What sets code of a page off: an event, a timer, an observer, a callback, or the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from harness.audit.literals import FUNCTIONS, enclosing, path_of, text_of, value_of
from harness.widget_api import API, HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

Kind = Literal["event", "callback", "observer", "page"]
_LISTENING = frozenset({"addEventListener", "on", "one", "once"})
_TIMERS = frozenset({"setTimeout", "setInterval"})
_SHORT = frozenset(
    {"hover", "mouseenter", "mouseleave", "mouseover", "mouseout", "scroll", "click"}
)
"""jQuery's methods that take a listener for the event of their name."""

_READY = frozenset({"$", "jQuery"})
_OF_LOADING = frozenset({"load", "DOMContentLoaded", "readystatechange", "pageshow"})
_AT_ONCE = frozenset(
    {
        *("then", "catch", "finally", "queueMicrotask", "forEach"),
        *("requestAnimationFrame", "requestIdleCallback"),
    }
)
"""What runs a function at once, or as soon as what it waits for is there."""

_OBSERVERS = frozenset({"IntersectionObserver", "MutationObserver", "ResizeObserver"})
_WRAPPINGS = frozenset({"parenthesized_expression", "unary_expression", "member_expression"})
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Trigger:
    """What code waits for, and the timers between: how long in milliseconds, and whether any."""

    kind: Kind
    name: str = ""
    delay: float = 0
    is_timed: bool = False


@dataclass(eq=False)
class Triggers:
    """Answers for the scripts of one page; nothing is told of what is not known."""

    reading: Reading

    def of(self, script: Script, node: Node) -> Iterator[Trigger]:
        """What sets off a node."""
        yield from self._of(script, node, _DEEPEST)

    def _of(self, script: Script, node: Node, left: int) -> Iterator[Trigger]:
        function = node.parent
        while function is not None and function.type not in FUNCTIONS:
            function = function.parent
        if left == 0:
            return
        if function is not None:
            yield from self._used(script, function, left - 1)
        elif script.how == "handler":
            yield from self._of_attribute(script)
        else:
            yield Trigger("page")

    def _of_attribute(self, script: Script) -> Iterator[Trigger]:
        element, document = script.element, self.reading.document
        for name in element.attributes if element is not None else ():
            spot = document.attribute_spot(element, name) if element is not None else None
            if spot is not None and spot.start <= script.offset <= spot.start + spot.length:
                yield _event("click" if name == "href" else name.removeprefix("on"))

    def _used(self, script: Script, function: Node, left: int) -> Iterator[Trigger]:
        """What sets off a function, by the place where it is written and by its name."""
        yield from self._at(script, function, left)
        for given in (one for setup in self.reading.setups for one in setup.options.values()):
            if given.node == function:
                yield from _of_field(given.name)
        name = _name_of(function)
        if name == HOOK:
            yield Trigger("page")
        is_only = bool(name) and len(self.reading.assignments(name)) == 1
        for other in self.reading.scripts if is_only else ():
            yield from self._by_name(other, name, function, left)

    def _by_name(self, script: Script, name: str, function: Node, left: int) -> Iterator[Trigger]:
        """What sets off a function where a script calls it, hands it over or assigns it."""
        for call in script.calls:
            if enclosing(call.node, function):
                continue
            if call.path == name:
                yield from self._of(script, call.node, left)
            for one in call.arguments:
                if path_of(one) == name:
                    yield from self._at(script, one, left)
        for assigned in script.assignments:
            if assigned.value is not None and path_of(assigned.value) == name:
                yield from self._at(script, assigned.value, left)

    def _at(self, script: Script, node: Node, left: int) -> Iterator[Trigger]:
        """What sets off a function that is handed over, assigned or called at a place."""
        around, inner = node.parent, node
        while around is not None and around.type in _WRAPPINGS:
            inner, around = around, around.parent
        if around is None:
            return
        if node.type == "method_definition":
            yield from _of_field(text_of(node.child_by_field_name("name")))
        elif around.type == "arguments" and around.parent is not None:
            yield from self._handed_to(script, around.parent, around, left)
        elif around.type == "call_expression" and around.child_by_field_name("function") == inner:
            is_bound = text_of(inner.child_by_field_name("property")) == "bind"
            yield from (self._at if is_bound else self._of)(script, around, left)
        elif around.type == "assignment_expression":
            name = re.split(r"\W", text_of(around.child_by_field_name("left")))[-1]
            if name == HOOK:
                yield Trigger("page")
            elif name.startswith("on"):
                yield _event(name.removeprefix("on"))
        elif around.type == "pair" and around.child_by_field_name("value") == node:
            yield from _of_field(text_of(around.child_by_field_name("key")).strip("'\""))

    def _handed_to(self, script: Script, call: Node, listed: Node, left: int) -> Iterator[Trigger]:
        callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        path, last = path_of(callee), re.split(r"\W", text_of(callee))[-1]
        if last in _LISTENING:
            events = value_of(listed.named_children[0])
            for name in events.split() if isinstance(events, str) else ():
                yield _event(name.partition(".")[0])
        elif path in _OBSERVERS:
            yield Trigger("observer", path)
        elif path in _TIMERS:
            delay = _number(listed.named_children[1]) if len(listed.named_children) > 1 else 0
            for one in self._of(script, call, left):
                yield replace(one, delay=one.delay + delay, is_timed=True)
        elif path in _READY or last == "ready":
            yield Trigger("page")
        elif last in _SHORT and path.partition(".")[0] != last:
            yield _event("mouseenter" if last == "hover" else last)
        elif last in _AT_ONCE:
            yield from self._of(script, call, left)


def _of_field(name: str) -> Iterator[Trigger]:
    """What calls a function that is a field of an object: a callback of the widget's."""
    if name in API.callbacks:
        yield Trigger("callback", name)


def _event(name: str) -> Trigger:
    """An event; those of loading are the page's own."""
    return Trigger("page") if name in _OF_LOADING else Trigger("event", name)


def _name_of(function: Node) -> str:
    """The name by which code can call or hand over a function."""
    if function.type.endswith("declaration"):
        return text_of(function.child_by_field_name("name"))
    around = function.parent
    is_declared = around is not None and around.type == "variable_declarator"
    return text_of(around.child_by_field_name("name")) if around and is_declared else ""


def _number(node: Node) -> float:
    """A number, or a product of numbers as in `5 * 60 * 1000`; 0 where it is not written out."""
    sides = [node.child_by_field_name(one) for one in ("left", "right")]
    if node.type == "binary_expression" and text_of(node.child_by_field_name("operator")) == "*":
        left, right = (_number(one) if one is not None else 0 for one in sides)
        return left * right
    value = value_of(node)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else 0
