"""Runs scenarios given as text, on builds of the widget, as they are and under hostilities."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.probing.family import FAMILY
from harness.probing.hostility import under
from harness.scenario import load, plan
from harness.scenario.model import Mock, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

SCALE = 3.0
"""How patient the tests are: the machine may be busy."""


@dataclass(frozen=True)
class Lab:
    """A folder for scenarios and what became of them."""

    folder: Path

    def runs(self, text: str, name: str = "probed") -> list[Run]:
        """The runs of a scenario."""
        file = self.folder / "scenarios" / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        loaded = load([file], self.folder)
        assert not loaded.problems, loaded.render_problems()
        return plan(loaded)

    def results(self, runs: Sequence[Run]) -> dict[str, RunResult]:
        """Run all in one browser; the results by id."""

        async def work() -> list[RunResult]:
            options = EngineOptions(self.folder / "out", timeout_scale=SCALE, screenshot="off")
            async with Engine(options) as engine:
                return await asyncio.gather(*(engine.run(run) for run in runs))

        return {result.run_id: result for result in asyncio.run(work())}


def with_files(run: Run, files: Mapping[str, str], name: str) -> Run:
    """The run with other scripts at addresses of the widget's host."""
    headers = {"Content-Type": "text/javascript; charset=utf-8"}
    place = run.scenario.place
    mocks = tuple(
        Mock(at, (Reply(text=text, headers=headers),), place) for at, text in files.items()
    )
    scenario = replace(run.scenario, mocks=(*mocks, *run.scenario.mocks))
    return replace(run, id=f"{name}:{run.id}", scenario=scenario)


def hostile(run: Run, name: str) -> Run:
    """The run under the hostility of this name."""
    return under(run, FAMILY[name])
