"""Findings as SARIF 2.1.0, which code hosts and editors show beside the source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from harness import __version__
from harness.audit.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.audit.auditing import Audit
    from harness.audit.finding import Finding
    from harness.audit.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(audits: Sequence[Audit], rules: Sequence[Rule]) -> str:
    """One SARIF run with all targets; every rule is described, found or not."""
    index = {rule.id: number for number, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "harness audit",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(audits)],
        "results": [
            _result(finding, index, audit.sources) for audit in audits for finding in audit.findings
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _invocation(audits: Sequence[Audit]) -> dict[str, Any]:
    troubles = [
        {"level": "warning", "message": {"text": f"{audit.target.name}: {trouble}"}}
        for audit in audits
        for trouble in audit.troubles
    ]
    invocation: dict[str, Any] = {"executionSuccessful": not troubles}
    if troubles:
        invocation["toolExecutionNotifications"] = troubles
    return invocation


def _rule(rule: Rule) -> dict[str, Any]:
    example = f"\n\n```\n{rule.example}\n```" if rule.example else ""
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.statement},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.remedy}\n\nRests on: {rule.rests_on}",
            "markdown": f"{rule.remedy}{example}\n\nRests on: {rule.rests_on}",
        },
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.family]},
    }


def _result(finding: Finding, index: dict[str, int], sources: Mapping[str, str]) -> dict[str, Any]:
    proofs = [f"{proof.kind}: {proof.text}" for proof in finding.evidence]
    text = "\n".join([finding.message, *proofs, f"mend: {finding.remedy}"])
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.severity,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.place.path)},
                    "region": _region(finding),
                }
            }
        ],
        "partialFingerprints": {"findingAndLine/v1": f"{finding.rule}:{finding.excerpt}"},
    }
    if finding.edits:
        result["fixes"] = [_fix(finding, sources)]
    return result


def _fix(finding: Finding, sources: Mapping[str, str]) -> dict[str, Any]:
    """The edits as SARIF has them: for each file its replacements, which go together."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in finding.edits:
        source = Source(edit.source, edit.source, sources.get(edit.source, ""))
        start, end = source.place(edit.start), source.place(edit.end)
        replacement = {
            "deletedRegion": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
            "insertedContent": {"text": edit.replacement},
        }
        changes.setdefault(edit.source, []).append(replacement)
    return {
        "description": {"text": finding.remedy},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(path)}, "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"isSafe": finding.is_fixable},
    }


def _region(finding: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": finding.place.line,
        "startColumn": finding.place.column,
    }
    if finding.excerpt:
        region["snippet"] = {"text": finding.excerpt}
    return region


def _uri(path: str) -> str:
    return path if "://" in path else quote(path.replace("\\", "/"))
