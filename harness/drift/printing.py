"""The report as text: one paragraph for each cause, the surest and most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.assumptions import ASSUMPTIONS
from harness.drift.resting import section_of
from harness.drift.widgets import shown
from harness.report import unjudged
from harness.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.drift.findings import Finding
    from harness.drift.report import Report

EXAMPLES = 3
"""So many pairs of values are shown of one finding."""

RUNS = 3
"""So many runs are named that show a finding."""

_LONGEST = 100
_HEADS = {
    "surface": "livechatoo.{subject}",
    "return": "{subject}()",
    "data": "the data of {subject}",
    "look": "what is seen: {subject}",
    "request": "requests to the widget's host: {subject}",
    "window": "a window: {subject}",
    "error": "an error of the page: {subject}",
    "act": "{subject}",
    "rule": "the rule {subject}",
    "order": "the order of {subject}",
    "analytics": "analytics, {subject}",
}
_HOW = {
    "missing": "{b} lacks it",
    "extra": "{a} lacks it",
    "type": "of another type",
    "value": "another value",
    "count": "another number",
    "order": "the other way round",
    "otherwise": "otherwise",
}


def lines(report: Report) -> Iterator[str]:
    """The whole report."""
    yield f"A is {report.a.name}, B is {report.b.name}"
    yield ""
    for number, cause in enumerate(report.causes, start=1):
        yield from _paragraph(report, number, cause)
        yield ""
    for one in report.uncompared:
        yield f"not compared: {one.run_id}: {one.reason}"
    yield from unjudged.lines(report.results)
    yield summary(report)


def summary(report: Report) -> str:
    """The last line: how much differs, in how many runs, and which assumptions that overturns."""
    compared = len(report.compared) - len(report.uncompared)
    if not report.findings:
        return f"no differences in {_runs(compared)}"
    differing = {run for finding in report.findings for run in finding.runs}
    count = len(report.causes)
    line = f"{count} difference{_s(count)} in {len(differing)} of {_runs(compared)}"
    names = ", ".join(report.overturned)
    return f"{line}; overturned: {names}" if names else line


def _paragraph(report: Report, number: int, cause: Sequence[Finding]) -> Iterator[str]:
    first = cause[0]
    runs = list(dict.fromkeys(run for finding in cause for run in finding.runs))
    said = report.said(first)
    if all(finding.is_doubtful for finding in cause):
        said += "; or it only follows from what differs before it"
    yield f"{number}. {said}: {_head(first)}  ({_runs(len(runs))})"
    yield from _basis(first)
    for finding in cause:
        if len(cause) > 1:
            yield f"   {_head(finding)}"
        yield from _examples(finding)
    yield from (f"   in {run}" for run in runs[:RUNS])
    if len(runs) > RUNS:
        yield f"   and {len(runs) - RUNS} more"


def _head(finding: Finding) -> str:
    subject = ", ".join(finding.subjects)
    head = _HEADS.get(finding.spot.area, "{subject}").format(subject=subject)
    if finding.spot.during and finding.spot.during != finding.spot.subject:
        head += f", at {finding.spot.during}"
    if finding.how in {"type", "value", "count", "order"} or finding.spot.area == "surface":
        head += f": {_HOW[finding.how].format(a='A', b='B')}"
    return head


def _basis(finding: Finding) -> Iterator[str]:
    """What the difference rests on: a rule of the page, an assumption, at least a section."""
    if finding.broken:
        yield f"   rule    {finding.broken.statement} ({finding.broken.section})"
        return
    section = section_of(finding.spot)
    if section:
        yield f"   section {section}"
    if finding.overturned:
        name, choice = finding.overturned.assumption, finding.overturned.choice
        yield f"   overturned: {name} — {ASSUMPTIONS[name].statement}"
        yield f"   it does as with the choice {shown(choice)}"
        if finding.overturned.or_else:
            yield f"   or else by {', '.join(finding.overturned.or_else)}"
    elif finding.in_question:
        yield f"   in question: {', '.join(finding.in_question[:EXAMPLES])}"


def _examples(finding: Finding) -> Iterator[str]:
    for (a, b), count in list(finding.examples.items())[:EXAMPLES]:
        times = f"  ({count}x)" if count > 1 and len(finding.examples) > 1 else ""
        yield f"     A: {shorten(a, _LONGEST)}"
        yield f"     B: {shorten(b, _LONGEST)}{times}"
    left = len(finding.examples) - EXAMPLES
    if left > 0:
        yield f"     and {left} other pairs of values"


def _runs(count: int) -> str:
    return f"{count} run{_s(count)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"
