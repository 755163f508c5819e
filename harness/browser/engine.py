"""Runs Runs: several at a time in one browser, each in a context and a world of its own."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import traceback
from typing import TYPE_CHECKING, Self

from playwright.async_api import Error as PlaywrightError

from harness.browser.browsers import Browsers
from harness.browser.finding import NoBrowser
from harness.browser.fitness import skipped, unfit
from harness.browser.intake import Intake
from harness.browser.one_run import OneRun
from harness.browser.options import EngineOptions
from harness.browser.slots import Slots
from harness.browser.trouble import STUCK_HINT, Trouble, expression_stuck
from harness.browser.unstarted import lost_meanwhile
from harness.judging.verdict import Failure, Verdict
from harness.patterns import ExpressionStuck
from harness.stub.certificates import make_identity
from harness.stub.folders import Folders
from harness.stub.host import make_app
from harness.stub.server import StubServer
from harness.stub.world import World
from harness.supervision import limits
from harness.supervision.heartbeat import Heartbeat, LoopStuck

__all__ = ["Engine", "EngineOptions"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run


class Engine:
    """One browser and one stub host; `run` may be called concurrently.

    Use as an asynchronous context manager: whatever happens inside, the browser, the
    server and its threads are gone afterwards.
    """

    world = World
    """Makes the world of a run. Tests put a changed one in its place."""

    def __init__(self, options: EngineOptions) -> None:
        self.options = options
        self.is_apart = False
        """Whether the widget was seen not to talk to the stub's back end."""
        self.is_cut_off = False
        """Whether the last attempt was lost by this machine's network."""
        self.lost: Callable[[Run, str], None] = lambda _run, _reason: None
        """Called when a run is to be done again, with what was in its way."""
        self.deadlines: dict[OneRun, float] = {}
        """When runs have to be over, by the event loop's clock."""
        self.folders = Folders()
        self._named: set[str] = set()
        self._slots = Slots(max(1, options.in_flight))
        self._stack = contextlib.AsyncExitStack()
        identity = make_identity()
        self.browsers = Browsers(options.browser, identity.fingerprint)
        self.server = StubServer(make_app(), identity.context)
        breakable = frozenset({OneRun.result.__code__, Intake.add.__code__})
        self.heartbeat = Heartbeat(breakable, self._is_in_time)

    @property
    def browser_text(self) -> str:
        """The browser's name and version."""
        return self.browsers.text

    async def __aenter__(self) -> Self:
        self._stack.callback(self.server.shutdown)
        self.heartbeat.start()
        self._stack.callback(self.heartbeat.stop)
        self._stack.push_async_callback(self.browsers.close)
        try:
            await self.browsers.ready()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, _kind: object, error: BaseException | None, _traceback: object
    ) -> None:
        """Put all away. Raises NoBrowser where Playwright's errors end the work."""
        self.heartbeat.disarm()
        await self._stack.aclose()
        if isinstance(error, PlaywrightError):
            raise lost_meanwhile(str(error)) from error

    def unused(self, name: str) -> str:
        """The name, numbered where it was asked for before; evidence is filed under names."""
        numbered = (f"{name} {number}" for number in itertools.count(2))
        free = next(one for one in itertools.chain([name], numbered) if one not in self._named)
        self._named.add(free)
        return free

    async def run(self, run: Run, before: tuple[str, ...] = ()) -> RunResult:
        """Run it and judge it. Never raises for what a page or a widget does.

        Raises NoBrowser when the run cannot begin since no browser starts any more. Where the
        browser goes away the run is done again in another one, at last alone; `before` says what
        was in its way already. A defect of the harness makes this one run broken, with the
        traceback as evidence.
        """
        around = self.options.surroundings
        verdict = unfit(run.scenario, around, is_apart=self.is_apart)
        if run.unfit:
            verdict = Verdict("skipped", (Failure(None, "unfit", run.unfit),))
        if verdict is not None:
            return around.whole_mask.value(skipped(run, verdict))
        while True:
            is_last = len(before) >= limits.ATTEMPTS - 1
            async with self._slots.alone() if is_last else self._slots.one():
                one = OneRun(self, run, before)
                result = await self._attempt(one)
            if one.lost is None or is_last:
                return result
            one.set_aside()
            before = (*before, one.lost)
            self.lost(run, one.lost)

    async def _attempt(self, one: OneRun) -> RunResult:
        with one:
            try:
                return await one.result()
            except NoBrowser:
                raise
            except ExpressionStuck as error:
                return one.broken(expression_stuck(error))
            except LoopStuck:
                return one.broken(_stuck())
            except Exception:  # noqa: BLE001 - one fault costs one run, whatever it is
                return one.broken(_defect())

    def _is_in_time(self) -> bool:
        """Whether no run is long past the time by which it has to be over."""
        now = asyncio.get_running_loop().time()
        return all(now < end + limits.ANSWER for end in self.deadlines.values())


def _stuck() -> Trouble:
    return Trouble(
        "stuck",
        f"one value of this run kept the harness busy for {limits.STUCK:g} s",
        hint=STUCK_HINT,
        what="harness",
    )


def _defect() -> Trouble:
    return Trouble(
        "defect",
        "the harness itself failed at this run; this is not about your page",
        instead=tuple(traceback.format_exc().splitlines()[-12:]),
        hint="please report it, with the lines above",
        what="harness",
    )
