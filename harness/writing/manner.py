"""The manner in which a file is written: what is added looks as its author would write it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.writing.spelling import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.source import Node
    from harness.writing.spots import Spots


def style_of(spots: Spots, root: Node) -> Style:
    """How the file of this tree is written."""
    openings: Counter[str] = Counter()
    units: Counter[int] = Counter()
    expects: Counter[bool] = Counter()
    for node in _nodes(root):
        openings[_opening(spots, node)] += 1
        for name, key in node.keys.items():
            inner = node.get(name)
            is_in_lines = inner is not None and bool(inner.keys) and inner.line > key.line
            if inner is not None and is_in_lines:
                units[inner.column - key.column] += 1
            if name == "expect":
                expects[is_in_lines] += 1
    quote = "'" if openings["'"] > openings['"'] else '"'
    pad = " " if openings["{ "] > openings["{"] else ""
    unit = next((unit for unit, _ in units.most_common() if unit > 0), 2)
    return Style(quote=quote, pad=pad, unit=unit, in_blocks=expects[True] > expects[False])


def is_json(spots: Spots, step: Node) -> bool:
    """Whether the keys of a step stand in quotes, as in JSON."""
    return any(spots.opening(key) == '"' for key in step.keys.values())


def _opening(spots: Spots, node: Node) -> str:
    at = spots.content(node)
    found = spots.sheet.text[at : at + 2]
    return found if found == "{ " else found[:1]


def _nodes(root: Node) -> Iterator[Node]:
    """All nodes of a tree, each once."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        items = node.items
        if items is not None:
            waiting += items.values() if isinstance(items, dict) else items


def shared(root: Node) -> set[int]:
    """The ids of nodes that stand in several places of the tree, by an anchor and its aliases."""
    counts: Counter[int] = Counter()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        counts[id(node)] += 1
        if counts[id(node)] == 1 and node.items is not None:
            waiting += node.items.values() if isinstance(node.items, dict) else node.items
    twice = {number for number, count in counts.items() if count > 1}
    return _with_inner(root, twice)


def _with_inner(root: Node, twice: set[int]) -> set[int]:
    found = set(twice)
    for node in _nodes(root):
        if id(node) in twice:
            found |= {id(inner) for inner in _nodes(node)}
    return found
