"""What every contender is: a command that does the journey some times, and proof that it did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from harness.browser.finding import find
from tests.benchmark.command import Finished, Server, serving, timed


@dataclass(frozen=True, slots=True)
class Measured:
    """One go of a contender: seconds with and without start-up, or why it does not count."""

    seconds: float
    inner: float | None = None
    problem: str | None = None


class Contender(Protocol):
    """A way to do the journey."""

    title: str

    def missing(self) -> str | None:
        """Why it cannot be run on this machine; None when it can."""
        ...

    def version(self) -> str:
        """What exactly is measured, for the facts under the table."""
        ...

    def measure(self, folder: Path, count: int) -> Measured:
        """Do the journey `count` times with one command; `folder` is the contender's own."""
        ...


class ByHand:
    """A contender without a stub host: it goes to a server that is there already, for nothing."""

    title = ""

    def missing(self) -> str | None:
        return None

    def version(self) -> str:
        return ""

    def command(self, folder: Path) -> list[str | Path]:
        """The command, to be run in `folder`."""
        raise NotImplementedError

    def passed(self, finished: Finished) -> int:
        """How many tests the command says have passed."""
        raise NotImplementedError

    def measure(self, folder: Path, count: int) -> Measured:
        with serving(count) as server:
            task = _task(folder, server)
            finished = timed(self.command(folder), folder, {"BENCHMARK_TASK": str(task["file"])})
            passed, complete = self.passed(finished), server.complete()
        if finished.status or passed != count or complete != count:
            said = f"{passed} of {count} passed, {complete} seen: {finished.tail()}"
            return Measured(finished.seconds, problem=f"status {finished.status}, {said}")
        moments = [float(line) for line in Path(task["marks"]).read_text(encoding="ascii").split()]
        return Measured(finished.seconds, max(moments) - min(moments))


def _task(folder: Path, server: Server) -> dict[str, Any]:
    file, marks = folder / "task.json", folder / "marks"
    marks.unlink(missing_ok=True)
    task = {**server.places, "browser": find().path, "marks": str(marks)}
    file.write_text(json.dumps(task), encoding="utf-8")
    return {**task, "file": file}
