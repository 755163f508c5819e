"""Drives a sequence through the stub: what cannot be done is left out, and all else is seen."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser.agent import ScriptError
from harness.browser.looking import load as load_looks
from harness.browser.one_run import OneRun
from harness.browser.opening import open_host_page
from harness.browser.trouble import Trouble
from harness.browser.verbs import load as load_verbs
from harness.judging.spans import OPENING
from harness.scenario.verbs import VERBS
from tests.properties import seeing
from tests.properties.violation import Violation, in_recording

if TYPE_CHECKING:
    from pathlib import Path

    from harness.browser.engine import Engine
    from harness.browser.session import Session
    from harness.recording import Recording
    from harness.scenario.model import Step
    from tests.properties.sequence import Sequence

PATIENCE = 0.3
"""Seconds that a control is given to come into sight; one that does not is not used."""

LIMIT = 15.0
"""Seconds after which an act, or the rest after it, is held to never end."""

WHOLE = 120.0
"""Seconds after which a sequence is held to never end."""

_IMPOSSIBLE = frozenset(
    {"no-control", "covered", "moving", "no-widget", "no-window", "operator", "trigger", "element"}
)
"""Codes of trouble that say no more than that somebody could not do something just then."""


class Trial(OneRun):
    """One run of a sequence: the steps that could be done, and the violations."""

    def __init__(self, engine: Engine, sequence: Sequence, folder: Path) -> None:
        super().__init__(engine, sequence.run(folder))
        self._sequence = sequence
        self._verbs = load_verbs()
        self._looks = load_looks()
        self.done: list[int] = []
        self.violations: list[Violation] = []
        self.seconds = 0.0

    @property
    def recording(self) -> Recording:
        """What happened."""
        return self._intake.recording

    async def judged(self) -> Trial:
        """Run it and look at what happened."""
        began = time.monotonic()
        await self.result()
        self.seconds = time.monotonic() - began
        assume = self._run.scenario.backend.assume
        self.violations += in_recording(self.recording, assume)
        return self

    async def _driven(self, session: Session) -> None:
        try:
            async with asyncio.timeout(WHOLE):
                if await self._tried(session, OPENING, open_host_page(session)):
                    await self._rested(session)
                    for step in self._run.scenario.steps:
                        await self._step(session, step)
                    await self._rested(session)
                    self.violations += await seeing.contradictions(session, self._looks)
        except TimeoutError:
            self._wrong("never-ends", f"the sequence did not end within {WHOLE:g} s")

    async def _step(self, session: Session, step: Step) -> None:
        verb = step.verb or ""
        if step.window not in session.windows.open_ones and verb != "tab":
            return
        is_call = VERBS[verb].function is not None
        hasty = replace(step, timeout=1.0 if is_call else PATIENCE)
        waits = verb not in {"visitor", "init", "options"} and not is_call
        act = self._verbs[verb](session, step if waits else hasty, step.argument)
        self._intake.step = step.index
        data = {"index": step.index, "section": "steps", "verb": verb, "text": step.text}
        self._intake.add("step_started", {**data, "place": "sequence"})
        if await self._tried(session, step.index, act):
            self.done.append(step.index)
        if step.index not in self._sequence.hurried:
            await self._rested(session)

    async def _tried(self, session: Session, index: int, act: object) -> bool:
        """Whether it could be done; anything but that it was impossible is wrong."""
        try:
            async with asyncio.timeout(LIMIT):
                await act  # type: ignore[misc]
        except Trouble as trouble:
            if trouble.code not in _IMPOSSIBLE:
                self._wrong(f"trouble:{trouble.code}", str(trouble))
            return False
        except TimeoutError:
            text = "opening" if index == OPENING else self._sequence.steps[index]
            self._wrong("never-ends", f"{text} was not done within {LIMIT:g} s")
            await asyncio.gather(*(agent.interrupt() for agent in session.windows.values()))
            return False
        except (PlaywrightError, ScriptError):
            return False  # a window that goes away, or loads anew, while it is used
        return True

    async def _rested(self, session: Session) -> None:
        if not await session.rest(LIMIT):
            self._wrong("never-rests", "the page does not come to rest")

    def _wrong(self, code: str, message: str) -> None:
        self.violations.append(Violation(code, message, self._intake.step))
