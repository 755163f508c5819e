"""What visitors see of the widget, asked of its own document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser.profile import Control

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from harness.browser.agent import Agent

_TOLD = {
    "buttons": Control("button"),
    "fields": Control("textbox"),
    "boxes": Control("checkbox"),
    "choices": Control("radio"),
    "panels": Control("panel"),
}
"""What is told of when something else was looked for."""


async def names(agent: Agent, frame: Frame, *controls: Control) -> list[list[str]]:
    """The names of the controls of each kind that are in sight."""
    asked = [agent.profile.sought(control) for control in controls]
    found: list[list[str]] = await agent.ask_frame(frame, "names", asked)
    return found


async def is_seen(agent: Agent, frame: Frame, *controls: Control) -> list[bool]:
    """Whether any such control is in sight, for each of them."""
    return [bool(found) for found in await names(agent, frame, *controls)]


async def read(
    agent: Agent, frame: Frame, prop: str, controls: dict[str, Control]
) -> dict[str, Any]:
    """A property of those of the controls that are in sight, by their keys."""
    sought = {key: agent.profile.sought(control) for key, control in controls.items()}
    found: dict[str, Any] = await agent.ask_frame(
        frame, "read", {"property": prop, "sought": sought}
    )
    return found


async def told(agent: Agent, frame: Frame) -> tuple[str, ...]:
    """Lines that say what the visitor sees instead of what was looked for."""
    asked = [{**control.sought, "where": "everywhere"} for control in _TOLD.values()]
    seen: list[list[str]] = await agent.ask_frame(frame, "names", asked)
    lines = [
        f"{what} in sight: {', '.join(filter(None, found))}"
        for what, found in zip(_TOLD, seen, strict=True)
        if any(found)
    ]
    remarks: list[str] = await agent.ask_frame(frame, "remarks")
    return (
        *(lines or ["nothing of the widget is in sight"]),
        *(f"the widget says: {remark}" for remark in remarks),
    )
