"""Operators and departments: as a scenario declares them, and as they live in a world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


class DepartmentGiven(Protocol):
    """A department as a scenario declares it."""

    @property
    def id(self) -> int:
        """The number that options name it by."""

    @property
    def name(self) -> str:
        """The name that visitors see."""


class OperatorGiven(Protocol):
    """An operator as a scenario declares them."""

    @property
    def id(self) -> int:
        """The number that options name it by."""

    @property
    def name(self) -> str:
        """The name that visitors see."""

    @property
    def online(self) -> bool:
        """Whether the operator is there from the start."""

    @property
    def departments(self) -> Sequence[int]:
        """The departments that the operator belongs to."""

    @property
    def welcome(self) -> str | None:
        """What the operator says first, if anything."""

    @property
    def photo(self) -> str | None:
        """Where the operator's picture is, if anywhere."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department that operators belong to."""

    id: int
    name: str


@dataclass(slots=True)
class Operator:
    """Someone who answers visitors while online."""

    id: int
    name: str
    online: bool = True
    departments: tuple[int, ...] = ()
    welcome: str | None = None
    photo: str | None = None

    @classmethod
    def of(cls, given: OperatorGiven) -> Self:
        """An operator of this world's own, who may come and go."""
        departments = tuple(given.departments)
        return cls(given.id, given.name, given.online, departments, given.welcome, given.photo)

    def as_shown(self) -> dict[str, Any]:
        """What a visitor gets to see of the operator."""
        return {"name": self.name, "photo": self.photo, "welcome": self.welcome}
