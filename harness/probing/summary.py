"""What a widget stands: the results of hostile runs, told by hostility."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.probing.hostility import hostility_of, named_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.judging.verdict import RunResult, Status

_NAMED = 3
"""How many scenarios are named that fail under one hostility."""


def lines(results: Sequence[RunResult]) -> list[str]:
    """A line for each hostility, in the order of the runs; nothing when no run is under any."""
    bad = {result.run_id for result in results if result.verdict.is_bad}
    names = list(dict.fromkeys(hostility_of(result.run_id) for result in results))
    hostile = [name for name in names if name]
    if not hostile:
        return []
    width = max(map(len, hostile))
    rows = [
        _line(
            name, width, [one for one in results if hostility_of(one.run_id) == name], bad, results
        )
        for name in hostile
    ]
    return ["hostile pages:", *rows]


def _line(
    name: str, width: int, runs: Sequence[RunResult], bad: set[str], results: Sequence[RunResult]
) -> str:
    plain = {named_id(one.run_id, name): one.run_id for one in results}
    counts = Counter(run.verdict.status for run in runs)
    judged = [run for run in runs if run.verdict.status not in {"skipped", "not_run"}]
    failed = [run for run in judged if run.run_id in bad]
    anyway = [run for run in failed if plain.get(run.run_id) in bad]
    told = [f"{len(judged) - len(failed)} of {len(judged)} passed"]
    told += [f"{len(anyway)} fail as they are, too"] if anyway else []
    told += [f"{counts[status]} {word}" for status, word in _IDLE.items() if counts[status]]
    word = "-" if not judged else "survived" if len(failed) == len(anyway) else "NOT survived"
    titles = list(dict.fromkeys(run.title for run in failed if run not in anyway))
    more = f", and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
    row = f"  {name.ljust(width)}  {word.ljust(12)}  {', '.join(told)}"
    return row + (f": {'; '.join(titles[:_NAMED])}{more}" if titles else "")


_IDLE: dict[Status, str] = {"skipped": "skipped", "not_run": "not run"}
