"""What there is to cover: every name and every value of the widget's API, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.widget_api import API, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.widget_api import Value


class Sort(StrEnum):
    """What an item is."""

    FUNCTION = "function"
    ARGUMENT = "argument value"
    OPTION = "option"
    OPTION_VALUE = "option value"
    PARAMETER = "proactive parameter"
    CALLBACK = "callback"
    FIELD = "field"
    FIELD_VALUE = "field value"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to cover, under the name by which `about` calls it.

    A value (`page=hidden`) has the name of what it is a value of as its `base`, and is
    `value` itself, which a recorded one has to equal in type too.
    """

    name: str
    sort: Sort
    section: str
    base: str | None = None
    value: str | bool | int | None = None
    statement: str = ""

    def is_value(self, value: object) -> bool:
        """Whether a recorded value, or a pattern, is the one that this item stands for."""
        return type(value) is type(self.value) and value == self.value


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(base: str, value: Value, section: str, sort: Sort) -> Iterator[Item]:
    for one in value.values:
        yield Item(f"{base}={_written(one)}", sort, section, base, one)


def _functions() -> Iterator[Item]:
    for function in API.functions.values():
        yield Item(function.name, Sort.FUNCTION, function.section)
        for parameter in function.parameters:
            yield from _values(function.name, parameter, function.section, Sort.ARGUMENT)


def _options(options: Iterable[Value], prefix: str) -> Iterator[Item]:
    for option in options:
        name = f"{prefix}{option.name}"
        yield Item(name, Sort.OPTION, option.section)
        yield from _values(name, option, option.section, Sort.OPTION_VALUE)


def _parameters() -> Iterator[Item]:
    for parameter in API.proactive.values():
        yield Item(f"proactive.{parameter.name}", Sort.PARAMETER, parameter.section)


def _callbacks() -> Iterator[Item]:
    for callback in API.callbacks.values():
        yield Item(callback.name, Sort.CALLBACK, callback.section)
        for field in callback.data:
            name = f"{callback.name}.{field.name}"
            yield Item(name, Sort.FIELD, callback.section)
            yield from _values(name, field, callback.section, Sort.FIELD_VALUE)


def _rules() -> Iterator[Item]:
    for rule in API.rules.values():
        yield Item(rule.id, Sort.RULE, rule.section, statement=rule.statement)


def _all() -> Iterator[Item]:
    yield from _functions()
    yield from _options(API.options.values(), "")
    yield from _options(API.popup_options.values(), "popup.")
    yield from _parameters()
    yield from _callbacks()
    yield from _rules()


ITEMS: dict[str, Item] = {
    item.name: item for item in sorted(_all(), key=lambda item: SECTIONS.index(item.section))
}
"""Every item by its name, in the order of the vendor's page."""


def values_of(base: str) -> list[Item]:
    """The values that a name can have, where they are items."""
    return _VALUES.get(base, [])


_VALUES: dict[str, list[Item]] = {}
for _item in ITEMS.values():
    if _item.base is not None:
        _VALUES.setdefault(_item.base, []).append(_item)
