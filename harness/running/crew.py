"""Runs many Runs in several processes, each with an engine of its own (`-n`)."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from harness.browser.attempt import gone
from harness.browser.finding import NoBrowser
from harness.running.hiring import Hired, hire
from harness.running.interruption import Interruptible, heed, put_off
from harness.running.outcome import Outcome, Stopper, not_begun, unjudged
from harness.supervision import limits, processes
from harness.supervision.invocation import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.browser.engine import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.running.here import Finished, Started
    from harness.scenario.model import Run

TURN = 1.0
"""Seconds after which somebody looks whether the supervisor is still there."""

_GLANCE = 0.5
"""Seconds after which somebody looks whether a worker that is to leave was stopped."""

STARTS = 3
"""Workers in a row that may end before their browser is ready; the next would do no better."""


class WorkerFailed(NoBrowser):
    """Workers end before they have a browser."""


def run_in_crew(
    runs: Sequence[Run],
    options: EngineOptions,
    workers: int,
    stopper: Stopper,
    started: Started,
    finished: Finished,
) -> Outcome:
    """As `run_here`, spread over worker processes; what one that dies was at is done again.

    `options.in_flight` counts the runs of all workers together.
    """
    crew = Crew(options, stopper, started, finished)
    with Interruptible(crew.outcome):
        try:
            heed()
            for run in runs:
                crew.add(run)
            each, rest = divmod(options.in_flight, workers)
            for number in range(workers):
                crew.hire(max(1, each + (number < rest)))
            while crew.is_at_work:
                crew.turn()
        finally:
            crew.dismiss()
    return crew.outcome


@dataclass(slots=True, eq=False)
class _Task:
    run: Run
    lost: tuple[str, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Whether nothing else may be at its worker: it is the last attempt."""
        return len(self.lost) >= limits.ATTEMPTS - 1


@dataclass(slots=True, eq=False)
class _Member:
    hired: Hired
    in_flight: int
    at: dict[str, _Task] = field(default_factory=dict)
    is_ready: bool = False

    @property
    def has_room(self) -> bool:
        """Whether it takes another run beside those that it is at."""
        is_alone = any(task.is_alone for task in self.at.values())
        return self.is_ready and not is_alone and len(self.at) < self.in_flight


