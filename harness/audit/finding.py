"""A finding: what is wrong with an embed, where, how that is known, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from harness.masking import OWN
from harness.scenario.places import Place

Severity = Literal["error", "warning", "note"]
"""error: the vendor's page is broken (documented or observed). warning: what integrators of
such widgets regret. note: good to know."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
ProofKind = Literal[
    "request", "stack", "console", "picture", "measure", "source", "policy", "chain"
]
"""chain: a link of the way that a chat comes, and whether it held.
policy: the page's own, as it would let the widget be, to be pasted."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: one line of text, or the file of a picture."""

    kind: ProofKind = field(metadata=OWN)
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a source that mends a finding, or a part of it, once it is replaced.

    `source` is the path that findings have, `start` and `end` count the characters of its text
    from 0, without a byte order mark. An edit is safe where nobody has to say what was meant: it
    does what the remedy says, and leaves the rest of the page as it was. The others are proposals.
    """

    source: str
    start: int
    end: int
    replacement: str
    is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found at one place.

    `rests_on` names the section of the vendor's page, the observed fact, the research or the
    assumption that the rule rests on; `length` is the width of the place in characters and
    `excerpt` the line that it begins in. `edits`, all of them together, are the remedy as a
    change of the text; there are none where it needs a person's words. `example` shows how the
    rule is kept, and is empty where that would say nothing of this place.
    """

    rule: str = field(metadata=OWN)
    severity: Severity = field(metadata=OWN)
    message: str
    place: Place
    length: int
    excerpt: str
    remedy: str
    rests_on: str
    evidence: tuple[Proof, ...] = field(default=())
    edits: tuple[Edit, ...] = field(default=())
    example: str = ""

    @property
    def is_fixable(self) -> bool:
        """Whether all that mends it can be written without asking what was meant."""
        return bool(self.edits) and all(edit.is_safe for edit in self.edits)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        row = asdict(self)
        row["place"] = self.place._asdict()
        row["evidence"] = [asdict(proof) for proof in self.evidence]
        row["edits"] = [asdict(edit) for edit in self.edits]
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Finding:
        """The inverse of `as_json`. Raises KeyError or TypeError on a foreign object."""
        given = dict(row)
        given["place"] = Place(**row["place"])
        given["evidence"] = tuple(Proof(**proof) for proof in row["evidence"])
        given["edits"] = tuple(Edit(**edit) for edit in row.get("edits", ()))
        return cls(**given)
