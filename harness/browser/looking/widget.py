"""What is to be seen of the bar and of the popup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.browser import profile, sight
from harness.browser.looking import UNDEFINED, looks_at
from harness.browser.profile import BUBBLE, MINI, WINDOW, Control, button
from harness.scenario.window_names import POPUP

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from harness.browser.agent import Agent
    from harness.browser.session import Session

MINI_WIDTH = 80
"""A closed widget of at most this width, in CSS pixels, is a small button and not a bar."""


@looks_at("status")
async def status(_session: Session, agent: Agent, _pattern: Any) -> Any:
    """What livechatoo.embed.status() returns, asked without being recorded as a call."""
    return await _read(agent, "embed", "status")


@looks_at("chatbar")
async def chatbar(session: Session, agent: Agent, _pattern: Any) -> str:
    """hidden, bar, mini, window or maximized: what is in sight of a visitor."""
    frame = session.widget_frame(agent)
    if frame is None:
        return "hidden"
    if not agent.profile.is_stub:
        return await _chatbar_by_profile(agent, frame)
    if frame.parent_frame is None:
        return "window" if all(await sight.is_seen(agent, frame, WINDOW)) else "hidden"
    box = await _box(agent)
    if box is None:
        return "hidden"
    kinds = (button("restore"), button("minimize"), Control("button"))
    is_large, is_open, is_there = await sight.is_seen(agent, frame, *kinds)
    if is_large or is_open:
        return "maximized" if is_large else "window"
    closed = "mini" if box["width"] <= MINI_WIDTH else "bar"
    return closed if is_there else "hidden"


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
    (is_shown,) = await sight.is_seen(agent, frame, BUBBLE)
    return "shown" if is_shown else "hidden"


@looks_at("widgets")
async def widgets(_session: Session, agent: Agent, _pattern: Any) -> int:
    """How many widgets are on the page: what a profile counts, else frames of its documents."""
    counted = agent.profile.widget
    if counted is not None:
        found = await agent.evaluate(f"document.querySelectorAll({json.dumps(counted)}).length")
        return int(found)
    is_widgets = agent.profile.is_widgets
    return sum(
        frame.parent_frame is not None and is_widgets(frame.url) for frame in agent.page.frames
    )


@looks_at("popup")
async def popup(session: Session, agent: Agent, _pattern: Any) -> str:
    """Open while its window is, bubble while only its bubble is in sight, else hidden."""
    if POPUP in session.windows.open_ones:
        return "open"
    return "hidden" if await _popup_bubble(agent) is None else "bubble"


@looks_at("popup_status")
async def popup_status(_session: Session, agent: Agent, _pattern: Any) -> Any:
    """What livechatoo.popup.status() returns, asked without being recorded as a call."""
    return await _read(agent, "popup", "popup_status")


async def _read(agent: Agent, namespace: str, reading: str) -> Any:
    """What `status()` returns, read as the profile says of another widget."""
    how = agent.profile.readings.get(reading)
    read = f", (value) => ({how})" if how else ""
    return json.loads(await agent.ask(f"agent.peek('{namespace}', 'status'{read})"))


@looks_at("popup_place")
async def popup_place(_session: Session, agent: Agent, _pattern: Any) -> str:
    """The part of the window that the popup's bubble is in, by its centre."""
    at = await _popup_bubble(agent)
    if at is None:
        return "none"
    third = min(2, int(3 * at["y"] / at["height"]))
    height = ("upper", "middle", "lower")[third]
    return f"{height}-{'left' if at['x'] < at['width'] / 2 else 'right'}"


@looks_at("widget_css")
async def widget_css(
    session: Session, agent: Agent, pattern: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Computed styles of parts of the widget."""
    found: dict[str, Any] = {}
    for name, properties in pattern.items():
        part = profile.PARTS[name]
        is_on_page = part.where == "shadow"
        frame = agent.page.main_frame if is_on_page else session.widget_frame(agent)
        asked = {"sought": agent.profile.sought(part), "properties": list(properties)}
        styles = await agent.ask_frame(frame, "styles", asked) if frame else None
        found[name] = dict.fromkeys(properties, UNDEFINED) if styles is None else styles
    return found


@looks_at("widget_text")
async def widget_text(session: Session, agent: Agent, _pattern: Any) -> str:
    """What the visitor can read of the widget, wherever it stands, without empty lines."""
    frame = session.widget_frame(agent)
    # A frame that is not rendered has its whole text as `innerText`.
    if frame is None or (frame.parent_frame is not None and await _box(agent) is None):
        return ""
    text: str = await agent.ask_frame(frame, "visible_text")
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


async def _popup_bubble(agent: Agent) -> dict[str, float] | None:
    sought = agent.profile.sought(profile.POPUP_BUBBLE)
    at: dict[str, float] | None = await agent.ask_frame(
        agent.page.main_frame, "place_in_page", sought
    )
    return at


async def _box(agent: Agent) -> dict[str, float] | None:
    """The widget's place in the window, None when nothing of it is in sight."""
    box: dict[str, float] | None
    if not agent.profile.is_on_page:
        box = await agent.ask_element(agent.profile.frame, "place")
        return box
    for part in (WINDOW, button("open")):
        sought = agent.profile.sought(part)
        at = await agent.ask_frame(agent.page.main_frame, "place_in_page", sought)
        if at is not None:
            return {"x": at["x"], "width": 0, "window": at["width"]}
    return None


async def _chatbar_by_profile(agent: Agent, frame: Frame) -> str:
    """As far as a profile tells: a window while it can be minimized, a bar while it can be opened.

    Where the widget has a frame that is out of sight, nothing in it is seen.
    """
    if frame.parent_frame is not None and await _box(agent) is None:
        return "hidden"
    kinds = (button("restore"), button("minimize"), WINDOW, MINI, button("open"))
    found = await sight.is_seen(agent, frame, *kinds)
    is_large, can_minimize, is_window, is_mini, can_open = found
    if is_large:
        return "maximized"
    if can_minimize or is_window:
        return "window"
    if is_mini:
        return "mini"
    return "bar" if can_open else "hidden"
