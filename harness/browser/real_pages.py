"""What becomes of opening a page on a real server: a page, or a clear word why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.browser.unopened import reason

if TYPE_CHECKING:
    from playwright.async_api import Response

    from harness.browser.agent import Agent
    from harness.browser.session import Session

_PAGES = ("text/html", "application/xhtml+xml")
_PASSWORD = "!!document.querySelector('input[type=password]')"  # noqa: S105 - a selector
_UNAUTHORIZED, _FORBIDDEN, _FIRST_BAD = 401, 403, 400
_LISTED = 5
_RESTLESS = 5
_UNTIL = {"load": "`host: {until: dom}` does not wait for pictures and frames"}
_LOGIN = "an environment of the project file says how to log in: `cookies` or `storage_state`"
_WAYS: dict[str, tuple[str, str, str | None]] = {
    "ERR_TOO_MANY_REDIRECTS": ("page-redirects", "the page redirects without end", None),
    "ERR_CERT_": (
        "page-certificate",
        "nobody vouches for the server's certificate",
        "an environment of the project file with `certificate_errors: ignored` takes it as it is",
    ),
    "ERR_BAD_SSL_CLIENT": (
        "page-certificate",
        "the server wants to be shown a client certificate",
        "an environment of the project file names it: `client_certificate`",
    ),
    "ERR_SSL_": ("page-certificate", "the server does not speak TLS as it should", None),
    "interrupted by another navigation": (
        "page-left",
        "the page left for another address while it was being loaded",
        "name the address that it ends up at",
    ),
}
_OF_THE_PAGE = frozenset({"page-redirects", "page-left"})


def slow(session: Session, until: str) -> Trouble:
    """A page that does not get as far as it should, and what is still missing. Raises Trouble."""
    _refuse_huge(session)
    if session.navigations > _RESTLESS:
        message = f"the page went on to another address {session.navigations - 1} times"
        return Trouble("page-left", f"{message} while it was being loaded")
    waiting = [f"still loading: {request.url}" for request in session.in_flight]
    more = [f"and {len(waiting) - _LISTED} more"] if len(waiting) > _LISTED else []
    is_document = any(request.is_navigation_request() for request in session.in_flight)
    hint = "the document itself does not end" if is_document else _UNTIL.get(until)
    return Trouble(
        "page-slow",
        f"the page did not get to `{until}` in time",
        hint=hint,
        instead=(*waiting[:_LISTED], *more),
    )


def not_opened(session: Session, text: str) -> Trouble:
    """Why a page could not be opened, from what the browser and the proxy say. Raises Trouble."""
    _refuse_huge(session)
    for mark, (code, message, hint) in _WAYS.items():
        if mark in text:
            return Trouble(code, message, hint=hint, what=_whose(code))
    refused = [
        event.data
        for event in session.intake.recording.of_kind("request")
        if event.data["status"] == 0
    ]
    told = next((data for data in reversed(refused) if data.get("reason")), None)
    if told is not None:
        return Trouble("page-unreachable", f"{told['host']}: {told['reason']}", what="harness")
    message = f"the page could not be opened: {reason(text)}"
    return Trouble("page-unreachable", message, what="harness")


async def examine(session: Session, agent: Agent, response: Response | None) -> None:
    """See to it that what was opened is a page, and the one that was meant. Raises Trouble."""
    _refuse_huge(session)
    if response is None:
        return
    if response.status >= _FIRST_BAD:
        raise _refused(session, response)
    kind = (response.headers.get("content-type") or "text/html").partition(";")[0].strip()
    if kind.lower() not in _PAGES:
        raise Trouble("page-kind", f"this is no page: {kind}", what="harness")
    if response.request.redirected_from is not None:
        await _examine_login(agent, response)


def _refused(session: Session, response: Response) -> Trouble:
    status, hint = response.status, None
    message = f"the server answers {status} {response.status_text}".rstrip()
    if status == _UNAUTHORIZED:
        has_tried = session.surroundings.environment.basic_auth is not None
        hint = (
            "it does not believe the environment's `basic_auth`"
            if has_tried
            else "an environment of the project file says who asks: `basic_auth`"
        )
    elif status == _FORBIDDEN:
        hint = "some servers refuse automated browsers; let in those with a header of your own"
    return Trouble("page-status", message, hint=hint, what="harness")


async def _examine_login(agent: Agent, response: Response) -> None:
    try:
        is_login = await agent.evaluate(_PASSWORD)
    except ScriptError:
        return
    if is_login:
        message = f"the page asks for a password: {_without_query(response.url)}"
        raise Trouble("page-login", message, hint=_LOGIN, what="harness")


def _refuse_huge(session: Session) -> None:
    """A page that was cut off looks whole to the browser, and is not."""
    requests = session.intake.recording.of_kind("request")
    cut = next((event.data for event in requests if event.data.get("cut")), None)
    if cut is not None:
        message = f"{cut['host']} was cut off after {cut['bytes']:,} bytes: no page needs so many"
        raise Trouble("page-huge", message)


def _whose(code: str) -> Literal["page", "harness"]:
    return "page" if code in _OF_THE_PAGE else "harness"


def _without_query(url: str) -> str:
    return url.partition("?")[0]
