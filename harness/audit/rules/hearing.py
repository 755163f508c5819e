"""What the page's callbacks take from the data that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.audit.callback_data import Data, all_data
from harness.audit.comparing import Comparison, comparisons
from harness.audit.edits import node_replaced, quoted_like
from harness.audit.feature_tests import goes_deeper, is_asked_for
from harness.audit.missing_data import (
    is_used_at,
    known_fields,
    meant,
    missing_field,
    places_thrown,
)
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import shown
from harness.scenario.suggestions import listed, nearest
from harness.widget_api import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.field_reads import Field
    from harness.audit.finding import Edit
    from harness.widget_api import Value

RULES = Rules("callbacks")


@RULES.rule(
    "unknown-field",
    "warning",
    "Callbacks read those fields of their data that the vendor documents.",
    rests_on="documented: Callback events (what the data of each callback holds)",
    why="Nothing says that another field is there. Where it is not it reads as undefined, and what "
    "is shown, counted or sent on is not what was meant.",
    remedy="read a field that the vendor's page has, or ask first whether the other one is there",
    example="onchatstart: function (data) { console.log(data.ticket, data.initiator); }",
)
def unknown_field(evidence: Evidence) -> Iterator[Hit]:
    """Report fields that the vendor's page does not name, where the page counts on them.

    Where that made a callback throw, the rule about that tells of it.
    """
    inherited = _inherited(evidence)
    thrown = places_thrown(evidence)
    for data in all_data(evidence):
        known = known_fields(data)
        if data.is_open:
            continue
        for name in dict.fromkeys(one.name for one in data.fields):
            if name in known or name in inherited:
                continue
            ones = [one for one in data.fields if one.name == name]
            is_told = any(is_used_at(one, spot) for one in ones for spot in thrown)
            if not is_told and not _is_left_open(data, ones, nearest(name, known)):
                told = missing_field(data, ones[0])
                spot = ones[0].script.spot(ones[0].word)
                yield Hit(told.message, spot, (), told.remedy, told.edits, told.example)


def _inherited(evidence: Evidence) -> set[str]:
    """What the page gives to every object."""
    seen = set(evidence.loaded().get("enumerable", {}).get("object", []))
    paths = (one.path for script in evidence.reading.scripts for one in script.assignments)
    written = (path for path in paths if path.startswith("Object.prototype."))
    return seen | {path.rpartition(".")[2] for path in written}


def _is_left_open(data: Data, ones: list[Field], near: str | None) -> bool:
    """Whether the page does without the field where it is not there.

    Who asks for a name near a documented one, and does not read that one, has mistaken it.
    """
    is_asked = ones[0].name in data.asked or any(is_asked_for(one) for one in ones)
    is_known = near is None or near in data.asked | {one.name for one in data.fields}
    return is_asked and (is_known or any(goes_deeper(one) for one in ones))


@RULES.rule(
    "field-value",
    "error",
    "What a callback's data is compared with is a value that it can have.",
    rests_on="documented: Callback events (the values of page, chat_status, initiator, rating and "
    "accepted)",
    why="The vendor's page lists the values. A comparison with another one comes out the same each "
    "time, so that one of its branches is never taken.",
    remedy="compare with one of the documented values",
    example="onchange: function (data) { if (data.chat_status === 'min') console.log('closed'); }",
)
def field_value(evidence: Evidence) -> Iterator[Hit]:
    """Report comparisons with values that the vendor's page leaves out."""
    for data in all_data(evidence):
        for name, value in known_fields(data).items():
            ones = [one for one in data.fields if one.name == name]
            made = [two for one in ones for two in comparisons(evidence.reading, one)]
            if not value.values or _are_all_there(made, value):
                continue
            fitting = {one.group for one in made if one.value in value.values}
            for one in made:
                if one.group not in fitting and _never_comes(one, value):
                    yield _never(one, value)


def _are_all_there(made: list[Comparison], value: Value) -> bool:
    """Whether every documented value is asked for, so that others do no harm."""
    asked = [one.value for one in made if isinstance(one.value, str)]
    return value.kind is Kind.STRING and set(value.values) <= set(asked)


def _never_comes(one: Comparison, value: Value) -> bool:
    """Whether the field is never that, whatever the page leaves open of its type."""
    said = one.value
    is_number = isinstance(said, (int, float)) and not isinstance(said, bool)
    if not (is_number or isinstance(said, str)) or not said:
        return False
    if value.kind is Kind.STRING:
        return said not in value.values
    number = _number(said)
    if value.maximum is not None:
        return number is None or number > value.maximum
    return number is None and not (one.is_as_text and said in {"true", "false"})


def _number(said: Any) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


def _never(one: Comparison, value: Value) -> Hit:
    name, said = value.name, one.value
    script = one.field.script
    spot = script.spot(one.node)
    if value.kind is Kind.BOOLEAN:
        told = f"`{name}` is true or false, never {shown(said)}"
        bare = said if said in {"true", "false"} else None
        remedy = f"compare with {bare or 'true or false'}, without quotation marks"
        edits = node_replaced(script, one.node, bare) if bare else []
        return Hit(told, spot, (), remedy, tuple(edits), f"if (data.{name} == true) show(data);")
    if value.maximum is not None:
        told = f"`{name}` goes from {value.minimum} to {value.maximum}, and is never {shown(said)}"
        remedy = f"compare with a number from {value.minimum} to {value.maximum}"
        return Hit(told, spot, (), remedy, (), f"if (data.{name} === {value.maximum}) show(data);")
    near = meant(str(said), value.allowed)
    hint = f"did you mean `{near}`?" if near else f"it is {listed(value.allowed)}"
    remedy = f"compare with `{near}`" if near else f"compare with {listed(value.allowed)}"
    example = f"if (data.{name} === '{near or value.allowed[0]}') show(data);"
    told = f"`{name}` is never {shown(said)}; {hint}"
    return Hit(told, spot, (), remedy, _corrected(one, near), example)


def _corrected(one: Comparison, near: str | None) -> tuple[Edit, ...]:
    """The documented value: for certain where only blanks or capitals differ."""
    if near is None or one.node.type != "string":
        return ()
    is_safe = str(one.value).strip().lower() == near
    text = quoted_like(one.node, near)
    return tuple(node_replaced(one.field.script, one.node, text, is_safe=is_safe))
