"""What the page's callbacks take from the data that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.audit.callback_data import Data, all_data
from harness.audit.comparing import Comparison, comparisons
from harness.audit.edits import node_replaced, quoted_like
from harness.audit.feature_tests import goes_deeper, is_asked_for
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import shown
from harness.scenario.suggestions import listed, nearest
from harness.widget_api import API, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.audit.binding import Field
    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.widget_api import Value

RULES = Rules("callbacks")
_OPEN = "onload"
"""The callback whose data may hold more than is documented (“and the like”)."""

_SHORTEST = 3


def _known(data: Data) -> dict[str, Value]:
    """The documented fields of a function's data, by name."""
    return {value.name: value for name in data.names for value in API.callbacks[name].data}


def _meant(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant: a few letters away, or what the word begins with."""
    known = list(choices)
    begun = (one for one in known if len(one) >= _SHORTEST and word.lower().startswith(one))
    return nearest(word, known) or next(begun, None)


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
    """Report fields that the vendor's page does not name, where the page counts on them."""
    inherited = _inherited(evidence)
    for data in all_data(evidence):
        known = _known(data)
        if _OPEN in data.names:
            continue
        for name in dict.fromkeys(one.name for one in data.fields):
            if name in known or name in inherited:
                continue
            ones = [one for one in data.fields if one.name == name]
            if not _is_left_open(data, ones, nearest(name, known)):
                yield _unknown(data, ones[0], known)


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


def _unknown(data: Data, one: Field, known: dict[str, Value]) -> Hit:
    names = listed(sorted(data.names), "and").replace("`", "")
    others = [
        other.name
        for other in API.callbacks.values()
        if any(value.name == one.name for value in other.data)
    ]
    near = _meant(one.name, known)
    told = f"the data of {names} has no documented field `{one.name}`"
    if others and near is None:
        told += f"; {listed(others, 'and').replace('`', '')} bring{'s' * (len(others) == 1)} it"
    elif near:
        told += f"; did you mean `{near}`?"
    known_ones = f"read one that the vendor's page has: {listed(known, 'and')}"
    remedy = f"write `{near}`" if near else f"{known_ones}; or ask first whether this one is there"
    return Hit(told, one.script.spot(one.word), (), remedy, _renamed(one, near), _example(data))


def _renamed(one: Field, near: str | None) -> tuple[Edit, ...]:
    """The documented name; a variable keeps the one that it has."""
    if near is None:
        return ()
    if one.word.type == "string":
        text = quoted_like(one.word, near)
    elif "shorthand" in one.word.type:
        text = f"{near}: {one.local}"
    else:
        text = near
    return tuple(node_replaced(one.script, one.word, text, is_safe=False))


def _example(data: Data) -> str:
    name = min(data.names)
    fields = ", ".join(f"data.{value.name}" for value in API.callbacks[name].data[:3])
    return f"{name}: function (data) {{ console.log({fields}); }}"


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
        for name, value in _known(data).items():
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
        meant = said if said in {"true", "false"} else None
        remedy = f"compare with {meant or 'true or false'}, without quotation marks"
        edits = node_replaced(script, one.node, meant) if meant else []
        return Hit(told, spot, (), remedy, tuple(edits), f"if (data.{name} == true) show(data);")
    if value.maximum is not None:
        told = f"`{name}` goes from {value.minimum} to {value.maximum}, and is never {shown(said)}"
        remedy = f"compare with a number from {value.minimum} to {value.maximum}"
        return Hit(told, spot, (), remedy, (), f"if (data.{name} === {value.maximum}) show(data);")
    near = _meant(str(said), value.allowed)
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
