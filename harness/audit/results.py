"""Whether what a call gives back can be a function, as far as the page's own text tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.literals import FUNCTIONS, Unread, Written, path_of, text_of, value_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.reading import Given, Reading

_BUILT_IN = frozenset(
    {
        *("setTimeout", "setInterval", "requestAnimationFrame"),
        *("console.log", "console.info", "console.warn", "console.error", "console.debug"),
        *("document.write", "document.writeln", "parseInt", "parseFloat", "String", "Number"),
    }
)
"""Functions of the browser's that never give a function back."""

DIALOGS = frozenset({"alert", "confirm", "prompt"})
_LONGEST = 100
_WRAPPING = frozenset({"async", "function*"})


def gives_no_function(reading: Reading, given: Given) -> bool:
    """Whether an option is the result of a call that is no function: seen in a visit, or read."""
    node, value = given.node, given.value
    if node is None or node.type != "call_expression":
        return False
    if isinstance(value, Unread):
        return _is_no_function(reading, node)
    return not (isinstance(value, dict) and value.get("$type") == "function")


def wrapped(given: Given) -> tuple[str | None, str]:
    """The remedy for a call that is handed over, and an example.

    No remedy is said where the brackets alone are too much, as the rule says by itself.
    """
    node = given.node
    callee = path_of(node.child_by_field_name("function")) if node is not None else ""
    listed = node.child_by_field_name("arguments") if node is not None else None
    if callee and (listed is None or not listed.named_children):
        return None, f"{given.name}: {callee}"
    call = f"console.log{text_of(listed)}" if callee in DIALOGS else text_of(node)
    example = f"{given.name}: function (data) {{ {call}; }}"
    is_short = len(example) <= _LONGEST and "\n" not in example
    return "write a function around the call, which then runs when the event comes", (
        example if is_short else ""
    )


def _is_no_function(reading: Reading, call: Node) -> bool:
    """Whether a call surely gives back something that is no function.

    Known are a few functions of the browser, unless the page has its own of that name, and the
    page's own whose results are all written out.
    """
    name = path_of(call.child_by_field_name("function"))
    own = reading.assignments(name) if name else []
    if not own:
        return name in _BUILT_IN | DIALOGS
    function = own[0].value
    if len(own) > 1 or function is None or function.type not in FUNCTIONS:
        return False
    if any(child.type in _WRAPPING for child in function.children) or "generator" in function.type:
        return True  # a promise, or an iterator
    return all(_is_plain(reading, one) for one in _results(function))


def _is_plain(reading: Reading, node: Node) -> bool:
    """Whether an expression is written out, and no function."""
    if node.type == "call_expression":
        name = path_of(node.child_by_field_name("function"))
        return name in _BUILT_IN | DIALOGS and not reading.assignments(name)
    return not isinstance(value_of(node), (Unread, Written))


def _results(function: Node) -> Iterator[Node]:
    """What a function returns: its body where that is an expression, else behind each return."""
    body = function.child_by_field_name("body")
    if body is None:
        return
    if body.type != "statement_block":
        yield body
        return
    for node in walk(body):
        if node.type == "return_statement" and _owner(node) == function:
            yield from (one for one in node.named_children if one.type != "comment")


def _owner(node: Node) -> Node | None:
    one = node.parent
    while one is not None and one.type not in FUNCTIONS:
        one = one.parent
    return one
