"""What a comparison found, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS
from harness.drift.resting import section_of
from harness.drift.widgets import Widget, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.drift.findings import Compared, Finding
    from harness.judging.verdict import RunResult

FORMAT = 1
"""Version of the JSON report; a field that is added does not change it."""

STALE = "the stub is stale"
CHANGED = "the widget changed"


@dataclass(frozen=True, slots=True)
class Report:
    """Two widgets, the runs that were to be compared, and what differs.

    `results` are those of the widget that is no stub, for what could not be judged of it.
    """

    a: Widget
    b: Widget
    compared: Sequence[Compared]
    findings: Sequence[Finding]
    results: Sequence[RunResult] = ()

    @property
    def causes(self) -> list[list[Finding]]:
        """The findings by what is behind them, an overturned assumption or a broken rule."""
        groups: dict[object, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(_cause(finding), []).append(finding)
        return sorted(groups.values(), key=_sureness)

    @property
    def overturned(self) -> dict[str, list[Finding]]:
        """The assumptions that do not hold, with the findings that show it."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.overturned:
                found.setdefault(finding.overturned.assumption, []).append(finding)
        return found

    @property
    def uncompared(self) -> list[Compared]:
        """The runs that could not be compared."""
        return [one for one in self.compared if one.reason]

    def said(self, finding: Finding) -> str:
        """What a finding means, in one clause."""
        if finding.broken:
            widget = self.a if finding.broken.by == "a" else self.b
            return f"{widget.name} differs from the vendor's page"
        return STALE if self.a.is_stub or self.b.is_stub else CHANGED

    def as_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "format": FORMAT,
            "a": self.a.given,
            "b": self.b.given,
            "runs": len(self.compared),
            "not_compared": [{"run": one.run_id, "reason": one.reason} for one in self.uncompared],
            "findings": [self._finding(one) for one in self.findings],
            "overturned": [
                {
                    "assumption": name,
                    "statement": ASSUMPTIONS[name].statement,
                    "choices": sorted({shown(_choice(one)) for one in found}),
                }
                for name, found in self.overturned.items()
            ],
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        broken, overturned = finding.broken, finding.overturned
        return {
            "area": finding.spot.area,
            "subjects": finding.subjects,
            "during": finding.spot.during,
            "how": finding.how,
            "says": self.said(finding),
            "section": broken.section if broken else section_of(finding.spot),
            "examples": [
                {"a": a, "b": b, "runs": count} for (a, b), count in finding.examples.items()
            ],
            "runs": finding.runs,
            "rule": {"id": broken.rule, "statement": broken.statement, "broken_by": broken.by}
            if broken
            else None,
            "overturned": {
                "assumption": overturned.assumption,
                "choice": overturned.choice,
                "or_else": list(overturned.or_else),
            }
            if overturned
            else None,
            "in_question": list(finding.in_question),
            "may_follow": finding.is_doubtful,
        }


def _cause(finding: Finding) -> object:
    if finding.overturned:
        return finding.overturned
    if finding.broken:
        return (finding.broken.by, finding.broken.rule, finding.spot.subject)
    return id(finding)


def _sureness(group: Sequence[Finding]) -> tuple[bool, bool, bool]:
    """Broken rules first, then what is overturned, and last what may only follow from others."""
    first = group[0]
    return (all(one.is_doubtful for one in group), first.broken is None, first.overturned is None)


def _choice(finding: Finding) -> Any:
    return finding.overturned.choice if finding.overturned else ""
