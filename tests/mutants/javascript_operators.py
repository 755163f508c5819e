"""What is changed in the widget's scripts, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mutants.javascript import (
    declared,
    is_statement,
    parse,
    site_of,
    text,
    walk,
    within,
)
from tests.mutants.mutant import Change
from tests.mutants.words import GROUPS, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from tests.mutants.mutant import Seen

_LOGICAL = frozenset({"&&", "||"})
_EQUAL = frozenset({"===", "!=="})
_LESS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_PLAIN = frozenset({"number", "true", "false", "null", "undefined"})
_EXPRESSIONS = frozenset({
    "binary_expression", "unary_expression", "ternary_expression", "parenthesized_expression",
})  # fmt: skip
_ACTS = frozenset({
    "assignment_expression", "augmented_assignment_expression", "update_expression",
    "await_expression", "new_expression", "yield_expression",
})  # fmt: skip
_LOOKS = frozenset({
    "attempt", "isObject", "isStart", "isInitialPage", "isWindowOpen", "isOpen", "looksMobile",
    "assumed", "text", "accountOf", "String", "Number", "Boolean", "hasOwn", "isArray", "test",
    "includes", "has", "get", "startsWith", "canParse", "isConsentNeeded", "hasDetails",
    "mustChoose", "isOfflinePage", "settle", "shape", "chatStatus", "rateable", "webAddress",
    "logKey", "slice", "trim", "at", "pick", "keys", "closest", "isBubbleDismissed", "stringify",
    "toLowerCase", "getAttribute", "parse",
})  # fmt: skip
"""Functions that change nothing, so that they may be called once more to see what would be."""


_FAR = frozenset({
    "fire", "tell", "apply", "draw", "show", "send", "remember", "stop", "start", "begin", "move",
    "callBack", "track", "reopen", "place", "sendDetails", "changeChat", "follow", "act", "arrive",
    "waitForNews", "leaveRating", "leaveInvitation", "thank", "endChat", "answer", "write", "focus",
    "drawLog", "remark", "drawEnd", "openWindow", "closeWindow", "leaveBubble", "inviteNext", "say",
    "insert", "replaceSync", "append", "prepare", "dress", "runTimers", "tellLaunched",
    "hearWindow",
})  # fmt: skip
"""Functions whose effect goes beyond one element of the widget's document."""

_NO_TEXTS = (
    *("typeof", ".length", "status", "window.parent", "host.window", "contentWindow", "count"),
    *("activeElement", "link.window", "element.", "current === run", "current !== run", "chosen"),
)
_GIVEN = ("text(", "wanted", "btype", "asked", "side")
"""Where a text that the page gave is compared with a word."""


def changes(source: bytes) -> list[Change]:
    """Every change of a script that the operators make, in the order of the source."""
    found: list[Change] = []
    for node in walk(parse(source)):
        if not _is_style(node):
            found += _of(node)
    return found


def _is_style(node: Node) -> bool:
    """Whether a node is about sizes and colours, which the vendor's page says nothing of."""
    return within(node).partition(".")[0] in {"PLAIN", "SIZES", "RADIUS", "speechIcon", "style"}


def _of(node: Node) -> Iterator[Change]:
    kind = node.type
    if kind in {"if_statement", "ternary_expression"}:
        yield from _condition(node)
    elif kind == "binary_expression":
        yield from _binary(node)
    elif kind in {"number", "true", "false", "string"}:
        yield from _constant(node)
    elif kind == "property_identifier":
        yield from _property(node)
    elif kind == "expression_statement" and is_statement(node):
        yield from _statement(node)


def _change(operator: str, node: Node, new: str, end: int | None = None) -> Change:
    """A change whose effect is seen by comparing, where nothing acts in what is compared."""
    at = site_of(node)
    can_compare = at is not None and end is None and _is_pure(node)
    seen: Seen = "differs" if can_compare and operator != "negate" else "touched"
    names = declared(node) if at is None else ()
    until = node.end_byte if end is None else end
    whole = _expression(node) if seen == "differs" else node
    probe = _with(whole, node, new)
    span = (whole.start_byte, whole.end_byte)
    inside = within(node)
    return Change(
        operator, inside, node.start_byte, until, new.encode(), at, names, seen, probe, span
    )


def _expression(node: Node) -> Node:
    """The largest expression around a node whose value is all that the node has an effect on."""
    around = node.parent
    while around is not None and _is_expression(around) and _is_pure(around):
        node = around
        around = node.parent
    return node


def _is_expression(node: Node) -> bool:
    is_part = node.type == "parenthesized_expression" and node.parent is not None
    if is_part and node.parent.type in {"if_statement", "while_statement"}:
        return False
    return node.type in _EXPRESSIONS


def _with(whole: Node, node: Node, new: str) -> str:
    """The source of an expression in which a part is another one."""
    source, begin = text(whole).encode(), whole.start_byte
    before, after = source[: node.start_byte - begin], source[node.end_byte - begin :]
    return (before + new.encode() + after).decode()


def _is_pure(node: Node) -> bool:
    for one in walk(node):
        if one.type in _ACTS:
            return False
        if one.type == "call_expression":
            called = one.child_by_field_name("function")
            name = text(called).rpartition(".")[2]
            if name not in _LOOKS:
                return False
    return True


