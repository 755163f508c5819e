"""What the description of the API consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """What a statement about the widget rests on."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    ASSUMED = "assumed"


class Kind(StrEnum):
    """The JavaScript type that the vendor's page shows for a value."""

    STRING = "string"
    BOOLEAN = "boolean"
    NUMBER = "number"
    OBJECT = "object"
    LIST_OR_STRING = "list or string"
    FUNCTION = "function"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Value:
    """One argument, option or field: its type, and its allowed values when there are few."""

    name: str
    kind: Kind
    section: str
    allowed: tuple[str, ...] = ()
    source: Source = Source.DOCUMENTED
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None

    @property
    def values(self) -> tuple[str | bool | int, ...]:
        """Everything that it can be, where that is a few things; else nothing."""
        if self.kind is Kind.BOOLEAN:
            return (True, False)
        if self.minimum is not None and self.maximum is not None:
            return tuple(range(self.minimum, self.maximum + 1))
        return self.allowed


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the widget, with its parameters in order."""

    name: str
    section: str
    parameters: tuple[Value, ...] = ()
    source: Source = Source.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback and the documented fields of the data that it is called with."""

    name: str
    section: str
    data: tuple[Value, ...] = ()
    source: Source = Source.DOCUMENTED
    analytics: bool = False


@dataclass(frozen=True, slots=True)
class ApiRule:
    """One thing that the vendor's page says of the widget, close to its words.

    `subjects` are the names of the API that take part in it, all of them: a run in which one
    of them does not occur cannot have shown the rule.
    """

    id: str
    section: str
    statement: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Api:
    """The whole API, indexed by name."""

    functions: dict[str, Function]
    options: dict[str, Value]
    proactive: dict[str, Value]
    callbacks: dict[str, Callback]
    popup_options: dict[str, Value] = field(default_factory=dict)
    rules: dict[str, ApiRule] = field(default_factory=dict)
