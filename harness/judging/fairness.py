"""What a failure is worth on a widget that is not the stub.

The stub does more than the vendor's page says, and scenarios rest on that where they say so in
`assumes:`. Another widget is not wrong for doing otherwise: such a run was not judged. What rests
on the page alone, the contract above all, is a failure with every widget.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from harness.judging.rules import RULES
from harness.judging.verdict import Failure, Verdict

if TYPE_CHECKING:
    from harness.scenario.model import Scenario

BACK_END: Final = "back-end"
"""The code of what was not judged since it needs the stub's back end."""

ASSUMPTION: Final = "assumption"
"""The code of what was not judged since it rests on an assumption."""

PROFILE: Final = "profile"
"""The code of what was not judged since the profile does not say how to find something."""

ALWAYS: Final = frozenset({"not-loaded", "no-widget", "always", "flood", "page-crashed"})
"""Codes of failures that no assumption excuses: nothing is there, or the page is harmed."""

_ASSUMED = {f"contract:{rule.id}" for rule in RULES if rule.assumption is not None}
_DOCUMENTED = {f"contract:{rule.id}" for rule in RULES if rule.assumption is None}


def not_judged(code: str, why: str) -> Verdict:
    """The verdict on a run that tells nothing of the widget."""
    return Verdict("skipped", (Failure(None, code, why),))


def fair(verdict: Verdict, scenario: Scenario) -> Verdict:
    """The verdict without what only rests on assumptions about the stub.

    Breaches of rules that are assumptions count for nothing. Where a scenario names assumptions,
    what it expects beyond the page's own rules is not judged when it does not come.
    """
    if verdict.status != "failed":
        return verdict
    left = tuple(one for one in verdict.failures if one.code not in _ASSUMED)
    if not left:
        return replace(verdict, status="passed", failures=())
    if not scenario.assumes or any(one.code in _DOCUMENTED | ALWAYS for one in left):
        return replace(verdict, failures=left)
    names = ", ".join(scenario.assumes)
    why = f"it rests on {names}, of which the vendor's page says nothing ({left[0].message})"
    return not_judged(ASSUMPTION, why)