def _condition(node: Node) -> Iterator[Change]:
    asked = node.child_by_field_name("condition")
    if asked is None:
        return
    if asked.type == "parenthesized_expression":
        asked = next(one for one in asked.named_children if one.type != "comment")
    yield _change("negate", asked, f"!({text(asked)})")
    yield _change("always", asked, "true")
    yield _change("never", asked, "false")


def _binary(node: Node) -> Iterator[Change]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text(node.child_by_field_name("operator"))
    if left is None or right is None:
        return
    if operator in _LOGICAL:
        kind = "widen" if operator == "&&" else "narrow"
        yield _change(kind, node, text(left))
        yield _change(kind, node, text(right))
        if operator == "||" and _is_choice(left) and _is_choice(right):
            yield _change("precedence", node, f"{text(right)} || {text(left)}")
    elif operator in _EQUAL:
        if not _is_whole_condition(node):
            turned = "!==" if operator == "===" else "==="
            yield _change("equality", node, f"{text(left)} {turned} {text(right)}")
        yield from _loose(node, text(left), text(right), operator)
    elif operator in _LESS:
        yield _change("boundary", node, f"{text(left)} {_LESS[operator]} {text(right)}")


def _loose(node: Node, left: str, right: str, operator: str) -> Iterator[Change]:
    """Equality of texts that capitals, or all that follows a beginning, make no difference to."""
    sides = [node.child_by_field_name("left"), node.child_by_field_name("right")]
    are_texts = all(side is not None and side.type not in _PLAIN for side in sides)
    is_other = any(word in f"{left} {right}" for word in _NO_TEXTS)
    if not are_texts or is_other or "''" in {left, right}:
        return
    words = [side.strip("'") for side in (left, right) if side.startswith("'")]
    is_given = not words or any(given in f"{left} {right}" for given in _GIVEN)
    longer = (one for group in GROUPS for one in group if one not in words)
    if is_given or any(one.startswith(words[0]) for one in longer):
        turned = "!" if operator == "!==" else ""
        yield _change("prefix", node, f"{turned}String({left}).startsWith(String({right}))")
    if is_given and "origin" not in left:
        lowered = [f"String({side}).toLowerCase()" for side in (left, right)]
        yield _change("caseless", node, f"{lowered[0]} {operator} {lowered[1]}")


def _is_choice(node: Node) -> bool:
    """Whether a side of `||` gives a value, rather than yes or no."""
    return node.type in {
        "member_expression",
        "call_expression",
        "identifier",
        "subscript_expression",
    }


def _is_whole_condition(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "parenthesized_expression":
        return parent.parent is not None and parent.parent.type == "if_statement"
    return parent.type == "ternary_expression" and node == parent.child_by_field_name("condition")


def _constant(node: Node) -> Iterator[Change]:
    parent = node.parent
    if parent is None or parent.type in {"expression_statement", "subscript_expression"}:
        return
    if parent.type == "pair" and node == parent.child_by_field_name("key"):
        return
    operator = "default" if _is_default(node) else "constant"
    if node.type == "string":
        word = other(text(node).strip("'"))
        if word is not None:
            yield _change(operator, node, f"'{word}'")
    elif node.type == "number":
        yield _change(operator, node, str(int(float(text(node))) + 1))
    elif not _is_whole_condition(node):
        yield _change(operator, node, "false" if node.type == "true" else "true")


def _is_default(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "arguments" and parent.parent is not None:
        return text(parent.parent.child_by_field_name("function")) == "assumed"
    if parent.type == "binary_expression":
        return text(parent.child_by_field_name("operator")) == "||"
    return parent.type in {"pair", "assignment_pattern", "object_assignment_pattern"}


def _property(node: Node) -> Iterator[Change]:
    parent = node.parent
    if parent is None or parent.type != "member_expression":
        return
    if parent.parent is not None and parent.parent.type == "assignment_expression":
        return
    word = other(text(node))
    if word is not None and word.isidentifier():
        yield _change("field", node, word, end=node.end_byte)


def _statement(node: Node) -> Iterator[Change]:
    if text(node).startswith("'"):
        return
    yield _change("omit", node, ";", end=node.end_byte)
    after = node.next_named_sibling
    if after is not None and _is_ordered(node, after):
        source = text(node.parent)
        begin = node.parent.start_byte if node.parent is not None else 0
        between = source.encode()[node.end_byte - begin : after.start_byte - begin].decode()
        new = f"{text(after)}{between}{text(node)}"
        yield _change("order", node, new, end=after.end_byte)


def _is_ordered(first: Node, second: Node) -> bool:
    """Whether it can matter which of two statements comes first."""
    if second.type != "expression_statement" or not is_statement(second):
        return False
    acts, given = zip(*(_effects(one) for one in (first, second)), strict=True)
    return all(acts) or any(
        bool(name) and name in text(other_one)
        for name, other_one in zip(given, (second, first), strict=True)
    )


def _effects(statement: Node) -> tuple[bool, str]:
    """Whether a statement calls what acts beyond one element, and what it gives a value."""
    inner = statement.named_children[0]
    if inner.type == "call_expression":
        return text(inner.child_by_field_name("function")).rpartition(".")[2] in _FAR, ""
    return False, text(inner.child_by_field_name("left"))
