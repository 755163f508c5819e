"""`python -m tests.explore.finds`: which wrong widgets `harness explore` finds, and how fast.

    python -m tests.explore.finds --broken 40             a seeded sample of fixtures/widgets/broken
    python -m tests.explore.finds --mutants 40            a seeded sample of the machine's mutants
    python -m tests.explore.finds --for 60 flip-does-nothing …

Each widget is explored until the first find, or until its time is over.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from fixtures.widgets.generate import broken_widgets
from harness.browser.engine import Engine, EngineOptions
from harness.exploration.exploration import Exploration, Find, Limits
from harness.stub.world import World
from tests.broken_widgets.hunting import Copy
from tests.mutants import building
from tests.mutants.catalogue import catalogue, find, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutants.mutant import Mutant


def main() -> int:
    """Explore them all; 0 whatever is found."""
    asked = _asked()
    logging.disable(logging.CRITICAL)  # back ends that raise are among what is looked for
    asyncio.run(_explored(asked))
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.explore.finds")
    parser.add_argument("names", nargs="*", help="broken widgets, or ids of mutants")
    parser.add_argument("--broken", type=int, metavar="N", help="so many broken widgets")
    parser.add_argument("--mutants", type=int, metavar="N", help="so many of the mutants")
    parser.add_argument("--seed", type=int, default=8, help="which of them, and where to begin")
    parser.add_argument("--for", dest="seconds", type=float, default=60.0, help="seconds each")
    parser.add_argument("--in-flight", type=int, default=3)
    return parser.parse_args()


def _widgets(asked: argparse.Namespace) -> Iterator[tuple[str, Copy]]:
    chance = Random(asked.seed)  # noqa: S311 - nothing secret is made of it
    broken = broken_widgets()
    names = list(asked.names)
    if asked.broken:
        names += sorted(chance.sample(sorted(broken), min(asked.broken, len(broken))))
    for name in names:
        if name in broken:
            yield name, Copy.of(broken[name])
        elif name in catalogue():
            yield name, _mutated(*find([name]))
    for mutant in sample(asked.mutants, asked.seed) if asked.mutants else ():
        yield mutant.id, _mutated(mutant)


def _mutated(mutant: Mutant) -> Copy:
    """The mutant as a widget, or as a back end behind the stub's."""
    changes = building.changed([mutant])
    if mutant.language == "javascript":
        return Copy(building.widget(changes))
    return Copy(None, building.world(changes))


async def _explored(asked: argparse.Namespace) -> None:
    rows: list[tuple[str, Find | None, float, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        options = EngineOptions(Path(folder), screenshot="off", in_flight=asked.in_flight)
        async with Engine(options) as engine:
            for name, copy in _widgets(asked):
                engine.options = replace(options, loader=copy.files)
                engine.world = copy.world or World
                limits = Limits(seconds=asked.seconds, finds=1, shrinks=False)
                exploration = Exploration(
                    engine, Path(folder), asked.seed, limits, in_flight=asked.in_flight
                )
                began = time.monotonic()
                with suppress(ExceptionGroup):
                    await exploration.run()
                reached = exploration.reached
                found = reached.finds[0] if reached.finds else None
                rows.append((name, found, time.monotonic() - began, reached.sequences))
                print(_row(*rows[-1]), flush=True)
    count = sum(found is not None for _, found, _, _ in rows)
    print(f"{count} of {len(rows)} found, {asked.seconds:g} s each at most, seed {asked.seed}")


def _row(name: str, found: Find | None, seconds: float, sequences: int) -> str:
    if found is None:
        return f"{name:<44} not found  {seconds:6.1f} s  {sequences:3} sequences"
    told = f"{found.seconds:6.1f} s  {found.sequences:3} sequences  {found.violation.code[:60]}"
    return f"{name:<44} found      {told}"


if __name__ == "__main__":
    sys.exit(main())
