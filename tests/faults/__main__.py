"""The campaign: `python -m tests.faults [-k WORDS] [--at-once N] [--table FILE] [--keep FOLDER]`.

Does every fault (or those whose id holds one of the words) to an invocation of the harness of its
own, with good scenarios around it, and prints a row for each: time, exit status, outcome. The
exit status is 1 when a promise did not hold.
"""

from __future__ import annotations

import argparse
import platform
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.campaign import Outcome, done
from tests.faults.catalogue import faults

if TYPE_CHECKING:
    from collections.abc import Sequence


_HANDLERS = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the faults; 1 when a promise did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("-k", dest="words", action="append", default=[], metavar="WORDS")
    parser.add_argument("--at-once", type=int, default=1, metavar="N")
    parser.add_argument("--table", type=Path, metavar="FILE", help="Also write it as Markdown.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="Keep what did not hold.")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(arguments)
    if not Path("/proc/self/environ").exists():
        print("The faults are tried on Linux alone: processes are found by /proc.")
        return 0
    # Who is told to ignore a signal hands that on: shells in the background do, and nohup.
    for number, handler in _HANDLERS.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
    chosen = [
        fault for fault in faults() if not given.words or any(w in fault.id for w in given.words)
    ]
    if given.list:
        print(*(fault.id for fault in chosen), sep="\n")
        return 0
    outcomes = []
    with ThreadPoolExecutor(max(1, given.at_once)) as pool:
        for outcome in pool.map(lambda fault: done(fault, given.keep), chosen):
            outcomes.append(outcome)
            print(line(outcome), flush=True)
    print(summary(outcomes))
    if given.table:
        given.table.write_text(table(outcomes), encoding="utf-8")
    return int(any(outcome.violations for outcome in outcomes))


def line(outcome: Outcome) -> str:
    """One fault's row."""
    told = "; ".join(outcome.violations) or f"held: {outcome.came_to}"
    mark = "✗" if outcome.violations else "✓" if outcome.is_tried else "-"
    return f"{mark} {outcome.seconds:6.1f} s  exit {outcome.exit!s:<4} {outcome.fault.id}: {told}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many held, and how many did not, by kind."""
    kinds: dict[str, int] = {"hang": 0, "lost": 0, "silent pass": 0}
    for outcome in outcomes:
        for kind in {one.partition(":")[0] for one in outcome.violations}:
            kinds[kind] = kinds.get(kind, 0) + 1
    tried = [outcome for outcome in outcomes if outcome.is_tried]
    held = sum(not outcome.violations for outcome in tried)
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
    left = f", {len(outcomes) - len(tried)} not tried here" if len(tried) < len(outcomes) else ""
    return f"\n{len(tried)} faults, {held} held; {told}{left}"


def table(outcomes: Sequence[Outcome]) -> str:
    """The same as Markdown."""
    rows = [
        f"| {outcome.fault.family} | {outcome.fault.name.replace('|', '/')} "
        f"| {outcome.seconds:.1f} | {outcome.exit} "
        f"| {'; '.join(outcome.violations) or outcome.came_to or 'refused'} |"
        for outcome in outcomes
    ]
    head = ["| family | fault | s | exit | outcome |", "|---|---|---|---|---|"]
    on = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join([f"{summary(outcomes).strip()} ({on})", "", *head, *rows, ""])


if __name__ == "__main__":
    sys.exit(main())
