"""Whether what `status()` says is what a visitor sees, once the page rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser.agent import ScriptError
from tests.properties.violation import Violation

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.looking import Look
    from harness.browser.session import Session

_SEEN = {
    "": {"hidden"},
    "hidden": {"hidden"},
    "mini": {"mini"},
    "start-online": {"bar"},
    "start-offline": {"bar"},
    "online": {"bar", "window", "maximized"},
    "offline": {"bar", "window", "maximized"},
    "chat": {"bar", "window", "maximized"},
}
"""The shapes that each page has; an open one may be on a page of its own beside the bar."""


async def contradictions(session: Session, looks: dict[str, Look]) -> list[Violation]:
    """Every host page on which the widget is not what it says of itself, or is there twice."""
    found: list[Violation] = []
    for name, agent in session.windows.open_ones.items():
        if name not in {"main", "two"}:
            continue
        try:
            found += await _on_page(session, agent, looks)
        except (PlaywrightError, ScriptError) as error:
            found.append(Violation("not-seen", f"{name}: {error}"))
    return found


async def _on_page(session: Session, agent: Agent, looks: dict[str, Look]) -> list[Violation]:
    if not await agent.ask("agent && agent.offers('embed', 'status')"):
        return []
    status, chatbar, widgets = [
        await looks[name](session, agent, None) for name in ("status", "chatbar", "widgets")
    ]
    found: list[Violation] = []
    if widgets > 1:
        found.append(Violation("two-widgets", f"there are {widgets} widgets in {agent.name}"))
    if isinstance(status, str) and chatbar not in _SEEN.get(status, set()):
        found.append(Violation("status-not-seen", f"the status is {status!r}, seen is {chatbar}"))
    return found
