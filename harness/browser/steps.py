"""Drives a run through its steps: act, wait for what is expected, judge, go on or stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser import failed_calls, unended
from harness.browser.listener import is_of_window
from harness.browser.opening import open_host_page
from harness.browser.protocol import ScriptError
from harness.browser.session import REST_LIMIT
from harness.browser.trouble import Trouble
from harness.browser.verbs import VISITORS, load
from harness.judging import matching, steps, windows
from harness.judging.saving import saved_value
from harness.judging.spans import OPENING, variables_before
from harness.scenario.interpolation import UndefinedName, resolve
from harness.scenario.model import MISSING, Expect, Step
from harness.scenario.window_names import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.browser.session import Session
    from harness.recording import Event

STEP_TIMEOUT = 10.0
"""Seconds that a step may take to act, unless it says otherwise (`timeout`)."""

LAST_LOOK = 5.0
"""Seconds that a look at a page may take on a busy machine."""

MARGIN = 1.0
"""Seconds beyond it for whoever waits inside the step to say what was missing."""

ARRIVAL = 3.0
"""Seconds that a window which the page opens may take until a step can use it."""

LATE = 0.7
"""Seconds that a failed step is watched on, to tell "too late" from "not at all"."""


class Driver:
    """Takes one session through its scenario, up to the first step that is not as expected."""

    def __init__(self, session: Session, *, keeps_going: bool = False) -> None:
        self._session = session
        self._keeps_going = keeps_going
        self._intake = session.intake
        self._scale = session.scale
        self._verbs = load()
        self._since = 0
        self._is_under_way = False

    async def drive(self) -> None:
        """Open the host page and do the steps until one fails."""
        if await self._open():
            await self._all(self._session.run.scenario.steps, "steps")

    async def clean_up(self) -> None:
        """Do what `finally` says, whatever happened before."""
        await self._all(self._session.run.scenario.finally_, "finally")

    async def _all(self, planned: Sequence[Step], section: str) -> None:
        for step in planned:
            if not await self._step(step, section) and not self._keeps_going:
                return

    async def _open(self) -> bool:
        self._intake.step = OPENING
        data = {
            "index": OPENING,
            "section": "open",
            "verb": None,
            "text": f"open {self._session.run.scenario.host.at}",
        }
        place = self._session.run.scenario.host.page.place
        started = self._intake.add("step_started", {**data, "place": f"{place.path}:{place.line}"})
        self._since = started.seq
        is_done = await self._act(
            open_host_page(self._session), STEP_TIMEOUT * 2 * self._scale, "the host page"
        )
        if not is_done:
            await self.free()
        self._end(OPENING, is_good=is_done)
        return is_done

    async def _step(self, step: Step, section: str) -> bool:
        self._intake.step = step.index
        unknown: Trouble | None = None
        try:
            argument = resolve(step.argument, self._session.variables)
            expect = steps.resolved(step.expect, self._session.variables)
        except UndefinedName as error:
            argument, expect = MISSING, Expect()
            unknown = Trouble("undefined-name", str(error), what="harness")
        within = self._within(step)
        started = self._intake.add(
            "step_started", _described(step, section, argument, expect, within)
        )
        if step.verb is not None:
            self._since = started.seq
        if unknown is not None:
            self._intake.add("trouble", unknown.as_data())
            is_done = False
        elif step.verb is None:
            is_done = True
        else:
            seconds = self._limit(step, within)
            is_done = await self._act(
                self._done_in_window(step, step.verb, argument), seconds, f"`{step.text}`"
            )
            if is_done:
                self._intake.add("acted", {"index": step.index})
        if is_done:
            await self._await_expected(started, expect, within)
            self._save(step, expect, started)
        else:
            await self.free()
        is_good = is_done and await self._is_good(step, started)
        self._end(step.index, is_good=is_good)
        return is_good

    async def _done_in_window(self, step: Step, verb: str, argument: Any) -> None:
        seconds = min(ARRIVAL, step.timeout or ARRIVAL) * self._scale
        await self._session.windows.arrival(step.window, seconds)
        if verb in VISITORS:
            await self._session.windows.wake()
        # A click goes to the widget's frame, and what it does goes on to the page: a call or a
        # load right after it would overtake it, and so would another act the answer to it. A
        # `check` looks again until it sees what it asks.
        if self._is_under_way and verb != "check":
            await self._session.calm(step.window, with_answers=True)
        await self._verbs[verb](self._session, step, argument)
        self._is_under_way = verb == "visitor" or (self._is_under_way and verb == "check")

    def _within(self, step: Step) -> float:
        return (step.within or self._session.run.scenario.within) * self._scale

    def _limit(self, step: Step, within: float) -> float:
        """Seconds that a step may take to act: what it says, else long enough for its window.

        A `check` first waits for the page to come to rest; only then does its window begin, and
        it looks once more at its end.
        """
        if step.timeout:
            return step.timeout * self._scale
        if step.verb == "check":
            within += REST_LIMIT + LAST_LOOK
        return max(STEP_TIMEOUT * self._scale, within)

    async def _act(self, action: Any, seconds: float, what: str) -> bool:
        """Do it, bounded; trouble becomes an event. Whether it was done."""
        try:
            async with asyncio.timeout(seconds + MARGIN):
                await action
        except Trouble as trouble:
            is_stuck = trouble.code == "no-element" and not await self._answers()
            told = unended.stuck(what, seconds) if is_stuck else trouble
            self._intake.add("trouble", told.as_data())
        except TimeoutError:
            await self._tell_unended(what, seconds)
        except ScriptError as error:
            self._intake.add("trouble", Trouble("script", f"{what}: {error}").as_data())
        except PlaywrightError as error:
            self._intake.add("trouble", _lost(what, str(error)).as_data())
        else:
            return True
        return False

    async def _tell_unended(self, what: str, seconds: float) -> None:
        document = next((one for one in self._session.in_flight if is_of_window(one)), None)
        if document is not None:
            told = unended.unanswered(what, seconds, document.url)
        elif await self._answers():
            told = unended.waiting(what, seconds)
        else:
            told = unended.stuck(what, seconds)
        self._intake.add("trouble", told.as_data())

    async def _answers(self) -> bool:
        """Whether the page still runs what it is asked; else its elements cannot be found."""
        try:
            async with asyncio.timeout(MARGIN):
                await self._session.windows["main"].evaluate("1")
        except (TimeoutError, PlaywrightError, ScriptError):
            return False
        return True

    async def free(self) -> None:
        """Get a page that is stuck in a script to answer again, so that evidence can be taken."""
        await asyncio.gather(*(agent.interrupt() for agent in self._session.windows.values()))

    async def _await_expected(self, started: Event, expect: Expect, within: float) -> None:
        deadline = started.time + within * 1000

        def is_met() -> bool:
            window = self._window(None, deadline)
            return not windows.is_waiting(expect, window)

        is_in_time = await self._intake.until(is_met, (deadline - self._intake.now()) / 1000)
        if expect.never:
            window = self._window(None, deadline)
            await self._pass(max(map(window.quiet_until, expect.never)))
        if expect:
            await self._session.rest()
            self._is_under_way = False
        if not is_in_time and not is_met():
            await self._intake.until(lambda: self._came_late(expect, deadline), LATE)

    async def _pass(self, moment: float) -> None:
        """Let the time of an absence run out; the window is what the scenario asks for."""
        left = (moment - self._intake.now()) / 1000
        if left > 0:
            await asyncio.sleep(left)

    def _came_late(self, expect: Expect, deadline: float) -> bool:
        return any(
            event.time > deadline and matching.meets(item, event)
            for event in self._intake.recording.events[self._since :]
            for item in (*expect.items, *(one for group in expect.ordered for one in group))
        )

    def _start_of_window(self) -> float:
        return self._intake.recording.events[self._since - 1].time

    def _window(self, end: int | None, deadline: float) -> windows.Window:
        start = self._start_of_window()
        return steps.window_of(self._intake.recording, self._since, end, start, deadline)

    def _save(self, step: Step, expect: Expect, started: Event) -> None:
        events = self._intake.recording.events
        own, heard = events[started.seq :], events[self._since :]
        for name, source in step.save.items():
            found, value = saved_value(source, step, expect, own, heard)
            if found:
                self._session.variables[name] = value
                self._intake.add("saved", {"name": name, "value": value})
            else:
                message = f"there is no {source} to save as {name}"
                self._intake.add("trouble", Trouble("nothing-to-save", message).as_data())

    async def _is_good(self, step: Step, started: Event) -> bool:
        """Judge the step as the judge will, to know whether to go on."""
        own = tuple(self._intake.recording.events[started.seq :])
        deadline = started.time + self._within(step) * 1000
        window = self._window(None, deadline)
        recording = self._intake.recording
        variables = variables_before(self._session.run, recording, started.seq)
        return not steps.failures(step, window, own, recording, variables)

    def _end(self, index: int, *, is_good: bool) -> None:
        self._intake.add(
            "step_ended", {"index": index, "status": "passed" if is_good else "failed"}
        )


def _described(
    step: Step, section: str, argument: Any, expect: Expect, within: float
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "index": step.index,
        "section": section,
        "verb": step.verb,
        "text": step.text,
        "place": f"{step.place.path}:{step.place.line}",
        "within": within,
    }
    if argument is not MISSING:
        data["argument"] = argument
    if expect.items:
        data["expect"] = [
            {item.event: item.pattern, "times": [item.low, item.high]} for item in expect.items
        ]
    if expect.ordered:
        data["in_order"] = [
            [{item.event: item.pattern} for item in group] for group in expect.ordered
        ]
    if expect.never:
        data["never"] = [{item.event: item.pattern} for one in expect.never for item in one.events]
    outcomes = {"returns": step.returns, "throws": step.throws}
    data.update({name: True for name, pattern in outcomes.items() if pattern is not MISSING})
    if step.label:
        data["label"] = step.label
    if step.window != MAIN:
        data["in"] = step.window
    return data


def _lost(what: str, text: str) -> Trouble:
    told = f"{what}: {failed_calls.words(text)}"
    code = "window-gone" if failed_calls.is_of_an_end(text) else "browser"
    return Trouble(code, told, what="harness")
