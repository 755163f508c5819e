"""What the last runs said: `.harness/last-run.json`, ids and statuses.

The file is `{"format": 1, "runs": {ID: STATUS}, "last": [ID, …], "output": FOLDER}`: `runs` keeps
what failed before, `last` has the runs of the last command alone, `output` is the folder of their
evidence. It is written by one command at a time. A missing, torn or foreign file counts as
empty: only `--lf`, and which recordings `harness coverage` counts, depend on it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from harness.judging.verdict import STATUSES, RunResult, Status
from harness.report.atomic import write_whole
from harness.report.regular import read_regular
from harness.supervision.locks import alone

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def output_of_last_command(path: Path) -> Path | None:
    """The folder that has the evidence of the last command's runs, where that is remembered."""
    try:
        output = json.loads(read_regular(path).decode())["output"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Path(output) if isinstance(output, str) else None


def _read(path: Path) -> tuple[dict[str, Status], list[str] | None]:
    try:
        content: Any = json.loads(read_regular(path).decode())
        if content["format"] != FORMAT:
            return {}, None
        runs, last = content["runs"].items(), content.get("last")
        ids = None if last is None else [str(run_id) for run_id in last]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, None
    return {run_id: cast("Status", status) for run_id, status in runs if status in STATUSES}, ids


def try_last_run(path: Path) -> None:
    """Write the file as it is, or without any run. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent):
        nothing = json.dumps({"format": FORMAT, "runs": {}, "last": []}).encode()
        write_whole(path, read_regular(path) if path.exists() else nothing)


def write_last_run(path: Path, results: Iterable[RunResult], output: Path | None = None) -> None:
    """Remember these results, and the bad ones of before that were not judged this time.

    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone(path.parent):
        _write(path, results, output)


def _write(path: Path, results: Iterable[RunResult], output: Path | None) -> None:
    runs = {run_id: status for run_id, status in read_last_run(path).items() if status in _BAD}
    last = []
    for result in results:
        if result.verdict.status != "not_run":
            last.append(result.run_id)
        if result.verdict.status in {"skipped", "not_run"} and result.run_id in runs:
            continue
        runs[result.run_id] = result.verdict.status
    content: dict[str, Any] = {"format": FORMAT, "runs": runs, "last": last}
    if output is not None:
        content["output"] = output.as_posix()
    write_whole(path, json.dumps(content, ensure_ascii=True, indent=1).encode() + b"\n")


def last_failed(path: Path) -> frozenset[str]:
    """The ids of the runs that failed or were broken when they were last judged."""
    return frozenset(run_id for run_id, status in read_last_run(path).items() if status in _BAD)
