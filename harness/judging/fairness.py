"""What a failure is worth on a widget that is not the stub.

The stub does more than the vendor's page says, and scenarios rest on that where they say so in
`assumes:`. Another widget is not wrong for doing otherwise: such a run was not judged. What rests
on the page alone, the contract above all, is a failure with every widget.
"""

from __future__ import annotations

import re
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

NOTHING_THERE: Final = frozenset({"not-loaded", "no-widget", "flood", "page-crashed"})
"""Codes of failures that hardly an assumption excuses: nothing is there."""

ODD_PAGES: Final = "odd-pages"
"""The assumption that is about pages on which nothing may be there."""

_HARM = re.compile(r"(page_error|console) must not happen")

_ASSUMED = {f"contract:{rule.id}" for rule in RULES if rule.assumption is not None}
_DOCUMENTED = {f"contract:{rule.id}" for rule in RULES if rule.assumption is None}


def not_judged(code: str, why: str) -> Verdict:
    """The verdict on a run that tells nothing of the widget."""
    return Verdict("skipped", (Failure(None, code, why),))


def fair(verdict: Verdict, scenario: Scenario) -> Verdict:
    """The verdict without what only rests on assumptions about the stub.

    Breaches of rules that are assumptions count for nothing. Where a scenario names assumptions,
    or has the stub do otherwise (`backend: {assume: …}`), what it expects beyond the page's own
    rules is not judged when it does not come.
    """
    if verdict.status != "failed":
        return verdict
    left = tuple(one for one in verdict.failures if one.code not in _ASSUMED)
    if not left:
        return replace(verdict, status="passed", failures=())
    assumes = tuple(dict.fromkeys((*scenario.assumes, *scenario.backend.assume)))
    if not assumes or any(_is_wrong(one, assumes) for one in left):
        return replace(verdict, failures=left)
    names = ", ".join(assumes)
    why = f"it rests on {names}, of which the vendor's page says nothing ({left[0].message})"
    return not_judged(ASSUMPTION, why)


def _is_wrong(failure: Failure, assumes: tuple[str, ...]) -> bool:
    """Whether no assumption excuses a failure."""
    if failure.code in _DOCUMENTED:
        return True
    is_harm = failure.code in NOTHING_THERE or (
        failure.code == "always" and _HARM.match(failure.message) is not None
    )
    return is_harm and ODD_PAGES not in assumes
