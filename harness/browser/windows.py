"""The windows of a run by their names: the first one, tabs, and what pages open."""

from __future__ import annotations

import asyncio
import itertools
from collections import UserDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.browser.agent import Agent
from harness.browser.trouble import Trouble
from harness.scenario.window_names import MAIN, is_given_by_harness

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page

    from harness.browser.intake import Intake
    from harness.browser.profile import Profile
    from harness.scenario.model import BrowserWish


LetIn = Callable[["CDPSession"], Awaitable[None]]
"""Called with the session of each window before it goes anywhere."""

MOST_WINDOWS = 20
"""Windows that a page may have open at a time; no visitor would put up with more."""


class Windows(UserDict[str, Agent]):
    """Name: the agent of a window, closed ones included."""

    def __init__(
        self,
        context: BrowserContext,
        intake: Intake,
        wish: BrowserWish,
        let_in: LetIn,
        profile: Profile,
        watch: str = "",
    ) -> None:
        super().__init__()
        self._watch = watch
        self._let_in = let_in
        self._profile = profile
        self._context = context
        self._intake = intake
        self.secrets = web.Secrets()
        self._wish = wish
        self._arriving: set[asyncio.Task[None]] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)
        self._own: set[Page] = set()
        self._of_pages: set[Page] = set()
        self._held: list[Page] | None = None
        """Windows that opened while a `tab` step waits to learn which one is its own; else None."""

    async def prepare(self) -> None:
        """Open the first window, and have the recorder in each document from now on."""
        profile = self._profile
        source = web.recorder_source(
            self.secrets,
            widgets=web.WIDGETS if profile.entries is None else profile.is_widgets_in_script,
            watch=self._watch,
            blocks_popups=self._wish.popups == "blocked",
        )
        page = self._watched(await self._context.new_page(), MAIN)
        # Only now: no script runs in the empty document that a window begins with.
        await self._context.add_init_script(source)
        self[MAIN] = await self._attach(MAIN, page)
        self._context.on("page", self._opened)

    async def open_tab(self, name: str) -> Agent:
        """Open a further tab under a name of the scenario's."""
        held: list[Page] = []
        self._held = held
        page: Page | None = None
        try:
            page = await self._context.new_page()
            self._own.add(page)
        finally:
            self._held = None
            for one in held:
                if one is not page:
                    self._opened(one)
        self[name] = await self._attach(name, self._watched(page, name))
        return self[name]

    @property
    def open_ones(self) -> dict[str, Agent]:
        """Those that are open."""
        return {name: agent for name, agent in self.items() if not agent.page.is_closed()}

    def named(self, name: str) -> Agent:
        """The window of this name. Raises Trouble when none is open."""
        agent = self.open_ones.get(name)
        if agent is None:
            recorded = ", ".join(sorted(self.open_ones)) or "none"
            message = f"no window {name} is open"
            raise Trouble("no-window", message, self._blocked_hint(), name, recorded)
        return agent

    def name_of(self, page: Page | None) -> str | None:
        """The name of a page's window."""
        return next((name for name, agent in self.items() if agent.page is page), None)

    async def arrival(self, name: str, seconds: float) -> None:
        """Give a window that a page opens the time to open."""
        if is_given_by_harness(name):
            await self._intake.until(lambda: name in self.open_ones, seconds)

    async def wake(self) -> None:
        """Let input reach the pages from now on: somebody is about to act."""
        if self._wish.is_still:
            await asyncio.gather(*(agent.heed_input() for agent in self.open_ones.values()))

    async def settle(self, passes: int) -> None:
        """Let the tasks run that wait in any window, and hear all that they send."""
        if self._arriving:
            await asyncio.gather(*self._arriving, return_exceptions=True)
        with suppress(PlaywrightError):  # one that navigates away is asked in the next round
            await asyncio.gather(*(agent.settle(passes) for agent in self.open_ones.values()))

    async def _attach(self, name: str, page: Page, *, is_opened_by_page: bool = False) -> Agent:
        agent = await Agent.attach(
            name,
            page,
            self._context,
            self._intake,
            self.secrets,
            self._wish,
            is_opened_by_page=is_opened_by_page,
        )
        agent.profile = self._profile
        await self._let_in(agent.session)
        return agent

    def _opened(self, page: Page) -> None:
        if self._held is not None:
            self._held.append(page)
            return
        if page in self._own:
            return
        if sum(not one.is_closed() for one in self._of_pages) >= MOST_WINDOWS:
            self._refuse(page)
            return
        self._of_pages.add(page)
        if self._profile.names_windows:
            self._await(self._opened_by_name(page))
        else:
            self._let_in_as(self._profile.window_of(page.url), page)

    async def _opened_by_name(self, page: Page) -> None:
        """Only the window itself knows its name."""
        name = ""
        with suppress(PlaywrightError):
            name = await page.evaluate("window.name")
        self._let_in_as(self._profile.window_of(page.url, name), page)

    def _let_in_as(self, known: str | None, page: Page) -> None:
        name = known or f"window{next(self._numbers)}"
        self._intake.add("window", {"action": "opened", "name": name, "url": page.url})
        self._watched(page, name, is_pages=True)
        self._await(self._adopt(name, page))

    def _await(self, arriving: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(arriving)
        self._arriving.add(task)
        task.add_done_callback(self._arriving.discard)

    def _is_heard(self, page: Page) -> bool:
        """Whether a page was heard; the widget's own windows are not asked."""
        agents = [agent for agent in self.values() if agent.page is page]
        is_widgets = self._profile.window_of(page.url) is not None
        return is_widgets or any(agent.recorders.has_heard for agent in agents)

    def _watched(self, page: Page, name: str, *, is_pages: bool = False) -> Page:
        """The page, whose end is recorded from now on.

        A page may be closed while its window is still attached to: Playwright tells that once.
        """
        known: set[Page] = set()

        def closed(page: Page) -> None:
            if page in known:
                return
            known.add(page)
            data = {"action": "closed", "name": self.name_of(page) or name}
            if is_pages and not self._is_heard(page):
                why = f"the window {data['name']} was closed before its recorder was heard"
                self._intake.add("unobserved", {"what": "calls", "why": why}, page=data["name"])
            self._intake.add("window", data, page=data["name"])

        page.on("close", closed)
        if page.is_closed():  # while it was held: the event may be over, or still to come
            closed(page)
        return page

    def _refuse(self, page: Page) -> None:
        """Close what a page opens beyond all measure, and end its run.

        Each window may open further ones: they would soon be more than a browser can close.
        """
        message = f"the page had more than {MOST_WINDOWS} windows open at a time"
        hint = "the run was ended; look for a timer or a loop that opens windows"
        self._intake.floods.end(Trouble("window-flood", message, hint=hint))
        task = asyncio.get_running_loop().create_task(_closed(page))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _adopt(self, name: str, page: Page) -> None:
        with suppress(PlaywrightError):  # it may be closed again already
            agent = await self._attach(name, page, is_opened_by_page=True)
            older = self.open_ones.get(name)
            if older is not None:  # of two popups, the later one has the name
                older.name = f"window{next(self._numbers)}"
                self[older.name] = older
            self[name] = agent
        self._intake.wake()

    def _blocked_hint(self) -> str | None:
        blocked = self._intake.recording.of_kind("window")
        if any(event.data["action"] == "blocked" for event in blocked):
            return "the pop-up blocker kept a window from opening: nobody had clicked just before"
        return None


async def _closed(page: Page) -> None:
    with suppress(PlaywrightError):
        await page.close()
