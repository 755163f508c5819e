"""One reason is told once: why there is no chat goes with the finding that explains it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from harness.audit.finding import SEVERITIES
from harness.audit.rules import all_rules
from harness.audit.rules.presence import AFTER, LEFT, NEVER, UNAWAITED

if TYPE_CHECKING:
    from harness.audit.finding import Finding

_UNRUN = "script-not-run"
_WAITING = frozenset({"loader-not-requested", "snippet-held-back"})
"""What is said of pages of which it is not known what they wait for."""

_EXPLAINING = frozenset({"loading", "policy"})
"""Families whose errors say why there is no chat."""

_REFUSED = frozenset({"loader-integrity", "loader-crossorigin"})
"""Why a browser does not run a loader that has come. Whether the vendor's own server sends what is
lacking is not known, so that these stay warnings."""

_MISNAMED = "unknown-function"
_THROWN = frozenset({"hook-throws", "callback-throws"})
"""What is told of an error that a wrong name throws, which has a rule of its own."""

_NAME = re.compile(r"there is no (?:[\w$]+\.)*([\w$]+)")

_UNASKED = "unguarded-call"
_UNGUARDED = frozenset({"loader-unchecked", "breaks-without-loader"})
"""What is told of a call that nothing guards once it was seen to throw."""

_ROBOTS = "robots-refused"
_EARLY = "call-before-load"
_IN_FRAME = "embed-in-frame"


def told_once(findings: list[Finding]) -> list[Finding]:
    """The findings; the chain of a chat that is not there is evidence of what explains it."""
    findings = _asked_once(_without_thrown(findings))
    rules = {one.rule for one in findings}
    if rules & {AFTER, UNAWAITED}:
        return [one for one in findings if one.rule not in {*_WAITING, _UNRUN}]
    if _ROBOTS in rules:
        return [one for one in findings if one.rule not in {LEFT, NEVER}]
    absent = [one for one in findings if one.rule in {NEVER, LEFT}]
    if not absent:
        return findings
    others = [one for one in findings if one.rule not in _WAITING and one not in absent]
    explaining = [one for one in others if _explains(one, absent[0])]
    if not explaining:
        return [*absent, *others]
    first = min(explaining, key=lambda one: (SEVERITIES.index(one.severity), one.place))
    chain = [proof for one in absent for proof in one.evidence if proof.kind == "chain"]
    told = replace(first, evidence=(*first.evidence, *chain))
    return [told if one is first else one for one in others]


def _without_thrown(findings: list[Finding]) -> list[Finding]:
    """The findings without what a wrong name throws; where it was thrown goes with the name."""
    named = [one for one in findings if one.rule == _MISNAMED]
    thrown = {
        id(one): cause
        for one in findings
        for cause in named
        if one.rule in _THROWN and _is_within(one, cause) and _is_about(one, cause)
    }
    by_cause = {id(thrown[id(one)]): one for one in findings if id(one) in thrown}
    return [
        replace(one, evidence=by_cause[id(one)].evidence) if id(one) in by_cause else one
        for one in findings
        if id(one) not in thrown
    ]


def _asked_once(findings: list[Finding]) -> list[Finding]:
    """The findings without the calls that nothing guards where these were seen to throw.

    What would guard the call goes with the error.
    """
    seen = [one for one in findings if one.rule in _UNGUARDED]
    calls = [one for one in findings if one.rule == _UNASKED]
    asked = {id(one): call for one in seen for call in calls if _is_within(one, call)}
    dropped = {id(call) for call in asked.values()}
    return [
        replace(one, edits=one.edits or asked[id(one)].edits) if id(one) in asked else one
        for one in findings
        if id(one) not in dropped
    ]


def _is_about(one: Finding, cause: Finding) -> bool:
    """Whether an error says of the name that there is none that it is not there."""
    named = _NAME.match(cause.message)
    return named is not None and f"{named.group(1)} is not " in one.message


def _is_within(one: Finding, call: Finding) -> bool:
    """Whether a finding stands inside of the first line of a call."""
    is_inside = 0 <= one.place.column - call.place.column < call.length
    return one.place.path == call.place.path and one.place.line == call.place.line and is_inside


def _explains(one: Finding, absent: Finding) -> bool:
    broken = [
        proof.text for proof in absent.evidence if proof.kind == "chain" and ": no" in proof.text
    ]
    is_frameless = any("frame there: no" in text for text in broken)
    is_unhooked = any("hook set: no" in text for text in broken)
    is_unrun = any("loader run: no" in text for text in broken)
    family = _families().get(one.rule)
    return (
        (one.severity == "error" and family in _EXPLAINING)
        or (is_frameless and family == "options" and one.severity != "note")
        or (is_unrun and one.rule in _REFUSED)
        or (is_unhooked and one.rule == _EARLY and ".init(" in one.excerpt)
        or (one.rule == _MISNAMED and any(proof.kind == "stack" for proof in one.evidence))
        or one.rule == _IN_FRAME
    )


@cache
def _families() -> dict[str, str]:
    return {rule.id: rule.family for rule in all_rules()}
