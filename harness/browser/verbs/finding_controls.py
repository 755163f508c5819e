"""Trying a profile: which of its entries are in sight. No verb of scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.browser.looking import LOOKS
from harness.browser.looking.widget import widgets
from harness.browser.verbs import verb

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

FIND: Final = "find_controls"
"""The verb of the steps that `harness profile` makes."""

FOUND: Final = "controls"
"""The kind of the event that tells what was found: entry, and the names of what fits."""


@verb(FIND)
async def find_controls(session: Session, step: Step, entries: dict[str, Any]) -> None:
    """Look for all entries at once, after the page has come to rest."""
    await session.rest()
    agent = session.window(step.window)
    frame = session.widget_frame(agent)
    names: list[list[str]] = []
    if frame is not None:
        names = await agent.ask_frame(frame, "names", list(entries.values()))
    found = dict(zip(entries, names, strict=False))
    count = await widgets(session, agent, None)
    readings = {name: await LOOKS[name](session, agent, None) for name in agent.profile.readings}
    data = {"has_document": frame is not None, "found": found, "widgets": count}
    data["readings"] = readings
    session.intake.add(FOUND, data, page=agent.name)
