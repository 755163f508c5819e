"""Loops and timers around what the widget is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.literals import conditions_before, path_of, text_of, walk
from harness.audit.reading import INITS
from harness.audit.rule import Hit, Rules
from harness.audit.rules.snippet import START, THE_HOOK, hooked
from harness.audit.scripts import enclosing_functions
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence

RULES = Rules("loading")
_LOOPS = frozenset({"while_statement", "do_statement", "for_statement"})
_ENDING = frozenset({"await_expression", "break_statement", "return_statement", "throw_statement"})
_ASKING = frozenset({"window", "self", "globalThis", "undefined", GLOBAL})
_ASKED = frozenset({GLOBAL, "embed", "popup", "init"})


@RULES.rule(
    "loop-awaits-widget",
    "error",
    "No loop waits for the widget.",
    rests_on="browsers: scripts of a page run one after the other; documented: Implementing (the "
    "code is asynchronous)",
    why="The loader is a script too, and runs when this one has ended. So the loop waits for what "
    "cannot come, and the page stands still.",
    remedy=f"set {THE_HOOK}",
    example=hooked(START),
)
def loop_awaits_widget(evidence: Evidence) -> Iterator[Hit]:
    """Report loops that go round until the widget is there, and let nothing else run."""
    for script in evidence.reading.scripts:
        for node in walk(script.root):
            condition = node.child_by_field_name("condition") if node.type in _LOOPS else None
            if condition is None or GLOBAL not in _names(condition):
                continue
            if not any(one.type in _ENDING for one in walk(node)):
                yield Hit("this loop waits for the widget", script.spot(condition))


@RULES.rule(
    "init-again-and-again",
    "warning",
    "No timer starts the widget again and again.",
    rests_on="documented: Basic Embedded ChatBar Functions (reload() starts a running widget "
    "anew); assumed: the last init replaces the one before",
    why="A timer that is never stopped calls init over and over: the visitor's chat is started "
    "anew each time, with what was being written in it.",
    remedy=f"set {THE_HOOK} instead, or stop the timer before init",
    example=hooked(START),
)
def init_again_and_again(evidence: Evidence) -> Iterator[Hit]:
    """Report inits in what setInterval calls, where nothing stops it or asks for more."""
    for call in evidence.reading.calls_of(*INITS):
        timers = [one for one in enclosing_functions(call.node) if _is_repeated(one)]
        if not timers or "clearInterval" in text_of(call.script.root):
            continue
        asked = [name for one in conditions_before(call.node) for name in _names(one)]
        if set(asked) <= _ASKING | _ASKED and ".stop" not in text_of(timers[0]):
            yield Hit(f"a timer calls {call.function} again and again", call.spot)


def _is_repeated(function: Node) -> bool:
    """Whether a function is handed to setInterval."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.type == "arguments" else None
    if call is None:
        return False
    path = path_of(call.child_by_field_name("function"))
    return path.rpartition(".")[2] == "setInterval"


def _names(node: Node) -> list[str]:
    """The names that an expression reads, those behind a dot among them."""
    kinds = {"identifier", "property_identifier", "undefined"}
    return [text_of(one) for one in walk(node) if one.type in kinds]
