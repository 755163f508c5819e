"""One run without steps, in which a person acts: what they do is told while they do it."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.browser.one_run import OneRun
from harness.browser.opening import open_host_page
from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import CDPSession, Frame, Page

    from harness.browser.engine import Engine
    from harness.browser.session import Session
    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

    Hear = Callable[[dict[str, Any], str], None]
    Perform = Callable[[Session], Awaitable[None]]


async def capture(
    engine: Engine, run: Run, hear: Hear, perform: Perform | None = None
) -> RunResult:
    """Open the run's page and tell of every act in it and in its windows, with the window's name.

    It lasts until the first window is closed, or `perform`, which acts in somebody's place, ends.
    """
    with _Captured(engine, run, hear, perform) as one:
        return await one.result()


class _Captured(OneRun):
    """The life of such a run."""

    is_bounded = False

    def __init__(self, engine: Engine, run: Run, hear: Hear, perform: Perform | None) -> None:
        super().__init__(engine, run)
        self._hear = hear
        self._perform = perform or _until_closed

    async def _driven(self, session: Session) -> None:
        binding = f"__h{secrets.token_hex(8)}"

        def heard(source: dict[str, Any], payload: str) -> None:
            self._hear(json.loads(payload), session.windows.name_of(source["page"]) or "main")

        await session.context.expose_binding(binding, heard)
        await session.context.add_init_script(web.capturing_source(binding))
        self._intake.step = -1
        try:
            await open_host_page(session)
        except Trouble as trouble:
            self._intake.add("trouble", trouble.as_data())
            return
        page = session.windows["main"].page
        going = await _Going.watched(page, self._hear)
        with suppress(PlaywrightError):  # whoever acts has closed the window
            await self._perform(session)
            await going.settled()


class _Going:
    """Tells going places by the browser's own means from going places by the page's."""

    def __init__(self, page: Page, session: CDPSession, hear: Hear) -> None:
        self._page = page
        self._session = session
        self._hear = hear
        self._index = 0
        self._entries: list[int] = []
        self._is_pages = False
        self._work: asyncio.Task[None] | None = None

    @classmethod
    async def watched(cls, page: Page, hear: Hear) -> _Going:
        """Watch over a page that is open."""
        session = await page.context.new_cdp_session(page)
        going = cls(page, session, hear)
        history = await session.send("Page.getNavigationHistory")
        going._take(history)
        page.on("framenavigated", going._navigated)
        session.on("Page.frameRequestedNavigation", going._requested)
        await session.send("Page.enable")
        return going

    def _requested(self, event: dict[str, Any]) -> None:
        """The page itself goes somewhere: by a link, a form or a script."""
        self._is_pages = event.get("reason") not in {None, "initialFrameNavigation"}

    async def settled(self) -> None:
        """Wait until the last navigation was looked at."""
        if self._work is not None:
            await self._work

    def _navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            before = self._work
            self._work = asyncio.get_running_loop().create_task(self._look(before))

    async def _look(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        with suppress(PlaywrightError):
            history = await self._session.send("Page.getNavigationHistory")
            index, entries = int(history["currentIndex"]), history["entries"]
            act = self._act(index, entries)
            self._take(history)
            if act is not None:
                self._hear({"where": "page", **act}, "main")

    def _act(self, index: int, entries: list[dict[str, Any]]) -> dict[str, Any] | None:
        entry = entries[index]
        if self._is_pages:
            return None
        if index != self._index and entry["id"] in self._entries:
            return {"do": "back" if index < self._index else "forward"}
        if entry["transitionType"] == "reload":
            return {"do": "refresh"}
        if entry["transitionType"] in {"typed", "auto_bookmark", "keyword"}:
            return {"do": "goto", "url": entry["url"]}
        return None

    def _take(self, history: dict[str, Any]) -> None:
        self._is_pages = False
        self._index = int(history["currentIndex"])
        self._entries = [int(entry["id"]) for entry in history["entries"]]


async def _until_closed(session: Session) -> None:
    await session.windows["main"].page.wait_for_event("close", timeout=0)
