"""Recorded values in words, as JavaScript writes them: `{page: "min", data: undefined}`.

The one place where values become text: the judge's failures, the timeline and every other
report say `string`, `number` and `boolean`, and shorten long values in the same way.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LEAF = 80
"""Characters of one text that are shown before the rest is counted instead."""

ITEMS = 12
"""Items of one list or object that are shown before the rest is counted instead."""

_DEPTH = 6
_KILO = 1000
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_FRAME = re.compile(r"^[ \t]*(?:at (?=\S)|(?=\S*@\S+:\d))(.+)$", re.MULTILINE)
_OFTEN = {0: "not at all", 1: "once", 2: "twice"}
_LITERAL = {
    "undefined": "undefined",
    "nan": "NaN",
    "infinity": "Infinity",
    "-infinity": "-Infinity",
    "-0": "-0",
}


def shorten(text: str, limit: int | None = LEAF) -> str:
    """The beginning of a long text, and how much of it was cut."""
    if limit is None or len(text) <= limit:
        return text
    return f"{text[:limit]}… (+{len(text) - limit:,} characters)"


def quoted(text: str, limit: int | None = LEAF) -> str:
    """A string as JavaScript writes it; `limit` None shows all of it."""
    if limit is None or len(text) <= limit:
        return json.dumps(text, ensure_ascii=False)
    cut = len(text) - limit
    return f"{json.dumps(text[:limit], ensure_ascii=False)}… (+{cut:,} characters)"


def as_text(
    value: Any, limit: int | None = LEAF, string: Callable[[str, int | None], str] = quoted
) -> str:
    """One recorded value on one line; `limit` None shows all of it.

    `string` writes the strings in it, for values that are patterns and hold matchers.
    """
    return _as_text(value, limit, string, 0)


def typed(value: Any, limit: int | None = LEAF) -> str:
    """One recorded value with its type, where the text alone does not tell it."""
    kind = type_of(value)
    text = as_text(value, limit)
    return f"{text} ({kind})" if kind in {"string", "number", "boolean"} else text


def type_of(value: Any) -> str:
    """The type of a recorded value, in JavaScript's words."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (list, tuple)):
        return "list"
    if isinstance(value, dict):
        return str(value.get("$type", "object"))
    return "null"


def arguments(values: Any, limit: int | None = LEAF) -> str:
    """The arguments of a call, as they stand between its brackets."""
    if not isinstance(values, list):
        return as_text(values, limit)
    return ", ".join(_items([as_text(value, limit) for value in values], limit, "arguments"))


def error(value: Any, limit: int | None = LEAF) -> str:
    """A recorded error as `Name: message`, and where it was thrown when its stack says so."""
    if not isinstance(value, dict) or value.get("$type", "error") != "error":
        return as_text(value, limit)
    text = error_name(value, limit)
    frame = _FRAME.search(str(value.get("stack") or ""))
    return f"{text}  at {shorten(frame[1], limit)}" if frame else text


def error_name(value: Any, limit: int | None = LEAF) -> str:
    """A recorded error as `Name: message`; anything else that was thrown as the value it is."""
    if not isinstance(value, dict) or value.get("$type", "error") != "error":
        return as_text(value, limit)
    parts = [str(value[key]) for key in ("name", "message") if value.get(key)]
    return shorten(": ".join(parts) or "an error without a message", limit)


def many(count: int, noun: str) -> str:
    """A number of things: `1 run`, `2 runs`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """A number of bytes, rounded for reading."""
    if count < _KILO:
        return f"{count} B"
    return f"{count / _KILO:.1f} kB" if count < _KILO**2 else f"{count / _KILO**2:.1f} MB"


def lasting(milliseconds: float) -> str:
    """How long something takes: `340 ms`, `2.1 s`."""
    whole = round(milliseconds)
    return f"{whole} ms" if whole < _KILO else f"{milliseconds / _KILO:.3g} s"


def clock(milliseconds: float) -> str:
    """A moment on the run's clock, as the timeline shows it: `0.863 s`."""
    return f"{milliseconds / _KILO:.3f} s"


def times(count: int) -> str:
    """How often: `once`, `twice`, `5 times`."""
    return _OFTEN.get(count, f"{count} times")


def _as_text(
    value: Any, limit: int | None, string: Callable[[str, int | None], str], depth: int
) -> str:
    if isinstance(value, str):
        return string(value, limit)
    if isinstance(value, dict) and "$type" in value:
        return _tagged(value, limit)
    if isinstance(value, (dict, list, tuple)) and limit is not None and depth >= _DEPTH:
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, dict):
        rows = [
            f"{_key(key)}: {_as_text(part, limit, string, depth + 1)}"
            for key, part in value.items()
        ]
        return f"{{{', '.join(_items(rows, limit, 'fields'))}}}"
    if isinstance(value, (list, tuple)):
        rows = [_as_text(part, limit, string, depth + 1) for part in value]
        return f"[{', '.join(_items(rows, limit, 'items'))}]"
    return json.dumps(value)


def _items(rows: list[str], limit: int | None, noun: str) -> list[str]:
    if limit is None or len(rows) <= ITEMS:
        return rows
    return [*rows[:ITEMS], f"… (+{len(rows) - ITEMS:,} {noun})"]


def _key(name: str) -> str:
    return name if _NAME.match(name) else json.dumps(name, ensure_ascii=False)


def _tagged(value: dict[str, Any], limit: int | None) -> str:
    """A value that JSON cannot hold, by its tag and what the recorder kept of it."""
    tag = str(value["$type"])
    if tag in _LITERAL:
        return _LITERAL[tag]
    if tag == "error":
        return f"<{error(value, limit)}>"
    rest = [part for key, part in value.items() if key != "$type" and part not in (None, "")]
    texts = [part if isinstance(part, str) else as_text(part, limit) for part in rest]
    shown = " ".join(shorten(text, limit) for text in texts)
    return f"<{tag} {shown}>" if shown else f"<{tag}>"
