"""What operators see of their visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser.looking import looks_at

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session


@looks_at("chats")
async def chats(session: Session, _agent: Agent, _pattern: Any) -> list[dict[str, Any]]:
    """The chats that the operators see, with what was written."""
    return session.world.backend.chats()


@looks_at("visitors")
async def visitors(session: Session, _agent: Agent, _pattern: Any) -> list[dict[str, Any]]:
    """The visitors that the operators see."""
    return session.world.backend.visitors()


@looks_at("offline_messages")
async def offline_messages(session: Session, _agent: Agent, _pattern: Any) -> list[dict[str, Any]]:
    """The messages that visitors have left."""
    with session.world.backend.lock:
        return list(session.world.backend.offline_messages)
