"""Findings as text for people and as JSON for programs, and the pages that explain rules."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from harness import __version__
from harness.audit.finding import SEVERITIES
from harness.audit.rule import FAMILIES
from harness.scenario.escaping import escape
from harness.scenario.problems import Problem, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.audit.auditing import Audit
    from harness.audit.finding import Finding
    from harness.audit.rule import Rule

FORMAT = 1
"""Version of the JSON; a reader refuses a newer one."""

_WIDTH = 92

UNSEEN = "no visit was seen to its end, so what the page does with the chat is not known"


class Telling:
    """Findings as text, target by target: what explains a rule is told where it is found first."""

    def __init__(self) -> None:
        self._shown: set[tuple[str, str]] = set()
        self._has_findings = False
        self._has_fixes = False

    def target(self, audit: Audit) -> str:
        """All findings of one target, the heaviest first, with their places; then a line for it."""
        found = audit.findings
        blocks = [_block(one, audit.sources) + self._example(one) for one in found]
        blocks += [f"  not seen to its end: {escape(trouble)}" for trouble in audit.troubles]
        blocks += [
            f"  not looked at: {escape(one.where)} ({escape(one.error)})" for one in audit.defects
        ]
        blocks.append(f"{escape(audit.target.name)}: {summary(audit)}")
        self._has_findings |= bool(audit.findings)
        self._has_fixes |= audit.target.file is not None and any(
            finding.is_fixable for finding in audit.findings
        )
        return "\n\n".join(blocks)

    def _example(self, finding: Finding) -> str:
        """How a rule is kept, each example once for each rule."""
        key = (finding.rule, finding.example)
        if not finding.example or key in self._shown:
            return ""
        self._shown.add(key)
        lines = (f"\n    {line}" for line in finding.example.splitlines())
        return "\n  for example:" + "".join(lines)

    def closing(self) -> str:
        """Where there is more to be read, and to be done; empty when nothing was found."""
        lines = []
        if self._has_findings:
            lines.append("why a rule is: harness audit --explain ID, with the id in brackets")
        if self._has_fixes:
            lines.append("what `fix:` stands at can be written into the files: harness audit --fix")
        return "\n".join(lines)


def as_text(audits: Sequence[Audit]) -> str:
    """All targets, one after the other, and what closes the report."""
    telling = Telling()
    blocks = [telling.target(audit) for audit in audits]
    return "\n\n".join(filter(None, [*blocks, telling.closing()]))


def summary(audit: Audit) -> str:
    """How much was found; "nothing" only where it was looked for."""
    is_unknown = audit.is_unseen or audit.defects
    found = [counted(audit.findings)] if audit.findings or not is_unknown else []
    unseen = [UNSEEN] if audit.is_unseen else []
    failed = ["the harness failed at a part of it"] if audit.defects else []
    return "; ".join([*found, *unseen, *failed])


def _block(finding: Finding, sources: dict[str, str]) -> str:
    problem = Problem(
        finding.place,
        finding.rule,
        finding.message,
        kind=finding.severity,
        length=finding.length,
    )
    lines = [render(problem, sources)]
    lines += [
        f"  {proof.kind}: {escape(' '.join(proof.text.split()))}" for proof in finding.evidence
    ]
    lines.append(_labelled("fix" if finding.is_fixable else "mend", finding.remedy))
    lines.append(_labelled("rests on", finding.rests_on))
    return "\n".join(lines)


def _labelled(label: str, text: str) -> str:
    first, *rest = _wrapped(text, _WIDTH - len(label)) or [""]
    return "\n".join([f"  {label}: {first}", *(f"    {line}" for line in rest)])


def _wrapped(text: str, width: int = _WIDTH) -> list[str]:
    """Lines of a text; names with hyphens, addresses and hashes stay whole."""
    return textwrap.wrap(escape(text), width, break_on_hyphens=False, break_long_words=False)


def counted(findings: Iterable[Finding]) -> str:
    """How many findings of each severity there are."""
    listed = [finding.severity for finding in findings]
    parts = []
    for severity in SEVERITIES:
        count = listed.count(severity)
        if count:
            parts.append(f"{count} {severity}{'s' if count > 1 else ''}")
    return ", ".join(parts) or "nothing found"


def as_json(audits: Sequence[Audit]) -> str:
    """The same as data: one object for each target."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "harness": __version__,
        "targets": [
            {
                "target": audit.target.name,
                "findings": [finding.as_json() for finding in audit.findings],
                "visits": [
                    {
                        "name": visit.plan.name,
                        "device": visit.plan.device,
                        "third_party_cookies": visit.plan.cookies,
                        "loader": visit.plan.loader,
                        "events": len(visit.recording),
                    }
                    for visit in audit.visits
                ],
                "troubles": list(audit.troubles),
                "defects": [{"where": one.where, "error": one.error} for one in audit.defects],
            }
            for audit in audits
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def explained(rule: Rule) -> str:
    """The page that `--explain` shows."""
    lines = [
        f"{rule.id} ({rule.severity}, {rule.family})",
        "",
        *_wrapped(rule.statement),
        "",
        *_wrapped(f"Why: {rule.why}"),
        "",
        *_wrapped(f"Mend it: {rule.remedy}."),
        "",
        *_wrapped(f"Rests on: {rule.rests_on}"),
    ]
    if rule.example:
        lines += ["", *(f"    {line}".rstrip() for line in rule.example.splitlines())]
    return "\n".join(lines)


def listed(rules: Iterable[Rule]) -> str:
    """All rules, a line each, by family."""
    every = list(rules)
    width = max(len(rule.id) for rule in every)
    lines: list[str] = []
    for family in FAMILIES:
        lines += [f"{family}:"]
        lines += [
            f"  {rule.id:<{width}}  {rule.severity:<7}  {rule.statement}"
            for rule in every
            if rule.family == family
        ]
    return "\n".join(lines)
