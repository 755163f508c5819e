"""pytest that is broken off, by whatever: each planned run is told once, what is over by its verdict.

Tests of others stand among the scenarios, before and after them.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults.fault import Act, Fault
from tests.faults.pages import bomb

if TYPE_CHECKING:
    from tests.faults.invocation import Invocation

_CONFIGURED = {"pytest.ini": "[pytest]\n"}
_LONG = bomb({"check": {"title": "never so"}, "within": "80s"}, timeout="90s")
"""In hand while all that come after it are over."""

_PATIENCE = 90.0
"""Seconds until runs are over, on a machine that has much else to do."""

_STOPPED = frozenset({"passed", "not_run"})
_NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}


_KILLED_AT_FIRST = """
import os, signal

collected = []

def pytest_xdist_node_collection_finished(node):
    collected.append(node)
    if len(collected) == node.config.option.numprocesses:  # next they are given runs
        pid = node.gateway._rinfo().pid
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
"""


def _ended(one: Invocation) -> int:
    return sum(b'"run_ended"' in path.read_bytes() for path in one.logs())


def _send(
    number: int, *, ended: int = 0, after: float = 0, times: int = 1, pause: float = 0.3
) -> Act:
    """Signal the whole group, as a terminal does, for Ctrl-C; else pytest alone."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: _ended(invocation) >= ended, _PATIENCE)
        time.sleep(after)  # the moment is what is tried
        for _ in range(times):
            with suppress(ProcessLookupError):
                if number == signal.SIGINT and invocation.process is not None:
                    os.killpg(invocation.process.pid, number)
                else:
                    invocation.signal(number)
            time.sleep(pause)

    return act


