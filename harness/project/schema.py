"""The JSON Schema of project files, made from their grammar.

`python -m harness.project.schema` writes it to harness/project.schema.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from harness.project.vetting import HEADER_WORDS
from harness.scenario.tidying import DIALECT, as_text, tidy

FILE: Final = Path(__file__).parent.parent / "project.schema.json"
"""Where the schema ships."""

_FROM_OUTSIDE: Final = {"type": "string", "pattern": r"\$\{env\.[A-Za-z0-9_]+\}"}
"""A secret: it has a variable in it, and does not stand in the file itself."""

_PROXY: Final = {"type": "string", "pattern": r"^http://|\$\{"}


def schema() -> dict[str, Any]:
    """The JSON Schema of a project file."""
    from harness.project.grammar import ProjectInput

    whole = ProjectInput.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    for name, key in (
        ("BasicAuth", "password"),
        ("CertificateInput", "password"),
        ("CookieInput", "value"),
    ):
        definitions[name]["properties"][key] |= _FROM_OUTSIDE
        definitions[name]["properties"][key].pop("anyOf", None)
    environment = definitions["EnvironmentInput"]["properties"]
    environment["base_url"]["pattern"] = r"^https?://|\$\{"
    environment["proxy"] = {**_PROXY, **_described(environment["proxy"])}
    headers = environment["headers"]
    headers["patternProperties"] = {"|".join(map(_in_any_case, HEADER_WORDS)): _FROM_OUTSIDE}
    document = {
        "$schema": DIALECT,
        "title": "Project of livechatoo-harness",
        **{key: whole[key] for key in ("type", "properties", "additionalProperties")},
        "$defs": dict(sorted(definitions.items())),
    }
    return tidy(document)


def _described(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name == "description"}


def text() -> str:
    """The schema as it stands in its file."""
    return as_text(schema())


def _in_any_case(word: str) -> str:
    """A pattern: names of headers are the same in capitals and in small letters."""
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
