"""The JSON Schema of scenario files, made from the grammar, the API and the matchers.

`python -m harness.scenario.schema` writes it to harness/scenario.schema.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from harness import patterns
from harness.assumptions import ASSUMPTIONS
from harness.scenario.api_arguments import CALLBACK_FORMS, EMBED_FUNCTIONS, KINDS_OF
from harness.scenario.check_grammar import CHECK_WORDS, WIDGET_PARTS
from harness.scenario.tidying import DIALECT, PLACEHOLDER, as_text, tidy
from harness.widget_api import API, Function, Value

FILE: Final = Path(__file__).parent.parent / "scenario.schema.json"
"""Where the schema ships."""

_TYPES = {
    "text": "string",
    "boolean": "boolean",
    "number": "number",
    "mapping": "object",
    "list": "array",
    "null": "null",
}


def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file."""
    from harness.scenario.grammar import ScenarioInput, ScenariosInput

    whole = ScenariosInput.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    definitions |= {"Pattern": patterns.schema(), "Embed": _options("embed", API.options)}
    definitions["Callback"] = _callback()
    definitions["Popup"] = _options("popup", API.popup_options)
    definitions |= {function.name: _arguments(function) for function in API.functions.values()}
    definitions["BackendInput"]["properties"]["assume"] = _assume()
    definitions["ScenarioInput"]["properties"]["assumes"]["items"] = {"enum": list(ASSUMPTIONS)}
    _finish_check(definitions["Check"]["properties"])
    _finish_step(definitions["StepInput"])
    for section in ("steps", "finally"):
        known = definitions["ScenarioInput"]["properties"][section]
        known["items"] = {"anyOf": [known["items"], PLACEHOLDER]}
    document = {
        "$schema": DIALECT,
        "title": "Scenario of livechatoo-harness",
        "if": {"required": ["scenarios"]},
        "then": {key: whole[key] for key in ("properties", "required", "additionalProperties")},
        "else": {"$ref": f"#/$defs/{ScenarioInput.__name__}"},
        "$defs": dict(sorted(definitions.items())),
    }
    return tidy(document)


def text() -> str:
    """The schema as it stands in its file."""
    return as_text(schema())


def _finish_step(step: dict[str, Any]) -> None:
    """One verb at most, a verb or `expect`, and arguments free when `unchecked`."""
    from harness.scenario.verbs import VERBS

    properties = step["properties"]
    calls = [verb for verb in VERBS.values() if verb.function]
    arguments = {verb.name: properties[verb.name] for verb in calls}
    for verb in calls:
        properties[verb.name] = {"description": verb.doc}
    step["if"] = {"properties": {"unchecked": {"const": True}}, "required": ["unchecked"]}
    step["else"] = {"properties": arguments}

    with_verb = [{"required": [verb]} for verb in VERBS]
    alone = {"required": ["expect"], "not": {"anyOf": with_verb}}
    step["oneOf"] = [*with_verb, alone]


def _finish_check(properties: dict[str, Any]) -> None:
    """Words for what can only be one of a few, and the parts of the widget."""
    for name, words in CHECK_WORDS.items():
        about = {"description": properties[name]["description"]}
        # Matchers and placeholders are texts or mappings that hold a `$`.
        dollars = {"type": "string", "pattern": r"\$"}
        properties[name] = about | {"anyOf": [{"enum": list(words)}, dollars, {"type": "object"}]}
    parts = properties["widget_css"]
    parts["propertyNames"] = {"enum": list(WIDGET_PARTS)}


def _assume() -> dict[str, Any]:
    """What is otherwise in this world: the assumptions that can be set, with their choices."""
    settable = {name: known for name, known in ASSUMPTIONS.items() if known.choices}
    return {
        "type": "object",
        "description": "Id of an assumption: how it is instead.",
        "properties": {
            name: {"description": known.statement, "enum": list(known.choices)}
            for name, known in settable.items()
        },
        "additionalProperties": False,
    }


def _options(namespace: str, known: dict[str, Value]) -> dict[str, Any]:
    options = {name: _value(value) for name, value in known.items()}
    callbacks = {name: {"$ref": "#/$defs/Callback"} for name in API.callbacks}
    about = {"description": f"Options of `livechatoo.{namespace}.init`."}
    written = {
        "type": "object",
        "properties": options | callbacks,
        "additionalProperties": False,
    }
    return about | {"anyOf": [written, PLACEHOLDER]}


def _callback() -> dict[str, Any]:
    forms = [
        {
            "type": "object",
            "properties": {form: _form(form)},
            "required": [form],
            "additionalProperties": False,
        }
        for form in CALLBACK_FORMS
    ]
    return {"anyOf": [{"type": "null", "description": "Not registered."}, *forms]}


def _form(form: str) -> dict[str, Any]:
    return {"enum": list(EMBED_FUNCTIONS)} if form == "calls" else {"type": "string"}


def _value(value: Value) -> dict[str, Any]:
    if value.allowed:
        return {"anyOf": [{"enum": list(value.allowed)}, PLACEHOLDER]}
    types = [_TYPES[kind] for kind in KINDS_OF[value.kind]]
    if "string" in types:
        return {"type": types if len(types) > 1 else types[0]}
    return {"anyOf": [{"type": types if len(types) > 1 else types[0]}, PLACEHOLDER]}


def _parameter(function: Function, value: Value) -> dict[str, Any]:
    if value.name == "options":
        is_popup = function.name.startswith("popup.")
        return {"$ref": "#/$defs/Popup" if is_popup else "#/$defs/Embed"}
    if value.name == "proactive":
        properties = {name: _value(item) for name, item in API.proactive.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}
    return _value(value)


def _arguments(function: Function) -> dict[str, Any]:
    parameters = [_parameter(function, value) for value in function.parameters]
    required = sum(value.required for value in function.parameters)
    several = {
        "type": "array",
        "prefixItems": parameters,
        "items": False,
        "minItems": required,
        "maxItems": len(parameters),
    }
    if not parameters:
        several = {"type": "array", "maxItems": 0}
    forms = [several, *parameters[:1]]
    if not required:
        forms.append({"type": "null"})
    return {"description": f"Arguments of `livechatoo.{function.name}`.", "anyOf": forms}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
