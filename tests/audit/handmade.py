"""Evidence that is written by hand, so that rules about visits are tried without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from examining import read

from harness.audit.auditing import judged
from harness.audit.evidence import Evidence
from harness.audit.plans import first_plans, return_plan
from harness.audit.target import SITE, Target
from harness.audit.visiting import Visit
from harness.recording import Event, Recording

if TYPE_CHECKING:
    from harness.audit.finding import Finding

PLANS = {one.name: one for one in (*first_plans(None, pictures=False), return_plan(None))}
OPTIONS = "{account: 'demo', onload: function () { count(); }}"
EMBED = f"<script>livechatooCmd = function () {{ livechatoo.embed.init({OPTIONS}); }};</script>"
LOAD = ("navigation", {"url": SITE, "way": "load"})
"""What the recorder tells of a document's beginning."""


def visit(name: str, *happened: tuple[str, dict[str, Any]], **answers: Any) -> Visit:
    """A visit with what happened while it was opened, and what the page answered, by label."""
    plan = PLANS[name]
    recording = Recording()
    for kind, data in happened:
        recording.append(Event(len(recording) + 1, 0.0, kind, data, "main", None, -1))
    steps = {act.label: index for index, act in enumerate(plan.acts)}
    for label, value in answers.items():
        step = steps[label.replace("_", "-")]
        recording.append(
            Event(len(recording) + 1, 0.0, "evaluated", {"value": value}, "main", None, step)
        )
    return Visit(plan, recording)


def found(html: str, rule: str, *visits: Visit) -> list[Finding]:
    target = Target("page.html", Path("page.html"))
    evidence = Evidence(target, read(html), {one.plan.name: one for one in visits})
    return [one for one in judged(evidence).findings if one.rule == rule]


def init(*names: str, function: str = "embed.init") -> tuple[str, dict[str, Any]]:
    options = {name: {"$type": "function", "name": ""} for name in names}
    return "call", {"call": 1, "function": function, "args": [options], "by": "page"}
