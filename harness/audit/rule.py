"""What a rule is, and how it is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.audit.examples import example_at
from harness.audit.finding import Edit, Finding, Proof, Severity

if TYPE_CHECKING:
    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot

Family = Literal["loading", "options", "calls", "callbacks", "policy", "behaviour"]
FAMILIES: tuple[Family, ...] = (
    "loading",
    "options",
    "calls",
    "callbacks",
    "policy",
    "behaviour",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken; without a spot it is the embed as a whole.

    `edits` do what the remedy says, where that can be said as a change of the text. A hit with a
    remedy of its own has no example, unless it brings that too.
    """

    message: str
    spot: Spot | None = None
    proofs: tuple[Proof, ...] = ()
    remedy: str | None = None
    edits: tuple[Edit, ...] = ()
    example: str | None = None


Check = Callable[["Evidence"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, what it rests on, why it matters, and how to mend what breaks it."""

    id: str
    family: Family
    severity: Severity
    statement: str
    rests_on: str
    why: str
    remedy: str
    example: str
    check: Check

    def findings(self, evidence: Evidence) -> list[Finding]:
        """What this rule has to say about a page."""
        return [self._finding(evidence, hit) for hit in self.check(evidence)]

    def _finding(self, evidence: Evidence, hit: Hit) -> Finding:
        spot = hit.spot or evidence.reading.embed_spot
        place = spot.place
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=hit.message,
            place=place,
            length=spot.length,
            excerpt=_line(spot),
            remedy=hit.remedy or self.remedy,
            rests_on=self.rests_on,
            evidence=hit.proofs,
            edits=hit.edits,
            example=self._example(evidence, hit, spot),
        )

    def _example(self, evidence: Evidence, hit: Hit, spot: Spot) -> str:
        if hit.example is not None:
            return hit.example
        return "" if hit.remedy else example_at(evidence, spot, self.id, self.example)


class Rules(list[Rule]):
    """A family's rules; its `rule` is the decorator that declares one."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def rule(
        self,
        name: str,
        severity: Severity,
        statement: str,
        *,
        rests_on: str,
        why: str,
        remedy: str,
        example: str = "",
    ) -> Callable[[Check], Check]:
        """Declare the rule whose check is decorated."""

        def declare(check: Check) -> Check:
            made = Rule(
                name, self._family, severity, statement, rests_on, why, remedy, example, check
            )
            self.append(made)
            return check

        return declare


def _line(spot: Spot) -> str:
    text = spot.source.text
    start = text.rfind("\n", 0, spot.start) + 1
    end = text.find("\n", spot.start)
    return text[start : end if end >= 0 else len(text)].strip()[:200]
