"""Compares contenders on one journey, interleaved: every round runs each of them once, in turn."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmark import machine, table
from tests.benchmark.contenders.devtools import DevTools
from tests.benchmark.contenders.harness_run import HarnessRun
from tests.benchmark.contenders.playwright_test import PlaywrightTest
from tests.benchmark.contenders.pytest_playwright import PytestPlaywright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmark.contenders.contender import Contender, Measured

CONTENDERS: dict[str, Contender] = {
    "harness": HarnessRun(),
    "harness-n2": HarnessRun(2),
    "pytest-playwright": PytestPlaywright(2),
    "playwright-test": PlaywrightTest(),
    "devtools": DevTools(),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table; 1 when a contender failed."""
    options = _options(arguments)
    missing = {key: reason for key in options.contenders if (reason := CONTENDERS[key].missing())}
    keys = [key for key in options.contenders if key not in missing]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        results = _rounds(keys, options.runs, options.rounds, Path(folder))
    rows = [
        table.row(key, CONTENDERS[key].title, results.get(key, []), missing.get(key))
        for key in options.contenders
    ]
    facts = [
        *machine.facts(),
        *(f"{CONTENDERS[key].title}: {CONTENDERS[key].version()}" for key in keys),
    ]
    _say(table.text(rows, options.runs, options.rounds))
    _say("\n".join(f"- {fact}" for fact in facts))
    if options.json:
        data = {
            "runs": options.runs,
            "rounds": options.rounds,
            "rows": [row.as_json() for row in rows],
            "facts": facts,
        }
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 1 if any(row.problem and not row.is_missing for row in rows) else 0


def _rounds(keys: list[str], runs: int, rounds: int, folder: Path) -> dict[str, list[Measured]]:
    results: dict[str, list[Measured]] = {key: [] for key in keys}
    for number in range(rounds):
        turn = number % len(keys) if keys else 0
        for key in keys[turn:] + keys[:turn]:  # nobody is always first
            own = folder / key
            own.mkdir(exist_ok=True)
            measured = CONTENDERS[key].measure(own, runs)
            results[key].append(measured)
            outcome = measured.problem or f"{measured.seconds:.2f} s"
            _say(f"round {number + 1}/{rounds}, {CONTENDERS[key].title}: {outcome}", sys.stderr)
    return results


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=60, help="journeys in one go of a contender [60]"
    )
    parser.add_argument("--rounds", type=int, default=3, help="goes of each contender [3]")
    parser.add_argument(
        "--contenders", nargs="+", metavar="NAME",
        default=list(CONTENDERS), choices=list(CONTENDERS),
        help=f"some of: {', '.join(CONTENDERS)}",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there, too")
    return parser.parse_args(arguments)


def _say(text: str, stream: object = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
