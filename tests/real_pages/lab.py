"""Scenarios on the staging server's pages, run through one engine."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.browser.engine import Engine, EngineOptions
from harness.browser.surroundings import Surroundings
from harness.project.model import Environment
from harness.scenario import load, plan
from harness.scenario.placing import placed

if TYPE_CHECKING:
    from staging import Staging

    from harness.judging.verdict import RunResult


class Lab:
    """Runs scenarios on real pages through one engine."""

    def __init__(self, folder: Path, staging: Staging) -> None:
        self.folder = folder
        self.staging = staging
        self.environment = Environment(
            "staging",
            staging.url(name="shop.staging.test"),
            resolve={"shop.staging.test": "127.0.0.1"},
        )

    def run(self, texts: dict[str, str]) -> dict[str, RunResult]:
        """The results by path."""
        for number, (path, text) in enumerate(texts.items()):
            file = self.folder / f"{number}.yaml"
            base = self.environment.base_url
            file.write_text(text.format(path=path, base=base), encoding="utf-8")
        loaded = load([self.folder / f"{n}.yaml" for n in range(len(texts))], self.folder)
        assert not loaded.problems, loaded.render_problems()
        runs, problems = placed(plan(loaded), self.environment.base_url)
        assert not problems
        around = Surroundings(environment=self.environment)

        async def work() -> list[RunResult]:
            options = EngineOptions(self.folder / "out", surroundings=around, in_flight=4)
            async with Engine(options) as engine:
                return await asyncio.gather(*(engine.run(run) for run in runs))

        return dict(zip(texts, asyncio.run(work()), strict=True))


def requests(result: RunResult) -> list[dict[str, Any]]:
    lines = Path(str(result.events_path)).read_text(encoding="utf-8").splitlines()
    events = (json.loads(line) for line in lines)
    return [event["data"] for event in events if event["kind"] == "request"]


def is_vendors(host: str) -> bool:
    return host.endswith("livechatoo.com")
