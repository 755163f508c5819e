"""How each verb of the scenario language acts: one function a verb, in the family's file.

A verb is declared in `harness.scenario` (name, argument, documentation) and acts here. A
function gets the session, the step and the step's argument with all values filled in; it
raises `Trouble` when what the step says cannot be done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

Act = Callable[["Session", "Step", Any], Awaitable[None]]

VERBS: dict[str, Act] = {}

VISITORS = frozenset({"click", "fill", "press", "visitor", "stir", "answer", "leave_message"})
"""Those that act as a visitor does, by the mouse and the keyboard."""


def verb(*names: str) -> Callable[[Act], Act]:
    """Register a function as what these verbs do."""

    def register(act: Act) -> Act:
        for name in names:
            VERBS[name] = act
        return act

    return register


def load() -> dict[str, Act]:
    """All verbs, with every family's file imported."""
    from harness.browser.verbs import (  # noqa: F401 - they register themselves
        answering,
        finding_controls,
        host_page,
        operator,
        visitor,
        watching,
        widget,
        world,
    )

    return VERBS
