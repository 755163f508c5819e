"""How options and callbacks are handed to the widget, and where they get lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.edits import node_replaced
from harness.audit.kinds import kind_of
from harness.audit.literals import FUNCTIONS, fields_of, is_broken, path_of, text_of
from harness.audit.reading import INITS
from harness.audit.rule import Hit, Rules
from harness.widget_api import API, GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Script

RULES = Rules("options")
_OPTIONS = f"{GLOBAL}.embed.options"
_WITH_CALLBACK = (
    "livechatoo.embed.init({account: 'yourshop', onload: function (data) { console.log(data); }});"
)


@RULES.rule(
    "option-given-twice",
    "warning",
    "Each option is given once.",
    rests_on="browsers: of several fields of an object with one name the last one holds",
    why="An object has one value for each name. Of two callbacks with one name the first is never "
    "called, and nothing says so.",
    remedy="make one function of them, which does what each of them was to do",
    example="onload: function (data) { show(data.page); count(data.online); }",
)
def option_given_twice(evidence: Evidence) -> Iterator[Hit]:
    """Report options that a later field of the same object replaces by another value."""
    for function, script, node in _objects(evidence):
        last = {name: value for name, _, value in fields_of(node)}
        for name, key, value in fields_of(node):
            if value == last[name] or text_of(value) == text_of(last[name]) or _is_accessor(value):
                continue
            pair = key.parent if value != key and key.parent is not None else value
            message = f"{function} is given `{name}` twice, so this first one is lost"
            remedy = None if name in API.callbacks else "keep the one that is meant"
            yield Hit(message, script.spot(pair), (), remedy)


def _objects(evidence: Evidence) -> Iterator[tuple[str, Script, Node]]:
    """The object literals that are written for init, for page and as `embed.options`."""
    reading = evidence.reading
    written: list[tuple[str, Script, Node | None]] = []
    for call in reading.calls_of(*INITS, "embed.page"):
        index = 0 if call.function in INITS else 1
        given = call.arguments[index] if len(call.arguments) > index else None
        written.append((call.function, call.script, reading.resolve(given)))
    written += [
        ("embed.init", one.script, reading.resolve(one.value))
        for one in _set(evidence)
        if one.target == _OPTIONS
    ]
    for function, script, node in written:
        for inner in _outside_of_functions(node) if node is not None else ():
            if inner.type == "object" and not is_broken(inner):
                yield function, evidence.owner(inner, script), inner


def _outside_of_functions(node: Node) -> Iterator[Node]:
    yield node
    for one in node.children:
        if one.type not in FUNCTIONS:
            yield from _outside_of_functions(one)


def _is_accessor(node: Node) -> bool:
    return any(one.type in {"get", "set"} for one in node.children)


def _set(evidence: Evidence) -> Iterator[Assignment]:
    """Assignments to fields of the widget."""
    for script in evidence.reading.scripts:
        for one in script.assignments:
            if one.way == "set" and one.target:
                yield one


@RULES.rule(
    "option-beside-init",
    "warning",
    "Options and callbacks are given to init.",
    rests_on="documented: Basic Embedded ChatBar Functions (init, and embed.options before it), "
    "Callback events",
    why="The vendor's page has options and callbacks as fields of what init is given, or of "
    "livechatoo.embed.options before it. What is set elsewhere is not documented to do anything.",
    remedy="give it to init",
    example=_WITH_CALLBACK,
)
def option_beside_init(evidence: Evidence) -> Iterator[Hit]:
    """Report options that are set on the widget itself, and functions that a value replaces."""
    for one in _set(evidence):
        path = one.target.removeprefix(f"{GLOBAL}.")
        part, _, name = path.rpartition(".")
        if path in API.functions:
            kind = kind_of(one.value)
            if kind not in {None, "a function"}:
                message = f"this puts {kind} in the place of the function {one.target}"
                code = f"{text_of(one.node.child_by_field_name('left'))}({text_of(one.value)})"
                edits = tuple(node_replaced(one.script, one.node, code, is_safe=False))
                yield Hit(message, one.spot, (), f"call it: {code}", edits)
        elif part in {"", "embed", "popup"} and name in {*API.options, *API.callbacks}:
            kind = "a callback" if name in API.callbacks else "an option"
            owner = one.target.rpartition(".")[0]
            yield Hit(f"`{name}` is {kind} of init, and no field of {owner}", one.spot)
        elif name == "options" and part in {"", "popup"}:
            yield Hit(f"there is no {one.target}: options are given to init", one.spot)


@RULES.rule(
    "callbacks-lost-in-json",
    "error",
    "Options keep their callbacks on the way to init.",
    rests_on="browsers: JSON has no functions, and JSON.stringify leaves them out; documented: "
    "Callback events",
    why="A copy that is made with JSON.parse(JSON.stringify(…)) has no functions, so the widget "
    "gets no callbacks.",
    remedy="copy the options with Object.assign({}, …) or {...…}, which keep functions",
    example="livechatoo.embed.init(Object.assign({}, {account: 'yourshop', onload: show}));",
)
def callbacks_lost_in_json(evidence: Evidence) -> Iterator[Hit]:
    """Report copies by JSON of objects with callbacks, where nothing gives those back."""
    reading = evidence.reading
    kept = {name for one in evidence.setups for name in one.options} & {*API.callbacks}
    for call in reading.calls_of(*INITS):
        given = reading.resolve(call.arguments[0]) if call.arguments else None
        for node in _outside_of_functions(given) if given is not None else ():
            source = _copied(node)
            copied = reading.resolve(source)
            if source is None or copied is None or copied.type != "object":
                continue
            lost = [
                one for one, _, _ in fields_of(copied) if one in API.callbacks and one not in kept
            ]
            if lost:
                message = f"this copy is without {', '.join(lost)}: JSON has no functions"
                script = evidence.owner(node, call.script)
                copy = f"Object.assign({{}}, {text_of(source)})"
                edits = tuple(node_replaced(script, node, copy))
                yield Hit(message, script.spot(node), edits=edits)


def _copied(node: Node) -> Node | None:
    """What `JSON.parse(JSON.stringify(…))` copies; None for anything else."""
    for name in ("JSON.parse", "JSON.stringify"):
        listed = node.child_by_field_name("arguments")
        is_call = node.type == "call_expression" and listed is not None
        if not is_call or path_of(node.child_by_field_name("function")) != name:
            return None
        if listed is None or len(listed.named_children) != 1:
            return None
        node = listed.named_children[0]
    return node
