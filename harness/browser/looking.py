"""What a visitor, an operator or a script can see: the subjects of `check`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from harness.browser import profile
from harness.browser.agent import Agent
from harness.browser.session import Session
from harness.widget_api import WIDGET_HOST

UNDEFINED = {"$type": "undefined"}
MINI_WIDTH = 80
"""A closed widget of at most this width, in CSS pixels, is a small button and not a bar."""

Look = Callable[[Session, Agent, Any], Awaitable[Any]]
LOOKS: dict[str, Look] = {}


def looks_at(name: str) -> Callable[[Look], Look]:
    """Register a function as what looks at a subject; it gets the pattern to know what is asked."""

    def register(look: Look) -> Look:
        LOOKS[name] = look
        return look

    return register


@looks_at("status")
async def status(_session: Session, agent: Agent, _pattern: Any) -> Any:
    """What livechatoo.embed.status() returns, asked without being recorded as a call."""
    return json.loads(await agent.ask("agent.peek('embed', 'status')"))


@looks_at("chatbar")
async def chatbar(session: Session, agent: Agent, _pattern: Any) -> str:
    """hidden, bar, mini, window or maximized: what is in sight of a visitor."""
    box = await _box(agent)
    frame = session.widget_frame(agent)
    if box is None or frame is None:
        return "hidden"
    seen = await profile.seen_in(agent, frame)
    buttons = set(seen["buttons"])
    if buttons & set(profile.labels("restore")):
        return "maximized"
    if buttons & set(profile.labels("minimize")):
        return "window"
    if buttons & set(profile.labels("open")) or buttons:
        return "mini" if box["width"] <= MINI_WIDTH else "bar"
    return "hidden"


@looks_at("side")
async def side(_session: Session, agent: Agent, _pattern: Any) -> str:
    """The half of the window that the widget stands in, by its centre."""
    box = await _box(agent)
    if box is None:
        return "hidden"
    centre = box["x"] + box["width"] / 2
    return "left" if centre < box["window"] / 2 else "right"


@looks_at("bubble")
async def bubble(session: Session, agent: Agent, _pattern: Any) -> str:
    """Shown or hidden: the bubble beside the closed bar."""
    frame = session.widget_frame(agent)
    if frame is None or await _box(agent) is None:
        return "hidden"
    return "shown" if (await profile.seen_in(agent, frame))["note"] else "hidden"


@looks_at("conversation")
async def conversation(session: Session, agent: Agent, _pattern: Any) -> list[dict[str, str]]:
    """What the visitor reads in the chat: who wrote, and what."""
    frame = session.widget_frame(agent)
    if frame is None:
        return []
    lines: list[dict[str, str]] = await agent.ask_frame(frame, "conversation")
    return lines


@looks_at("chats")
async def chats(session: Session, _agent: Agent, _pattern: Any) -> list[dict[str, Any]]:
    """The chats that the operators see, with what was written."""
    return session.world.backend.chats()


@looks_at("widgets")
async def widgets(_session: Session, agent: Agent, _pattern: Any) -> int:
    """How many widgets are on the page: frames of the widget's host."""
    return sum(
        frame.parent_frame is not None and f"//{WIDGET_HOST}/" in frame.url
        for frame in agent.page.frames
    )


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


@looks_at("visitors")
async def visitors(session: Session, _agent: Agent, _pattern: Any) -> list[dict[str, Any]]:
    """The visitors that the operators see."""
    return session.world.backend.visitors()


@looks_at("windows")
async def windows(session: Session, _agent: Agent, _pattern: Any) -> int:
    """How many windows and tabs are open."""
    return sum(not agent.page.is_closed() for agent in session.windows.values())


@looks_at("eval")
async def evaluated(_session: Session, agent: Agent, pattern: Any) -> dict[str, Any]:
    """The values of expressions in the page."""
    found: dict[str, Any] = {}
    for source in pattern:
        outcome = await agent.outcome(source)
        found[source] = outcome.get("value", outcome.get("error"))
    return found


async def _each(agent: Agent, pattern: Any, template: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for selector in pattern:
        seen = await agent.evaluate(template.format(json.dumps(selector)))
        found[selector] = UNDEFINED if seen is None else seen
    return found


async def _box(agent: Agent) -> dict[str, float] | None:
    """The widget's place in the window, None when nothing of it is in sight."""
    box: dict[str, float] | None = await agent.ask_element(profile.FRAME, "place")
    return box
