"""Runs scenarios given as text through one engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from harness.browser.engine import Engine, EngineOptions
from harness.report.event_log import read_events
from harness.scenario import load, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from harness.judging.verdict import RunResult
    from harness.recording import Recording


class Lab:
    """A folder of scenarios and what became of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "fixtures" / "pages").mkdir(parents=True)

    def run(self, scenarios: dict[str, str], **options: object) -> dict[str, RunResult]:
        """Run all at once, in one browser; the results by name."""
        every = self.run_all(scenarios, **options)
        return {name: results[-1] for name, results in every.items()}

    def run_all(self, scenarios: dict[str, str], **options: object) -> dict[str, list[RunResult]]:
        """The same, of scenarios that have several runs."""
        files = [self.folder / "scenarios" / f"{name}.yaml" for name in scenarios]
        for path, text in zip(files, scenarios.values(), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found: dict[str, list[RunResult]] = {name: [] for name in scenarios}
        for result in self._run(files, options):
            found[result.path.removeprefix("scenarios/").removesuffix(".yaml")].append(result)
        return found

    def run_files(self, files: Sequence[Path]) -> dict[str, RunResult]:
        """Run files that are there, as if they were in the lab; the results by the runs' ids."""
        copies = [self.folder / "scenarios" / file.name for file in files]
        for file, copy in zip(files, copies, strict=True):
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        return {result.run_id: result for result in self._run(copies, {})}

    def _run(self, files: Sequence[Path], options: dict[str, Any]) -> list[RunResult]:
        loaded = load(files, self.folder)
        assert not loaded.problems, loaded.render_problems()
        runs = plan(loaded)

        async def work() -> list[RunResult]:
            async with Engine(EngineOptions(self.folder / "out", **options)) as engine:
                return await asyncio.gather(*(engine.run(run) for run in runs))

        return asyncio.run(work())

    def recording(self, result: RunResult) -> Recording:
        """What the event log of a run says."""
        return read_events(self.folder / "out" / result.artifacts["events"])


@pytest.fixture(scope="session")
def make_lab(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Lab]:
    """Makes a fresh lab."""
    return lambda: Lab(tmp_path_factory.mktemp("lab"))
