"""What starting costs: `harness run` on one scenario beside pytest-playwright with one test."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmark import journey
from tests.benchmark.command import timed
from tests.benchmark.contenders.harness_run import MAIN, HarnessRun
from tests.benchmark.contenders.pytest_playwright import PytestPlaywright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmark.contenders.contender import Contender

AIM = 1.5
_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the ratio and the slowest imports; 1 when the ratio is worse than the aim."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--top", type=int, default=20, help="imports to list")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="startup-") as name:
        folder = Path(name)
        ratio = _compared(folder, options.rounds)
        _imports(folder, options.top)
    return 0 if ratio is not None and ratio <= AIM else 1


def _compared(folder: Path, rounds: int) -> float | None:
    harness, by_hand = HarnessRun(), PytestPlaywright(0)
    pairs: list[tuple[float, float]] = []
    for number in range(rounds):
        both: dict[str, float] = {}
        for contender in (harness, by_hand) if number % 2 else (by_hand, harness):
            seconds = _once(contender, folder)
            if seconds is None:
                return None
            both[contender.title] = seconds
        pairs.append((both[harness.title], both[by_hand.title]))
    ratio = median(own / other for own, other in pairs)
    _say(f"harness run, one scenario:     {median(own for own, _ in pairs):.2f} s")
    _say(f"pytest-playwright, one test:   {median(other for _, other in pairs):.2f} s")
    _say(f"ratio, median of {rounds}:            {ratio:.2f} (the aim is at most {AIM})")
    return ratio


def _once(contender: Contender, folder: Path) -> float | None:
    own = folder / contender.title.replace(" ", "-")
    own.mkdir(exist_ok=True)
    measured = contender.measure(own, 1)
    if measured.problem:
        _say(f"{contender.title}: {measured.problem}")
        return None
    return measured.seconds


def _imports(folder: Path, top: int) -> None:
    """What `harness run` imports until it ends, the slowest first, by `-X importtime`."""
    journey.write_scenarios(folder / "imports", 1)
    python, *rest = MAIN
    finished = timed([python, "-X", "importtime", *rest, "run", folder / "imports"], folder)
    rows = [(int(own), int(whole), name) for own, whole, _, name in _LINE.findall(finished.text)]
    packages: Counter[str] = Counter()
    for own, _, name in rows:
        packages[name.partition(".")[0]] += own
    total = sum(packages.values()) / 1000
    _say(f"\nimports: {len(rows)} modules, {total:.0f} ms (importtime's own cost included)")
    _say("\nby package, own time, ms:")
    for name, own in packages.most_common(top):
        _say(f"{own / 1000:8.1f}  {name}")
    _say("\nby module, with all that it is the first to import, ms:")
    for _, whole, name in sorted(rows, key=lambda one: -one[1])[:top]:
        _say(f"{whole / 1000:8.1f}  {name}")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
