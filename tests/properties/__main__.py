"""`python -m tests.properties --sequences 500 [--seed N] [--workers 2]`.

Prints what the sequences reached, and each violation with the least scenario that has it, which
`harness run` replays. Ends with 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from harness.widget_api import API
from tests.properties.campaign import Reached, portion

PORTION = 20
"""Sequences that one browser drives before a fresh one takes over."""


def main() -> int:
    """Drive them all; 1 when there was a violation."""
    asked = _asked()
    seeds = range(asked.seed, asked.seed + asked.sequences)
    portions = [list(seeds[at : at + PORTION]) for at in range(0, len(seeds), PORTION)]
    reached = Reached()
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        for done in as_completed(
            [pool.submit(portion, part, asked.in_flight) for part in portions]
        ):
            reached.add(done.result())
            print(
                f"{len(reached.lengths)} of {len(seeds)}, {len(reached.found)} violations",
                flush=True,
            )
    _tell(reached, asked.output)
    return 1 if reached.found else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.properties")
    parser.add_argument("--sequences", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="the first sequence's; others follow")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--in-flight", type=int, default=2, help="sequences at a time a worker")
    parser.add_argument("--output", type=Path, help="where scenarios of violations are written")
    return parser.parse_args()


def _tell(reached: Reached, output: Path | None) -> None:
    lengths = sorted(reached.lengths)
    print(
        f"\n{len(lengths)} sequences of {lengths[0]} to {lengths[-1]} acts that could be done, "
        f"{sum(lengths)} in all, {sum(reached.impossible.values())} impossible ones left out; "
        f"the longest took {reached.slowest:.1f} s"
    )
    _list("functions called", {name: reached.calls[name] for name in API.functions})
    _list("callbacks fired", {name: reached.callbacks[name] for name in API.callbacks})
    _list("acts", dict(sorted(reached.done.items())))
    _list("impossible", dict(sorted(reached.impossible.items())))
    _list("errors on the console", dict(reached.remarks.most_common(12)), "\n  ")
    print(f"\n{len(reached.found)} violations")
    for found in reached.found:
        print(f"\n{found.violation.code} (seed {found.seed}): {found.violation.message}")
        print(found.scenario)
        if output:
            output.mkdir(parents=True, exist_ok=True)
            code = found.violation.code.partition("\n")[0].replace("/", "-").replace(":", "-")[:60]
            path = output / f"{found.seed}-{code.replace(' ', '-')}.yaml"
            path.write_text(found.scenario, encoding="utf-8")


def _list(title: str, counted: dict[str, int], between: str = ", ") -> None:
    told = between.join(f"{name} {count}" for name, count in counted.items())
    print(f"{title}:{between if between != ', ' else ' '}{told}")


if __name__ == "__main__":
    sys.exit(main())
