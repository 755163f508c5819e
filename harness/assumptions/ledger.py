"""What an entry of the ledger holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Choice = bool | str
"""One value of an assumption's setting, as a scenario writes it."""

Side = Literal["loader", "frame", "back end", "browser"]
"""Which part of the stub behaves as assumed."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One behaviour of the stub that the vendor's page does not state.

    `subjects` are the names of the API and the ids of its rules that it concerns. `choices`
    are the values of `backend: {assume: {ID: VALUE}}`, the default first; without any the
    assumption has no setting.
    """

    id: str
    section: str
    statement: str
    reason: str
    subjects: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    side: Side = "frame"

    @property
    def default(self) -> Choice | None:
        """What the stub does unless a scenario says otherwise; None when that is not settable."""
        return self.choices[0] if self.choices else None
