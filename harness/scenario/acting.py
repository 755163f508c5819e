"""Which steps only look, and which act so that somebody else would notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from harness.scenario.model import Scenario, Step

LOOKING: Final = frozenset(
    {
        *("check", "screenshot", "status", "popup.status"),
        *("goto", "refresh", "back", "forward", "push_state", "resize", "tab", "close_window"),
        *("flip", "bubble", "switch_side", "stop", "popup.stop", "popup.close", "options"),
    }
)
"""Verbs that change at most what the visitor's own page looks like."""

_LOOKING_WORDS = frozenset({"opens", "minimizes", "restores", "maximizes", "dismisses"})

BACKEND_VERBS: Final = frozenset({"operator", "trigger"})
"""Verbs that act in the stub's back end."""

BACKEND_CHECKS: Final = frozenset({"chats", "visitors", "offline_messages"})
"""What only the stub's back end can be asked."""


def first_act(scenario: Scenario) -> Step | None:
    """The first step that does more than look."""
    return next((step for step in steps_of(scenario) if not _only_looks(step)), None)


def first_in_the_backend(
    scenario: Scenario, *, with_acts: bool = True, with_checks: bool = True
) -> Step | None:
    """The first step that needs the stub's back end.

    Without acts, those of operators and triggers are left aside: somebody else does them. Without
    checks, what operators see is: somebody else knows it.
    """
    left_aside = {*(() if with_acts else BACKEND_VERBS), *(() if with_checks else ("check",))}
    found = (step for step in steps_of(scenario) if _needs_backend(step))
    return next((step for step in found if step.verb not in left_aside), None)


def steps_of(scenario: Scenario) -> tuple[Step, ...]:
    """All steps of a scenario, those of `finally` too."""
    return (*scenario.steps, *scenario.finally_)


def _only_looks(step: Step) -> bool:
    if step.verb == "visitor":
        return step.argument in _LOOKING_WORDS if isinstance(step.argument, str) else False
    return step.verb is None or step.verb in LOOKING


def _needs_backend(step: Step) -> bool:
    if step.verb == "check" and isinstance(step.argument, dict):
        return not BACKEND_CHECKS.isdisjoint(step.argument)
    return step.verb in BACKEND_VERBS
