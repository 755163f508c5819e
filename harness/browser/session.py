"""One run in the browser: its context, windows and world, and waiting for it to rest."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError

from harness.browser import failed_calls
from harness.browser.entrance import Entrance
from harness.browser.listener import Listener
from harness.browser.profile import STUB_PROFILE
from harness.browser.protocol import ScriptError
from harness.browser.surroundings import Surroundings
from harness.browser.trouble import Trouble
from harness.browser.windows import Windows
from harness.report.event_log import slug
from harness.widget_api import GLOBAL, HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import BrowserContext, CDPSession, Frame, Request

    from harness.browser.agent import Agent
    from harness.browser.intake import Intake
    from harness.scenario.model import Run
    from harness.stub.world import World

REST_ROUNDS = 2
"""Rounds without news after which a page is at rest.

The documents of one window share a process on the stub host, hence a task queue: there each of them
makes all rounds in one message.
"""

HELD = 1.0
"""Seconds after which a real server's answer is not waited for any more."""

LOST = 0.3
"""Seconds to wait for a call's event when the answer to the call was lost."""

GLANCE = 0.1
"""Seconds after which it is looked again whether one is."""

REST_LIMIT = 3.0
"""Seconds that a page is given to come to rest; one that never does is judged as it is."""

CALM_LIMIT = 1.0
"""Seconds that a page is given to do what it is at before a visitor acts in it anyway."""


