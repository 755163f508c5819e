"""Signals at many moments, once and twice, by both doors."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.faults.fault import ANY, Act, Door, Fault

if TYPE_CHECKING:
    from tests.faults.invocation import Invocation

_AFTER = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
"""Seconds after its start at which the command is signalled: while it imports, loads, launches."""

_NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}


def _send(
    number: int, *, after: float = 0, logs: int = 0, times: int = 1, pause: float = 0.0
) -> Act:
    def act(invocation: Invocation) -> None:
        invocation.until(lambda: len(invocation.logs()) >= logs)
        time.sleep(after)
        for _ in range(times):
            invocation.signal(number)
            time.sleep(pause)

    return act


def _early(number: int, after: float, door: Door = "run", workers: int = 1) -> Fault:
    """So early that there may be nothing to report yet, but never an end by the signal itself."""
    return Fault(
        name=f"{_NAMES[signal.Signals(number)]} after {after:g} s{_told(door, workers)}",
        act=_send(number, after=after),
        door=door,
        workers=workers,
        # What is not yet Python's own start-up ends by the signal, as every program does.
        exits=frozenset({2} if after >= 0.1 else {2, -number, 128 + number}),
        others=ANY,
        good=4,
        has_report=False,
        has_logs=False,
    )


def _middle(
    number: int, door: Door = "run", workers: int = 1, *, logs: int = 2, times: int = 1
) -> Fault:
    how = " twice" if times > 1 else ""
    return Fault(
        name=f"{_NAMES[signal.Signals(number)]}{how} when {logs} runs have begun{_told(door, workers)}",
        act=_send(number, logs=logs, times=times, pause=0.05),
        door=door,
        workers=workers,
        exits=frozenset({2}) if times == 1 else frozenset({2, -number, 128 + number}),
        others=frozenset({"passed", "not_run", "broken"}),
        good=8,
        has_report=times == 1,
        has_logs=times == 1,
        is_killed=times > 1,
        in_ci=(door, workers, logs, times, number) == ("run", 1, 2, 1, signal.SIGTERM),
    )


def _told(door: Door, workers: int) -> str:
    return (
        ""
        if (door, workers) == ("run", 1)
        else f", {'harness run' if door == 'run' else 'pytest'} -n {workers}"
    )


FAULTS = [
    *(_early(number, after) for number in _NAMES for after in _AFTER),
    *(_early(signal.SIGTERM, after, "run", 2) for after in (0.3, 0.8, 1.2)),
    *(_middle(number, "run", workers) for number in _NAMES for workers in (1, 2)),
    *(_middle(number, "run", 1, logs=6) for number in _NAMES),
    *(_middle(number, "run", workers, times=2) for number in _NAMES for workers in (1, 2)),
    *(_middle(number, "pytest", workers) for number in _NAMES for workers in (1, 2)),
    Fault(
        name="SIGHUP under nohup",
        act=_send(signal.SIGHUP, logs=2),
        through='trap "" HUP; exec "$@"',
        good=6,
    ),
    Fault(name="SIGPIPE", act=_send(signal.SIGPIPE, logs=2), good=5),
    Fault(
        name="SIGUSR1 and SIGWINCH",
        act=lambda one: [_send(n, logs=2)(one) for n in (signal.SIGWINCH, signal.SIGCHLD)] and None,
        good=5,
    ),
    Fault(
        name="the command is killed with -9",
        act=_send(signal.SIGKILL, logs=3),
        exits=frozenset({-9}),
        others=ANY,
        good=8,
        has_report=False,
        has_logs=False,
        is_killed=True,
        in_ci=True,
    ),
    Fault(
        name="the command is killed with -9, harness run -n 2",
        act=_send(signal.SIGKILL, logs=3),
        workers=2,
        exits=frozenset({-9}),
        others=ANY,
        good=8,
        has_report=False,
        has_logs=False,
        is_killed=True,
    ),
    *(
        Fault(
            name=f"the command is killed with -9, pytest -n {workers}",
            act=_send(signal.SIGKILL, logs=3),
            door="pytest",
            workers=workers,
            exits=frozenset({-9}),
            others=ANY,
            good=8,
            has_report=False,
            has_logs=False,
            is_killed=True,
        )
        for workers in (1, 2)
    ),
    Fault(
        name="the command is stopped for 3 s and goes on",
        act=lambda one: (
            (
                one.until(lambda: len(one.logs()) >= 2),
                one.signal(signal.SIGSTOP),
                time.sleep(3),
                one.signal(signal.SIGCONT),
            )[0]
            and None
        ),
        good=5,
        others=frozenset({"passed"}),
    ),
]
