"""Recorded values as a reader of JavaScript expects them: `{page: "min", data: undefined}`."""

from __future__ import annotations

import json
import re
from typing import Any

LEAF = 80
"""Characters of one text that are shown before the rest is counted instead."""

ITEMS = 12
"""Items of one list or object that are shown before the rest is counted instead."""

_DEPTH = 6
_KILO = 1000
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_FRAME = re.compile(r"^[ \t]*(?:at (?=\S)|(?=\S*@\S+:\d))(.+)$", re.MULTILINE)
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


def as_text(value: Any, limit: int | None = LEAF) -> str:
    """One recorded value on one line; `limit` None shows all of it."""
    return _as_text(value, limit, 0)


def arguments(values: Any, limit: int | None = LEAF) -> str:
    """The arguments of a call, as they stand between its brackets."""
    if not isinstance(values, list):
        return as_text(values, limit)
    return ", ".join(_items([as_text(value, limit) for value in values], limit, "arguments"))


def error(value: Any, limit: int | None = LEAF) -> str:
    """A recorded error as `Name: message`, and where it was thrown when its stack says so."""
    if not isinstance(value, dict) or value.get("$type", "error") != "error":
        return as_text(value, limit)
    parts = [str(value[key]) for key in ("name", "message") if value.get(key)]
    text = shorten(": ".join(parts) or "an error without a message", limit)
    frame = _FRAME.search(str(value.get("stack") or ""))
    return f"{text}  at {shorten(frame[1], limit)}" if frame else text


def size(count: int) -> str:
    """A number of bytes, rounded for reading."""
    if count < _KILO:
        return f"{count} B"
    return f"{count / _KILO:.1f} kB" if count < _KILO**2 else f"{count / _KILO**2:.1f} MB"


def _as_text(value: Any, limit: int | None, depth: int) -> str:
    if isinstance(value, str):
        return _string(value, limit)
    if isinstance(value, dict) and "$type" in value:
        return _tagged(value, limit)
    if isinstance(value, (dict, list)) and limit is not None and depth >= _DEPTH:
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, dict):
        rows = [f"{_key(key)}: {_as_text(part, limit, depth + 1)}" for key, part in value.items()]
        return f"{{{', '.join(_items(rows, limit, 'fields'))}}}"
    if isinstance(value, list):
        rows = [_as_text(part, limit, depth + 1) for part in value]
        return f"[{', '.join(_items(rows, limit, 'items'))}]"
    return json.dumps(value)


def _string(value: str, limit: int | None) -> str:
    if limit is None or len(value) <= limit:
        return json.dumps(value, ensure_ascii=False)
    cut = len(value) - limit
    return f"{json.dumps(value[:limit], ensure_ascii=False)}… (+{cut:,} characters)"


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
