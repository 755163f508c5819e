"""Where in a page's own text something comes from that a visit has seen, if it can be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.literals import FUNCTIONS, enclosing, runs_at_once, text_of, walk
from harness.audit.sources import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import CallbackFunction, Evidence
    from harness.audit.reading import Reading
    from harness.audit.scripts import Script

_CHANGES = re.compile(r"\.style\.|\.(?:innerHTML|outerHTML|hidden|className|textContent|cssText)$")
_ADDING = {
    "listeners": ("addEventListener", "on", "bind", "attachEvent"),
    "timers": ("setInterval", "setTimeout", "requestAnimationFrame"),
    "elements": (
        *("appendChild", "append", "prepend", "insertBefore", "before", "after"),
        *("insertAdjacentHTML", "insertAdjacentElement", "replaceWith"),
    ),
}
_STYLING = frozenset({"setProperty", "setAttribute", "addClass", "css", "show", "html"})
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def condition(reading: Reading) -> Spot | None:
    """What the embed is made to depend on: the condition around it, or what sets it off."""
    for script, node in _beginnings(reading):
        one = node.parent
        while one is not None:
            asked = one.child_by_field_name("condition")
            if asked is not None and not enclosing(node, asked):
                inner = asked.named_children[0] if asked.named_children else asked
                is_bare = asked.type == "parenthesized_expression"
                return script.spot(inner if is_bare else asked)
            one = one.parent
    return trigger(reading)


def trigger(reading: Reading) -> Spot | None:
    """What sets an embed off that does not run at once: a call by name, a listener, a handler."""
    for script, node in _beginnings(reading):
        if runs_at_once(node):
            continue
        around = [one for one in _above(node) if one.type in FUNCTIONS]
        named = text_of(around[-1].child_by_field_name("name"))
        calls = [
            call
            for other in reading.scripts
            for call in other.calls
            if named and call.path == named and not enclosing(call.node, around[-1])
        ]
        if calls:
            return calls[0].spot
        holder = around[-1].parent
        if holder is not None and holder.type == "arguments" and holder.parent is not None:
            return script.spot(holder.parent)
        if holder is not None and holder.type == "assignment_expression":
            return script.spot(holder)
    return None


def _beginnings(reading: Reading) -> Iterator[tuple[Script, Node]]:
    """Where scripts bring the loader, else where they set the hook."""
    yield from ((script, node) for script, node, _ in reading.loader_strings)
    yield from ((hook.script, hook.node) for hook in reading.hooks)


def _above(node: Node) -> Iterator[Node]:
    one = node.parent
    while one is not None:
        yield one
        one = one.parent


def adding(evidence: Evidence, what: str) -> Spot | None:
    """Where the hook or a callback adds listeners, timers or elements."""
    return _called(evidence, _ADDING[what])


def calling(evidence: Evidence, name: str) -> Spot | None:
    """Where the embed calls a method of this name on anything."""
    return _called(evidence, (name,))


def _called(evidence: Evidence, names: tuple[str, ...]) -> Spot | None:
    found = (
        script.spot(node)
        for script in evidence.reading.scripts
        for name, node in _methods(script.root)
        if name in names and evidence.is_within_embed(node)
    )
    return next(found, None)


def inserting(reading: Reading) -> Spot | None:
    """Where the script that brings the loader puts it into the page."""
    for script, _, _ in reading.loader_strings:
        for name, node in _methods(script.root):
            if name in _ADDING["elements"]:
                return script.spot(node)
    return None


def _methods(root: Node) -> Iterator[tuple[str, Node]]:
    """Each call below a node, with the last name of what is called."""
    for node in walk(root):
        if node.type == "call_expression":
            called = text_of(node.child_by_field_name("function"))
            yield re.split(r"\W", called)[-1], node


def changing(callbacks: list[CallbackFunction]) -> Spot | None:
    """The first line of a callback that changes what the page looks like, else the callback."""
    for callback in callbacks:
        for one in callback.script.assignments:
            is_change = _CHANGES.search(one.path) or _CHANGES.search(
                text_of(one.node.child_by_field_name("left"))
            )
            if is_change and enclosing(one.node, callback.node):
                return one.spot
        for name, node in _methods(callback.node):
            if name in _STYLING or name in _ADDING["elements"]:
                return callback.script.spot(node)
    return next((callback.spot for callback in callbacks), None)


def declaration(evidence: Evidence, tag: str, name: str) -> Spot | None:
    """Where the page gives an element of this tag a property: in its style, or by a rule."""
    document = evidence.reading.document
    wanted = re.compile(rf"(?<![\w-])-?(?:webkit-)?{re.escape(name)}\s*:[^;}}]*")
    for element in document.all(tag):
        value = document.value(element, "style")
        found = wanted.search(value.text)
        if found is not None:
            at, end = value.places[found.start()], value.places[found.end()]
            return Spot(document.source, at, end - at)
    for element in document.all("style"):
        start, end = element.content
        for rule in _RULE.finditer(document.source.text, start, end):
            selectors = [one.strip().split()[-1:] for one in rule.group(1).split(",")]
            is_of_tag = any(one and re.match(rf"{tag}(?![\w-])", one[0]) for one in selectors)
            found = wanted.search(document.source.text, rule.start(2), rule.end(2))
            if is_of_tag and found is not None:
                return Spot(document.source, found.start(), found.end() - found.start())
    return next((document.spot(element) for element in document.all(tag)), None)
