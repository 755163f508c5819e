"""Values and callbacks of a scenario as JavaScript source."""

from __future__ import annotations

import json
import re
from typing import Any

from harness.widget_api import API

_NOTHING = "function () {}"
_END_OF_SCRIPT = re.compile("</(script)", re.IGNORECASE)


def literal(value: Any) -> str:
    """A JSON value as an expression that is safe inside a script element."""
    # ASCII throughout: right in a page of whatever encoding, and whatever the text holds.
    return json.dumps(value).replace("<", "\\u003c")


def callback(form: Any) -> str:
    """A misbehaving callback as source: `{throws: text}`, `{calls: function}` or `{js: source}`."""
    if not isinstance(form, dict):
        return literal(form)
    if "throws" in form:
        return f"function () {{ throw new Error({literal(str(form['throws']))}); }}"
    if "calls" in form:
        return f"function () {{ livechatoo.embed.{form['calls']}(); }}"
    if "js" in form:
        source = _END_OF_SCRIPT.sub(r"<\\/\1", form["js"])
        return f"({source})"
    return literal(form)


def options(given: dict[str, Any], *, observed: bool) -> str:
    """An options object as source.

    With `observed`, every callback that the scenario does not name gets a function that
    does nothing, so that the recorder sees it fire; `null` leaves a callback out.
    """
    fields: list[str] = []
    for name, value in given.items():
        if name not in API.callbacks:
            fields.append(f"{literal(name)}: {literal(value)}")
        elif value is not None:
            fields.append(f"{name}: {callback(value)}")
    if observed:
        fields.extend(f"{name}: {_NOTHING}" for name in API.callbacks if name not in given)
    return "{" + ", ".join(fields) + "}"
