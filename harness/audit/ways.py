"""Whether code of a page runs by itself, on a condition, later, or never, as far as it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from harness.audit.literals import FUNCTIONS, path_of, text_of, value_of, walk
from harness.audit.plans import WAIT
from harness.audit.scripts import enclosing_functions
from harness.scenario.suggestions import nearest
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

Way = Literal["at once", "on a condition", "later", "never"]
"""`later` is for whoever waits: for a click, a timer, consent; `never` for what nothing calls."""

_CONDITIONS = frozenset(
    {"if_statement", "switch_statement", "ternary_expression", "binary_expression", "catch_clause"}
)
_WRAPPINGS = frozenset({"parenthesized_expression", "unary_expression"})
_OF_LOADING = frozenset({"DOMContentLoaded", "load", "readystatechange", "pageshow"})
"""Events that have come once a page is loaded: who listens to them waits for nothing else."""

_MISSPELT = frozenset(one.lower() for one in _OF_LOADING)
_TIMERS = frozenset({"setTimeout", "requestIdleCallback", "requestAnimationFrame"})
_DEEPEST = 6


@dataclass(eq=False)
class Ways:
    """Answers for the scripts of one page."""

    reading: Reading

    def of(self, script: Script, node: Node) -> Way:
        """The way of a node; the hook counts as run at once, since the loader calls it."""
        return "later" if script.how == "handler" else self._of(node, _DEEPEST)

    def _of(self, node: Node, left: int) -> Way:
        is_conditional = False
        before, one = node, node.parent
        while one is not None:
            is_conditional |= _is_condition(one, before) or _is_left_before(one, before)
            if _is_awaiting(one, before):
                return "later"
            heard = _event_of(one) if one.type in FUNCTIONS else ""
            is_own = (
                one.type not in FUNCTIONS
                or heard in _OF_LOADING
                or _is_soon(one)
                or self._is_run_here(one)
            )
            if not is_own:
                way = "never" if heard.lower() in _MISSPELT else self._of_function(one, left)
                return "on a condition" if way == "at once" and is_conditional else way
            before, one = one, one.parent
        return "on a condition" if is_conditional else "at once"

    def misspelt_hook(self, node: Node) -> Node | None:
        """The name of a function around a node that was meant to be the hook, and is not."""
        for function in enclosing_functions(node):
            name = _name_node(function)
            word = text_of(name).rpartition(".")[2] if name is not None else HOOK
            if word != HOOK and nearest(word, [HOOK]) and not self._is_named_elsewhere(word):
                return name
        return None

    def _is_run_here(self, function: Node) -> bool:
        """Whether it is called where it is written, or is the hook."""
        around = function.parent
        while around is not None and around.type in _WRAPPINGS:
            around = around.parent
        if around is None or HOOK in {_name_of(function), _target_of(around)}:
            return around is not None
        if around.type == "member_expression":  # (function () {…}).call(this)
            function, around = around, around.parent or around
        callee = around.child_by_field_name("function")
        return around.type == "call_expression" and callee is not None and _holds(callee, function)

    def _of_function(self, function: Node, left: int) -> Way:
        name = _name_of(function)
        if not name or left == 0:
            return "later"
        if not self._is_named_elsewhere(name):
            return "never"
        ways = [self._of(node, left - 1) for node in self._calls_of(name, function)]
        # Who runs it now where a condition holds, and else later, waits: for consent, mostly.
        found: tuple[Way, ...] = ("at once", "later", "on a condition")
        return next((way for way in found if way in ways), "later")

    def _calls_of(self, name: str, function: Node) -> Iterator[Node]:
        for script in self.reading.scripts:
            for call in script.calls:
                is_own = script.how != "handler" and not _within(call.node, function)
                if call.path == name and is_own:
                    yield call.node
            for one in script.assignments:
                if one.path == HOOK and one.value is not None and path_of(one.value) == name:
                    yield one.node

    def _is_named_elsewhere(self, name: str) -> bool:
        word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
        return sum(len(word.findall(text)) for text in self._texts) > 1

    @cached_property
    def _texts(self) -> list[str]:
        return [self.reading.page.text, *(one.text for one in self.reading.files.values())]


def is_conditional(node: Node) -> bool:
    """Whether a condition has to hold for a node to be run, in any of the functions around it."""
    before, one = node, node.parent
    while one is not None:
        if _is_condition(one, before) or _is_left_before(one, before):
            return True
        before, one = one, one.parent
    return False


def is_caught(node: Node) -> bool:
    """Whether the page catches what goes wrong on the way to a node."""
    before, one = node, node.parent
    while one is not None:
        if one.type == "try_statement" and one.child_by_field_name("body") == before:
            return True
        called = one.child_by_field_name("function") if one.type == "call_expression" else None
        if called is not None and text_of(called).endswith(".catch"):
            return True
        listed = one.child_by_field_name("arguments")
        is_second = called is not None and text_of(called).endswith(".then")
        if is_second and listed is not None and len(listed.named_children) > 1:
            return True
        before, one = one, one.parent
    return False


def _event_of(function: Node) -> str:
    """The event that a function listens to, where it is handed to addEventListener."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.type == "arguments" else None
    if call is None or listed is None:
        return ""
    path = path_of(call.child_by_field_name("function"))
    event = value_of(listed.named_children[0])
    is_listening = path.rpartition(".")[2] == "addEventListener"
    return event if is_listening and isinstance(event, str) else ""


