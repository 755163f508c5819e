"""Recorded values: their kinds, how they are shown, and how they become patterns."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any, Final


class Absent(Enum):
    """The type of `ABSENT`: there is no value at all."""

    ABSENT = "nothing"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT

TYPE_KEY: Final = "$type"
"""The key by which the recorder tags values that JSON cannot hold."""

TAGS: Final = (
    *("undefined", "function", "nan", "infinity", "-infinity", "-0", "bigint", "symbol"),
    *("date", "error", "node", "cycle", "truncated", "throws", "object"),
)
"""The tags that the recorder uses."""

_SHOWN = 300
_IDENTIFIER = re.compile(r"[^\W\d][\w-]*\Z")


def is_number(value: Any) -> bool:
    """Whether it is a number as JavaScript has them: a boolean is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """Whether it is a whole number; 3.0 is one, for JavaScript knows no difference."""
    return is_number(value) and (isinstance(value, int) or value.is_integer())


def is_tagged(value: Any) -> bool:
    """Whether it stands for something that JSON cannot hold."""
    return isinstance(value, dict) and TYPE_KEY in value


def is_absent(value: Any) -> bool:
    """Whether there is no value, or it is `undefined`."""
    return value is ABSENT or (is_tagged(value) and value[TYPE_KEY] == "undefined")


def describe(value: Any) -> str:
    """The value as JSON, cut when it is long, with its type in brackets."""
    if value is ABSENT:
        return "nothing"
    if is_tagged(value):
        return _describe_tagged(value)
    text = shown(value)
    kind = _kind(value)
    return f"{text} ({kind})" if kind else text


def shown(value: Any) -> str:
    """The value as JSON, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if is_number(value):
        return "number"
    if isinstance(value, list):
        return f"list of {len(value)}"
    return "object" if isinstance(value, dict) else ""


def _describe_tagged(value: dict[str, Any]) -> str:
    rest = {key: item for key, item in value.items() if key != TYPE_KEY}
    name = value[TYPE_KEY] if isinstance(value[TYPE_KEY], str) else shown(value[TYPE_KEY])
    return f"{name} {shown(rest)}" if rest else name


def child(path: str, key: str | int) -> str:
    """The path of an element or key inside the value at `path`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not _IDENTIFIER.match(key):
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def quote(value: Any) -> Any:
    """The pattern that only this value matches, whatever `$` it holds."""
    if isinstance(value, str):
        return f"${value}" if value.startswith("$") else value
    if isinstance(value, dict):
        return {quote(key): quote(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [quote(item) for item in value]
    return value


def unquote(text: str) -> str:
    """The literal text behind a pattern's text: `$$x` means `$x`."""
    return text[1:] if text.startswith("$$") else text
