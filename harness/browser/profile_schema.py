"""The JSON Schema of profiles, made from their grammar.

`python -m harness.browser.profile_schema` writes it to harness/profile.schema.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from harness.scenario.tidying import DIALECT, as_text, tidy

FILE: Final = Path(__file__).parent.parent / "profile.schema.json"
"""Where the schema ships."""

_ONE_WAY: Final = [{"required": [way]} for way in ("role", "css", "text")]
"""A control is found by its role, by a selector or by its text, never by two of them."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a profile."""
    from harness.browser.profile_file import ENTRIES, ProfileInput

    whole = ProfileInput.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    for name in ("ControlInput", "WayInput"):
        definitions[name]["oneOf"] = _ONE_WAY
    whole["properties"]["controls"]["propertyNames"] = {"enum": list(ENTRIES)}
    document = {
        "$schema": DIALECT,
        "title": "Profile of livechatoo-harness",
        **{key: whole[key] for key in ("type", "properties", "required", "additionalProperties")},
        "$defs": dict(sorted(definitions.items())),
    }
    return tidy(document, is_filled=False)


def text() -> str:
    """The schema as it stands in its file."""
    return as_text(schema())


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
