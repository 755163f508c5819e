"""Which runs touch what of the stub, and so which mutants each of them can notice.

Every run is driven once with sources that tell (`weaving`). What came of it is kept in a file,
for as long as neither the stub nor the scenario changes.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from harness.browser.engine import Engine, EngineOptions
from harness.stub.builds import LOADER_PATH
from tests.broken_widgets.hunting import Copy, against
from tests.mutants import building
from tests.mutants.catalogue import MODULES, SCRIPTS, source
from tests.mutants.javascript import parse
from tests.mutants.javascript import sites as javascript_sites
from tests.mutants.javascript import text as text_of
from tests.mutants.python_operators import Module
from tests.mutants.weaving import MARK, PRELUDE, place_key, woven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.judging.verdict import RunResult
    from harness.scenario import Run
    from tests.mutants.mutant import Mutant
    from tests.mutants.weaving import Key


SCALE = 2
"""How much more time all has: what tells is slower."""

_LOADED = f'"path":"{LOADER_PATH}","status":200'


@dataclass(frozen=True, slots=True)
class Touched:
    """What a run touches; None is everything, since it told nothing. `seconds` is its time."""

    keys: frozenset[Key] | None
    seconds: float

    def has(self, keys: frozenset[Key] | None) -> bool:
        """Whether the run touches one of these; None stands for what every run touches."""
        return self.keys is None or keys is None or not self.keys.isdisjoint(keys)


class TouchMap:
    """What all runs touch, kept in a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, Touched] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                keys = row["touched"]
                known = None if keys is None else frozenset(woven().keys[one] for one in keys)
                self._rows[row["run"]] = Touched(known, row["seconds"])

    def of(self, run: Run) -> Touched | None:
        """What a run touches, if that is known."""
        return self._rows.get(digest(run))

    async def complete(self, runs: Iterable[Run], in_flight: int) -> None:
        """Drive the runs of which it is not known yet what they touch."""
        left = [run for run in runs if digest(run) not in self._rows]
        if not left:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            options = EngineOptions(
                Path(folder), screenshot="off", in_flight=in_flight, timeout_scale=SCALE
            )
            async with Engine(options) as engine:
                slots = asyncio.Semaphore(in_flight)
                await asyncio.gather(*(self._one(engine, slots, run) for run in left))

    async def _one(self, engine: Engine, slots: asyncio.Semaphore, run: Run) -> None:
        async with slots:
            numbers, seconds = await telling(engine, run)
        row = {
            "run": digest(run),
            "touched": None if numbers is None else sorted(numbers),
            "seconds": seconds,
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, separators=(",", ":")) + "\n")
        known = None if numbers is None else frozenset(woven().keys[one] for one in numbers)
        self._rows[row["run"]] = Touched(known, seconds)


async def telling(engine: Engine, run: Run) -> tuple[set[int] | None, float]:
    """The numbers that a run reaches, and its seconds.

    None is everything: the widget told none, or the run failed, and may have ended too early.
    """
    numbers, result = await _told(engine, run)
    if result.verdict.status != "passed":
        numbers, result = await _told(engine, run)
    is_whole = result.verdict.status == "passed"
    return numbers if is_whole else None, round(result.seconds, 3)


async def _told(engine: Engine, run: Run) -> tuple[set[int] | None, RunResult]:
    numbers: set[int] = set()

    def differs(value: object, ways: tuple[tuple[int, Callable[[], object]], ...]) -> object:
        for number, other in ways:
            if number not in numbers and not same_value(value, other):
                numbers.add(number)
        return value

    sources = woven().sources
    given = {"touches": numbers.add, "differs": differs}
    widget, world = building.widget(sources, PRELUDE), building.world(sources, **given)
    result = await against(engine, run, Copy(widget, world))
    from_page = _told_on_console(Path(str(result.events_path)))
    return (None if from_page is None else numbers | from_page), result


def same_value(value: object, other: Callable[[], object]) -> bool:
    """Whether another expression has the value that is there, of the same type."""
    try:
        made = other()
    except Exception:  # noqa: BLE001 - what is thrown is another thing than what is there
        return False
    return made is value or (type(made) is type(value) and made == value)


def _told_on_console(log: Path) -> set[int] | None:
    """The numbers that the page told; None when the loader was there and told nothing."""
    found: set[int] = set()
    is_loaded = False
    for line in log.read_text(encoding="utf-8").splitlines():
        is_loaded = is_loaded or _LOADED in line
        if MARK in line:
            for numbers in re.findall(re.escape(MARK) + r"([\d,]+)", line):
                found.update(int(one) for one in numbers.split(",") if one)
    return None if is_loaded and not found else found


@cache
def _sources() -> str:
    return sha256(
        "\0".join((PRELUDE, *woven().keys)).encode() + b"\0".join(woven().sources.values())
    ).hexdigest()


def digest(run: Run) -> str:
    """A run of a scenario as it is now, with the stub as it is now."""
    scenario = re.sub(r"PosixPath\('[^']*/", "(", repr(run.scenario))
    return f"{sha256(f'{_sources()}{scenario}{run.params}'.encode()).hexdigest()[:16]} {run.id}"


@cache
def _places() -> list[tuple[Key, str]]:
    """Every place in functions, with its text."""
    found = []
    for file in SCRIPTS:
        nodes = javascript_sites(parse(source(file)))
        found += [(place_key(file, node.start_byte), text_of(node)) for node in nodes]
    for file in MODULES:
        module = Module(source(file))
        found += [
            (place_key(file, module.span(one)[0]), module.text(one)) for one in module.sites()
        ]
    return found


def noticed_by(mutant: Mutant) -> frozenset[Key] | None:
    """What a run has to touch to notice a mutant; None when that is not known."""
    change = mutant.change
    if change.seen != "touched":
        return frozenset({mutant.id})
    if change.at is not None:
        return frozenset({place_key(mutant.file, change.at)})
    if not change.names:
        return None
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in change.names))
    return frozenset(key for key, inside in _places() if words.search(inside))
