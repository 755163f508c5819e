"""Processes that are killed or stopped from outside, at every phase and by every door.

What is broken off by that is done again, or is broken; it never fails as if the page were wrong,
and no other run is lost.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults.fault import Act, Door, Fault
from tests.faults.pages import bomb

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.invocation import Invocation

_KILL, _STOP, _SEGV = signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV
_OUTSIDE = frozenset({"passed", "broken"})
"""What a run may be that meets the end of the browser: judged in a fresh one, or broken."""

_SLOW = bomb({"eval": "new Promise((done) => setTimeout(done, 1500))"}, timeout="10s")


def _when(phase: str) -> Callable[[Invocation], object]:
    """Whether the invocation is in this phase."""
    conditions: dict[str, Callable[[Invocation], object]] = {
        "as it comes": lambda _one: True,
        "before the first run": lambda one: not one.logs(),
        "as the first run begins": lambda one: one.logs(),
        "in the middle": lambda one: len(one.logs()) > 2,
        "at the last run": lambda one: len(one.logs()) > 4,
    }
    return conditions[phase]


def hit(
    kind: str, number: int, phase: str = "as it comes", *, times: int = 1, late: float = 0
) -> Act:
    """Send a signal to the processes of a kind, when they are there and the phase has come."""

    def act(invocation: Invocation) -> None:
        seen: set[int] = set()
        for _ in range(times):
            if not invocation.until(lambda: set(invocation.pids(kind)) - seen):
                return
            invocation.until(lambda: _when(phase)(invocation))
            time.sleep(late)
            for pid in invocation.pids(kind):
                seen.add(pid)
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    return act


def pause(kind: str, seconds: float) -> Act:
    """Stop the processes of a kind, or all, for a while in the middle; then they go on."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: _when("in the middle")(invocation))
        stopped = invocation.pids(kind)
        for number in (_STOP, signal.SIGCONT):
            for pid in stopped:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(seconds if number == _STOP else 0)

    return act


def _fault(
    kind: str,
    number: int,
    phase: str,
    door: Door,
    workers: int,
    *,
    times: int = 1,
    in_ci: bool = False,
) -> Fault:
    done = {_KILL: "killed", _STOP: "stopped", _SEGV: "crashed"}[signal.Signals(number)]
    how = f"{times} times " if times > 1 else ""
    where = f"{'harness run' if door == 'run' else 'pytest'} -n {workers}"
    return Fault(
        name=f"{kind} {done} {how}{phase}, {where}",
        door=door,
        workers=workers,
        act=hit(kind, number, phase, times=times),
        others=_OUTSIDE,
        good=5,
        seconds=120,
        in_ci=in_ci,
    )


_DOORS: list[tuple[Door, int]] = [("run", 1), ("run", 2), ("pytest", 1), ("pytest", 2)]
_PHASES = ["before the first run", "as the first run begins", "in the middle", "at the last run"]

FAULTS = [
    *(
        _fault(
            "browser",
            _KILL,
            phase,
            door,
            workers,
            in_ci=(phase, door, workers) == ("in the middle", "run", 1),
        )
        for phase in _PHASES
        for door, workers in _DOORS
    ),
    *(_fault("browser", _STOP, "in the middle", door, workers) for door, workers in _DOORS),
    *(
        _fault("browser", _STOP, phase, "run", 1)
        for phase in ("before the first run", "at the last run")
    ),
    *(
        _fault("driver", _KILL, phase, door, workers)
        for phase in ("before the first run", "in the middle")
        for door, workers in _DOORS
    ),
    *(_fault("driver", _STOP, "in the middle", door, workers) for door, workers in _DOORS),
    *(_fault("renderer", _KILL, phase, "run", 1) for phase in _PHASES[1:]),
    *(_fault("renderer", _STOP, "in the middle", door, workers) for door, workers in _DOORS),
    *(
        _fault(kind, number, "in the middle", "run", 1)
        for kind in ("gpu", "utility", "zygote")
        for number in (_KILL, _STOP)
    ),
    *(
        _fault("worker", number, phase, door, 2)
        for number in (_KILL, _STOP, _SEGV)
        for phase in ("before the first run", "in the middle")
        for door in ("run", "pytest")
    ),
    # It may not come to a first run: then that is said, and all of them are told as not run.
    *(
        replace(
            _fault("browser", _KILL, "as it comes", door, workers, times=3),
            exits=frozenset({0, 4}),
            others=_OUTSIDE | {"not_run"},
        )
        for door, workers in _DOORS
    ),
    _fault("renderer", _KILL, "as it comes", "run", 1, times=3),
    Fault(
        name="browser killed in a run of several seconds",
        bomb=_SLOW,
        act=hit("browser", _KILL, "in the middle", late=1),
        may=_OUTSIDE,
        others=_OUTSIDE,
        seconds=60,
    ),
    *(
        Fault(
            name=f"{kind or 'everything'} stands still for {seconds} s, then goes on",
            act=pause(kind, seconds),
            others=_OUTSIDE,
            good=8,
            seconds=120,
        )
        for kind in ("browser", "renderer", "utility", "driver", "")
        for seconds in (6, 20)
    ),
    Fault(
        name="browser terminated in order",
        act=hit("browser", signal.SIGTERM, "in the middle"),
        others=_OUTSIDE,
        good=5,
    ),
    Fault(
        name="browser crashed by a signal",
        act=hit("browser", _SEGV, "in the middle"),
        others=_OUTSIDE,
        good=5,
    ),
    Fault(
        name="driver terminated in order",
        act=hit("driver", signal.SIGTERM, "in the middle"),
        others=_OUTSIDE,
        good=5,
        seconds=90,
    ),
]