def _is_soon(function: Node) -> bool:
    """Whether it is handed to a timer that a visit waits for."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.type == "arguments" else None
    if call is None or listed is None:
        return False
    if path_of(call.child_by_field_name("function")) not in _TIMERS:
        return False
    delay = value_of(listed.named_children[1]) if len(listed.named_children) > 1 else 0
    return isinstance(delay, (int, float)) and delay <= WAIT * 1000


def _is_awaiting(block: Node, statement: Node) -> bool:
    """Whether a function waits for a promise before it comes to a statement."""
    if block.type != "statement_block":
        return False
    for one in block.named_children:
        if one == statement:
            return False
        if any(inner.type == "await_expression" for inner in walk(one)):
            return True
    return False


def _name_of(function: Node) -> str:
    """The name by which code can call it; what is a property of something has none."""
    name = _name_node(function)
    return text_of(name) if name is not None and name.type == "identifier" else ""


def _name_node(function: Node) -> Node | None:
    """Where a function is named: in its declaration, or where it is assigned."""
    if function.type.endswith("declaration"):
        return function.child_by_field_name("name")
    around = function.parent
    if around is not None and around.type == "variable_declarator":
        return around.child_by_field_name("name")
    if around is not None and around.type == "assignment_expression":
        return around.child_by_field_name("left")
    return None


def _target_of(statement: Node) -> str:
    """What an assignment gives a value."""
    is_set = statement.type == "assignment_expression"
    return path_of(statement.child_by_field_name("left")) if is_set else ""


def _is_condition(node: Node, branch: Node) -> bool:
    """Whether a branch of a statement is run only where its condition holds."""
    if node.type not in _CONDITIONS:
        return False
    first = node.child_by_field_name("condition") or node.child_by_field_name("left")
    if node.type == "binary_expression":
        operator = text_of(node.child_by_field_name("operator"))
        return operator in {"&&", "||", "??"} and first != branch
    return first != branch


def _is_left_before(block: Node, statement: Node) -> bool:
    """Whether a function's block is left before a statement, on a condition."""
    if block.type != "statement_block":
        return False
    for one in block.named_children:
        if one == statement:
            return False
        if one.type == "if_statement" and ("return" in text_of(one) or "throw" in text_of(one)):
            return True
    return False


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _within(node: Node, function: Node) -> bool:
    one: Node | None = node
    while one is not None:
        if one == function:
            return True
        one = one.parent
    return False
