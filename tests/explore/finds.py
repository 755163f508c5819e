"""`python -m tests.explore.finds`: which wrong widgets `harness explore` finds, and how fast.

    python -m tests.explore.finds --mutants 48            of the machine's mutants
    python -m tests.explore.finds --broken 40             a seeded sample of fixtures/widgets/broken
    python -m tests.explore.finds --for 60 flip-does-nothing …   explored until the first find

Mutants are tried with the sequences that can notice them, of the first ones of a seed
(`reaching`, `trying`); the time that is told is that of exploring up to the sequence that finds.
Broken widgets, and whatever is named, are explored as by `harness explore`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
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
from tests.explore.reaching import Reach
from tests.explore.trying import End, Tries, copy_of, keep, table
from tests.mutants import judgements
from tests.mutants.catalogue import SAMPLE, SEED, catalogue, find, sample
from tests.mutants.killers import FILE as KILLERS
from tests.mutants.mutant import ROOT
from tests.mutants.results import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutants.mutant import Mutant

WITHIN = 600.0
"""Seconds within which half of them are to be found."""

ENDS = ROOT / ".harness" / "explore" / "finds.jsonl"


def main() -> int:
    """Explore them all; 0 whatever is found."""
    asked = _asked()
    logging.disable(logging.CRITICAL)  # back ends that raise are among what is looked for
    asyncio.run(_hunted(asked) if asked.mutants or asked.tries_names else _explored(asked))
    sys.stdout.flush()
    os._exit(0)  # a back end that spins in a thread of the server has no other end


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.explore.finds")
    parser.add_argument("names", nargs="*", help="broken widgets, or ids of mutants")
    parser.add_argument("--mutants", type=int, default=0, metavar="N", help="so many mutants")
    parser.add_argument("--sequences", type=int, default=1200, help="of the first so many")
    parser.add_argument(
        "--mapped", type=int, default=300, help="drive so many to see what they reach"
    )
    parser.add_argument("--tries", type=int, default=12, help="so many sequences for a mutant")
    parser.add_argument("--pick", default="", metavar="N,N", help="try these sequences alone")
    parser.add_argument("--seconds-each", type=float, help="what a sequence takes, if it is known")
    parser.add_argument("--broken", type=int, metavar="N", help="so many broken widgets")
    parser.add_argument("--seed", type=int, default=1, help="of the sequences")
    parser.add_argument(
        "--for", dest="seconds", type=float, help="explore each for so many seconds"
    )
    parser.add_argument("--in-flight", type=int, default=3)
    asked = parser.parse_args()
    asked.tries_names = bool(asked.names) and not asked.seconds and not asked.broken
    asked.seconds = asked.seconds or 60.0
    return asked


def chosen(count: int) -> list[Mutant]:
    """So many of the suite's sample: those that it notices, and those that it should notice."""
    killed, known = Ledger(KILLERS).results, judgements.read()
    able = (
        one
        for one in sample(SAMPLE, SEED)
        if one.id in killed or (one.id in known and known[one.id].kind == "hole")
    )
    return [mutant for mutant, _ in zip(able, range(count), strict=False)]


async def _hunted(asked: argparse.Namespace) -> None:
    mutants = find(asked.names) if asked.names else chosen(asked.mutants)
    reach = Reach(asked.seed, asked.sequences)
    await reach.complete(asked.mapped, asked.in_flight)
    each = asked.seconds_each or await reach.seconds(asked.in_flight, 60)
    print(f"{each:.2f} s for a sequence, {asked.in_flight} at a time")
    ends: list[tuple[Mutant, End]] = []

    def told(end: End) -> None:
        ends.append((*find([end.id]), end))
        keep(ENDS, end)
        print(_line(end, each), flush=True)

    with tempfile.TemporaryDirectory() as folder:
        options = EngineOptions(Path(folder), screenshot="off", in_flight=asked.in_flight)
        async with Engine(options) as engine:
            picked = frozenset(int(one) for one in asked.pick.split(",") if one)
            tries = Tries(engine, reach, asked.tries, asked.in_flight, picked)
            await tries.all_of(mutants, told)
    print(table(ends))
    found = [end for _, end in ends if end.state == "found"]
    quick = sum(end.number * each <= WITHIN for end in found)
    count = len([end for _, end in ends if end.state != "unusable"])
    print(
        f"{len(found)} of {count} are found in the first {asked.sequences} sequences of seed"
        f" {asked.seed}, {quick} of them within {WITHIN:g} s"
    )


def _line(end: End, each: float) -> str:
    if end.state == "found":
        told = f"sequence {end.number}, {end.number * each:.0f} s  {end.code[:40]}"
        return f"found        {end.id:<60} {told}"
    tried = f"{end.tried} of {end.able} sequences that can notice it were tried"
    return f"{end.state:<12} {end.id:<60} {end.message or tried}"


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
            yield name, copy_of(*find([name]))


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
