"""pytest-playwright with pytest-xdist: what a Python team would write by hand."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING

from tests.benchmark.contenders.contender import ByHand, Measured
from tests.benchmark.journey import ROOT, count_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmark.command import Finished

BY_HAND = ROOT / "tests" / "benchmark" / "by_hand"
_OWN = {"playwright", "base_url", "xdist", "xdist.looponfail"}


class PytestPlaywright(ByHand):
    """`pytest -n 2`, or in one process when `workers` is 0."""

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers
        self.title = f"pytest-playwright -n {workers}" if workers else "pytest-playwright"

    def version(self) -> str:
        names = ("playwright", "pytest", "pytest-playwright", "pytest-xdist")
        return ", ".join(f"{name} {version(name)}" for name in names)

    def command(self, folder: Path) -> list[str | Path]:
        # Plugins of other packages that happen to be installed would only slow it down.
        others = [
            f"-pno:{point.name}"
            for point in entry_points(group="pytest11")
            if point.name not in _OWN
        ]
        workers = ["-n", str(self._workers)] if self._workers else []
        return [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *others,
            *workers,
            folder / "journey_pytest.py",
        ]

    def passed(self, finished: Finished) -> int:
        return count_in(finished.text)

    def measure(self, folder: Path, count: int) -> Measured:
        # Here it has another name, so that the project's own tests do not load it.
        shutil.copy2(BY_HAND / "suite.py", folder / "conftest.py")
        shutil.copy2(BY_HAND / "journey_pytest.py", folder)
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        return super().measure(folder, count)
