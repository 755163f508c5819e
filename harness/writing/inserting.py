"""Keys are added to a step, in its own manner: in lines, in brackets, or as a pair in a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.scenario.verbs import VERBS
from harness.writing.manner import is_json
from harness.writing.sheet import Edit

if TYPE_CHECKING:
    from harness.scenario.source import Node
    from harness.writing.spelling import Style
    from harness.writing.spots import Spots

_BEFORE = frozenset({*VERBS, "in", "returns", "throws", "unchecked"})
"""What stands before `expect` in a step."""


def inserted(
    spots: Spots, style: Style, steps: Node, step: Node, more: dict[str, Any]
) -> list[Edit]:
    """The edits that add keys with their values. Raises Unplaceable and Unspellable."""
    style = replace(style, is_json=is_json(spots, step))
    end = _anchor(spots, step)
    if spots.opening(step) == "{":
        return [Edit(end, end, _in_brackets(style, more))]
    if spots.opening(steps) == "[":
        start = spots.start(step)
        return [Edit(start, start, "{"), Edit(end, end, f"{_in_brackets(style, more)}}}")]
    return [_in_lines(spots, style, step, end, more)]


def _anchor(spots: Spots, step: Node) -> int:
    """The end of the last part that stands before what is added."""
    items = step.items if isinstance(step.items, dict) else {}
    names = [name for name in items if name in _BEFORE] or list(items)[:1]
    return max(spots.value(step.keys[name], items[name]).end for name in names)


def _in_brackets(style: Style, more: dict[str, Any]) -> str:
    pairs = (f"{style.scalar(name)}: {style.flow(value)}" for name, value in more.items())
    return "".join(f", {pair}" for pair in pairs)


def _in_lines(spots: Spots, style: Style, step: Node, end: int, more: dict[str, Any]) -> Edit:
    sheet = spots.sheet
    column = next(iter(step.keys.values())).column
    lines = [line for name, value in more.items() for line in _pair(style, name, value, column - 1)]
    text = "".join(f"{line}{sheet.newline}" for line in lines)
    at = sheet.after_line(end)
    if at == sheet.end_of_line(end):  # the last line of the file, without a line break
        text = sheet.newline + text.removesuffix(sheet.newline)
    return Edit(at, at, text)


def _pair(style: Style, name: str, value: Any, indent: int) -> list[str]:
    wants_lines = isinstance(value, list) or (isinstance(value, dict) and len(value) > 1)
    is_bare = isinstance(value, list) and all(isinstance(item, str) for item in value)
    has_order = isinstance(value, dict) and "in_order" in value
    if (wants_lines and not is_bare and name == "expect") or has_order or _is_own(style, value):
        return style.block(f"{style.scalar(name)}: ", value, indent)
    return style.lines(f"{style.scalar(name)}: ", value, indent)


def _is_own(style: Style, value: Any) -> bool:
    """Whether the file's author writes such a value in lines of its own."""
    return style.in_blocks and isinstance(value, dict) and bool(value)
