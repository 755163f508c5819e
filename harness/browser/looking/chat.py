"""What is to be seen inside of the chat window: the conversation, and what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser import profile, sight
from harness.browser.looking import UNDEFINED, looks_at
from harness.browser.profile import Control, button, control, field

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session

_FIELDS = {"name": "name", "email": "email", "phone": "phone", "message": "offline_message"}
"""The fields of the offline form, and the keys of their labels."""


@looks_at("conversation")
async def conversation(session: Session, agent: Agent, _pattern: Any) -> list[dict[str, str]]:
    """What the visitor reads in the chat: who wrote, what, and beside which photo."""
    frame = session.widget_frame(agent)
    if frame is None:
        return []
    known = agent.profile.conversation
    lines: list[dict[str, str]] = await agent.ask_frame(frame, "conversation", known)
    return lines


@looks_at("rating")
async def rating(session: Session, agent: Agent, _pattern: Any) -> str:
    """Shown while the stars are in sight, offered while there is a button for them, else hidden."""
    is_shown, is_offered = await _are_seen(session, agent, profile.RATING, button("rate"))
    if is_shown:
        return "shown"
    return "offered" if is_offered else "hidden"


@looks_at("asked")
async def asked(session: Session, agent: Agent, _pattern: Any) -> str:
    """What the visitor is invited to give before the chat: name, email, phone or none."""
    known = ("name", "email", "phone")
    seen = await _are_seen(session, agent, *map(profile.invitation, known))
    return next((name for name, is_seen in zip(known, seen, strict=True) if is_seen), "none")


@looks_at("consent")
async def consent(session: Session, agent: Agent, _pattern: Any) -> str:
    """Shown or hidden: the box to tick for the processing of personal data."""
    (is_shown,) = await _are_seen(session, agent, control("checkbox", "consent"))
    return "shown" if is_shown else "hidden"


@looks_at("choices")
async def choices(session: Session, agent: Agent, _pattern: Any) -> list[str]:
    """The operators that the visitor can choose from, in their order."""
    frame = session.widget_frame(agent)
    if frame is None:
        return []
    (found,) = await sight.names(agent, frame, profile.CHOICES)
    return [agent.profile.whom(row) for row in found]


@looks_at("links")
async def links(session: Session, agent: Agent, pattern: dict[str, Any]) -> dict[str, Any]:
    """Where the links of the window lead."""
    sought = {name: control("link", name) for name in pattern}
    return await _read(session, agent, "href", sought)


@looks_at("fields")
async def fields(session: Session, agent: Agent, pattern: dict[str, Any]) -> dict[str, Any]:
    """What is in the fields of the offline form."""
    sought = {name: field(_FIELDS[name]) for name in pattern}
    return await _read(session, agent, "value", sought)


async def _are_seen(session: Session, agent: Agent, *controls: Control) -> list[bool]:
    frame = session.widget_frame(agent)
    if frame is None:
        return [False] * len(controls)
    return await sight.is_seen(agent, frame, *controls)


async def _read(
    session: Session, agent: Agent, prop: str, sought: dict[str, Control]
) -> dict[str, Any]:
    frame = session.widget_frame(agent)
    found = await sight.read(agent, frame, prop, sought) if frame else {}
    return {name: found.get(name, UNDEFINED) for name in sought}
