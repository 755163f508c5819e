"""Which functions the page calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.bindings import bindings_in
from harness.audit.edits import node_replaced, substituted
from harness.audit.examples import CALLS
from harness.audit.finding import Proof
from harness.audit.kinds import kind_of
from harness.audit.literals import is_broken, path_of, text_of, walk
from harness.audit.results import DIALOGS
from harness.audit.rule import Hit, Rules
from harness.scenario.suggestions import listed, nearest
from harness.widget_api import API, GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.scripts import Call, Script

RULES = Rules("calls")
_COMPARING = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "+"})
_PARTS = ("embed", "popup")
_HEARING = frozenset({"addEventListener", "addListener", "bind", "on", "once", "subscribe"})
_HEARD = (
    "livechatoo.embed.init({account: 'yourshop', onchatstart: function (data) {\n"
    "  console.log(data.ticket);\n}});"
)
_OF_FUNCTIONS = frozenset({"apply", "bind", "call"})
_OF_OBJECTS = frozenset({"hasOwnProperty", "propertyIsEnumerable", "toString", "valueOf"})


@RULES.rule(
    "unknown-function",
    "error",
    "Every function that the page calls is one that the vendor documents.",
    rests_on="documented: the functions of all sections",
    why="A function that is not there throws a TypeError, and the handler ends.",
    remedy="use a documented function",
    example=CALLS["embed.page"],
)
def unknown_function(evidence: Evidence) -> Iterator[Hit]:
    """Report calls below livechatoo that are not in the API, and such of a name like it."""
    for call in evidence.reading.calls:
        if call.function not in API.functions and not _is_own(evidence, call.function):
            near = _meant(call.function)
            message = f"there is no {GLOBAL}.{call.function}"
            if any(one.type == "optional_chain" for one in call.node.children):
                message += ", so this call is never made"
            told = f"{message}; did you mean `{near}`?" if near else message
            remedy = f"call `{GLOBAL}.{near}`" if near else _instead(call)
            example = CALLS[near] if near else _HEARD if _is_hearing(call) else None
            proofs = _thrown(evidence, call)
            edits = _renamed(call, near) if near else ()
            yield Hit(told, call.spot, proofs, remedy, edits, example)
    for call in (one for script in evidence.reading.scripts for one in script.calls):
        head = call.path.partition(".")[0]
        if head != GLOBAL and _is_meant_for_widget(evidence, call):
            edits = substituted(call.spot, head, GLOBAL, is_safe=False)
            is_same = head.lower() == GLOBAL
            remedy = f"write `{GLOBAL}`" + (", in small letters" if is_same else "")
            message = f"there is no {head}; did you mean `{GLOBAL}`?"
            yield Hit(message, call.spot, _thrown(evidence, call), remedy, edits)


def _is_own(evidence: Evidence, function: str) -> bool:
    """Whether it is no function of the widget's by its name, but of the language or the page."""
    before, _, last = function.rpartition(".")
    if last in _OF_FUNCTIONS and before in API.functions:
        return True
    if last in _OF_OBJECTS or function.startswith("embed.options."):
        return True
    own = {
        one.target
        for script in evidence.reading.scripts
        for one in script.assignments
        if one.way == "set"
    } - {f"{GLOBAL}.embed", f"{GLOBAL}.popup", GLOBAL, ""}
    path = f"{GLOBAL}.{function}."
    return any(path.startswith(f"{one}.") for one in own)


def _meant(function: str) -> str | None:
    """The documented function that was meant, where its part may have been left away.

    The names are compared by themselves: `embed.show` is far from `embed.stop`.
    """
    part, _, name = function.rpartition(".")
    owner = nearest(part, _PARTS) if part else ""
    if owner is None:
        return None
    own = [one for one in reversed(API.functions) if one.startswith(f"{owner}." if owner else "")]
    by_name = {one.partition(".")[2]: one for one in own}
    return by_name.get(nearest(name, by_name) or "")


