"""What the last runs said: `.harness/last-run.json`, ids and statuses.

The file is `{"format": 1, "runs": {ID: STATUS}, "last": [ID, …]}`: `runs` keeps what failed
before, `last` has the runs of the last command alone. A missing, torn or foreign file counts as
empty: only `--lf`, and which recordings `harness coverage` counts, depend on it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from harness.judging.verdict import STATUSES, RunResult, Status
from harness.report.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = 1
"""Version of the file's format; a file of another one counts as empty."""

_BAD = frozenset({"failed", "broken"})


def read_last_run(path: Path) -> dict[str, Status]:
    """The last known status of each run that the file remembers."""
    return _read(path)[0]


def runs_of_last_command(path: Path) -> list[str]:
    """The ids of the runs that the last command made; all that are remembered by older files."""
    runs, last = _read(path)
    return list(runs) if last is None else last


def _read(path: Path) -> tuple[dict[str, Status], list[str] | None]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            return {}, None
        runs, last = content["runs"].items(), content.get("last")
        ids = None if last is None else [str(run_id) for run_id in last]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, None
    return {run_id: cast("Status", status) for run_id, status in runs if status in STATUSES}, ids


def write_last_run(path: Path, results: Iterable[RunResult]) -> None:
    """Remember these results, and the bad ones of before that were not judged this time."""
    runs = {run_id: status for run_id, status in read_last_run(path).items() if status in _BAD}
    last = []
    for result in results:
        if result.verdict.status != "not_run":
            last.append(result.run_id)
        if result.verdict.status in {"skipped", "not_run"} and result.run_id in runs:
            continue
        runs[result.run_id] = result.verdict.status
    content = {"format": FORMAT, "runs": runs, "last": last}
    write_whole(path, json.dumps(content, ensure_ascii=True, indent=1).encode() + b"\n")


def last_failed(path: Path) -> frozenset[str]:
    """The ids of the runs that failed or were broken when they were last judged."""
    return frozenset(run_id for run_id, status in read_last_run(path).items() if status in _BAD)
