"""Bare DevTools protocol: the floor, below which nobody gets with a fresh context for each test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmark.contenders.contender import ByHand
from tests.benchmark.journey import count_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmark.command import Finished


class DevTools(ByHand):
    """One browser, some visits in flight, a fresh context for each."""

    def __init__(self, in_flight: int = 3) -> None:
        self._in_flight = in_flight
        self.title = f"bare DevTools protocol, {in_flight} in flight"

    def missing(self) -> str | None:
        return "the browser's pipe needs POSIX" if sys.platform == "win32" else None

    def version(self) -> str:
        return f"Python {sys.version.split()[0]}"

    def command(self, folder: Path) -> list[str | Path]:  # noqa: ARG002 - the task's file says all
        return [sys.executable, "-m", "tests.benchmark.contenders.visit", str(self._in_flight)]

    def passed(self, finished: Finished) -> int:
        return count_in(finished.text)