def _kill(kind: str, *, ended: int) -> Act:
    def act(invocation: Invocation) -> None:
        invocation.until(lambda: _ended(invocation) >= ended, _PATIENCE)
        for pid in invocation.pids(kind)[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    return act


def _where(workers: int) -> str:
    return f", pytest -n {workers}" if workers > 1 else ""


def _ahead(number: int, workers: int, *, in_ci: bool = False) -> Fault:
    """The first run is long: what is over behind it, pytest has not come to yet."""
    return Fault(
        name=f"{_NAMES[signal.Signals(number)]} when runs are over ahead of pytest{_where(workers)}",
        door="pytest",
        workers=workers,
        files=_CONFIGURED,
        bomb=_LONG,
        options=("--in-flight", "3"),
        act=_send(number, ended=2 if workers == 1 else 3),
        may=_STOPPED,
        others=_STOPPED,
        exits=frozenset({2}),
        good=6,
        in_ci=in_ci,
    )


def _at(number: int, ended: int, workers: int) -> Fault:
    name = _NAMES[signal.Signals(number)]
    return Fault(
        name=f"{name} when {ended} of 6 runs are over{_where(workers)}",
        door="pytest",
        workers=workers,
        files=_CONFIGURED,
        act=_send(number, ended=ended),
        others=_STOPPED,
        exits=frozenset({0, 2} if ended > 4 else {2}),
        good=6,
    )


def _early(number: int, after: float, workers: int) -> Fault:
    """While pytest starts, collects, and waits for the browser."""
    return Fault(
        name=f"{_NAMES[signal.Signals(number)]} {after:g} s after pytest listens{_where(workers)}",
        door="pytest",
        workers=workers,
        files=_CONFIGURED,
        act=_once_listening(number, after),
        others=_STOPPED,
        exits=frozenset({2}),
        good=6,
    )


def _once_listening(number: int, after: float) -> Act:
    def act(invocation: Invocation) -> None:
        invocation.until(lambda: invocation.catches(signal.SIGTERM), _PATIENCE)
        _send(number, after=after)(invocation)

    return act


def _often(times: int, pause: float, workers: int, *, in_ci: bool = False) -> Fault:
    return Fault(
        name=f"Ctrl-C {times} times, every {pause:g} s{_where(workers)}",
        door="pytest",
        workers=workers,
        files=_CONFIGURED,
        act=_send(signal.SIGINT, ended=2, times=times, pause=pause),
        others=_STOPPED,
        exits=frozenset({2}),
        good=8,
        is_killed=True,
        in_ci=in_ci,
    )


_OTHERS = """
import pytest, sys, time
def test_of_others(): {body}
"""
_FAILING = bomb({"check": {"title": "never so"}, "within": "200ms"})


def _between(name: str, body: str, status: int, **more: object) -> Fault:
    """A test of others after two of five scenarios."""
    found = Fault(
        name=name,
        door="pytest",
        files={**_CONFIGURED, "scenarios/1_others/test_others.py": _OTHERS.format(body=body)},
        options=("--in-flight", "1"),
        others=_STOPPED,
        exits=frozenset({status}),
        good=5,
    )
    return replace(found, **more)  # type: ignore[arg-type]


_FAULTS = [
    *(
        _ahead(number, workers, in_ci=(number, workers) == (signal.SIGTERM, 1))
        for number in _NAMES
        for workers in (1, 2)
    ),
    *(_at(number, ended, workers) for number in _NAMES for ended in (1, 5) for workers in (1, 2)),
    *(
        _early(number, after, workers)
        for number in _NAMES
        for after in (0.0, 0.1, 0.5, 1.0)
        for workers in (1, 2)
    ),
    *(
        _often(times, pause, workers)
        for times, pause in ((2, 0.2), (3, 0.2), (6, 0.05), (3, 1.0))
        for workers in (1, 2)
    ),
    _between(
        "a test of others ends pytest", "pytest.exit('enough')", 2, says="told to exit: enough"
    ),
    _between("a test of others ends pytest with a status", "pytest.exit('enough', 7)", 7),
    _between(
        "a test of others is interrupted", "raise KeyboardInterrupt", 2, says="not run: interrupted"
    ),
    _between(
        "a test of others waits for Ctrl-C",
        "\n    import os, signal\n    for _ in range(3):\n"
        "        with pytest.raises(KeyboardInterrupt):\n"
        "            os.kill(os.getpid(), signal.SIGINT); time.sleep(9)\n        time.sleep(0.2)",
        0,
        others=frozenset({"passed"}),
    ),
    _between("a test of others ends the process", "import os; os._exit(9)", 9, is_killed=True),
    *(
        Fault(
            name=f"{option} after a failure{_where(workers)}",
            door="pytest",
            workers=workers,
            files=_CONFIGURED,
            bomb=_FAILING,
            options=(option,),
            others=_STOPPED,
            exits=frozenset({1} if workers == 1 else {2}),
            good=6,
        )
        for option in ("-x", "--maxfail=1")
        for workers in (1, 2)
    ),
    Fault(
        name="SIGTERM without pytest-xdist",
        door="pytest",
        files=_CONFIGURED,
        options=("-p", "no:xdist"),
        act=_send(signal.SIGTERM, ended=2),
        others=_STOPPED,
        exits=frozenset({2}),
        good=6,
    ),
    Fault(
        name="a worker of pytest-xdist is killed",
        door="pytest",
        workers=2,
        files=_CONFIGURED,
        act=_kill("xdist", ended=1),
        others=frozenset({"passed", "broken"}),
        good=6,
        in_ci=True,
    ),
    Fault(
        name="a worker of pytest-xdist is killed before it is given its first run",
        door="pytest",
        workers=2,
        files={**_CONFIGURED, "conftest.py": _KILLED_AT_FIRST},
        others=frozenset({"passed"}),
        good=6,
        in_ci=True,
    ),
    *(
        Fault(
            name=f"a worker of pytest-xdist is killed and may not be replaced, -n {workers}",
            door="pytest",
            workers=workers,
            files={**_CONFIGURED, "conftest.py": _KILLED_AT_FIRST},
            options=("--max-worker-restart", "0", *(("-n", "1") if workers == 1 else ())),
            others=_STOPPED,
            exits=frozenset({3}),
            says="were not run: a worker process of pytest-xdist ended, and no other took its place",
            good=6,
        )
        for workers in (1, 2)
    ),
    Fault(
        name="a worker of pytest-xdist is killed, then Ctrl-C",
        door="pytest",
        workers=2,
        files=_CONFIGURED,
        act=lambda one: (_kill("xdist", ended=1)(one), _send(signal.SIGINT, ended=3)(one))[0],
        others=_STOPPED,
        exits=frozenset({2}),
        good=8,
    ),
    Fault(
        name="pytest is killed with -9: its report is of this session",
        door="pytest",
        files={**_CONFIGURED, "junit.xml": "<testsuites/>"},
        act=_send(signal.SIGKILL, ended=2),
        others=frozenset({"not_run"}),
        exits=frozenset({-9}),
        good=6,
        is_killed=True,
        says="pytest did not come to its end",
    ),
]

FAULTS = [replace(one, seconds=150) for one in _FAULTS]
