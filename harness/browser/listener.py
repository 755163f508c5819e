"""Hears from the browser what the pages of a run do: requests, the console, errors, windows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.browser.floods import BODIES

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Request

    from harness.browser.intake import Intake
    from harness.browser.windows import Windows

MANY = 200
"""Requests without an answer that a page has at most; one that has more asks faster than it is
answered."""

_BODILESS = frozenset({"GET", "HEAD"})


class Listener:
    """Listens for one run, as long as its pages do not flood.

    `in_flight` are the requests that have no answer yet, with when they were sent by the event
    loop's clock. Where a visit is watched, requests that fail are told of.
    """

    def __init__(
        self, context: BrowserContext, intake: Intake, windows: Windows, *, watches: bool
    ) -> None:
        self.in_flight: dict[Request, float] = {}
        self.navigations = 0
        self._context = context
        self._intake = intake
        self._windows = windows
        self._watches = watches
        self._ending: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Listen before any page is there."""
        self._context.on("request", self._asked)
        self._context.on("requestfinished", self._landed)
        self._context.on("requestfailed", self._failed)
        self._context.on("page", self._page_came)
        self._context.on("console", self._console)
        self._context.on("weberror", self._page_error)
        self._intake.floods.listen(self._cut_off)

    def _cut_off(self) -> None:
        """Hear no more of what the page does, and end the script that it is at."""
        self._context.remove_listener("console", self._console)
        self._context.remove_listener("weberror", self._page_error)
        self._context.remove_listener("request", self._asked)
        self._context.remove_listener("requestfinished", self._landed)
        self._context.remove_listener("requestfailed", self._failed)
        loop = asyncio.get_running_loop()
        self._ending = [loop.create_task(agent.interrupt()) for agent in self._windows.values()]

    def _page_came(self, page: Page) -> None:
        """Listen to a window, also for what is no event but costs all runs something."""
        note = self._intake.floods.note
        page.on("close", self._page_closed)
        page.on("frameattached", lambda _frame: note("frame"))
        page.on("framenavigated", lambda frame: note("went", len(frame.url)))
        page.on("worker", lambda _worker: note("worker"))
        page.on("websocket", lambda _socket: note("socket"))
        page.on("download", lambda _download: note("download"))

    def _asked(self, request: Request) -> None:
        self._intake.floods.note("asked", len(request.url) + BODIES * _size_of_body(request))
        if len(self.in_flight) > MANY:
            self._intake.floods.note("pending")
        self.in_flight[request] = asyncio.get_running_loop().time()
        self.navigations += is_of_window(request)

    def _landed(self, request: Request) -> None:
        self.in_flight.pop(request, None)
        self._intake.wake()

    def _failed(self, request: Request) -> None:
        """Where a visit is watched, what the browser refused to load is told, and why."""
        if self._watches:
            data = {"url": request.url, "type": request.resource_type, "error": request.failure}
            self._intake.add("request_failed", data)
        self._landed(request)

    def _page_closed(self, page: Page) -> None:
        """What a window still waited for when it was closed, nobody tells of any more."""
        kept = (one for one in self.in_flight if not _is_of(page, one))
        self.in_flight = {one: self.in_flight[one] for one in kept}
        self._intake.wake()

    def _console(self, message: Any) -> None:
        mark, _, told = message.text.partition(" ")
        if mark == self._windows.secrets.mark:  # a recorder's, mostly to hand over its agent
            self._dropped(told, message.page)
            return
        location = message.location
        data = {
            "type": message.type,
            "text": message.text,
            "url": location.get("url", ""),
            "line": location.get("lineNumber", 0),
        }
        self._intake.add("console", data, page=self._windows.name_of(message.page))

    def _dropped(self, told: str, page: Page) -> None:
        """A frame of another site tells what it cut; it has no other way to be heard."""
        match told.split(" "):
            case ["dropped", ("console" | "page_error") as kind, count] if count.isdecimal():
                data = {"of": kind, "count": int(count)}
                self._intake.add("dropped", data, page=self._windows.name_of(page))

    def _page_error(self, web_error: Any) -> None:
        error = web_error.error
        name = (getattr(error, "name", None) or "Error").removeprefix("Uncaught ")
        # What is no Error has no stack, but the browser knows where it was thrown, counting from 0.
        stack = _of_the_page(error.stack or "") or _place_of(web_error.location)
        data = {"name": name, "message": error.message, "stack": stack}
        self._intake.add("page_error", data, page=self._windows.name_of(web_error.page))


def is_of_window(request: Request) -> bool:
    """Whether a window goes to another document by it."""
    try:
        return request.is_navigation_request() and request.frame.parent_frame is None
    except PlaywrightError:  # a service worker's
        return False


def _is_of(page: Page, request: Request) -> bool:
    try:
        return request.frame.page is page
    except PlaywrightError:  # a worker's, or of a frame that is gone
        return False


def _size_of_body(request: Request) -> int:
    return 0 if request.method in _BODILESS else len(request.post_data_buffer or b"")


def _place_of(location: Any) -> str:
    """Where something was thrown, as a line of a stack."""
    if not location["url"]:
        return ""
    return f"    at {location['url']}:{location['line'] + 1}:{location['column'] + 1}"


def _of_the_page(stack: str) -> str:
    """A stack without the recorder's own frames."""
    return "\n".join(line for line in stack.splitlines() if web.RECORDER_NAME not in line)
