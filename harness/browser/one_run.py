"""The life of one run: its world and context are made, it is driven, judged and put away."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from playwright.async_api import Error as PlaywrightError

from harness import __version__
from harness.browser import failed_calls, loopback
from harness.browser.attempt import NOTHING_LEFT, Attempt, gone
from harness.browser.finding import NoBrowser
from harness.browser.fitness import apart, unseen
from harness.browser.intake import Intake
from harness.browser.launching import context_arguments
from harness.browser.run_evidence import RunEvidence
from harness.browser.session import Session
from harness.browser.steps import Driver
from harness.browser.trouble import Trouble
from harness.judging.fairness import fair
from harness.judging.judge import judge
from harness.judging.verdict import Failure, RunResult, Verdict
from harness.patterns import ExpressionStuck
from harness.recording import FORMAT
from harness.supervision import limits
from harness.supervision.heartbeat import LoopStuck

if TYPE_CHECKING:
    from harness.browser.engine import Engine
    from harness.browser.shared_browser import SharedBrowser
    from harness.scenario.model import Host, Run
    from harness.stub.world import World


class OneRun:
    """An attempt at a run. Use in a `with` statement: the event log is whole on disk when it ends.

    `before` says what earlier attempts were lost by.
    """

    is_bounded = True
    """Whether it has to be over in time; where somebody sits at the browser it has not."""

    def __init__(self, engine: Engine, run: Run, before: tuple[str, ...] = ()) -> None:
        self._engine = engine
        self._options = engine.options
        self._began = time.monotonic()
        self._around = self._options.surroundings
        self._mask = self._around.whole_mask
        self._run = replace(run, id=self._mask.text(run.id))  # files are named after it
        self._evidence = RunEvidence(self._options.output, self._run.id, self._mask, len(before))
        self._intake = Intake(self._evidence.log.append)
        self._is_apart = False
        self._before = before
        self._underway: Attempt | None = None
        self._judgement: Verdict | None = None
        """What the recording comes to, once nothing of the page's can be added to it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._intake.close()
        self._evidence.log.close()

    async def result(self) -> RunResult:
        """Record the run from its first event to its last, and judge it.

        Raises NoBrowser when it could not even begin.
        """
        try:
            async with self._engine.browsers.held() as held:
                self._begin()
                await self._attempted(held)
        except NoBrowser as error:
            if not self._before:
                raise
            return self.broken(gone(self._before, error))
        except PlaywrightError as error:
            told = f"the browser failed: {failed_calls.words(str(error))}"
            return self.broken(Trouble("browser", told, what="harness"))
        if self.lost is not None:
            lost = (*self._before, self.lost)
            return self.broken(gone(lost, self._engine.browsers.given_up))
        return self._ended(self._verdict())

    @property
    def limit(self) -> float:
        """Seconds that its steps may take together."""
        return self._run.scenario.timeout * self._options.timeout_scale

    def set_aside(self) -> None:
        """Keep the event log of a lost attempt apart from the next one's."""
        self._evidence.set_aside()

    def _begin(self) -> None:
        data = {
            "run": self._run.id,
            "scenario": self._run.scenario.title,
            "params": self._run.params,
            "about": list(self._run.scenario.about),
            "assumes": list(self._run.scenario.assumes),
            **_shown_on(self._run.scenario.host),
            "harness": __version__,
            "format": FORMAT,
            "browser": self._engine.browser_text,
            **({"lost_attempts": list(self._before)} if self._before else {}),
        }
        self._intake.add("run_started", data)

    @property
    def lost(self) -> str | None:
        """Why nothing can be judged of this attempt, once the result is there."""
        return self._underway.lost if self._underway else None

    async def _attempted(self, held: SharedBrowser) -> None:
        seconds = self.limit if self.is_bounded else None
        scale = self._options.timeout_scale
        attempt = self._underway = Attempt(held, self._engine.heartbeat, seconds, scale)
        self._engine.deadlines[self] = attempt.end
        self._intake.floods.felt = partial(held.note_busy, attempt)
        try:
            async with attempt.bounded():
                await self._in_world(attempt)
        finally:
            del self._engine.deadlines[self]
        self._engine.is_cut_off = attempt.is_cut_off
        if attempt.blames_browser:
            self._engine.browsers.fail(held, attempt.lost or "")

    def _verdict(self) -> Verdict:
        """The verdict; with another widget than the stub, on what the vendor's page says alone."""
        if self._judgement is None:
            self._judgement = judge(self._run, self._intake.recording)
        verdict, profile = self._judgement, self._around.profile
        if profile.is_stub:
            return verdict
        if self._is_apart:
            self._engine.is_apart = True
        if verdict.is_bad and self._is_apart:
            verdict = apart(self._run.scenario, profile) or verdict
        if self._options.keeps_going:
            return verdict
        verdict = fair(verdict, self._run.scenario)
        if verdict.status == "passed":
            return unseen(self._run.scenario, profile) or verdict
        return verdict

    def broken(self, trouble: Trouble) -> RunResult:
        """The result of a run that the harness could not bring to its end; nothing is judged."""
        self._intake.step = None
        self._intake.add("trouble", trouble.as_data())
        place = self._run.scenario.place
        failure = Failure(
            place, trouble.code, trouble.message, instead=trouble.instead, hint=trouble.hint
        )
        return self._ended(Verdict("broken", (failure,)))

    def _ended(self, verdict: Verdict) -> RunResult:
        self._intake.step = None
        failures = [failure.as_json() for failure in verdict.failures]
        data = {"status": verdict.status, **({"failures": failures} if failures else {})}
        self._intake.add("run_ended", data)
        return self._with(verdict)

    async def _in_world(self, attempt: Attempt) -> None:
        world = self._engine.world(
            self._run,
            self._intake.from_thread,
            self._options.loader,
            self._intake.wake_from_thread,
            self._around.reach(self._run),
            self._engine.folders,
        )
        world.on_lost = self._intake.lost_from_thread
        world.on_stuck = self._intake.stuck_from_thread
        try:
            port = self._engine.server.open(world)
        except OSError as error:
            attempt.lost = loopback.no_port(error)
            return
        try:
            if self._engine.is_cut_off:  # no need to wait for a page that cannot come
                attempt.lost = await loopback.ailment(port)
            if attempt.lost is None:
                await self._in_context(attempt, world, port)
            self._is_apart = self._has_loaded() and not world.backend.visitors()
        finally:
            world.close()
            self._engine.server.close(port)

    async def _in_context(self, attempt: Attempt, world: World, port: int) -> None:
        host, browser = self._run.scenario.host, attempt.held.browser
        arguments = context_arguments(host, port, browser.version)
        arguments |= self._around.context_arguments(host)
        async with attempt.preparing():
            await attempt.held.note_services()
            context = await browser.new_context(**arguments)
        context.on("page", lambda page: page.on("crash", attempt.page_crashed))
        context.on("requestfailed", attempt.request_failed)
        session = Session(
            self._run,
            context,
            world,
            self._intake,
            self._options.output,
            self._options.timeout_scale,
            self._around,
        )
        try:
            async with attempt.preparing():
                await session.prepare()
            self._engine.browsers.prove(attempt.held)
            await self._driven(session)
            self._intake.seal()
            # A flood that is still on its way through the browser says nothing of its health.
            is_bad = self._verdict().is_bad and self._intake.floods.trouble is None
            await attempt.complete(port, _lack(world), is_bad=is_bad)
            if attempt.lost is None:
                await self._pictured(session, attempt, is_bad=is_bad)
        except (ExpressionStuck, LoopStuck):
            attempt.release()  # on a busy machine its time was over before this was noticed
            raise
        finally:
            self._intake.step = None
            self._evidence.note_unkept(session.unkept)
            await self._close(session, attempt)

    async def _driven(self, session: Session) -> None:
        seconds = self.limit
        end = asyncio.get_running_loop().time() + seconds
        driver = Driver(session, keeps_going=self._options.keeps_going)
        floods = self._intake.floods
        try:
            async with floods.ending(asyncio.timeout_at(end)):
                await driver.drive()
        except TimeoutError:
            if floods.trouble is None:
                self._intake.add("trouble", self._overdue(seconds).as_data())
        try:
            async with floods.ending(asyncio.timeout_at(end + limits.CLEANING)):
                if asyncio.get_running_loop().time() >= end:
                    await driver.free()
                await driver.clean_up()
        except TimeoutError:
            if floods.trouble is None:
                self._intake.add("trouble", self._overdue(seconds + limits.CLEANING).as_data())
        if floods.trouble is not None:
            self._intake.add("trouble", floods.trouble.as_data())

    def _has_loaded(self) -> bool:
        """Whether the widget said that it is there."""
        fired = self._intake.recording.of_kind("callback")
        return any(event.data["name"] == "onload" for event in fired)

    def _overdue(self, seconds: float) -> Trouble:
        started = self._intake.recording.of_kind("step_started")
        at = f"; it was at `{started[-1].data['text']}`" if started else ""
        message = f"the run did not end within {seconds:g} s{at}"
        return Trouble("run-timeout", message, hint="`timeout:` of the scenario sets this limit")

    async def _pictured(self, session: Session, attempt: Attempt, *, is_bad: bool) -> None:
        """Take a picture of the page as it is when the run fails."""
        wish = self._options.screenshot
        if not (wish == "on" or (wish == "only-on-failure" and is_bad)):
            return
        name = await self._evidence.take_screenshot(session, attempt)
        if name is not None:
            self._intake.add("screenshot", {"path": name})

    async def _close(self, session: Session, attempt: Attempt) -> None:
        """Close the context; a browser that cannot even do that gets no further run."""
        try:
            async with attempt.closing():
                await session.context.close()
        except (PlaywrightError, TimeoutError):
            self._engine.browsers.retire(attempt.held)

    def _with(self, verdict: Verdict) -> RunResult:
        scenario, log = self._run.scenario, self._evidence.log
        result = RunResult(
            run_id=self._run.id,
            path=scenario.path,
            line=scenario.place.line,
            title=scenario.title,
            tags=scenario.tags,
            verdict=verdict,
            seconds=time.monotonic() - self._began,
            artifacts=self._evidence.artifacts,
            events_path=str(log.path) if log.is_there else None,
            assumes=scenario.assumes,
            about=scenario.about,
            lost=self._before,
            unkept=self._evidence.unkept,
        )
        return self._mask.value(result)


def _shown_on(host: Host) -> dict[str, Any]:
    """What the page is looked at with: by this the widget decides whether it is on a phone."""
    size = {"viewport": list(host.viewport)} if host.viewport else {}
    return {"device": host.device, **size}


def _lack(world: World) -> str | None:
    return f"{NOTHING_LEFT}: {world.lack}" if world.lack else None
