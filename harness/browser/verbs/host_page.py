"""What people and scripts do on the host page: going places, clicking, typing, resizing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from harness.browser import failed_calls
from harness.browser.opening import arrive, go_to
from harness.browser.trouble import Trouble
from harness.browser.verbs import verb

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

PATIENCE = 5.0
"""Seconds that an element is given to be there and ready, unless the step says otherwise."""


@verb("goto")
async def goto(session: Session, step: Step, address: str) -> None:
    """Go to another page of the scenario's hosts."""
    agent = session.window(step.window)
    base = agent.page.url if agent.page.url.startswith("http") else session.run.scenario.host.at
    await go_to(session, agent, urljoin(base, address))


@verb("refresh")
async def refresh(session: Session, step: Step, _argument: Any) -> None:
    """Load the page again."""
    agent = session.window(step.window)
    await arrive(session, agent, lambda until: agent.page.reload(wait_until=until))


@verb("back")
async def back(session: Session, step: Step, _argument: Any) -> None:
    """Go back one entry of the history."""
    agent = session.window(step.window)
    await agent.page.go_back(wait_until="commit")


@verb("forward")
async def forward(session: Session, step: Step, _argument: Any) -> None:
    """Go forward one entry of the history."""
    agent = session.window(step.window)
    await agent.page.go_forward(wait_until="commit")


@verb("push_state")
async def push_state(session: Session, step: Step, address: str) -> None:
    """Change the address without a load, as single-page applications do."""
    await session.window(step.window).evaluate(
        f"history.pushState(null, '', {json.dumps(address)})"
    )


@verb("click")
async def click(session: Session, step: Step, selector: str) -> None:
    """Click an element of the host page, by trusted input."""
    target = _element(session, step, selector)
    await _ready(selector, target.click(timeout=_patience(session, step)))


@verb("fill")
async def fill(session: Session, step: Step, fields: dict[str, Any]) -> None:
    """Fill in fields of the host page."""
    for selector, text in fields.items():
        target = _element(session, step, selector)
        await _ready(selector, target.fill(str(text), timeout=_patience(session, step)))


@verb("press")
async def press(session: Session, step: Step, argument: Any) -> None:
    """Press a key, where the focus is or in an element."""
    if isinstance(argument, str):
        await session.calm(step.window)  # the focus may be on its way
        await session.window(step.window).page.keyboard.press(argument)
        return
    for selector, key in argument.items():
        await _ready(
            selector, _element(session, step, selector).press(key, timeout=_patience(session, step))
        )


@verb("resize")
async def resize(session: Session, step: Step, size: dict[str, int]) -> None:
    """Give the window another size."""
    page = session.window(step.window).page
    await page.set_viewport_size({"width": size["width"], "height": size["height"]})


@verb("eval")
async def evaluate(session: Session, step: Step, source: str) -> None:
    """Run a script in the page; what it returns or throws is recorded."""
    agent = session.window(step.window)
    session.intake.add("evaluated", await agent.outcome(source), page=agent.name)


@verb("tab")
async def tab(session: Session, _step: Step, argument: dict[str, Any]) -> None:
    """Open a second tab of the same visitor."""
    agent = await session.windows.open_tab(argument["name"])
    address = argument.get("at") or session.run.scenario.host.at
    await go_to(session, agent, urljoin(session.run.scenario.host.at, address))


@verb("close_window")
async def close_window(session: Session, step: Step, _argument: Any) -> None:
    """Close a window as its visitor does; its documents hear that they go away."""
    page = session.window(step.window).page
    await page.close(run_before_unload=False)
    # Chromium tells the opener only afterwards that the window is `closed`, and unload beacons may
    # still be on their way. A visitor's next action comes after both.
    await session.rest()


def _element(session: Session, step: Step, selector: str) -> Locator:
    return session.window(step.window).page.locator(selector)


def _patience(session: Session, step: Step) -> float:
    """Milliseconds, as Playwright counts."""
    return (step.timeout or PATIENCE) * session.scale * 1000


async def _ready(selector: str, action: Any) -> None:
    """Do what waits for an element; say in a sentence why it cannot be done."""
    try:
        await action
    except PlaywrightTimeout as error:
        lines = [line.strip(" -") for line in str(error).splitlines()]
        last = next((line for line in reversed(lines) if line and "Call log" not in line), "")
        raise Trouble(
            "no-element",
            f"no element {selector} of the page could be used in time",
            expected=selector,
            instead=(last,) if last else (),
            hint="is the selector right, and the element visible and not covered?",
        ) from None
    except PlaywrightError as error:
        raise Trouble(
            "element", f"{selector}: {failed_calls.words(str(error))}", expected=selector
        ) from None
