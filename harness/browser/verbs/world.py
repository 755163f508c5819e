"""Looking without acting: checks and pictures."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness import patterns
from harness.browser import failed_calls
from harness.browser.looking import load
from harness.browser.pictures import take_picture
from harness.browser.trouble import Trouble
from harness.browser.verbs import verb
from harness.scenario.acting import BACKEND_CHECKS

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session
    from harness.scenario.model import Step

GLANCE = 0.05
"""Seconds between two looks at something that is not yet as expected."""


@verb("check")
async def check(session: Session, step: Step, subjects: dict[str, Any]) -> None:
    """Look until everything is as expected or the step's time is over; record the last look."""
    agent = session.window(step.window)
    if session.surroundings.profile.world is not None:  # its operators are not those of the stub
        subjects = {name: one for name, one in subjects.items() if name not in BACKEND_CHECKS}
    await session.rest()
    deadline = (
        asyncio.get_running_loop().time()
        + (step.within or session.run.scenario.within) * session.scale
    )
    looked: dict[str, Any] = {}
    open_ones = dict(subjects)
    while True:
        try:
            looked |= await _look(session, agent, open_ones)
        except PlaywrightError as error:
            is_late = asyncio.get_running_loop().time() >= deadline
            if is_late or not failed_calls.is_of_next_document(str(error)):
                raise
            await session.intake.change(GLANCE)
            continue
        open_ones = {
            name: pattern
            for name, pattern in open_ones.items()
            if not patterns.is_match(pattern, looked[name])
        }
        if not open_ones or asyncio.get_running_loop().time() >= deadline:
            break
        await session.intake.change(GLANCE)
    for name, pattern in subjects.items():
        session.intake.add(
            "check", {"of": name, "expected": pattern, "recorded": looked[name]}, page=agent.name
        )


async def _look(session: Session, agent: Agent, subjects: dict[str, Any]) -> dict[str, Any]:
    looks = load()
    return {name: await looks[name](session, agent, pattern) for name, pattern in subjects.items()}


@verb("screenshot")
async def screenshot(session: Session, step: Step, name: str) -> None:
    """Take a picture of the window into the run's output folder."""
    shown = session.surroundings.whole_mask.text(name)
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", shown).strip("-") or "screenshot"
    path = session.output / f"{session.slug}-{slug}.png"
    try:
        is_taken = await take_picture(session, session.window(step.window), path)
    except TimeoutError:  # an OSError too
        raise
    except OSError as error:  # it costs the picture, and not the run
        session.unkept["screenshot"] = error.strerror or str(error)
        return
    if not is_taken:
        message = "the page goes on changing where it shows a secret, so it cannot be pictured"
        raise Trouble("picture", message, what="harness")
    session.intake.add("screenshot", {"path": path.name})