def _renamed(call: Call, near: str) -> tuple[Edit, ...]:
    """The right name for the last one of what is called; the whole path where more is wrong."""
    before = call.function.rpartition(".")[0]
    name = call.callee.child_by_field_name("property") if call.callee is not None else None
    if name is not None and near.startswith(f"{before}." if before else ""):
        text = near.removeprefix(f"{before}.")
        return tuple(node_replaced(call.script, name, text, is_safe=False))
    return substituted(call.spot, call.function, near, is_safe=False)


def _is_meant_for_widget(evidence: Evidence, call: Call) -> bool:
    """Whether a call is of a name that is almost the widget's, and that no script declares."""
    head, _, rest = call.path.partition(".")
    is_like = rest.startswith(("embed.", "popup.")) and nearest(head, [GLOBAL]) == GLOBAL
    return is_like and not any(
        binding.name == head
        for script in evidence.reading.scripts
        for binding in bindings_in(script.root)
    )


def _is_hearing(call: Call) -> bool:
    """Whether a call is one that listens for an event in other libraries."""
    return call.function.rpartition(".")[2] in _HEARING


def _instead(call: Call) -> str:
    """The documented functions of the same part of the widget, or of all parts, as a remedy."""
    if _is_hearing(call):
        return f"give init a callback: there are {listed(API.callbacks, 'and')}"
    function = call.function
    part = f"{function.partition('.')[0]}."
    own = [one for one in API.functions if one.startswith(part)] or API.functions
    return f"use one that the vendor's page has: {listed(own, 'and')}"


def _thrown(evidence: Evidence, call: Call) -> tuple[Proof, ...]:
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data["message"])
        if call.path in message:
            return (Proof("stack", message),)
    return ()


@RULES.rule(
    "function-not-called",
    "error",
    "Functions of the widget are called, with brackets behind them.",
    rests_on="documented: the functions of all sections; browsers: a function is equal to nothing "
    "but itself",
    why="Without brackets the name stands for the function itself. As a statement that does "
    "nothing, and it is never equal to a text or a number.",
    remedy="write brackets behind it",
    example=CALLS["embed.status"],
)
def function_not_called(evidence: Evidence) -> Iterator[Hit]:
    """Report functions that are compared, joined to a text, shown, or all of a statement."""
    for script in evidence.reading.scripts:
        for node in _used_as_values(script.root) if GLOBAL in script.text else ():
            path = script.aliases.path_of(node)
            function = API.functions.get(path.removeprefix(f"{GLOBAL}."))
            is_named = node.type in {"member_expression", "subscript_expression"}
            if function is None or not is_named or is_broken(_statement_of(node)):
                continue
            needs = any(one.required for one in function.parameters)
            edits = () if needs else _with_brackets(script, node)
            message = f"{path} stands without brackets, so it is not called"
            yield Hit(message, script.spot(node), edits=edits, example=CALLS[function.name])


def _statement_of(node: Node) -> Node:
    """The statement around a node: after a slip of the pen brackets may stand beside the name."""
    one = node
    while one.parent is not None and not one.type.endswith(("_statement", "_declaration")):
        one = one.parent
    return one


def _with_brackets(script: Script, node: Node) -> tuple[Edit, ...]:
    return tuple(node_replaced(script, node, f"{text_of(node)}()", is_safe=False))


def _used_as_values(root: Node) -> Iterator[Node]:
    """What is compared with a plain value, joined to one, shown, or a statement by itself."""
    for node in walk(root):
        if node.type == "binary_expression":
            sides = [node.child_by_field_name(one) for one in ("left", "right")]
            if text_of(node.child_by_field_name("operator")) in _COMPARING:
                yield from (
                    one
                    for one, other in (sides, sides[::-1])
                    if one is not None and kind_of(other) not in {None, "a function"}
                )
        elif (
            node.type == "call_expression"
            and path_of(node.child_by_field_name("function")) in DIALOGS
        ):
            listed = node.child_by_field_name("arguments")
            yield from listed.named_children if listed is not None else ()
        elif node.type in {"expression_statement", "template_substitution"}:
            yield from node.named_children[:1]
        elif node.type == "switch_statement":
            value = node.child_by_field_name("value")
            yield from value.named_children[:1] if value is not None else ()
