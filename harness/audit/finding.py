"""A finding: what is wrong with an embed, where, how that is known, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from harness.scenario.places import Place

Severity = Literal["error", "warning", "note"]
"""error: the vendor's page is broken (documented or observed). warning: what integrators of
such widgets regret. note: good to know."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
ProofKind = Literal["request", "stack", "console", "picture", "measure", "source", "policy"]
"""policy: the page's own, as it would let the widget be, to be pasted."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: one line of text, or the file of a picture."""

    kind: ProofKind
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found at one place.

    `rests_on` names the section of the vendor's page, the observed fact, the research or the
    assumption that the rule rests on; `length` is the width of the place in characters and
    `excerpt` the line that it begins in.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    length: int
    excerpt: str
    remedy: str
    rests_on: str
    evidence: tuple[Proof, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        row = asdict(self)
        row["place"] = self.place._asdict()
        row["evidence"] = [asdict(proof) for proof in self.evidence]
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Finding:
        """The inverse of `as_json`. Raises KeyError or TypeError on a foreign object."""
        given = dict(row)
        given["place"] = Place(**row["place"])
        given["evidence"] = tuple(Proof(**proof) for proof in row["evidence"])
        return cls(**given)
