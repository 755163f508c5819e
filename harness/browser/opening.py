"""Going to a page, and waiting until it is as far as the scenario wants it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from harness.browser import real_pages
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.browser.unopened import no_document, reason
from harness.judging.unobserved import UNOBSERVED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from harness.browser.agent import Agent
    from harness.browser.session import Session

NAVIGATION = 9.0
"""Seconds that a real page is given to get as far as the host's `until`; less than a step has."""

WONDERING = 1.0
"""Seconds after which the widget is looked for where no event tells of it."""

_POLICIES = {
    "content-security-policy": "enforced",
    "content-security-policy-report-only": "reported",
    "referrer-policy": "referrer",
    "cross-origin-embedder-policy": "embedder",
    "cross-origin-opener-policy": "opener",
}
"""Fields of an answer that say what its document may do and tell, and what becomes of the rest."""

Until = Literal["commit", "domcontentloaded", "load"]
_UNTIL: dict[str, Until] = {
    "commit": "commit",
    "dom": "domcontentloaded",
    "load": "load",
    "widget": "commit",
}


async def open_host_page(session: Session) -> None:
    """Open the scenario's first page."""
    agent = session.window("main")
    host = session.run.scenario.host
    await go_to(session, agent, host.at)


async def go_to(session: Session, agent: Agent, address: str) -> None:
    """Go to an address. Raises Trouble."""
    await arrive(session, agent, lambda until: agent.page.goto(address, wait_until=until), address)


async def arrive(
    session: Session,
    agent: Agent,
    go: Callable[[Until], Awaitable[Any]],
    address: str | None = None,
) -> None:
    """Go, and wait for what the host's `until` names. Raises Trouble.

    Without an address the page is loaded again.
    """
    until = session.run.scenario.host.until
    if until == "widget" and session.surroundings.profile.is_widgets(agent.page.url):
        until = "load"  # no page waits for the widget in the widget's own windows
    before = len(session.intake.recording)
    is_real = session.run.scenario.host.is_real
    if is_real:
        agent.page.set_default_navigation_timeout(NAVIGATION * session.scale * 1000)
    try:
        response = await go(_UNTIL[until])
    except PlaywrightTimeout:
        if is_real:
            raise real_pages.slow(session, until) from None
        raise Trouble("page-slow", f"the page did not get to `{until}` in time") from None
    except PlaywrightError as error:
        if agent.page.is_closed():
            raise
        raise _not_opened(session, address or agent.page.url, str(error)) from None
    _note_policies(session, agent, response)
    if is_real:
        await real_pages.examine(session, agent, response)
    if until == "widget":
        await _widget_loaded(session, agent, before)


def _not_opened(session: Session, address: str, text: str) -> Trouble:
    nothing = no_document(session, address, text)
    if nothing is not None:
        return nothing
    if session.run.scenario.host.is_real:
        return real_pages.not_opened(session, text)
    return Trouble("page-unreachable", _reason(text))


def _note_policies(session: Session, agent: Agent, response: Any) -> None:
    """Record the policies that the document came with; several fields are a list with commas."""
    fields = response.headers if response is not None else {}
    known = {way: fields[name] for name, way in _POLICIES.items() if name in fields}
    given = {way: ", ".join(value.splitlines()) for way, value in known.items()}
    if given:
        session.intake.add("policy", {"url": response.url, **given}, page=agent.name)


async def _widget_loaded(session: Session, agent: Agent, before: int) -> None:
    seconds = session.run.scenario.within * session.scale

    def is_loaded() -> bool:
        """Whether onload fired, or cannot be heard."""
        return any(
            event.page == agent.name
            and (event.kind == UNOBSERVED or event.data.get("name") == "onload")
            for event in session.intake.recording.events[before:]
            if event.kind in {"callback", UNOBSERVED}
        )

    if await session.intake.until(is_loaded, min(seconds, WONDERING)):
        return
    with suppress(ScriptError, PlaywrightError):
        await agent.ask("agent && agent.tally()")  # a look at what the page has by now
    if not await session.intake.until(is_loaded, max(seconds - WONDERING, 0)):
        raise Trouble(
            "not-loaded",
            f"the widget did not load within {seconds:g} s: onload did not fire",
            hint=session.loader_story(),
            instead=_errors(session, before),
        )


def _errors(session: Session, before: int) -> tuple[str, ...]:
    return tuple(
        f"seen: page error {event.data['name']}: {event.data['message']}"
        for event in session.intake.recording.events[before:]
        if event.kind == "page_error"
    )[:3]


def _reason(text: str) -> str:
    code = text.splitlines()[0].partition("net::")[2].split(" ")[0]
    if code in {"ERR_TUNNEL_CONNECTION_FAILED", "ERR_NAME_NOT_RESOLVED"}:
        return "this address is not one of the scenario's hosts, and nothing else is reachable"
    return f"the page could not be opened: {reason(text)}"
