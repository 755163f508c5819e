"""How a visitor finds their way in the stub widget: by role and label, in any of its languages."""

from __future__ import annotations

import asyncio
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser.agent import ScriptError
from harness.browser.trouble import Trouble
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from harness.browser.agent import Agent
    from harness.browser.session import Session
    from harness.scenario.model import Step

FRAME = f'iframe[src*="//{WIDGET_HOST}/"]'
"""The element of the host page that holds the widget's document."""

BUTTON = "button"
FIELD = "textbox"

PATIENCE = 3.0
"""Seconds that a control is given to come into sight and to stand still."""

GLANCE = 0.05
"""Seconds after which something that moves is looked at again, when no event tells of it."""


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("harness.web").joinpath("widget/texts.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded


@cache
def labels(key: str) -> list[str]:
    """What a control is called, in every language of the widget."""
    return sorted({texts[key] for texts in _texts().values() if key in texts})


async def point_of(session: Session, step: Step, role: str, key: str) -> tuple[float, float]:
    """Where a control of the widget is in its window, once it can be used. Raises Trouble.

    The widget may be moving, or be loaded anew, while it is measured: then it is measured
    again, until the time for it is over.
    """
    agent = session.window(step.window)
    patience = min(PATIENCE, step.timeout or PATIENCE) * session.scale
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        left = deadline - asyncio.get_running_loop().time()
        try:
            return await _measured(session, agent, role, key, max(left, 0))
        except Trouble:
            if left <= 0:
                raise
        except (PlaywrightError, ScriptError):
            if left <= 0 or agent.page.is_closed():
                raise
        await session.intake.change(min(left, GLANCE))


async def _measured(
    session: Session, agent: Agent, role: str, key: str, seconds: float
) -> tuple[float, float]:
    frame = await _frame(session, agent, seconds)
    asked = {"role": role, "names": labels(key), "patience": seconds * 1000}
    found = await agent.ask_frame(frame, "find_control", asked)
    name = f"the {role} “{_texts()['en'][key]}”"
    if found is None:
        seen = ", ".join((await seen_in(agent, frame))["buttons"]) or "none"
        raise Trouble(
            "no-control",
            f"the visitor does not see {name} in the widget",
            expected=f"{role} {' or '.join(labels(key))}",
            instead=(f"buttons in sight: {seen}",),
        )
    at = await agent.ask_element(FRAME, "point_in_frame", found)
    if at is None or not at["isShown"]:
        raise Trouble("no-control", f"{name} is hidden with the whole widget")
    if found["covered"] or not at["isReached"]:
        raise Trouble("covered", f"{name} is covered by something else, or out of sight")
    if not at["isSettled"]:
        raise Trouble("moving", f"{name} does not stop moving")
    return at["x"], at["y"]


async def seen_in(agent: Agent, frame: Frame) -> dict[str, Any]:
    """The controls that can be seen in the widget's document."""
    seen: dict[str, Any] = await agent.ask_frame(frame, "controls")
    return seen


async def _frame(session: Session, agent: Agent, seconds: float) -> Frame:
    def is_there() -> bool:
        return session.widget_frame(agent) is not None

    await session.intake.until(is_there, seconds)
    frame = session.widget_frame(agent)
    if frame is None:
        raise Trouble("no-widget", "the widget is not on the page", hint=session.loader_story())
    return frame
