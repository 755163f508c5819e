"""JSON Schemas as pydantic makes them become what editors can use."""

from __future__ import annotations

import json
from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of all schemas that the harness ships."""

PLACEHOLDER: Final = {"type": "string", "pattern": r"\$\{", "description": "A placeholder."}
"""What can stand for any value where placeholders are filled in."""


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def tidy(document: dict[str, Any], *, is_filled: bool = True) -> dict[str, Any]:
    """The schema without titles that only repeat names, with references in place.

    `is_filled` tells that placeholders can stand for the values of keys.
    """
    tidied: dict[str, Any] = _tidy(document, is_filled=is_filled)
    return tidied


def _tidy(value: Any, *, is_filled: bool) -> Any:
    if isinstance(value, list):
        return [_tidy(item, is_filled=is_filled) for item in value]
    if not isinstance(value, dict):
        return value
    if "x-ref" in value:
        reference = {"$ref": f"#/$defs/{value['x-ref']}"}
        about = {"description": value["description"]} if "description" in value else {}
        return about | reference
    made = {key: _tidy(item, is_filled=is_filled) for key, item in value.items()}
    if isinstance(made.get("properties"), dict):
        made["properties"] = {
            key: _property(item, is_filled=is_filled) for key, item in made["properties"].items()
        }
    return made


def _property(value: dict[str, Any], *, is_filled: bool) -> dict[str, Any]:
    """The schema of a key; nothing is null."""
    kept = {key: item for key, item in value.items() if key != "title"}
    if kept.get("default", 0) is None:
        del kept["default"]
    if "anyOf" in kept:
        kept["anyOf"] = [item for item in kept["anyOf"] if item != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            kept = {**kept.pop("anyOf")[0], **kept}
    return _opened(kept) if is_filled and _is_closed(kept) else kept


def _is_closed(value: dict[str, Any]) -> bool:
    is_union_of_words = any("enum" in member for member in value.get("oneOf", ()))
    is_other_type = value.get("type") in ("integer", "number", "boolean")
    return is_other_type or is_union_of_words or "enum" in value


def _opened(value: dict[str, Any]) -> dict[str, Any]:
    about = {key: item for key, item in value.items() if key in {"description", "default"}}
    own = {key: item for key, item in value.items() if key not in about}
    return {**about, "anyOf": [own, PLACEHOLDER]}
