"""What is to be seen of the host page and its window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.browser.looking import UNDEFINED, looks_at
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session


@looks_at("url")
async def url(_session: Session, agent: Agent, _pattern: Any) -> Any:
    """The host page's address."""
    return await agent.evaluate("location.href")


@looks_at("title")
async def title(_session: Session, agent: Agent, _pattern: Any) -> Any:
    """The host page's title."""
    return await agent.evaluate("document.title")


@looks_at("text")
async def text(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """The text of elements of the host page, by selector."""
    return await _each(agent, pattern, "document.querySelector({0})?.innerText?.trim()")


@looks_at("value")
async def value(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """The values of fields of the host page, by selector."""
    return await _each(agent, pattern, "document.querySelector({0})?.value")


@looks_at("count")
async def count(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """How many elements of the host page match, by selector."""
    return await _each(agent, pattern, "document.querySelectorAll({0}).length")


@looks_at("visible")
async def visible(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """Whether elements of the host page can be seen, by selector."""
    return await _each(
        agent,
        pattern,
        "!!document.querySelector({0})?.checkVisibility({{visibilityProperty: true}})",
    )


@looks_at("cookies")
async def cookies(session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """Cookies that the browser would send to the host page, by name."""
    found = {
        cookie.get("name"): cookie.get("value")
        for cookie in await session.context.cookies(agent.page.url)
    }
    return {name: found.get(name, UNDEFINED) for name in pattern}


@looks_at("windows")
async def windows(session: Session, _agent: Agent, _pattern: Any) -> int:
    """How many windows and tabs are open."""
    return len(session.windows.open_ones)


@looks_at("eval")
async def evaluated(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """The values of expressions in the page."""
    found: dict[str, Any] = {}
    for source in pattern:
        outcome = await agent.outcome(source)
        found[source] = outcome.get("value", outcome.get("error"))
    return found


@looks_at("focus")
async def focus(session: Session, agent: Agent, _pattern: Any) -> str:
    """The name of what has the focus, on the page or in the widget; nothing when none has."""
    asked = {"hosts": [WIDGET_HOST], "frame": agent.profile.frame}
    seen = await agent.ask_frame(agent.page.main_frame, "focus", asked)
    frame = session.widget_frame(agent)
    if seen.get("isFrame") and frame is not None:
        seen = await agent.ask_frame(frame, "focus", {"hosts": [], "frame": ":not(*)"})
    return str(seen.get("name", ""))


async def _each(agent: Agent, pattern: Any, template: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for selector in pattern:
        seen = await agent.evaluate(template.format(json.dumps(selector)))
        found[selector] = UNDEFINED if seen is None else seen
    return found
