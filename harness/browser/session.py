"""One run in the browser: its context, windows and world, and waiting for it to rest."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import BrowserContext, Frame, Page, Request
from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.browser.agent import Agent
from harness.browser.trouble import Trouble
from harness.report.event_log import slug
from harness.widget_api import GLOBAL, WIDGET_HOST

if TYPE_CHECKING:
    from pathlib import Path

    from harness.browser.intake import Intake
    from harness.scenario.model import Run
    from harness.stub.world import World

REST_ROUNDS = 2
"""Rounds without news after which a page is at rest."""

REST_LIMIT = 3.0
"""Seconds that a page is given to come to rest; one that never does is judged as it is."""


class Session:
    """What verbs act on. Made by the engine for one run and thrown away after it."""

    def __init__(
        self,
        run: Run,
        context: BrowserContext,
        world: World,
        intake: Intake,
        key: str,
        output: Path,
        scale: float = 1.0,
    ) -> None:
        self.run = run
        self.output = output
        self.scale = scale
        self.slug = slug(run.id)
        self.context = context
        self.world = world
        self.intake = intake
        self.windows: dict[str, Agent] = {}
        self.variables: dict[str, Any] = dict(run.params)
        self._key = key
        self._binding = f"__{key}"
        self._in_flight: set[Request] = set()
        self._attaching: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Open the first window, with the recorder in it before any page is."""
        await self.context.add_init_script(web.recorder_source(self._key, self._binding))
        self._listen()
        page = await self.context.new_page()
        self.windows["main"] = await self._attach("main", page)
        self.context.on("page", self._opened)

    async def open_tab(self, name: str) -> Agent:
        """Open a further tab under a name of the scenario's."""
        self.context.remove_listener("page", self._opened)
        try:
            page = await self.context.new_page()
            self.windows[name] = await self._attach(name, page)
        finally:
            self.context.on("page", self._opened)
        return self.windows[name]

    def window(self, name: str) -> Agent:
        """The window of this name. Raises Trouble when none is open."""
        agent = self.windows.get(name)
        if agent is None or agent.page.is_closed():
            open_ones = ", ".join(
                sorted(name for name, one in self.windows.items() if not one.page.is_closed())
            )
            raise Trouble(
                "no-window",
                f"no window {name} is open",
                expected=name,
                recorded=open_ones or "none",
            )
        return agent

    async def ready(self, agent: Agent, function: str, seconds: float) -> None:
        """Wait until the widget offers a function. Raises Trouble when it never does."""
        namespace, _, name = function.partition(".")
        asked = f"agent.offers('{namespace}', '{name}')"
        deadline = asyncio.get_running_loop().time() + seconds * self.scale
        while not await agent.ask(asked):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise Trouble(
                    "no-widget",
                    f"{GLOBAL}.{function} is not there to be called",
                    hint=self.loader_story(),
                )
            # An answer of the stub host or an event of the page tells of most changes; a script
            # that only now runs through tells nobody, hence the short patience.
            await self.intake.change(min(left, 0.05))

    def loader_story(self) -> str:
        """What became of the loader, as far as the stub host can tell."""
        asked = [
            event.data
            for event in self.intake.recording.of_kind("request")
            if event.data["host"] == WIDGET_HOST and event.data["path"].endswith("web.min.js")
        ]
        if not asked:
            return "the page never asked for the loader: is the snippet in it?"
        status = asked[-1]["status"]
        if status == 200:  # noqa: PLR2004 - HTTP's OK
            return "the loader was served; did it run, or does another script replace its global?"
        return f"the loader was asked for and answered with {status or 'no answer'}"

    def widget_frame(self, agent: Agent) -> Frame | None:
        """The widget's own document within a window."""
        for frame in reversed(agent.page.frames):
            if frame.parent_frame is not None and f"//{WIDGET_HOST}/" in frame.url:
                return frame
        return None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way that the page may still react to."""
        return len(self._in_flight) > self.world.parked

    async def rest(self, seconds: float = REST_LIMIT) -> bool:
        """The barrier: wait until all that was sent has been seen, and nothing follows from it.

        A page is at rest when, for two rounds through all its windows and frames, no request
        is answered, no task was waiting and no event came in. Timers of the page are not
        waited for: an absence over time is stated as `never: {of: …, for: …}`.
        """
        try:
            async with asyncio.timeout(seconds):
                quiet = 0
                while quiet < REST_ROUNDS:
                    while self.is_busy:
                        await self.intake.change(seconds)
                    before = len(self.intake.recording)
                    await self._settle_windows()
                    is_quiet = before == len(self.intake.recording) and not self.is_busy
                    quiet = quiet + 1 if is_quiet else 0
        except TimeoutError:
            return False
        return True

    async def _settle_windows(self) -> None:
        if self._attaching:
            await asyncio.gather(*self._attaching, return_exceptions=True)
        open_ones = [agent for agent in self.windows.values() if not agent.page.is_closed()]
        with suppress(
            PlaywrightError
        ):  # a window that navigates away meanwhile is asked in the next round
            await asyncio.gather(*(agent.settle() for agent in open_ones))

    async def _attach(self, name: str, page: Page) -> Agent:
        return await Agent.attach(name, page, self.context, self.intake, self._key, self._binding)

    def _opened(self, page: Page) -> None:
        name = f"window{len(self.windows)}"
        self.intake.add("window", {"action": "opened", "name": name, "url": page.url})
        task = asyncio.get_running_loop().create_task(self._adopt(name, page))
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)

    async def _adopt(self, name: str, page: Page) -> None:
        with suppress(PlaywrightError):  # it may be closed again already
            self.windows[name] = await self._attach(name, page)

    def _listen(self) -> None:
        self.context.on("request", self._asked)
        self.context.on("requestfinished", self._landed)
        self.context.on("requestfailed", self._landed)
        self.context.on("console", self._console)
        self.context.on("weberror", self._page_error)

    def _asked(self, request: Request) -> None:
        self._in_flight.add(request)

    def _landed(self, request: Request) -> None:
        self._in_flight.discard(request)
        self.intake.wake()

    def _name_of(self, page: Page | None) -> str | None:
        return next((name for name, agent in self.windows.items() if agent.page is page), None)

    def _console(self, message: Any) -> None:
        location = message.location
        data = {
            "type": message.type,
            "text": message.text,
            "url": location.get("url", ""),
            "line": location.get("lineNumber", 0),
        }
        self.intake.add("console", data, page=self._name_of(message.page))

    def _page_error(self, web_error: Any) -> None:
        error = web_error.error
        name = (getattr(error, "name", None) or "Error").removeprefix("Uncaught ")
        data = {"name": name, "message": error.message, "stack": _of_the_page(error.stack or "")}
        self.intake.add("page_error", data, page=self._name_of(web_error.page))


def _of_the_page(stack: str) -> str:
    """A stack without the recorder's own frames."""
    return "\n".join(line for line in stack.splitlines() if web.RECORDER_NAME not in line)
