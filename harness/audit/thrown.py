"""What was thrown, as the recorder writes it, in words: an Error, a text, null, an object."""

from __future__ import annotations

from typing import Any

from harness.wording import shorten

_LONGEST = 200


def said(error: Any) -> str:
    """What was thrown, as people write it."""
    if error is None:
        return "null"
    if not isinstance(error, dict):
        return repr(error)[:_LONGEST]
    kind = error.get("$type")
    if kind == "error":
        name, message = error.get("name") or "Error", error.get("message")
        return f"{name}: {message}" if message else str(name)
    if kind == "undefined":
        return "undefined"
    if kind in {None, "object"}:
        return f"an object: {shorten(str(error.get('value', error) or '{}'), _LONGEST)}"
    return f"a {kind}"


def in_console(error: Any) -> str:
    """What the browser's console calls it when nobody caught it."""
    if error is None:
        return "null"
    if isinstance(error, dict):
        kind = error.get("$type")
        if kind == "error":
            return str(error.get("message", ""))
        if kind == "object":
            return str(error.get("class", "Object"))
        return str(kind or "Object")
    if isinstance(error, bool):
        return str(error).lower()
    return str(error)
