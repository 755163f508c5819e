"""A browser that several runs share, its driver, and whether both still work."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, CDPSession, Playwright
from playwright.async_api import Error as PlaywrightError

from harness.supervision import limits, processes
from harness.supervision.invocation import current

if TYPE_CHECKING:
    from collections.abc import Callable

_SERVICE = "--utility-sub-type=network.mojom.NetworkService"


@dataclass(eq=False, slots=True)
class Driver:
    """Playwright's process, and the part of the invocation that it and its browsers are."""

    playwright: Playwright
    stop: Callable[[], Any]
    part: str

    async def answers(self) -> bool:
        """Whether it does what it is asked."""
        try:
            async with asyncio.timeout(limits.ANSWER):
                await (await self.playwright.request.new_context()).dispose()
        except Exception:  # noqa: BLE001 - of no kind of its own where the driver has ended
            return False
        return True


@dataclass(eq=False)
class SharedBrowser:
    """A browser, and how many runs are in it. A retired one gets no further runs."""

    browser: Browser
    driver: Driver
    mark: str
    began: float
    """When it had started, by the event loop's clock."""
    users: int = 0
    is_retired: bool = False
    is_proven: bool = False
    """Whether it has opened a page: what becomes of it before that is no page's doing."""
    listeners: list[Callable[[], None]] = field(default_factory=list)
    _services: frozenset[int] = frozenset()
    _session: CDPSession | None = None
    _busy: dict[object, float] = field(default_factory=dict)

    async def note_services(self) -> None:
        """Remember the processes that serve all of its pages. Call it before making a context.

        Chromium starts another network service when one ends. Pages lose what was on their way,
        and contexts that are there already lose their proxy.
        """
        if self._services:
            return
        with suppress(PlaywrightError):
            # The network service has the cookies: with the answer it is there.
            await (await self._browser_session()).send("Storage.getCookies")
        living = self._processes()
        self._services = frozenset(one.pid for one in living if _SERVICE in one.command)

    async def watch(self) -> None:
        """Note when it, or its driver, is busy for long. Ends with the browser.

        A page may do that to both without much that is counted, as by few but large console lines.
        """
        loop = asyncio.get_running_loop()
        with suppress(Exception):  # of no kind of its own where the driver ended
            session = await self._browser_session()
            while self.browser.is_connected():
                await asyncio.sleep(limits.HELD_UP / 2)
                asked = loop.time()
                await session.send("Browser.getVersion")
                if loop.time() - asked > limits.HELD_UP and self.users > 1:
                    self.note_busy(self)

    async def _browser_session(self) -> CDPSession:
        if self._session is None:
            self._session = await self.browser.new_browser_cdp_session()
        return self._session

    def _processes(self) -> list[processes.Process]:
        return processes.of_run(current().run, self.driver.part)

    def note_busy(self, attempt: object) -> None:
        """Remember that an attempt's page has kept it busy just now."""
        self._busy[attempt] = asyncio.get_running_loop().time()

    def was_busy(self, since: float, attempt: object) -> bool:
        """Whether others than this attempt have kept it busy, later than a moment."""
        return any(at > since for one, at in self._busy.items() if one is not attempt)

    def ended(self, *_: object) -> None:
        """Tell the runs in it that it has ended."""
        for listener in list(self.listeners):
            listener()

    async def ailment(self) -> str | None:
        """What is wrong with it, None when it answers and none of its processes is stopped."""
        if not self.browser.is_connected():
            return "the browser ended"
        living = self._processes()
        if any(one.is_stopped for one in living):
            return "a process of the browser was stopped"
        if not self._services <= {one.pid for one in living}:
            return "a process of the browser was replaced"
        try:
            async with asyncio.timeout(limits.ANSWER):
                await (await self._browser_session()).send("Browser.getVersion")
        except PlaywrightError:
            is_there = self.browser.is_connected() and not await self.driver.answers()
            return "Playwright's driver ended" if is_there else "the browser ended"
        except TimeoutError:
            return "the browser did not answer"
        return None
