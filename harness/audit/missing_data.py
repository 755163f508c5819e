"""What to do about data that a callback does not get: another field, or an argument too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.callback_data import all_data
from harness.audit.edits import node_replaced, quoted_like
from harness.audit.feature_tests import goes_deeper
from harness.audit.literals import text_of, walk
from harness.scenario.suggestions import listed, nearest
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from harness.audit.callback_data import Data
    from harness.audit.evidence import CallbackFunction, Evidence
    from harness.audit.field_reads import Field
    from harness.audit.finding import Edit
    from harness.audit.sources import Spot
    from harness.widget_api import Value

_SHORTEST = 3
"""Letters of a documented word that another one has to begin with to be taken for it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there, and the advice on it."""

    message: str
    remedy: str
    example: str
    edits: tuple[Edit, ...] = ()


def known_fields(data: Data) -> dict[str, Value]:
    """The documented fields of a function's data, by name."""
    return {value.name: value for name in data.names for value in API.callbacks[name].data}


def meant(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant: a few letters away, or what the word begins with."""
    known = list(choices)
    begun = (one for one in known if len(one) >= _SHORTEST and word.lower().startswith(one))
    return nearest(word, known) or next(begun, None)


def missing_field(data: Data, one: Field) -> Missing:
    """What is said of a field that the vendor's page does not have."""
    known = known_fields(data)
    names = _plain(sorted(data.names))
    others = [
        other.name
        for other in API.callbacks.values()
        if any(value.name == one.name for value in other.data)
    ]
    near = meant(one.name, known)
    told = f"the data of {names} has no documented field `{one.name}`"
    if others and near is None:
        told += f"; {_plain(others)} bring{'s' * (len(others) == 1)} it"
    elif near:
        told += f"; did you mean `{near}`?"
    known_ones = f"read one that the vendor's page has: {listed(known, 'and')}"
    remedy = f"write `{near}`" if near else f"{known_ones}; or ask first whether this one is there"
    return Missing(told, remedy, _example(min(data.names)), _renamed(one, near))


def _plain(names: list[str]) -> str:
    return listed(names, "and").replace("`", "")


def _example(name: str) -> str:
    fields = ", ".join(f"data.{value.name}" for value in API.callbacks[name].data[:3])
    return f"{name}: function (data) {{ console.log({fields}); }}"


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


def missing_at(evidence: Evidence, spot: Spot | None, name: str) -> Missing | None:
    """What a callback of this name has not got that it would need at a place; None where unsure."""
    if spot is None:
        return None
    for data in all_data(evidence):
        if name in data.names and not data.is_open:
            for one in data.fields:
                if one.name not in known_fields(data) and is_used_at(one, spot):
                    return missing_field(data, one)
    of_name = (one for one in evidence.callbacks if one.name == name)
    found = (_missing_argument(one, spot) for one in of_name)
    return next((one for one in found if one is not None), None)


def places_thrown(evidence: Evidence) -> list[Spot]:
    """Where callbacks threw, as far as that is in the page."""
    found = (
        evidence.place_of(visit, event)[0]
        for visit in evidence.usual
        for event in visit.recording.of_kind("callback_threw")
    )
    return [spot for spot in found if spot is not None]


def is_used_at(one: Field, spot: Spot) -> bool:
    """Whether a part of a field is what is used at a place."""
    around = one.node.parent
    if around is None or not goes_deeper(one):
        return False
    whole = one.script.spot(around)
    return whole.source is spot.source and 0 <= spot.start - whole.start <= whole.length


def _missing_argument(callback: CallbackFunction, spot: Spot) -> Missing | None:
    """A further parameter, of which something is used at a place: callbacks get one argument."""
    listing = callback.node.child_by_field_name("parameters")
    named = [one for one in listing.named_children if one.type != "comment"] if listing else []
    further = {text_of(one) for one in named[1:] if one.type == "identifier"}
    body = callback.node.child_by_field_name("body")
    if listing is None or body is None or not further:
        return None
    used = _root_at(callback, spot)
    if used not in further:
        return None
    message = f"{callback.name} gets one argument"
    remedy = f"{message}, which is its data: make `{used}` the first parameter"
    first = text_of(named[0])
    is_free = all(text_of(node) != first for node in walk(body) if node.type == "identifier")
    edits = node_replaced(callback.script, listing, f"({used})", is_safe=False) if is_free else []
    return Missing(message, remedy, _example(callback.name), tuple(edits))


def _root_at(callback: CallbackFunction, spot: Spot) -> str:
    """The name that the expression at a place begins with."""
    own = callback.spot
    if own.source is not spot.source or not own.start <= spot.start < own.start + own.length:
        return ""
    node: Node = callback.script.node_at(spot.start)
    while node.parent is not None and node.parent.type == "member_expression":
        node = node.parent
    while (inner := node.child_by_field_name("object")) is not None:
        node = inner
    return text_of(node) if node.type == "identifier" else ""
