"""Runs Runs: several at a time in one browser, each in a context and a world of its own."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from harness.browser.finding import find
from harness.browser.fitness import skipped, unfit
from harness.browser.launching import BrowserOptions, launch_arguments
from harness.browser.one_run import CLOSING, OneRun
from harness.browser.surroundings import Surroundings
from harness.browser.trouble import Trouble
from harness.judging.verdict import Failure, Verdict
from harness.stub.certificates import make_identity
from harness.stub.host import make_app
from harness.stub.server import StubServer
from harness.stub.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run
    from harness.stub.builds import Build


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user says of all runs of one invocation.

    With `keeps_going` a step that is not as expected does not end its run: what a widget does
    otherwise is to be seen in full.
    """

    output: Path
    browser: BrowserOptions = field(default_factory=BrowserOptions)
    loader: Build | None = None
    surroundings: Surroundings = field(default_factory=Surroundings)
    in_flight: int = 3
    timeout_scale: float = 1.0
    screenshot: str = "only-on-failure"
    keeps_going: bool = False


class Engine:
    """One browser and one stub host; `run` may be called concurrently.

    Use as an asynchronous context manager: whatever happens inside, the browser, the
    server and its threads are gone afterwards.
    """

    world = World
    """Makes the world of a run. Tests put a changed one in its place."""

    def __init__(self, options: EngineOptions) -> None:
        self.options = options
        self.browser_text = ""
        self.is_apart = False
        """Whether the widget was seen not to talk to the stub's back end."""
        self._named: set[str] = set()
        self._slots = asyncio.Semaphore(max(1, options.in_flight))
        self._launching = asyncio.Lock()
        self._browser: Browser | None = None
        self._playwright: Playwright | None = None
        self._stack = contextlib.AsyncExitStack()
        self._identity = make_identity()
        self.server = StubServer(make_app(), self._identity.context)

    async def __aenter__(self) -> Self:
        self._stack.callback(self.server.shutdown)
        try:
            self._playwright = await self._driver()
            self._stack.push_async_callback(self.give_up_browser)
            await self.browser()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._stack.aclose()

    def unused(self, name: str) -> str:
        """The name, numbered where it was asked for before; evidence is filed under names."""
        numbered = (f"{name} {number}" for number in itertools.count(2))
        free = next(one for one in itertools.chain([name], numbered) if one not in self._named)
        self._named.add(free)
        return free

    async def run(self, run: Run) -> RunResult:
        """Run it and judge it. Never raises for what a page, a widget or a browser does.

        A defect of the harness makes this one run broken, with the traceback as evidence.
        """
        around = self.options.surroundings
        verdict = unfit(run.scenario, around, is_apart=self.is_apart)
        if run.unfit:
            verdict = Verdict("skipped", (Failure(None, "unfit", run.unfit),))
        if verdict is not None:
            return around.whole_mask.value(skipped(run, verdict))
        async with self._slots:
            with OneRun(self, run) as one:
                try:
                    return await one.result()
                except Exception:  # noqa: BLE001 - one fault costs one run, whatever it is
                    return one.broken(_defect())

    async def _driver(self) -> Playwright:
        try:
            return await self._stack.enter_async_context(async_playwright())
        except PlaywrightError:
            raise
        except Exception as error:  # of no kind of its own: the driver ended while it started
            raise PlaywrightError(f"Playwright's driver did not start: {error}") from error

    async def browser(self) -> Browser:
        """The browser, started anew when the last one is gone. Raises Playwright's errors."""
        async with self._launching:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._launched()
            return self._browser

    async def give_up_browser(self) -> None:
        """Put the browser away; the next run gets a fresh one."""
        browser, self._browser = self._browser, None
        if browser is not None:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await browser.close()

    async def _launched(self) -> Browser:
        if self._playwright is None:
            raise RuntimeError("an engine is used inside `async with`")
        wanted = self.options.browser
        path = None if wanted.channel else find(wanted.path).path
        arguments = launch_arguments(wanted, self._identity.fingerprint, path)
        launch = self._playwright.chromium.launch
        try:
            browser = await launch(**arguments)
        except PlaywrightError:  # Chromium was seen to crash as it starts
            browser = await launch(**arguments)
        self.browser_text = f"chromium {browser.version}"
        return browser


def _defect() -> Trouble:
    return Trouble(
        "defect",
        "the harness itself failed at this run; this is not about your page",
        instead=tuple(traceback.format_exc().splitlines()[-12:]),
        hint="please report it, with the lines above",
        what="harness",
    )
