"""Recorded values and patterns as people read them: what it is, and of which type."""

from __future__ import annotations

import json
from typing import Any

LONGEST = 160


def shown(value: Any) -> str:
    """A value with its type, for the `expected:` and `recorded:` lines."""
    text, kind = bare(value), type_of(value)
    return f"{text} ({kind})" if kind else text


def bare(value: Any) -> str:
    """A value as compact text; what JSON cannot hold by its JavaScript name."""
    if isinstance(value, dict) and "$type" in value:
        return _tagged(value)
    if isinstance(value, dict):
        return _cut("{" + ", ".join(f"{key}: {bare(item)}" for key, item in value.items()) + "}")
    if isinstance(value, (list, tuple)):
        return _cut("[" + ", ".join(bare(item) for item in value) + "]")
    if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
        return value
    return _cut(json.dumps(value, ensure_ascii=False))


def type_of(value: Any) -> str:
    """The JavaScript type; empty where the text says it already."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "" if value.startswith("$") else "string"
    return ""


def _tagged(value: dict[str, Any]) -> str:
    kind = str(value["$type"])
    if kind == "function":
        return f"function {value.get('name') or '(anonymous)'}"
    if kind == "error":
        return f"{value.get('name') or 'Error'}: {value.get('message', '')}"
    if kind == "object":
        return f"{value.get('class', 'object')} {bare(value.get('value'))}"
    if "value" in value:
        return f"{bare(value['value'])} ({kind})"
    return {"nan": "NaN", "infinity": "Infinity", "-infinity": "-Infinity"}.get(kind, kind)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}… ({len(text)} characters)"


def milliseconds(amount: float) -> str:
    """A span of time: `340 ms`, `2.1 s`."""
    return f"{amount:.0f} ms" if amount < 1000 else f"{amount / 1000:.1f} s"  # noqa: PLR2004 - ms in a second


def times(count: int) -> str:
    """How often: `once`, `twice`, `5 times`."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")
