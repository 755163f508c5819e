"""Runs a command by the clock, and the server that contenders without a stub host go to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import TYPE_CHECKING, Any

from tests.benchmark.journey import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LIMIT = 600.0
"""Seconds that a contender is given for all its tests."""


@dataclass(slots=True)
class Finished:
    """A command that has ended: how it took, and what it said when (seconds since the epoch)."""

    seconds: float
    status: int
    lines: list[tuple[float, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that it said."""
        return "".join(text for _, text in self.lines)

    def moment(self, words: str) -> float | None:
        """When the first line with these words came."""
        return next((at for at, text in self.lines if words in text), None)

    def tail(self, count: int = 3) -> str:
        """The last lines that say something."""
        said = [text.strip() for _, text in self.lines if text.strip()]
        return " / ".join(said[-count:])


def timed(
    command: Sequence[str | Path], folder: Path, more: Mapping[str, str] | None = None
) -> Finished:
    """Run it in a folder, from the start of its process to the end, bounded."""
    began = time.time()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=environment(more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    watch = Timer(LIMIT, _end, [process])
    watch.start()
    lines = [(time.time(), line) for line in process.stdout or ()]
    status = process.wait()
    watch.cancel()
    return Finished(time.time() - began, status, lines)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This one's environment, in which Python finds the project and says things at once."""
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **(more or {})}


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGTERM)


class Server:
    """The stub host in a process of its own, with a world for each test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert process.stdout is not None
        self.places: dict[str, Any] = json.loads(process.stdout.readline())

    def complete(self) -> int:
        """End it; how many tests its back ends have seen to their end."""
        said, _ = self._process.communicate("", timeout=30)
        return int(json.loads(said)["complete"])


@contextmanager
def serving(count: int) -> Iterator[Server]:
    """A server with this many worlds, gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmark.server", str(count)],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
