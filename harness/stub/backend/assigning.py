"""Who may take a visitor's chat: the options `operators`, `departments` and `clone_operators`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.stub.backend.chats import Partner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.stub.backend.people import Department, Operator

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who works for the account; `by_department` says that departments count."""

    operators: Mapping[int, Operator]
    departments: Mapping[int, Department]
    by_department: bool

    def first(self, *filters: Mapping[str, Any]) -> Partner | None:
        """The first operator who is online and passes every filter (assignment-automatic)."""
        for operator in self.operators.values():
            if operator.online and all(self._passes(operator, given) for given in filters):
                return self._partner(operator, filters)
        return None

    def choices(self, options: Mapping[str, Any]) -> list[Partner]:
        """The list that visitors choose from, whoever is online (manual-list)."""
        ids, within = listed(options.get("operators")), listed(options.get("departments"))
        allowed = [one for one in self.operators.values() if not ids or one.id in ids]
        rows: dict[tuple[int, int | None, str], Partner] = {}
        for operator in allowed:
            for row in self._rows(operator, within):
                rows.setdefault(_key(row), row)
        for row in self._clones(allowed, options.get("clone_operators"), within):
            rows.setdefault(_key(row), row)
        return list(rows.values())

    def alone(self, operator: Operator) -> Partner:
        """The operator in the first of their departments, if any."""
        return self._partner(operator, ())

    def _passes(self, operator: Operator, given: Mapping[str, Any]) -> bool:
        ids, within = listed(given.get("operators")), listed(given.get("departments"))
        is_within = not self.by_department or not within or set(within) & set(operator.departments)
        return bool((not ids or operator.id in ids) and is_within)

    def _partner(self, operator: Operator, filters: tuple[Mapping[str, Any], ...]) -> Partner:
        """The operator in a department that all filters let pass, else in one of the last filter.

        The last filter is the chat's own, and comes before what holds for the whole page.
        """
        if not self.by_department:
            return Partner(operator)
        own = operator.departments
        asked = [within for given in filters if (within := listed(given.get("departments")))]
        of_all = [one for one in own if all(one in within for within in asked)]
        of_last = [one for one in own if asked and one in asked[-1]]
        for number in (*of_all, *of_last, *own):
            if number in self.departments:
                return Partner(operator, number, self.departments[number].name)
        return Partner(operator)

    def _rows(self, operator: Operator, within: list[int]) -> Iterator[Partner]:
        if not self.by_department:
            yield Partner(operator)
            return
        own = [number for number in operator.departments if number in self.departments]
        for number in own:
            if not within or number in within:
                yield Partner(operator, number, self.departments[number].name)
        if not own and not within:
            yield Partner(operator)

    def _clones(
        self, allowed: list[Operator], clones: object, within: list[int]
    ) -> Iterator[Partner]:
        known = {one.name: one.id for one in reversed(list(self.departments.values()))}
        for name, departments in clones.items() if isinstance(clones, dict) else ():
            for operator in allowed:
                for department in departments if isinstance(departments, list) else ():
                    if operator.name != name or not isinstance(department, str) or not department:
                        continue
                    number = known.get(department)
                    if number is None or not within or number in within:
                        yield Partner(operator, number, department)


def listed(value: object) -> list[int]:
    """The numbers in the vendor's form of a list, `'2,5'`; anything else in it is left out."""
    if isinstance(value, (list, tuple)):
        return list(dict.fromkeys(one for one in value if type(one) is int))
    parts = value.replace(" ", "").split(",") if isinstance(value, str) else ()
    whole = (part for part in parts if part.isascii() and part.isdecimal())
    return list(dict.fromkeys(int(part) for part in whole if len(part) < _DIGITS))


def _key(row: Partner) -> tuple[int, int | None, str]:
    return row.operator.id, row.department, row.department_name
