"""One difference between two runs of one scenario, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Area = Literal[
    "surface", "callback", "order", "data", "analytics", "return", "look", "request", "window",
    "error", "act", "rule",
]  # fmt: skip
"""What differs: what the widget offers; callbacks fired, their order and their data; events for
analytics; outcomes of functions; what was looked at; requests; windows; errors of the page; what
could be done at all; and rules of the vendor's page that one of the two does not keep."""

How = Literal["missing", "extra", "type", "value", "count", "order", "otherwise"]
"""`missing`: the second widget lacks it; `extra`: the first one lacks it."""


class Spot(NamedTuple):
    """The place of a difference in any scenario: the same spot differs for the same cause.

    `during` is what was going on, where that tells two causes apart.
    """

    area: Area
    subject: str
    during: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the vendor's page that one of the widgets, `a` or `b`, does not keep."""

    by: Literal["a", "b"]
    rule: str
    section: str
    statement: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What two widgets did otherwise in one run, both in words; `step` is where it shows.

    `seqs` are the numbers of the events in the two recordings, None where there is none.
    """

    spot: Spot
    how: How
    a: str
    b: str
    step: int
    seqs: tuple[int | None, int | None] = (None, None)
    broken: Broken | None = None

    def as_json(self) -> dict[str, Any]:
        """The difference as a JSON object."""
        return {
            "area": self.spot.area,
            "subject": self.spot.subject,
            "during": self.spot.during,
            "how": self.how,
            "a": self.a,
            "b": self.b,
            "step": self.step,
            "events": {"a": self.seqs[0], "b": self.seqs[1]},
        }
