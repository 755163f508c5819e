"""Runs bundled scenarios against broken copies of the widget, until one of them notices."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fixtures.widgets.generate import Broken, broken_widgets
from harness.browser.engine import Engine, EngineOptions
from harness.scenario import Run, load, plan

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from harness.judging.verdict import RunResult
    from harness.stub.world import World

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"

WITHIN = 3.0
"""Seconds that expectations are waited for: what is missing takes its whole window to be missed."""

_AT_A_TIME = 3

Suite = dict[str, list[Run]]
"""The runs of each bundled scenario, by its name."""


@dataclass(slots=True)
class Hunt:
    """What became of one broken copy; a run that is `broken` says nothing of the widget."""

    name: str
    scenario: str = ""
    code: str = ""
    message: str = ""
    tried: int = 0
    broken: str = ""


class _With:
    """An engine that serves another widget in another world; all else is the engine's own."""

    def __init__(self, engine: Engine, copy: Copy) -> None:
        self._engine = engine
        self.options = replace(engine.options, loader=copy.files)
        self.world = copy.world or engine.world

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@dataclass(frozen=True, slots=True)
class Copy:
    """A broken copy that is made: its files, and its world where the back end is wrong."""

    files: Mapping[str, bytes] | None = None
    world: type[World] | None = None

    @classmethod
    def of(cls, broken: Broken) -> Copy:
        """Make one; the stub's own files are left to the stub."""
        return cls(broken.build() if broken.has_scripts else None, broken.world())


STUB = Copy()
"""Nothing is wrong in it."""


async def against(engine: Engine, run: Run, copy: Copy) -> RunResult:
    """The result of a run against a copy of the widget."""
    return await Engine.run(serving(engine, copy), run)


def serving(engine: Engine, copy: Copy) -> Engine:
    """The engine, with a copy of the widget in the place of its own."""
    return cast("Engine", _With(engine, copy))


def suite() -> Suite:
    """The bundled scenarios."""
    loaded = load([SCENARIOS], ROOT)
    if loaded.problems:
        raise ValueError(loaded.render_problems())
    found: Suite = {}
    for run in plan(loaded):
        quick = replace(run.scenario, within=min(WITHIN, run.scenario.within))
        found.setdefault(name_of(run), []).append(replace(run, scenario=quick))
    return found


def name_of(run: Run) -> str:
    """What a run's scenario is called here: its path under `scenarios/` without its ending."""
    return Path(run.scenario.path).relative_to("scenarios").with_suffix("").as_posix()


def in_turn(broken: Broken, known: Suite) -> list[list[Run]]:
    """All scenarios: the one that is named, those about the same things, and the rest."""

    def rank(path: str) -> tuple[int, int, str]:
        scenario = known[path][0].scenario
        in_common = len(set(scenario.about) & set(broken.about))
        return (-1000 if path == broken.scenario else -in_common, len(scenario.steps), path)

    return [known[path] for path in sorted(known, key=rank)]


class Control:
    """Whether runs pass against the stub itself: what fails there too, proves nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, asyncio.Task[RunResult]] = {}

    async def passes(self, run: Run) -> bool:
        """Run it once, however often it is asked for."""
        if run.id not in self._known:
            work = against(self._engine, run, STUB)
            self._known[run.id] = asyncio.get_running_loop().create_task(work)
        return (await self._known[run.id]).verdict.status == "passed"


async def hunt(control: Control, engine: Engine, broken: Broken, known: Suite, most: int) -> Hunt:
    """Run scenario after scenario, at most so many, until one fails that the stub passes."""
    found, copy = Hunt(broken.name), Copy.of(broken)
    for runs in in_turn(broken, known)[:most]:
        found.tried += 1
        results = await asyncio.gather(*(against(engine, run, copy) for run in runs))
        for run, result in zip(runs, results, strict=True):
            await _look(found, control, run, result)
        if found.code:
            break
    return found


async def _look(found: Hunt, control: Control, run: Run, result: RunResult) -> None:
    verdict = result.verdict
    if verdict.status == "broken":
        found.broken = f"{run.id}: {verdict.failures[0].message}"
    elif verdict.status == "failed" and not found.code and await _is_proof(control, run, result):
        found.scenario = name_of(run)
        found.code, found.message = verdict.failures[0].code, verdict.failures[0].message


async def _is_proof(control: Control, run: Run, result: RunResult) -> bool:
    """What is only late on a busy machine proves nothing, nor does what the stub fails as well."""
    return result.verdict.failures[0].code != "late" and await control.passes(run)


async def hunt_all(names: Iterable[str], in_flight: int, most: int, scale: float) -> list[Hunt]:
    """Hunt the broken copies of these names with one browser."""
    known = suite()
    slots = asyncio.Semaphore(_AT_A_TIME)

    async def work(engine: Engine) -> list[Hunt]:
        control = Control(engine)

        async def one(name: str) -> Hunt:
            async with slots:
                return await hunt(control, engine, broken_widgets()[name], known, most)

        return await asyncio.gather(*map(one, names))

    return await with_engine(in_flight, work, scale)


async def with_engine(
    in_flight: int, work: Callable[[Engine], Awaitable[list[Any]]], scale: float = 1
) -> list[Any]:
    """Do it with an engine whose evidence is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        options = EngineOptions(path, screenshot="off", in_flight=in_flight, timeout_scale=scale)
        async with Engine(options) as engine:
            return await work(engine)


def portion(names: list[str], in_flight: int, most: int, scale: float) -> list[Hunt]:
    """As `hunt_all`, in a process of its own."""
    return asyncio.run(hunt_all(names, in_flight, most, scale))
