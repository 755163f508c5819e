"""What an audit's visits do beyond the language: they ask the page, and wait for a late chat."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from harness.browser.protocol import ScriptError
from harness.browser.verbs import verb
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from playwright.async_api import Request

    from harness.browser.agent import Agent
    from harness.browser.session import Session
    from harness.scenario.model import Step

GENERATIONS = 8
"""Timers that set each other off one after the other before they count as one that repeats."""

FORESEEN = 60.0
"""Seconds: a page with a timer that is due by then is not at rest, though it is not waited for."""

TICK = 0.1
"""Seconds between looks at a page whose timers come again and again."""

_LATE = 0.005
"""Seconds that a timer is given to go off once it is due."""

_WORKERS = """(async () => {
  const all = await navigator.serviceWorker.getRegistrations();
  return all.some((one) => one.installing || (one.active && one.active.state === 'activating'));
})()"""

_ASKED = frozenset({"document", "script", "xhr", "fetch"})
"""Kinds of requests whose answer can bring a chat."""


@verb("ask")
async def ask(session: Session, step: Step, argument: dict[str, Any]) -> None:
    """Ask the page: `aside` in a world of its own, `within` in the page's, or both, joined.

    Each is a function that gets `given`; one within the page also what was kept for it before any
    script of the page ran. What is thrown is recorded as the answer.
    """
    agent = session.window(step.window)
    given = json.dumps(argument["given"])
    answers: list[Any] = []
    try:
        if "aside" in argument:
            answers.append(await agent.aside(f"({argument['aside']})({given})"))
        if "within" in argument:
            answers.append(await agent.ask(f"({argument['within']})({given}, agent.audit)"))
        is_joined = all(isinstance(one, dict) for one in answers)
        value = {key: one[key] for one in answers for key in one} if is_joined else answers[-1]
        session.intake.add("evaluated", {"value": value}, page=agent.name)
    except ScriptError as error:
        session.intake.add("evaluated", {"error": error.error}, page=agent.name)


@verb("stir")
async def stir(session: Session, step: Step, _argument: Any) -> None:
    """Do what any visitor does first, and nothing that could set off more: move, scroll, a key."""
    page = session.window(step.window).page
    size = page.viewport_size or {"width": 300, "height": 300}
    x, y = size["width"] / 2, size["height"] / 2
    await page.mouse.move(x - 20, y)
    await page.mouse.move(x, y)
    await page.keyboard.press("Shift")
    await page.mouse.wheel(0, 20_000)
    if session.run.scenario.host.device == "phone":
        await page.touchscreen.tap(1, 1)


@verb("await_chat")
async def await_chat(session: Session, step: Step, argument: dict[str, Any]) -> None:
    """Wait until the chat is there, or the page is at rest without it, for `limit` seconds at most.

    A page is at rest when no answer is on its way that could bring a chat, no task waits, and no
    timer is due. Timers beyond the limit are not waited for, but told of; those that come again
    and again are watched for `repeating` seconds. Where the chat is there, and where it cannot come
    (`without`) once the loader has failed, only the next `near` seconds are waited for. Recorded
    is how the wait ended.
    """
    agent = session.window(step.window)
    loop = asyncio.get_running_loop()
    began = loop.time()
    limit, repeating = argument["limit"] * session.scale, argument["repeating"] * session.scale
    end, how, quiet = began + limit, "", 0
    while not how:
        await session.rest(max(0.1, min(2.0, end - loop.time())))
        is_over = _is_started(session, agent) or (argument["without"] and _is_answered(session))
        if is_over:
            end = min(end, loop.time() + argument["near"])
        pending = await _pending(agent)
        now = loop.time()
        left = end - now
        due = [one / 1000 for one in pending["once"] if one / 1000 <= max(0.0, left)]
        is_watched = not is_over and pending["repeating"] and now - began < repeating
        if pending["loading"] or (not is_over and _awaited(session, began + repeating)):
            pause = TICK
        elif due:
            pause = min(due) + _LATE
        elif is_watched:
            pause = TICK
        elif quiet == 0:  # the browser tells of a request a moment after a timer has sent it
            quiet, pause = 1, _LATE
            await session.intake.change(pause)
            continue
        elif left > 0 and not is_over and await _is_worker_coming(agent):
            pause = TICK
        else:
            is_later = any(one / 1000 <= FORESEEN for one in pending["once"])
            how = "chat" if is_over else "limit" if is_later else "rest"
            break
        quiet = 0
        if left <= 0:
            how = "chat" if is_over else "limit"
            break
        await session.intake.change(min(pause, left + _LATE))
    frames = [one for one in agent.page.frames[1:] if one.url]
    data = {
        "how": how,
        "waited": round((loop.time() - began) * 1000),
        "pending": sorted(round(one) for one in pending["once"]),
        "repeating": pending["repeating"],
        "frames": [one.url for one in frames if f"//{WIDGET_HOST}/" in one.url],
        "failed": sum(one.url.startswith("chrome-error:") for one in frames),
    }
    session.intake.add("rested", data, page=agent.name)


async def _pending(agent: Agent) -> dict[str, Any]:
    """What timers are to come; none in a document that was not watched from its start."""
    told = await agent.ask(f"agent && agent.audit ? agent.audit.pending({GENERATIONS}) : null")
    return told or {"once": [], "repeating": 0, "loading": 0}


async def _is_worker_coming(agent: Agent) -> bool:
    """Whether a service worker of the page's origin is being installed, which pages wait for.

    What it asks for meanwhile is not the page's, so the browser does not tell of it there.
    """
    with suppress(ScriptError):  # a frame's policy or an opaque origin refuses to tell
        return bool(await agent.aside(_WORKERS))
    return False


def _is_started(session: Session, agent: Agent) -> bool:
    """Whether the page has started the widget in the document that is open now."""
    for event in reversed(session.intake.recording.events):
        if event.page != agent.name:
            continue
        if event.kind == "navigation" and event.data.get("way") == "load":
            return False
        if event.kind == "returned" and event.data.get("function") in {"embed.init", "popup.init"}:
            return True
    return False


def _is_answered(session: Session) -> bool:
    """Whether the loader was asked for, and its request has come to an end, whatever that was."""
    is_asked = any(
        event.data.get("host") == WIDGET_HOST
        for event in session.intake.recording.of_kind("request")
    )
    return is_asked and not any(f"//{WIDGET_HOST}/" in one.url for one in session.in_flight)


def _awaited(session: Session, before: float) -> bool:
    """Whether an answer is on its way that could bring a chat; later ones are of who asks on."""
    early = session.in_flight_since(before)
    sent = [one for one in session.in_flight if one in early or one.resource_type == "script"]
    return sum(map(_matters, sent)) > session.world.parked


def _matters(request: Request) -> bool:
    return request.resource_type in _ASKED
