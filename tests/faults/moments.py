"""Kills at random moments: `python -m tests.faults.moments [--inner N] [--controller N]`.

Kills browser, renderer, driver or worker N times, at a moment drawn from the whole length of an
invocation, by both doors and with one worker or two; then the command itself N times. After each
the checks of all faults are made. Prints a row for each that did not hold, and the counts.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.__main__ import line
from tests.faults.campaign import done
from tests.faults.fault import ANY, Act, Door, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.invocation import Invocation

LENGTH = 4.5
"""Seconds that an invocation of six good scenarios takes, from its first moment to its last.

A machine that is busy takes longer: say so by `--length`.
"""

_OUTSIDE = frozenset({"passed", "broken"})
_DOORS: list[tuple[Door, int]] = [("run", 1), ("run", 2), ("pytest", 1), ("pytest", 2)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do all; 1 when a promise did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.moments")
    parser.add_argument("--inner", type=int, default=200, metavar="N")
    parser.add_argument("--controller", type=int, default=100, metavar="N")
    parser.add_argument("--length", type=float, default=LENGTH, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=1, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    draw = random.Random(given.seed)  # noqa: S311 - not for secrets
    faults = [_inner(draw, number, given.length) for number in range(given.inner)]
    faults += [_controller(draw, number, given.length) for number in range(given.controller)]
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(max(1, given.at_once)) as pool:
        for outcome in pool.map(lambda fault: done(fault, given.keep), faults):
            good = outcome.statuses.values()
            counts.update({"kills": 1, "held": not outcome.violations})
            counts.update({f"runs {status}": n for status, n in Counter(good).items()})
            if outcome.violations:
                print(line(outcome), flush=True)
            if counts["kills"] % 20 == 0:
                print(dict(counts), flush=True)
    print(f"seed {given.seed}: {dict(counts)}")
    return int(counts["held"] < counts["kills"])


def _inner(draw: random.Random, number: int, length: float) -> Fault:
    door, workers = draw.choice(_DOORS)
    kinds = ["browser", "renderer", "driver", *(["worker"] if workers > 1 else [])]
    kind, after = draw.choice(kinds), draw.uniform(0, length)
    return Fault(
        family="moments",
        name=f"{number}: {kind} after {after:.2f} s, {door} -n {workers}",
        door=door,
        workers=workers,
        act=_kill(kind, after, draw.random()),
        others=_OUTSIDE,
        good=6,
        seconds=120,
    )


def _kill(kind: str, after: float, which: float) -> Act:
    """Kill one of the processes of a kind, or the first that comes after the moment."""

    def act(invocation: Invocation) -> None:
        time.sleep(after)  # the moment is what is drawn
        if invocation.until(lambda: invocation.pids(kind)):
            pids = invocation.pids(kind)
            if pids:
                with suppress(ProcessLookupError):
                    os.kill(pids[int(which * len(pids))], signal.SIGKILL)

    return act


def _controller(draw: random.Random, number: int, length: float) -> Fault:
    door, workers = draw.choice(_DOORS)
    after = draw.uniform(0, length)

    def act(invocation: Invocation) -> None:
        time.sleep(after)  # the moment is what is drawn
        invocation.signal(signal.SIGKILL)

    return Fault(
        family="moments",
        name=f"{number}: the command after {after:.2f} s, {door} -n {workers}",
        door=door,
        workers=workers,
        act=act,
        exits=frozenset({-9, 0}),
        others=ANY,
        good=6,
        has_report=False,
        has_logs=False,
        is_killed=True,
    )


if __name__ == "__main__":
    sys.exit(main())