class Crew:
    """Workers and what they are to do; `turn` hears what they say and gives them more.

    One that dies or does not answer is replaced, and its runs are done again, at last alone.
    """

    def __init__(
        self, options: EngineOptions, stopper: Stopper, started: Started, finished: Finished
    ) -> None:
        self.outcome = Outcome()
        self.done: dict[str, RunResult] = {}
        """The results by the ids that the runs were given with."""
        self._waiting: deque[_Task] = deque()
        self._options = options
        self._stopper = stopper
        self._started = started
        self._finished = finished
        self._members: list[_Member] = []
        self._is_told = False
        self._failed_starts = 0

    @property
    def is_at_work(self) -> bool:
        """Whether results are still to come."""
        return self._has_more or any(member.at for member in self._members)

    @property
    def is_ready(self) -> bool:
        """Whether a worker has a browser."""
        return self._is_told

    @property
    def _has_more(self) -> bool:
        return bool(self._waiting) and not self._stopper.is_reached

    def add(self, run: Run) -> None:
        """A further run is to be done."""
        self._waiting.append(_Task(run))
        self._feed()
        if self.outcome.no_browser is not None:
            self._account(self.outcome.no_browser)

    def hire(self, in_flight: int) -> None:
        """One more worker, for so many runs at a time."""
        self._members.append(_Member(hire(replace(self._options, in_flight=in_flight)), in_flight))

    def turn(self) -> None:
        """Hear what workers say within a second. Raises NoBrowser before the first is ready."""
        current().supervise()
        if not self._members and (self._has_more or not self._is_told):
            self.hire(self._options.in_flight)
        spoken = wait([member.hired.pipe for member in self._members], TURN)
        with put_off():  # half of a message would be lost
            for pipe in spoken:
                self._hear(next(one for one in self._members if one.hired.pipe is pipe))
            self._feed()

    def dismiss(self) -> None:
        """Tell the workers to leave, hear what was over by then, and see them go.

        May be repeated.
        """
        members, self._members = self._members, []
        for member in members:
            with suppress(OSError):  # it is dead
                member.hired.pipe.send(None)
        deadline = time.monotonic() + limits.LEAVING
        self._hear_last(members, deadline)
        for member in members:
            member.hired.pipe.close()
        for member in members:
            self._see_off(member, deadline)

    def _hear_last(self, members: Sequence[_Member], deadline: float) -> None:
        """Take the results of runs that are over; workers break off the others."""
        speaking = [member for member in members if member.at]
        while speaking and (left := deadline - time.monotonic()) > 0:
            spoken = wait([member.hired.pipe for member in speaking], min(left, _GLANCE))
            speaking = [
                member
                for member in speaking
                if (self._hear_result(member) if member.hired.pipe in spoken else True)
                and not _is_stopped(member)
            ]

    def _hear_result(self, member: _Member) -> bool:
        """Whether more may come."""
        try:
            kind, *content = member.hired.pipe.recv()
        except (EOFError, OSError):
            return False
        if kind == "result":
            self._note(*content)
        return True

    def _see_off(self, member: _Member, deadline: float) -> None:
        process, _, part = member.hired
        while process.is_alive() and time.monotonic() < deadline and not _is_stopped(member):
            process.join(_GLANCE)
        if process.is_alive():
            process.kill()
            process.join()
        current().forget(part)

    def _hear(self, member: _Member) -> None:
        try:
            kind, *content = member.hired.pipe.recv()
        except (EOFError, OSError):
            self._bury(member, None)
            return
        if kind == "failed":
            self._bury(member, content[0])
        elif kind == "ready":
            member.is_ready = True
            self._failed_starts = 0
            if not self._is_told:
                self._is_told = True
                self._started(content[0])
        elif kind == "lost":
            task = member.at[content[0]]
            task.lost = (*task.lost, content[1])
        else:
            member.at.pop(content[0], None)
            self._note(*content)

    def _feed(self) -> None:
        """Give out what waits; what has to be alone waits for a worker that has nothing to do."""
        for member in self._members:
            while self._has_more and member.has_room:
                task = next(
                    (one for one in self._waiting if not (one.is_alone and member.at)), None
                )
                if task is None:
                    break
                try:
                    member.hired.pipe.send((task.run, task.lost))
                except OSError:  # it is dead, which is heard from its pipe next
                    break
                self._waiting.remove(task)
                member.at[task.run.id] = task

    def _bury(self, member: _Member, error: NoBrowser | None) -> None:
        """A worker has ended: what it was at is done again, and another is hired in its place.

        One that has no browser any more, by its `error`, is not replaced: others go on.
        """
        part = member.hired.part
        self._members.remove(member)
        member.hired.pipe.close()
        self._see_off(member, time.monotonic() + limits.HURRY)
        current().kill(part)  # its driver and browser, if they were stopped
        code = member.hired.process.exitcode
        why = current().why_ended(part) or f"exit code {code}"
        for task in member.at.values():
            if error is None:
                self._done_again(task, f"the worker process ended: {why}")
            else:
                self._waiting.appendleft(task)
        if error is None and not member.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                told = f"a worker process ended before its browser was ready ({code})"
                error = WorkerFailed(told)
        if not self._members and error is not None:
            self._give_up(error)
        elif error is None and self._has_more and (member.is_ready or not self._members):
            self.hire(member.in_flight)

    def _done_again(self, task: _Task, reason: str) -> None:
        task.lost = (*task.lost, reason)
        if len(task.lost) < limits.ATTEMPTS:
            self._waiting.appendleft(task)
            return
        message = f"the worker process ended at this run {len(task.lost)} times"
        lines = [f"attempt {number}: {why}" for number, why in enumerate(task.lost, 1)]
        result = unjudged(task.run, "broken", "worker-died", message, lines)
        self._note(task.run.id, replace(result, lost=task.lost[:-1]))

    def _give_up(self, error: NoBrowser) -> None:
        """No worker can be had, and no further run be done."""
        if not self._is_told:
            raise error
        self.outcome.no_browser = error
        self._account(error)

    def _account(self, error: NoBrowser) -> None:
        """Tell of what waits that it was not run; what was begun, and lost, is broken."""
        while self._waiting:
            task = self._waiting.popleft()
            result = not_begun(task.run, error)
            if task.lost:
                told = gone(task.lost, error)
                result = unjudged(task.run, "broken", told.code, told.message, told.instead)
            self._note(task.run.id, replace(result, lost=task.lost))

    def _note(self, run_id: str, result: RunResult) -> None:
        self.done[run_id] = result
        self.outcome.results.append(result)
        self._stopper.count(result)
        self._finished(result)


def _is_stopped(member: _Member) -> bool:
    pid = member.hired.process.pid
    return bool(pid and processes.is_stopped(pid))
