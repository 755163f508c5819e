"""What a visitor, an operator or a script can see: the subjects of `check`.

A subject is declared in `harness.scenario.check_grammar` and looked at here, in the file of
its family. A function gets the session, the window's agent and the pattern, to know what is
asked about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session

Look = Callable[["Session", "Agent", Any], Awaitable[Any]]

LOOKS: dict[str, Look] = {}

UNDEFINED: Final = {"$type": "undefined"}
"""What is recorded of something that is not there."""


def looks_at(name: str) -> Callable[[Look], Look]:
    """Register a function as what looks at a subject."""

    def register(look: Look) -> Look:
        LOOKS[name] = look
        return look

    return register


def load() -> dict[str, Look]:
    """All subjects, with every family's file imported."""
    from harness.browser.looking import chat, page, people, widget  # noqa: F401 - they register themselves

    return LOOKS
