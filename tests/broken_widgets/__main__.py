"""`python -m tests.broken_widgets [--widget NAME…]`: how many wrong widgets are caught.

Runs the bundled scenarios against each broken copy of the widget: first the one that is named
in its table, then those about the same things, then the rest, until one fails that the stub
itself passes. Prints what caught each, the survivors and the rate; ends with 1 when that is
lower than `--at-least`.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from fixtures.widgets.generate import broken_widgets
from tests.broken_widgets.hunting import portion

if TYPE_CHECKING:
    from tests.broken_widgets.hunting import Hunt

_PORTION = 8


def main() -> int:
    """Hunt them all; 1 when too many survive."""
    asked = _asked()
    names = asked.widget or list(broken_widgets())
    parts = [names[at : at + _PORTION] for at in range(0, len(names), _PORTION)]
    hunts: list[Hunt] = []
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        how = (asked.in_flight, asked.most, asked.timeout_scale)
        jobs = [pool.submit(portion, part, *how) for part in parts]
        for job in as_completed(jobs):
            for hunt in job.result():
                hunts.append(hunt)
                _tell(hunt)
    if asked.json:
        rows = json.dumps([asdict(hunt) for hunt in hunts], indent=1)
        asked.json.write_text(rows, encoding="utf-8")
    return _sum_up(hunts, asked.at_least)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.broken_widgets")
    parser.add_argument("--widget", action="append", help="only this one; may be repeated")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--in-flight", type=int, default=3, help="runs at a time a worker")
    parser.add_argument("--most", type=int, default=10_000, help="scenarios for each at most")
    parser.add_argument("--at-least", type=float, default=95, help="the rate that is demanded")
    parser.add_argument("--timeout-scale", type=float, default=1, help="stretch all time limits")
    parser.add_argument("--json", type=Path, help="write what was found into this file as well")
    return parser.parse_args()


def _tell(hunt: Hunt) -> None:
    caught = f"{hunt.scenario}: {hunt.code}" if hunt.code else f"SURVIVES {hunt.tried} scenarios"
    named = broken_widgets()[hunt.name]
    is_as_named = (hunt.scenario, hunt.code) == (named.scenario, named.code)
    print(f"{hunt.name:<40} {caught}{'' if is_as_named or not hunt.code else ' (not as named)'}")
    if hunt.broken:
        print(f"  broken: {hunt.broken}")
    sys.stdout.flush()


def _sum_up(hunts: list[Hunt], at_least: float) -> int:
    survivors = [hunt for hunt in hunts if not hunt.code]
    caught = len(hunts) - len(survivors)
    rate = 100 * caught / len(hunts)
    print(f"\n{len(hunts)} broken widgets, {caught} caught: {rate:.1f} of 100")
    for hunt in survivors:
        print(f"survives: {hunt.name}: {broken_widgets()[hunt.name].wrong}")
    return 0 if rate >= at_least else 1


if __name__ == "__main__":
    sys.exit(main())
