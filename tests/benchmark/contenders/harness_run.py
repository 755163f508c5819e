"""This harness: `harness run` on one scenario file for each run."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from harness import __version__
from tests.benchmark import journey
from tests.benchmark.command import timed
from tests.benchmark.contenders.contender import Measured

if TYPE_CHECKING:
    from pathlib import Path

MAIN = [sys.executable, "-c", "from harness.cli import main; main()"]
"""What the `harness` command does, whether the project is installed or not."""


class HarnessRun:
    """`harness run FOLDER`, in one process or several."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self.title = "harness run" if workers == 1 else f"harness run -n {workers}"

    def missing(self) -> str | None:
        return None

    def version(self) -> str:
        return f"livechatoo-harness {__version__}"

    def measure(self, folder: Path, count: int) -> Measured:
        scenarios = folder / "scenarios"
        shutil.rmtree(scenarios, ignore_errors=True)
        journey.write_scenarios(scenarios, count)
        finished = timed([*MAIN, "run", scenarios, "-n", str(self._workers)], folder)
        passed = journey.count_in(finished.text)
        if finished.status or passed != count:
            said = f"status {finished.status}, {passed} of {count} passed: {finished.tail()}"
            return Measured(finished.seconds, problem=said)
        # The first line comes when the browser is there, the summary when the last run is over.
        first, last = finished.moment(" worker"), finished.moment(f"{count} passed")
        return Measured(finished.seconds, last - first if first and last else None)
