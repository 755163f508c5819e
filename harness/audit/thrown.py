"""What was thrown, as the recorder writes it, in words: an Error, a text, null, an object."""

from __future__ import annotations

import re
from typing import Any

from harness.scenario.suggestions import nearest
from harness.widget_api import GLOBAL
from harness.wording import shorten

_LONGEST = 200
_MISSING = re.compile(r"(\S+) is not defined")
_UNCALLABLE = re.compile(r"([\w$.]+) is not a function")
_NOTHING = re.compile(r"Cannot (?:read|set) propert(?:y|ies) of (null|undefined)")
_DECLARED = "function {0}(data) {{\n  console.log(data);\n}}"
_ASKED = "var own = window.shopSettings;\nif (own) { console.log(own.name); }"
_GUARDED = (
    "var link = document.querySelector('#chat-link');\n"
    "if (link) { link.addEventListener('click', openChat); }"
)


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


def missing_name(error: Any) -> str:
    """The name that an error says is not defined; empty for other errors."""
    is_error = isinstance(error, dict) and error.get("name") == "ReferenceError"
    found = _MISSING.match(str(error.get("message"))) if is_error else None
    return found.group(1) if found else ""


def advice_on(error: Any, before: str) -> tuple[str | None, str | None]:
    """The remedy for an error of some kinds, and an example; None for each where it is another.

    `before` is what has to come later than what is missing.
    """
    is_error = isinstance(error, dict) and error.get("$type") == "error"
    name, message = (error.get("name"), str(error.get("message"))) if is_error else ("", "")
    missing = _MISSING.match(message) if name == "ReferenceError" else None
    if missing:
        what = missing.group(1)
        if nearest(what, [GLOBAL]):
            return f"write `{GLOBAL}`, which is the widget's name", ""
        remedy = (
            f"declare `{what}`, or load the script that does, before {before}; or correct the name"
        )
        return remedy, _DECLARED.format(what) if what.isidentifier() else ""
    uncallable = _UNCALLABLE.match(message) if name == "TypeError" else None
    if uncallable:
        remedy = (
            f"correct the name of `{uncallable.group(1)}`, which is no function here, or load the "
            f"script that makes it one before {before}"
        )
        return remedy, ""
    nothing = _NOTHING.match(message) if name == "TypeError" else None
    if nothing:
        return f"ask first whether it is there: what is used here is {nothing.group(1)}", (
            _GUARDED if nothing.group(1) == "null" else _ASKED
        )
    return None, None


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
