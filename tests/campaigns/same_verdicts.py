"""Whether all ways of running the suite agree: `python tests/campaigns/same_verdicts.py [PATH…]`.

Both front doors, one process and two, file order, reversed and shuffled. Prints each run
whose verdict differs, and how many normalised recordings are the same byte for byte.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from harness.report.event_log import normalise, read_events

ROOT = Path(__file__).resolve().parents[2]
HARNESS = [sys.executable, "-m", "harness", "run", "-q"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]

WAYS = {
    "harness run": [*HARNESS, "--output"],
    "harness run -n 2": [*HARNESS, "-n", "2", "--output"],
    "harness run, reversed": [*HARNESS, "--order", "reverse", "--output"],
    "harness run -n 2, shuffled": [*HARNESS, "-n", "2", "--order", "shuffle:1", "--output"],
    "pytest -n 2": [*PYTEST, "-n", "2", "--runs-output"],
    "pytest -n 2, reversed": [*PYTEST, "-n", "2", "--scenario-order", "reverse", "--runs-output"],
}


def verdicts(folder: Path) -> dict[str, tuple[str, str]]:
    """Each run's status and normalised recording, from its event log."""
    found: dict[str, tuple[str, str]] = {}
    for path in folder.glob("*/*.jsonl"):
        recording = read_events(path)
        run = str(recording.of_kind("run_started")[0].data["run"])
        found[run] = (str(recording.of_kind("run_ended")[0].data["status"]), normalise(recording))
    return found


def main() -> int:
    """Run all ways; 1 when two of them disagree on any run."""
    paths = sys.argv[1:] or ["scenarios"]
    first: dict[str, tuple[str, str]] = {}
    is_same = True
    for way, command in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [*command, folder, *paths], cwd=ROOT, capture_output=True, text=True, check=False
            )
            found = verdicts(Path(folder))
        first = first or found
        nothing = ("none", "")
        pairs = {
            run: (first.get(run, nothing), found.get(run, nothing)) for run in {*first, *found}
        }
        differing = {run: pair for run, pair in pairs.items() if pair[0][0] != pair[1][0]}
        equal = sum(one == other for one, other in pairs.values())
        print(f"{way}: {len(found)} runs, exit {done.returncode}, {equal} recordings the same")
        for run, (before, now) in sorted(differing.items()):
            print(f"  {run}: {before[0]} first, {now[0]} now")
        is_same = is_same and not differing
    print("all ways agree" if is_same else "the ways DISAGREE")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
