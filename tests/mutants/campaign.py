"""Hunts mutants in a process of its own, which is replaced when one of them stops it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import tempfile
import time
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.browser.engine import Engine, EngineOptions
from tests.broken_widgets.hunting import suite
from tests.mutants.catalogue import catalogue, find
from tests.mutants.hunting import Hunter
from tests.mutants.killers import known_killers
from tests.mutants.mutant import ROOT
from tests.mutants.results import Ledger, Result
from tests.mutants.touching import TouchMap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.context import SpawnProcess

    from tests.mutants.mutant import Mutant

FOLDER = ROOT / ".harness" / "mutants"

PATIENCE = 180.0
"""Seconds without any news after which a mutant is taken to have stopped the process."""


ROUNDS = 3
"""How often runs are repeated that a busy machine has spoilt, before their mutants are left."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is told: where its results go, and how much it does at a time."""

    results: Path = FOLDER / "results.jsonl"
    touched: Path = FOLDER / "touched.jsonl"
    in_flight: int = 4
    scale: float = 1.0
    seconds: float | None = None
    patience: float = PATIENCE
    only_alone: bool = False
    most: int | None = None


def run_campaign(mutants: Sequence[Mutant], plan: Plan) -> Ledger:
    """Hunt the mutants that have no result yet, or the time is over; what was found is kept."""
    end = None if plan.seconds is None else time.monotonic() + plan.seconds
    names = [mutant.id for mutant in mutants]
    rounds = 0
    while True:
        ledger = Ledger(plan.results)
        left = [name for name in names if name not in ledger.results]
        doubtful = [name for name in left if name in ledger.open]
        if not left or rounds == ROUNDS or _is_over(end):
            return ledger
        # What was open when a process stopped is tried by itself, with its likeliest runs: it
        # may stop the next one. Then it is tried together with the others.
        portion = doubtful[:1] or left
        watched = (plan.results, plan.touched)
        told = replace(plan, only_alone=bool(doubtful))
        try:
            is_whole = supervise(_work, (portion, told), watched, plan.patience, end)
        except KeyboardInterrupt:
            _let_rest(plan)
            raise
        rounds += is_whole and not doubtful
        if _is_over(end):
            _let_rest(plan)
        elif not is_whole and doubtful:
            message = f"it stopped the process that tried it: no news for {plan.patience:g} s"
            Ledger(plan.results).add(Result(doubtful[0], "hung", code="hung", message=message))


def reopen(mutants: Sequence[Mutant], plan: Plan) -> None:
    """Let the survivors be tried again, with the runs that they have not passed."""
    ledger = Ledger(plan.results)
    for mutant in mutants:
        result = ledger.results.get(mutant.id)
        if result is not None and result.state == "survived":
            ledger.reopen(mutant.id)


def _let_rest(plan: Plan) -> None:
    """Nothing is wrong with what was open when the time was over, or the campaign was stopped."""
    ledger = Ledger(plan.results)
    for name in tuple(ledger.open):
        ledger.rest(name)


def _is_over(end: float | None) -> bool:
    return end is not None and time.monotonic() >= end


def supervise(
    target: Callable[..., None],
    arguments: tuple[Any, ...],
    watched: tuple[Path, ...],
    patience: float,
    end: float | None = None,
) -> bool:
    """Run it in a process; whether that came to its end by itself.

    It is stopped, with all that it has started, when the files that it writes to have not grown
    for a while, or the time is over.
    """
    process = get_context("spawn").Process(target=_lead, args=(target, arguments))
    process.start()
    size, since = _size(watched), time.monotonic()
    try:
        while process.is_alive():
            process.join(0.5)
            if _size(watched) != size:
                size, since = _size(watched), time.monotonic()
            if time.monotonic() - since > patience or _is_over(end):
                return False
        return process.exitcode == 0
    finally:
        _stop(process)


def _size(watched: tuple[Path, ...]) -> int:
    return sum(path.stat().st_size for path in watched if path.exists())


def _stop(process: SpawnProcess) -> None:
    """End a process and its browser: it leads a group of its own."""
    if process.is_alive() and process.pid:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    process.join()


def _lead(target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    os.setpgid(0, 0)
    target(*arguments)


def _work(names: list[str], plan: Plan) -> None:
    logging.disable()  # what a wrong back end throws is told by what comes of it
    asyncio.run(_hunt(names, plan))
    os._exit(0)  # a back end that spins in a thread of the server has no other end


async def _hunt(names: list[str], plan: Plan) -> None:
    runs = [run for portion in suite().values() for run in portion]
    known = TouchMap(plan.touched)
    await known.complete(runs, plan.in_flight)
    with tempfile.TemporaryDirectory() as folder:
        options = EngineOptions(
            Path(folder), screenshot="off", in_flight=plan.in_flight, timeout_scale=plan.scale
        )
        async with Engine(options) as engine:
            killers = known_killers({run.id for run in runs}, catalogue())
            ledger = Ledger(plan.results)
            hunter = Hunter(engine, known, runs, ledger, _tell, killers=killers, most=plan.most)
            await hunter.hunt(find(names), plan.in_flight, only_alone=plan.only_alone)


def _tell(result: Result) -> None:
    by = f"by {result.by}: {result.code}" if result.by else result.message
    print(f"{result.state:<9} {result.id}  {by}", flush=True)
