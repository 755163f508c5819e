"""The watchdog of an invocation: a process that kills what does not answer, and cleans up.

Started by `harness.supervision.invocation`, in a session of its own, with nothing but the standard
library. A worker that stops touching its file is killed; the process that started the worker does
its runs again. When the command itself is gone, all its processes are killed, stopped ones too, its
temporary folder is removed, and what it leaves undone is finished by a process of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress

from harness.supervision import limits, locks, processes

TICK = 0.5
"""Seconds between two looks at the beats."""

SCAN = 2.0
"""Seconds between two looks at all processes."""

OLD = 3600.0
"""Seconds after which a folder that no process uses is removed where there are no locks."""

NEW = 10.0
"""Seconds in which a folder that is not locked may belong to an invocation that just begins."""

PAUSE = 3.0
"""Seconds between two looks that show that this process itself was held up."""

BEATS, ENDED = "beats", "ended"
"""Folders of an invocation: beats of workers, and why workers were ended from outside."""


class Watch:
    """The beats of an invocation's workers, by its own clock: nobody sets that."""

    def __init__(self, run: str, folder: str) -> None:
        self._run = run
        self._folder = folder
        self._seen: dict[str, tuple[int, float]] = {}
        self._looked = self._scanned = time.monotonic()
        self._stopped: dict[int, float] = {}

    def look(self, *, is_excused: bool) -> None:
        """Kill workers that were silent for too long, unless the machine or the user paused all."""
        now = time.monotonic()
        is_excused = is_excused or now - self._looked > PAUSE
        self._looked = now
        for name, moment in self._beats():
            part, _, kind = name.rpartition(".")
            before, at = self._seen.get(name, (None, now))
            if moment != before or is_excused:
                self._seen[name] = (moment, now)
            elif now - at > (limits.STARTING if kind == "start" else limits.SILENCE):
                self._end(part, name)
        self._look_for_stopped(now, is_excused=is_excused)

    def _look_for_stopped(self, now: float, *, is_excused: bool) -> None:
        """Kill processes that were stopped and not continued."""
        if now - self._scanned < SCAN:
            return
        self._scanned = now
        stopped = (
            [] if is_excused else [one for one in processes.of_run(self._run) if one.is_stopped]
        )
        self._stopped = {one.pid: self._stopped.get(one.pid, now) for one in stopped}
        for one in stopped:
            if now - self._stopped[one.pid] > limits.SILENCE - SCAN:
                processes.kill([one])

    def _beats(self) -> list[tuple[str, int]]:
        found = []
        with suppress(OSError), os.scandir(f"{self._folder}/{BEATS}") as entries:
            for entry in entries:
                with suppress(OSError):  # taken away meanwhile
                    found.append((entry.name, entry.stat().st_mtime_ns))
        return found

    def _end(self, part: str, name: str) -> None:
        """Kill a worker with its browser."""
        with suppress(OSError):
            os.unlink(f"{self._folder}/{BEATS}/{name}")  # noqa: PTH108
        self._seen.pop(name, None)
        with suppress(OSError), open(f"{self._folder}/{ENDED}/{part}", "w") as file:  # noqa: PTH123
            file.write("it did not answer")
        processes.kill(processes.of_run(self._run, part))


def sweep(run: str, folder: str) -> None:
    """Kill every process of an invocation and remove its folder.

    A process that was just being started appears a moment later, so it looks again.
    """
    import shutil

    deadline = time.monotonic() + limits.REMAINING
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:  # noqa: PLR2004
        left = processes.of_run(run)
        processes.kill(left)
        quiet = 0 if left else quiet + 1
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def tidy(folder: str) -> None:
    """Remove what is left of invocations whose supervisors were killed too."""
    import shutil

    parent, _, own = folder.rpartition("/")
    prefix = own.rpartition("-")[0] + "-"
    with suppress(OSError), os.scandir(parent) as entries:
        for path in [one.path for one in entries if one.name.startswith(prefix)]:
            if _is_left(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(path: str) -> bool:
    """Whether nobody is there whose folder it is: other containers' processes are not seen."""
    try:
        age = time.time() - os.stat(path).st_mtime  # noqa: PTH116
    except OSError:
        return False
    is_abandoned = locks.is_free(path) if locks.ARE_THERE else age > OLD
    return age > NEW and is_abandoned and not processes.of_run(path.rpartition("-")[2])


def finish(command: list[str]) -> None:
    """Run what finishes the work of a command that was killed; it is no part of the invocation."""
    import subprocess

    own = {processes.RUN, processes.PART}
    with suppress(OSError):
        subprocess.Popen(  # noqa: S603 - all of it is the harness's own
            command,
            env={name: value for name, value in os.environ.items() if name not in own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def main(run: str, folder: str, *finisher: str) -> None:
    """Watch until the process that started this one is gone, then sweep, and finish its work."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    head = os.getppid()
    is_gone = threading.Event()

    def listen() -> None:
        with suppress(OSError):
            sys.stdin.buffer.read()
        is_gone.set()

    threading.Thread(target=listen, daemon=True).start()
    watch = Watch(run, folder)
    if not is_gone.wait(TICK):  # later than the browser starts
        tidy(folder)
    while not is_gone.wait(TICK) and (os.name == "nt" or os.getppid() == head):
        watch.look(is_excused=processes.is_stopped(head))
    sweep(run, folder)
    if finisher:  # nobody writes any more what it reads, and nobody takes it for one of these
        finish(list(finisher))
    os._exit(0)  # the thread that listens may still
