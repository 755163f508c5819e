"""Drives a sequence through a widget: what cannot be done is left out, and all else is judged."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.browser.fitness import lacks_for_step
from harness.browser.looking import load as load_looks
from harness.browser.one_run import OneRun
from harness.browser.opening import open_host_page
from harness.browser.verbs import load as load_verbs
from harness.exploration.attempts import DONE, LIMIT, Attempt, attempted
from harness.exploration.chats import HERE
from harness.exploration.glances import is_judged, looked, subjects
from harness.exploration.judging import is_met, occurrences, violation
from harness.exploration.plausibility import is_plausible
from harness.exploration.sequence import file_of, run_of
from harness.exploration.violation import Violation, in_recording, of_prediction
from harness.judging.spans import OPENING
from harness.model import Model, Prediction, Seen
from harness.scenario.verbs import VERBS
from harness.scenario.window_names import CHAT, MAIN, POPUP
from harness.widget_api import API

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Awaitable
    from pathlib import Path

    from harness.browser.engine import Engine
    from harness.browser.session import Session
    from harness.exploration.sequence import Sequence
    from harness.recording import Recording
    from harness.scenario.model import Step

PATIENCE = 0.3
"""Seconds that a control is given to come into sight; one that does not is not used."""

BELATED = 1.5
"""Seconds that what was predicted may still come after the page has come to rest."""

GLANCE = 0.05
"""Seconds after which it is looked again whether it has."""

HURRY = 1.0
"""Seconds that a page which is known not to come to rest is waited for."""

WHOLE = 120.0
"""Seconds after which a sequence is held to never end."""

_TALK = "/ajax.ims"
_RESTLESS = "never-rests"


class Trial(OneRun):
    """One run of a sequence: the steps that were done, and the violations.

    `muted` are the codes that are known already: they are not told again, and no time is lost
    on them.
    """

    def __init__(
        self,
        engine: Engine,
        sequence: Sequence,
        folder: Path,
        muted: frozenset[str] = frozenset(),
        *,
        is_apart: bool = False,
    ) -> None:
        super().__init__(engine, run_of(sequence.as_scenario(), sequence.name, folder))
        self._file = file_of(sequence.name, folder)
        self._sequence = sequence
        self._muted = muted
        self._verbs = load_verbs()
        self._looks = load_looks()
        self._model = Model(sequence.world, has_known_people=not is_apart)
        self._seen: dict[tuple[str, str], Any] = {}
        self.performed: list[dict[str, Any]] = []
        self.hurried: set[int] = set()
        self.skipped: list[dict[str, Any]] = []
        self.violations: list[Violation] = []
        self.judged = 0
        self.seconds = 0.0
        self._attempt: Attempt = DONE

    def __exit__(self, *exception: object) -> None:
        """Nothing is left on disk: thousands of sequences would fill it."""
        super().__exit__(*exception)
        self._evidence.log.path.unlink(missing_ok=True)
        self._file.unlink(missing_ok=True)

    @property
    def recording(self) -> Recording:
        """What happened."""
        return self._intake.recording

    @property
    def starts(self) -> dict[str, int]:
        """The steps at which chats began, by their tickets."""
        return {
            str(event.data["args"][0].get("ticket")): self._position.get(event.step, OPENING)
            for event in self.recording.of_kind("callback")
            if event.data.get("name") == "onchatstart" and _is_object(event.data.get("args"))
        }

    @property
    def unknown(self) -> Counter[str]:
        """Of what the model knew nothing, by section."""
        return self._model.unknown

    @property
    def limit(self) -> float:
        """Seconds that the sequence may take."""
        return WHOLE

    async def run(self) -> Trial:
        """Run it and look at what happened."""
        began = time.monotonic()
        await self.result()
        self.seconds = time.monotonic() - began
        assume = self._run.scenario.backend.assume
        found = [self._placed(one) for one in in_recording(self.recording, assume)]
        self.violations += [one for one in found if one.code not in self._muted]
        if self.lost is not None:  # what was seen of it was the browser's end
            self.violations.clear()
        return self

    def _placed(self, found: Violation) -> Violation:
        """A find counts the steps that were done; a recording counts all of the sequence."""
        return replace(found, step=self._position.get(found.step, found.step))

    @property
    def _position(self) -> dict[int | None, int]:
        return {OPENING: OPENING, **{index: at for at, index in enumerate(self._indices)}}

    _indices: list[int]

    async def _driven(self, session: Session) -> None:
        self._indices = []
        try:
            async with asyncio.timeout(WHOLE):
                await self._all(session)
        except TimeoutError:
            self._wrong("never-ends", f"the sequence did not end within {WHOLE:g} s")

    async def _all(self, session: Session) -> None:
        predicted = [] if self._sequence.is_wild else self._model.predict()
        if not await self._opened(session, predicted):
            return
        for index, step in enumerate(self._run.scenario.steps[: len(self._sequence.steps)]):
            if not await self._step(session, index, step):
                return
        await self._rested(session)

    async def _opened(self, session: Session, predicted: list[Prediction]) -> bool:
        self._intake.step = OPENING
        is_there = await self._tried(session, open_host_page(session), "opening the page")
        is_at_rest = await self._rested(session)
        if not (is_there and is_at_rest):
            return self._sequence.is_wild and is_at_rest
        return await self._judged(session, predicted, OPENING, 0)

    async def _step(self, session: Session, index: int, step: Step) -> bool:
        """Do one step; whether to go on."""
        plain, step = self._resolved(session, self._sequence.steps[index], step)
        verb = step.verb or ""
        is_there = step.window in session.windows.open_ones or verb == "tab"
        is_found = not lacks_for_step(self._around.profile, step)
        if not (is_there and is_found and self._is_plausible(plain, step)):
            self.skipped.append(plain)
            return True
        predicted = [] if self._sequence.is_wild else self._model.predict(plain)
        self._intake.step = step.index
        data = {"index": step.index, "section": "steps", "verb": verb, "text": step.text}
        since = len(self.recording)
        self._intake.add("step_started", {**data, "place": "sequence"})
        is_done = await self._tried(session, self._act(session, verb, step), "the act")
        if not is_done and self._attempt.trouble == "no-widget" and VERBS[verb].function:
            return self._is_missing(VERBS[verb].function, plain, index)
        if not is_done:
            return self._was_possible(predicted, plain, index)
        self._indices.append(index)
        self.performed.append(plain)
        if index in self._sequence.hurried:
            self.hurried.add(len(self.performed) - 1)
            return True
        if not await self._rested(session):
            return False
        return await self._judged(session, predicted, len(self.performed) - 1, since)

    def _act(self, session: Session, verb: str, step: Step) -> Any:
        function = VERBS[verb].function
        is_call = function is not None
        is_known = self._sequence.is_wild or _missing(function) in self._muted
        hasty = replace(step, timeout=PATIENCE)
        if is_call:
            hasty = replace(step, timeout=1.0 if is_known else step.timeout)
        waits = verb not in {"visitor", "init", "options"} and not is_call
        return self._verbs[verb](session, step if waits else hasty, step.argument)

    def _resolved(
        self, session: Session, plain: dict[str, Any], step: Step
    ) -> tuple[dict[str, Any], Step]:
        """The step in the window where it is to be done."""
        if plain.get("in") != HERE:
            return plain, step
        window = CHAT if CHAT in session.windows.open_ones else MAIN
        rest = {name: value for name, value in plain.items() if name != "in"}
        placed = rest if window == MAIN else {**rest, "in": window}
        return placed, replace(step, window=window)

    def _is_plausible(self, plain: dict[str, Any], step: Step) -> bool:
        if step.window in {CHAT, POPUP} or self._sequence.is_wild:
            return True
        return is_plausible(plain, self._seen.get((step.window, "chatbar")))

    def _was_possible(self, predicted: list[Prediction], plain: dict[str, Any], index: int) -> bool:
        """An act that could not be done, though the page says that it can be."""
        self._model.undo()
        able = next((one for one in predicted if one.form == "done"), None)
        if able is None or able.rule in self._muted:
            self.skipped.append(plain)
            return True
        self._indices.append(index)
        self.performed.append(plain)
        told = "this cannot be done"
        at = len(self.performed) - 1
        wanted = "it can be done"
        self.violations.append(of_prediction(able, at, self._attempt.reason, told, wanted))
        return False

    def _is_missing(self, function: str | None, plain: dict[str, Any], index: int) -> bool:
        """A function that the vendor's page has and this widget does not."""
        self._model.undo()
        known = API.functions.get(function or "")
        if self._sequence.is_wild or known is None or _missing(function) in self._muted:
            self.skipped.append(plain)
            return True
        self._indices.append(index)
        self.performed.append(plain)
        told = f"livechatoo.{function} is not there to be called"
        sentence = f"livechatoo.{function}() is one of its functions"
        at = len(self.performed) - 1
        self.violations.append(Violation(_missing(function), told, at, known.section, sentence))
        return False

    async def _tried(self, session: Session, act: Awaitable[object], what: str) -> bool:
        """Whether it could be done; what is wrong about it is noted."""
        self._attempt = await attempted(session, act, what)
        if self._attempt.wrong:
            self._wrong(self._attempt.wrong, self._attempt.reason)
        return self._attempt.is_done

    async def _rested(self, session: Session) -> bool:
        """Whether the page comes to rest; when it is known not to, nobody waits for long."""
        is_known = _RESTLESS in self._muted
        if await session.rest(HURRY if is_known else LIMIT):
            return True
        self._wrong(_RESTLESS, "the page does not come to rest")
        return is_known

    async def _judged(
        self, session: Session, predicted: list[Prediction], step: int, since: int
    ) -> bool:
        """Look, judge and learn; whether to go on."""
        if self._sequence.is_wild:
            return True
        profile, has_talk = self._around.profile, self.has_back_end
        to_judge = [one for one in predicted if is_judged(one, profile, has_back_end=has_talk)]
        deadline = time.monotonic() + BELATED * session.scale
        while True:
            wanted = subjects(self._model.subjects(), to_judge, has_back_end=has_talk)
            looks = await looked(session, self._looks, wanted)
            seen = occurrences(self.recording.events[since:])
            unmet = [one for one in to_judge if not is_met(one, seen, looks)]
            unmet = [one for one in unmet if one.rule not in self._muted]
            if not unmet or time.monotonic() > deadline:
                break
            await asyncio.sleep(GLANCE)
            if not await self._rested(session):
                return False
        self.judged += len(to_judge)
        self.violations += [violation(one, step, seen, looks) for one in unmet]
        self._seen = looks
        windows = frozenset(session.windows.open_ones)
        self._model.learn(Seen(seen, looks, windows, has_back_end=self.has_back_end))
        return not unmet

    @property
    def has_back_end(self) -> bool:
        """Whether the widget talks to the stub's back end: only then operators see anything."""
        requests = self.recording.of_kind("request")
        return any(str(event.data["path"]).endswith(_TALK) for event in requests)

    def _wrong(self, code: str, message: str) -> None:
        if code not in self._muted:
            at = len(self.performed) - 1 if self.performed else OPENING
            self.violations.append(Violation(code, message, at))


def _missing(function: str | None) -> str:
    """The code of a violation that a function is not there."""
    return f"missing:{function}"


def _is_object(args: Any) -> bool:
    return bool(args) and isinstance(args[0], dict)