class Session:
    """What verbs act on. Made by the engine for one run and thrown away after it."""

    def __init__(
        self,
        run: Run,
        context: BrowserContext,
        world: World,
        intake: Intake,
        output: Path,
        scale: float = 1.0,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.run = run
        self.surroundings = surroundings or Surroundings()
        self.output = output
        self.unkept: dict[str, str] = {}
        """Why pictures could not be kept, by what they are."""
        self.scale = scale
        self.slug = slug(run.id)
        self.context = context
        self.world = world
        self.intake = intake
        self.windows = Windows(
            context,
            intake,
            run.scenario.browser,
            self._let_in,
            self.surroundings.profile,
            run.scenario.host.watch,
        )
        self.variables: dict[str, Any] = dict(run.params)
        self._listener = Listener(
            context, intake, self.windows, watches=bool(run.scenario.host.watch)
        )

    async def prepare(self) -> None:
        """Open the first window, and listen before any page is in it."""
        self._listener.begin()
        if self.run.scenario.host.is_real and self.surroundings.environment.cookies:
            cookies: Any = list(self.surroundings.environment.cookies)
            await self.context.add_cookies(cookies)
        world = self.surroundings.profile.world
        if world is not None:
            backend = json.dumps(asdict(self.run.scenario.backend))
            is_widgets = self.surroundings.profile.is_widgets_in_script
            await self.context.add_init_script(
                f"(window === top || {is_widgets}) && ((backend) => ({world}))({backend})"
            )
        await self.windows.prepare()

    def window(self, name: str) -> Agent:
        """The window of this name. Raises Trouble when none is open."""
        return self.windows.named(name)

    async def act_on_widget(self, agent: Agent, function: str, act: str, seconds: float) -> None:
        """Have a window's agent do something as soon as the widget offers a function.

        `act` is an expression about `agent`. Raises Trouble when the function never comes.
        """
        namespace, _, name = function.partition(".")
        # Without an agent there is no document with scripts, as between two of them.
        asked = f"agent && agent.offers('{namespace}', '{name}') && ({act}, true)"
        deadline = asyncio.get_running_loop().time() + seconds * self.scale
        since = len(self.intake.recording)
        while not await self._is_done(agent, asked, since):
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

    async def _is_done(self, agent: Agent, asked: str, since: int) -> bool:
        """Whether the agent has done it, by its answer or, where that was lost, its recorder."""
        try:
            return bool(await agent.ask(asked))
        except PlaywrightError as error:
            is_next = failed_calls.is_of_next_document(str(error))
            if not is_next or agent.page.is_closed():
                raise

        def is_recorded() -> bool:
            return any(
                event.kind == "call" and event.page == agent.name and event.data["by"] == "scenario"
                for event in self.intake.recording.events[since:]
            )

        return await self.intake.until(is_recorded, LOST)

    def loader_story(self) -> str:
        """What became of the loader, as far as the stub host can tell."""
        asked = [
            event.data
            for event in self.intake.recording.of_kind("request")
            if event.data["host"] == WIDGET_HOST and event.data["path"].endswith("web.min.js")
        ]
        if self.surroundings.is_live:
            return "the loader comes from the vendor; the console of the page may say more"
        if not asked:
            return "the page never asked for the loader: is the snippet in it?"
        status = asked[-1]["status"]
        if status == 200:  # noqa: PLR2004 - HTTP's OK
            return self._after_loader()
        return f"the loader was asked for and answered with {status or 'no answer'}"

    def _after_loader(self) -> str:
        """What became of a loader that was served, as far as the page was heard to use it."""
        recording = self.intake.recording
        hook = {event.data.get("action"): event.data for event in recording.of_kind("hook")}
        thrown = hook.get("threw") or hook.get("rejected")
        if thrown:
            error = thrown.get("error")
            told = error.get("message", "") if isinstance(error, dict) else error
            return f"the loader ran, and {HOOK} did not come to its end: {told}"
        calls = [str(event.data.get("function")) for event in recording.of_kind("call")]
        if any(name.endswith(".init") for name in calls):
            return "the loader ran, and the page called init: its options and errors may say more"
        if hook.get("read") or calls:
            return "the loader ran, but nothing called embed.init or popup.init"
        return "the loader was served; did it run, or does another script replace its global?"

    def widget_frame(self, agent: Agent) -> Frame | None:
        """The widget's own document: the one within a window, or the window's own."""
        profile = self.surroundings.profile
        is_own = profile.is_widgets(agent.page.url) or profile.window_of(agent.page.url) is not None
        if profile.is_on_page or is_own:
            return agent.page.main_frame
        for frame in reversed(agent.page.frames):
            if frame.parent_frame is not None and profile.is_widgets(frame.url):
                return frame
        return None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way that the page may still react to.

        What a real server has not answered for a while is thought to be held on purpose.
        """
        if self.world.reach is None:
            return len(self._listener.in_flight) > self.world.parked
        in_flight = self._listener.in_flight
        own = [one for one in in_flight if self.world.knows(urlsplit(one.url).hostname or "")]
        horizon = asyncio.get_running_loop().time() - HELD
        others = (since for one, since in in_flight.items() if one not in own)
        return len(own) > self.world.parked or any(since > horizon for since in others)

    @property
    def in_flight(self) -> list[Request]:
        """The requests that have no answer yet, oldest first."""
        return list(self._listener.in_flight)

    def in_flight_since(self, before: float) -> list[Request]:
        """Those of them that were sent before a moment of the event loop's clock."""
        in_flight = self._listener.in_flight.items()
        return [one for one, since in in_flight if since < before]

    @property
    def navigations(self) -> int:
        """How often a window has gone to another document."""
        return self._listener.navigations

    async def rest(self, seconds: float = REST_LIMIT) -> bool:
        """The barrier: wait until all that was sent has been seen, and nothing follows from it.

        A page is at rest when, for two rounds through all its windows and frames, no request
        is answered, no task was waiting and no event came in. Timers of the page are not
        waited for: an absence over time is stated as `never: {of: …, for: …}`.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._quiet(waits_for_answers=True)
        except TimeoutError:
            return False
        return True

    async def calm(self, window: str, *, with_answers: bool = False) -> None:
        """Wait until the windows have done what was set off in them.

        Answers that are on their way are waited for when asked for, but not those that are held.

        What is clicked or called moves the widget by messages between its frame and the page: only
        then is it where a visitor in this window would look for it. Of widgets other than the
        stub it is not known that they do not put that off until they are painted.
        """
        with suppress(TimeoutError, PlaywrightError, ScriptError):
            async with asyncio.timeout(REST_LIMIT if with_answers else CALM_LIMIT):
                await self._quiet(waits_for_answers=with_answers)
                if self.surroundings.profile is not STUB_PROFILE:  # a twelfth of a run's time
                    await self.window(window).painted()

    async def _quiet(self, *, waits_for_answers: bool) -> None:
        is_stub = self.surroundings.profile is STUB_PROFILE and not self.run.scenario.host.is_real
        quiet = 0
        while quiet < REST_ROUNDS:
            while waits_for_answers and self.is_busy:
                await self.intake.change(REST_LIMIT if self.world.reach is None else GLANCE)
            before = len(self.intake.recording)
            passes = REST_ROUNDS if is_stub and len(self.windows) == 1 else 1
            await self.windows.settle(passes)
            has_come = before != len(self.intake.recording)
            is_quiet = not has_come and not (waits_for_answers and self.is_busy)
            quiet = quiet + passes if is_quiet else 0

    async def _let_in(self, session: CDPSession) -> None:
        if self.run.scenario.host.is_real:
            await Entrance(session, self.surroundings.environment).open()
