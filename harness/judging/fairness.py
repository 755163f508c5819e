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

_IMPOSSIBLE: Final = frozenset({"operator", "trigger"})
"""Codes of acts that the back end refused: the chat is not as the step takes it to be."""

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
    undone = next((one for one in verdict.failures if one.code == BACK_END), None)
    if verdict.status == "broken" and undone is not None:
        return not_judged(BACK_END, undone.message)
    assumes = tuple(dict.fromkeys((*scenario.assumes, *scenario.backend.assume)))
    if verdict.status == "broken" and assumes and verdict.failures[0].code in _IMPOSSIBLE:
        return _assumed(assumes, verdict.failures[0])
    if verdict.status != "failed":
        return verdict
    left = tuple(one for one in verdict.failures if one.code not in _ASSUMED)
    if not left:
        return replace(verdict, status="passed", failures=())
    if not assumes or any(_is_wrong(one, assumes) for one in left):
        return replace(verdict, failures=left)
    return _assumed(assumes, left[0])


def _assumed(assumes: tuple[str, ...], failure: Failure) -> Verdict:
    names = ", ".join(assumes)
    why = f"it rests on {names}, of which the vendor's page says nothing ({failure.message})"
    return not_judged(ASSUMPTION, why)


def _is_wrong(failure: Failure, assumes: tuple[str, ...]) -> bool:
    """Whether no assumption excuses a failure."""
    if ODD_PAGES in assumes:  # where a page breaks the language, any rule may be broken with it
        return False
    if failure.code in _DOCUMENTED:
        return True
    return failure.code in NOTHING_THERE or (
        failure.code == "always" and _HARM.match(failure.message) is not None
    )
