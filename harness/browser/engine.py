"""Runs Runs: several at a time in one browser, each in a context and a world of its own."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from harness import __version__
from harness.browser.finding import find
from harness.browser.intake import Intake
from harness.browser.launching import BrowserOptions, context_arguments, launch_arguments
from harness.browser.session import Session
from harness.browser.steps import Driver
from harness.browser.trouble import Trouble
from harness.judging.judge import judge
from harness.judging.verdict import RunResult, Verdict
from harness.recording import FORMAT
from harness.report.event_log import EventLog
from harness.scenario.model import Run
from harness.stub.certificates import make_identity
from harness.stub.host import make_app
from harness.stub.server import StubServer
from harness.stub.world import World

CLOSING = 5.0
"""Seconds that closing a run's context may take before the browser is given up."""

GRACE = 5.0
"""Seconds beyond a run's timeout for `finally`, evidence and closing."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user says of a whole run of the harness."""

    output: Path
    browser: BrowserOptions = field(default_factory=BrowserOptions)
    loader: bytes | None = None
    in_flight: int = 3
    timeout_scale: float = 1.0
    screenshot: str = "only-on-failure"


class Engine:
    """One browser and one stub host; `run` may be called concurrently.

    Use as an asynchronous context manager: whatever happens inside, the browser, the
    server and its threads are gone afterwards.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._slots = asyncio.Semaphore(max(1, options.in_flight))
        self._launching = asyncio.Lock()
        self._browser: Browser | None = None
        self._playwright: Playwright | None = None
        self._stack = contextlib.AsyncExitStack()
        self._identity = make_identity()
        self._server = StubServer(make_app(), self._identity.context)
        self.browser_text = ""

    async def __aenter__(self) -> Engine:
        self._stack.callback(self._server.shutdown)
        try:
            self._playwright = await self._stack.enter_async_context(async_playwright())
            await self._launched()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_exception: object) -> None:
        with contextlib.suppress(PlaywrightError, TimeoutError):
            if self._browser is not None:
                async with asyncio.timeout(CLOSING):
                    await self._browser.close()
        await self._stack.aclose()

    async def run(self, run: Run) -> RunResult:
        """Run it and judge it. Never raises for what a page, a widget or a browser does."""
        async with self._slots:
            began = time.monotonic()
            log = EventLog(self._options.output, run.id)
            try:
                intake = Intake(log.append)
                screenshot = await self._recorded(run, intake)
                verdict = judge(run, intake.recording)
            finally:
                log.close()
            return self._result(run, verdict, time.monotonic() - began, log, screenshot)

    async def _recorded(self, run: Run, intake: Intake) -> str | None:
        """Record a run from its first event to its last; returns the screenshot's path, if one was taken."""
        intake.add("run_started", {
            "run": run.id, "scenario": run.scenario.title, "params": run.params,
            "browser": self.browser_text, "harness": __version__, "format": FORMAT,
        })
        screenshot = None
        try:
            screenshot = await self._in_world(run, intake)
        except PlaywrightError as error:
            line = str(error).splitlines()[0]
            intake.step = None
            intake.add("trouble", Trouble("browser", f"the browser failed: {line}", what="harness").as_data())
        verdict = judge(run, intake.recording)
        intake.step = None
        rows = [failure.as_json() for failure in verdict.failures]
        intake.add("run_ended", {"status": verdict.status, **({"failures": rows} if rows else {})})
        intake.close()
        return screenshot

    async def _in_world(self, run: Run, intake: Intake) -> str | None:
        world = World(run, intake.from_thread, self._options.loader)
        port = self._server.open(world)
        try:
            return await self._in_context(run, intake, world, port)
        finally:
            world.close()
            self._server.close(port)

    async def _in_context(self, run: Run, intake: Intake, world: World, port: int) -> str | None:
        browser = await self._launched()
        host = run.scenario.host
        context = await browser.new_context(
            **context_arguments(host.device, host.viewport, host.language, port, browser.version)
        )
        session = Session(run, context, world, intake, f"k{secrets.token_hex(8)}", self._options.output)
        try:
            await session.prepare()
            await self._driven(session)
            return await self._screenshot(session)
        finally:
            intake.step = None
            await self._close(session)

    async def _driven(self, session: Session) -> None:
        seconds = session.run.scenario.timeout * self._options.timeout_scale
        try:
            async with asyncio.timeout(seconds):
                await Driver(session, self._options.timeout_scale).drive()
        except TimeoutError:
            trouble = Trouble("run-timeout", f"the run did not end within {seconds:g} s", hint="`timeout:` of the scenario sets this")
            session.intake.add("trouble", trouble.as_data())

    async def _screenshot(self, session: Session) -> str | None:
        """A picture of the page as it is when the run fails."""
        wish = self._options.screenshot
        is_bad = wish == "only-on-failure" and judge(session.run, session.intake.recording).is_bad
        if not (is_bad or wish == "on"):
            return None
        name = f"{session.slug}.png"
        page = session.windows["main"].page
        with contextlib.suppress(PlaywrightError):
            await page.screenshot(path=self._options.output / name, timeout=3000)
            session.intake.add("screenshot", {"path": name})
            return name
        return None

    async def _close(self, session: Session) -> None:
        """Close the context; a browser that cannot even do that is replaced."""
        try:
            async with asyncio.timeout(CLOSING):
                await session.context.close()
        except (PlaywrightError, TimeoutError):
            await self._give_up_browser()

    async def _give_up_browser(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await browser.close()

    async def _launched(self) -> Browser:
        """The browser, started anew when the last one is gone."""
        async with self._launching:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            assert self._playwright is not None, "the engine is used inside `async with`"
            found = find(self._options.browser.path)
            arguments = launch_arguments(self._options.browser, self._identity.fingerprint, found.path)
            self._browser = await self._playwright.chromium.launch(**arguments)
            self.browser_text = f"chromium {self._browser.version}"
            return self._browser

    def _result(self, run: Run, verdict: Verdict, seconds: float, log: EventLog, screenshot: str | None) -> RunResult:
        artifacts = {"events": log.path.name}
        if screenshot:
            artifacts["screenshot"] = screenshot
        scenario = run.scenario
        return RunResult(
            run.id, scenario.path, scenario.place.line, scenario.title, scenario.tags, verdict, seconds, artifacts, str(log.path)
        )

