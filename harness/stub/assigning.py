"""Who gets a visitor's chat: the options `operators` and `departments` as filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.stub.people import Operator

_DIGITS = 16


def first_allowed(
    operators: Iterable[Operator], filters: Iterable[Mapping[str, Any]], *, by_department: bool
) -> Operator | None:
    """The first operator who is online and passes every filter; an empty filter lets all pass."""
    asked = [
        (listed(given.get("operators")), listed(given.get("departments"))) for given in filters
    ]
    for operator in operators:
        if operator.online and all(
            (not ids or operator.id in ids)
            and (not by_department or not within or within & set(operator.departments))
            for ids, within in asked
        ):
            return operator
    return None


def listed(value: object) -> set[int]:
    """The numbers in the vendor's form of a list, `'2,5'`; anything else in it is left out."""
    parts = str(value or "").replace(" ", "").split(",")
    return {int(part) for part in parts if part.isdecimal() and len(part) < _DIGITS}
