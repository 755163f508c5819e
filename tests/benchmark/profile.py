"""Where a run's processor time goes: `python -m tests.benchmark.profile`.

First by kind of process, for this harness beside other contenders (Linux only). Then, for
the harness, inside its Python process: what cProfile finds on the engine's thread, grouped
by the room of the code, and the time of the stub host's threads.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmark import journey
from tests.benchmark.command import timed
from tests.benchmark.sampling import IS_POSSIBLE, Sampler
from tests.benchmark.speed import CONTENDERS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

_KINDS = (
    "browser", "renderer", "zygote", "gpu-process", "network service", "other service",
    "node", "python", "server", "other",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.profile", description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument(
        "--contenders",
        nargs="*",
        default=["harness", "devtools"],
        choices=list(CONTENDERS),
        metavar="NAME",
    )
    parser.add_argument("--top", type=int, default=12, help="functions to name in each room's list")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="profile-") as name:
        folder = Path(name)
        is_good = not IS_POSSIBLE or _by_process(options.contenders, options.runs, folder)
        return 0 if _inside_python(options.runs, options.top, folder) and is_good else 1


def _by_process(keys: Sequence[str], runs: int, folder: Path) -> bool:
    """One go of one run for the start-up, one of all; the difference is what the runs cost."""
    columns: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for key in keys:
        reason = CONTENDERS[key].missing()
        found = None if reason else (_sampled(key, 1, folder), _sampled(key, runs + 1, folder))
        if found is None or isinstance(found[0], str) or isinstance(found[1], str):
            _say(f"{key}: {reason or found}")
            return False
        columns[key] = found
    if not columns:
        return True
    _say(f"\nProcessor time of one run, ms: that of {runs + 1} runs less that of 1, by {runs};")
    _say("in brackets the command with 1 run, mostly start-up:\n")
    head = "".join(f"{key:>26}" for key in columns)
    _say(f"{'':<20}{head}")
    for kind in (*_KINDS, "all"):
        cells = [_cell(one, many, kind, runs) for one, many in columns.values()]
        if any(cells):
            _say(f"{kind:<20}" + "".join(f"{cell:>26}" for cell in cells))
    return True


def _cell(one: Counter[str], many: Counter[str], kind: str, runs: int) -> str:
    first, all_of_them = (total.total() if kind == "all" else total[kind] for total in (one, many))
    if not all_of_them:
        return ""
    return f"{(all_of_them - first) / runs * 1000:.0f} ({first * 1000:.0f})"


def _sampled(key: str, runs: int, folder: Path) -> Counter[str] | str:
    own = folder / key
    own.mkdir(exist_ok=True)
    sampler = Sampler()
    measured = CONTENDERS[key].measure(own, runs)
    totals = sampler.stop()
    return measured.problem or totals


def _inside_python(runs: int, top: int, folder: Path) -> bool:
    scenarios = folder / "inside"
    journey.write_scenarios(scenarios, runs)
    plain, profiled = (_report(mode, scenarios, folder) for mode in ("plain", "profiled"))
    if plain is None or profiled is None:
        return False
    engine = plain["threads"].pop("MainThread")
    _say(f"\nInside the harness's Python process, ms for each of {runs} runs, start-up included:\n")
    for name, seconds in sorted(plain["threads"].items(), key=lambda pair: -pair[1]):
        _say(f"{seconds * 1000 / runs:8.1f}  thread {name}")
    _say(f"{engine * 1000 / runs:8.1f}  engine's thread, of which by cProfile's shares:")
    total = sum(profiled["rooms"].values())
    for room, seconds in sorted(profiled["rooms"].items(), key=lambda pair: -pair[1]):
        _say(f"{seconds / total * engine * 1000 / runs:12.1f}  {room}")
    _say("\nThe functions with the most time of their own, and what they call included:\n")
    for own, whole, calls, function in profiled["functions"][:top]:
        scale = engine / total * 1000 / runs
        _say(f"{own * scale:8.2f} {whole * scale:8.2f} ms {calls / runs:9.1f} calls  {function}")
    return True


def _report(mode: str, scenarios: Path, folder: Path) -> dict[str, Any] | None:
    file = folder / f"{mode}.json"
    finished = timed(
        [sys.executable, "-m", "tests.benchmark.inside", mode, file, "run", scenarios, "-q"], folder
    )
    if finished.status:
        _say(f"the harness ended with status {finished.status}: {finished.tail()}")
        return None
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
