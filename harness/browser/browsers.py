"""Starts the driver and its browsers, replaces them when they fail, and closes them.

Every wait has a limit. What does not end in order is killed, found by the marks of its processes.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from harness.browser import driver_starts, driver_variables
from harness.browser.finding import Found, NoBrowser, find
from harness.browser.launching import BrowserOptions, launch_arguments
from harness.browser.shared_browser import Driver, SharedBrowser
from harness.browser.starts import Starts
from harness.browser.unstarted import not_launched, opens_no_page
from harness.supervision import late_errors, limits, processes
from harness.supervision.invocation import SWITCH, current
from harness.supervision.processes import PART, RUN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine


class Browsers:
    """A driver and one browser at a time for new runs; retired ones end with their last run."""

    def __init__(self, options: BrowserOptions, fingerprint: str) -> None:
        self._options = options
        self._fingerprint = fingerprint
        self._driver: Driver | None = None
        self._held: SharedBrowser | None = None
        self._starting = asyncio.Lock()
        self._numbers = 0
        self._away: set[asyncio.Task[None]] = set()
        self._healing: set[asyncio.Task[None]] = set()
        self._watches: set[asyncio.Task[None]] = set()
        self._starts = Starts()
        self.text = ""
        """The browser's name and version."""

    @property
    def given_up(self) -> NoBrowser | None:
        """Why no further browser is started, once that is so."""
        return self._starts.given_up

    @asynccontextmanager
    async def held(self) -> AsyncIterator[SharedBrowser]:
        """A browser for a run, started where there is none. Raises NoBrowser."""
        held = await self.ready()
        held.users += 1
        try:
            yield held
        finally:
            held.users -= 1
            if held.is_retired and held.users == 0:
                self._put_away_later(held)

    async def ready(self) -> SharedBrowser:
        """The browser that new runs get, started if there is none. Raises NoBrowser."""
        if self._healing:
            await asyncio.wait(self._healing)
        async with self._starting:
            held = self._held
            if held is None or held.is_retired or not held.browser.is_connected():
                if held is not None:
                    self._disprove(held, "it ended")
                    self.retire(held)
                held = self._held = await self._launched()
            return held

    def retire(self, held: SharedBrowser) -> None:
        """Give it to no further run; it ends when its last run has ended."""
        if held.is_retired:
            return
        held.is_retired = True
        if self._held is held:
            self._held = None
        if held.users == 0:
            self._put_away_later(held)

    def prove(self, held: SharedBrowser) -> None:
        """It has opened a page: this start went well."""
        held.is_proven = True
        self._starts.succeeded()

    def _disprove(self, held: SharedBrowser, reason: str) -> None:
        """It is lost before it has opened any page, which is no page's doing: its start failed."""
        if not held.is_proven and not held.is_retired:
            seconds = asyncio.get_running_loop().time() - held.began
            self._starts.failed(opens_no_page(self._found(), reason), seconds)

    def fail(self, held: SharedBrowser, reason: str) -> None:
        """After a failure of it: it is replaced; what is stopped or does not answer is ended.

        Runs that are in it hear of its end.
        """
        self._disprove(held, reason)
        self.retire(held)
        healing = self._later(self._healed(held))
        self._healing.add(healing)
        healing.add_done_callback(self._healing.discard)

    async def _healed(self, held: SharedBrowser) -> None:
        processes.kill([one for one in self._marked(held.driver) if one.is_stopped])
        if await held.ailment() is None:
            return
        self._kill(held)
        if not await held.driver.answers():
            self._drop(held.driver)
        held.ended()

    async def close(self) -> None:
        """Put all browsers and the driver away."""
        if self._held is not None:
            self._put_away_later(self._held)
            self._held = None
        for watch in self._watches:
            watch.cancel()
        if self._away or self._watches:
            await asyncio.gather(*self._away, *self._watches, return_exceptions=True)
        driver, self._driver = self._driver, None
        if driver is not None:
            await _stopped(driver)

    def _put_away_later(self, held: SharedBrowser) -> None:
        held.is_retired = True
        self._later(self._put_away(held))

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._away.add(task)
        task.add_done_callback(self._away.discard)
        return task

    async def _put_away(self, held: SharedBrowser) -> None:
        try:
            async with asyncio.timeout(limits.CLOSING):
                await held.browser.close()
        except (PlaywrightError, TimeoutError):
            self._kill(held)

    def _kill(self, held: SharedBrowser) -> None:
        among = self._marked(held.driver)
        for one in among:
            if held.mark in one.command and "--type=" not in one.command:
                processes.kill(processes.below(one.pid, among))

    def _marked(self, driver: Driver) -> list[processes.Process]:
        return processes.of_run(current().run, driver.part)

    def _drop(self, driver: Driver) -> None:
        """Give up a driver with all of its browsers; the next browser gets a new one."""
        if self._driver is driver:
            self._driver = None
        if self._held is not None and self._held.driver is driver:
            self._held.is_retired = True
            self._held = None
        _kill_driver(driver)

    async def _launched(self) -> SharedBrowser:
        """A new browser: Chromium was seen to crash as it starts, so it may take some starts."""
        loop = asyncio.get_running_loop()
        while self._starts.given_up is None:
            driver, began = self._driver, loop.time()
            try:
                driver = self._driver = driver or await self._started()
                return await self._launch(driver)
            except NoBrowser as caught:
                error = caught
            if driver is not None and not await driver.answers():
                self._drop(driver)
                error = driver_starts.ended(self._found())
            self._starts.failed(error, loop.time() - began)
            if self._starts.given_up is None:
                await asyncio.sleep(limits.RESPITE)
        raise self._starts.given_up.with_traceback(None)

    def _found(self) -> Found:
        """The browser that is started. Raises BrowserNotFound."""
        wanted = self._options
        if wanted.channel:
            return Found(wanted.channel, "--browser-channel")
        if wanted.path and wanted.source:
            return Found(wanted.path, wanted.source)
        return find(wanted.path)

    async def _launch(self, driver: Driver) -> SharedBrowser:
        self._numbers += 1
        mark = f"--livechatoo-harness-browser={driver.part}.{self._numbers}"
        wanted = self._options
        found = self._found()
        path = None if wanted.channel else found.path
        marks = (f"{SWITCH}={current().run}", mark)
        arguments = launch_arguments(wanted, self._fingerprint, path, marks)
        if sys.platform == "darwin":  # the paths of its sockets would be too long in our folder
            own = {RUN: current().run, PART: driver.part, "TMPDIR": "/tmp"}  # noqa: S108
            arguments["env"] = {**os.environ, **own}
        arguments["timeout"] = limits.LAUNCHING * 1000  # Playwright then tells what it said
        try:
            async with asyncio.timeout(limits.LAUNCHING + limits.ANSWER):
                browser = await driver.playwright.chromium.launch(**arguments)
        except Exception as error:  # of no kind of its own where the driver ended meanwhile
            among = self._marked(driver)
            processes.kill([one for one in among if mark in one.command])
            raise not_launched(found, str(error), limits.LAUNCHING) from error
        held = SharedBrowser(browser, driver, mark, asyncio.get_running_loop().time())
        browser.on("disconnected", held.ended)
        watch = asyncio.get_running_loop().create_task(held.watch())
        self._watches.add(watch)
        watch.add_done_callback(self._watches.discard)
        self.text = f"chromium {browser.version}"
        return held

    async def _started(self) -> Driver:
        if lack := driver_starts.damage():
            raise lack
        invocation = current()
        part = invocation.new_part()
        late_errors.ignore_unread(asyncio.get_running_loop(), _is_playwrights)
        manager = async_playwright()
        try:
            async with asyncio.timeout(limits.LAUNCHING):
                with invocation.environment(part), driver_variables.removed():
                    playwright = await manager.start()
        except Exception as error:  # of no kind of its own: the driver ended while it started
            invocation.kill(part)
            raise driver_starts.not_started(error, limits.LAUNCHING) from error
        invocation.supervise()
        return Driver(playwright, playwright.stop, part)


async def _stopped(driver: Driver) -> None:
    try:
        async with asyncio.timeout(limits.CLOSING):
            await driver.stop()
    except Exception:  # noqa: BLE001 - however it fails, it is ended
        _kill_driver(driver)


def _kill_driver(driver: Driver) -> None:
    """End it at once."""
    late_errors.ignore_late_exits()
    current().kill(driver.part)


def _is_playwrights(error: BaseException | None) -> bool:
    return isinstance(error, PlaywrightError) or "from the driver" in str(error)
