"""The command itself is killed with -9: what was over is told, and nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.faults.fault import ANY, Act, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.invocation import Invocation

_GOOD = 8


def _killed(name: str, act: Act, **more: Any) -> Fault:
    given: dict[str, Any] = {
        "exits": frozenset({-9}),
        "others": ANY,
        "good": _GOOD,
        "has_report": False,
        "has_logs": False,
        "is_killed": True,
    }
    return Fault(name=name, act=act, **{**given, **more})


def _after(seconds: float) -> Act:
    def act(invocation: Invocation) -> None:
        time.sleep(seconds)  # the moment is what is tried
        invocation.signal(signal.SIGKILL)

    return act


def _over(count: int, *numbers: int) -> Act:
    """Signal the command when so many runs are over."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: len(invocation.over()) >= count)
        for number in numbers or (signal.SIGKILL,):
            invocation.signal(number)

    return act


def _hit(invocation: Invocation, kind: str, number: int = signal.SIGKILL) -> set[int]:
    """Signal the processes of a kind, and tell which they were."""
    hit = set(invocation.pids(kind))
    for pid in hit:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
    return hit


def _without_supervisor(number: int) -> Act:
    """The supervisor is killed or stopped; the command, when there is another one."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: len(invocation.over()) > 1)
        hit = _hit(invocation, "supervisor", number)
        invocation.until(lambda: set(invocation.pids("supervisor")) - hit)
        invocation.signal(signal.SIGKILL)

    return act


def _with_supervisor(invocation: Invocation) -> None:
    """Both are killed at once; commands that come later tell and tidy up."""
    invocation.until(lambda: len(invocation.over()) > 1)
    _hit(invocation, "supervisor")
    invocation.signal(signal.SIGKILL)
    invocation.ended(20)
    _command(invocation, "--lf", "--list")
    while invocation.pids():  # browsers end by themselves, and take their profiles away
        time.sleep(0.05)
    long_ago = time.time() - 60
    for folder in invocation.temp.iterdir():
        os.utime(folder, (long_ago, long_ago))
    _command(invocation, "scenarios/0.yaml", "--output", "../later")  # no log of the first one


def _then_another(invocation: Invocation) -> None:
    """Another command begins at once, with the same report: in the end that is its own."""
    _over(2)(invocation)
    _command(invocation, "--junitxml", "junit.xml")


def _command(invocation: Invocation, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "harness", "run", *words],
        cwd=invocation.folder / "work",
        env=invocation.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _in_the_way(change: str) -> Act:
    """A place is taken away, and then the command is killed."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: len(invocation.over()) > 1)
        place: Path = invocation.folder / "work"
        subprocess.run(["/bin/sh", "-c", change], cwd=place, check=False)
        invocation.signal(signal.SIGKILL)

    return act


_TWICE = [
    _killed(f"when {count} runs are over", _over(count), in_ci=count == 5) for count in (1, 2, 5, 8)
]


def _hit_again_and_again(invocation: Invocation) -> None:
    """End the supervisor, and each that is started in its place."""
    ended: set[int] = set()

    def is_another() -> bool:
        return bool(set(invocation.pids("supervisor")) - ended)

    for _ in range(4):
        if invocation.until(is_another):
            ended.update(_hit(invocation, "supervisor"))


FAULTS = [
    *(
        replace(fault, name=f"{fault.name}, -n {workers}", workers=workers)
        for after in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.1)
        for fault in [_killed(f"after {after:g} s", _after(after))]
        for workers in (1, 2)
    ),
    *(
        _killed(f"after {after:g} s", _after(after), good=3).by_pytest(workers)
        for after in (0.6, 1.0)
        for workers in (1, 2)
    ),
    *_TWICE,
    *(replace(one, name=f"{one.name}, -n 2", workers=2, in_ci=False) for one in _TWICE),
    _killed("it was stopped before", _over(2, signal.SIGSTOP, signal.SIGKILL)),
    _killed("its supervisor was killed before", _without_supervisor(signal.SIGKILL)),
    _killed("its supervisor was stopped before", _without_supervisor(signal.SIGSTOP)),
    *(
        _killed(
            f"its supervisor is killed too, -n {workers}",
            _with_supervisor,
            workers=workers,
            has_last_run=False,  # it is that of the last command
        )
        for workers in (1, 2)
    ),
    _killed(
        "another command begins at once",
        _then_another,
        has_report=True,
        others=frozenset({"passed"}),
        seconds=90,
    ),
    _killed("the report is a folder by then", _in_the_way("rm junit.xml; mkdir junit.xml")),
    _killed("the report is removed by then", _in_the_way("rm junit.xml")),
    _killed("the temporary folder is gone by then", _in_the_way("rm -r ../temp")),
    Fault(
        name="not the command, its supervisor, again and again",
        act=_hit_again_and_again,
        good=_GOOD,
    ),
]
