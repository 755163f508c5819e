"""The result of a run as its event log tells it, where nobody else can."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.judging.verdict import Verdict
from harness.report.event_log import log_of_attempt, slug
from harness.report.regular import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from harness.judging.verdict import RunResult


def result_in(folder: Path, planned: RunResult) -> RunResult | None:
    """The result of a planned run, with its evidence; None unless its log says that it is over."""
    log = folder / f"{slug(planned.run_id)}.jsonl"
    try:
        content = read_regular(log)
        first, last = (json.loads(line) for line in (_first(content), _last(content)))
        if last["kind"] != "run_ended":
            return None
        data: dict[str, Any] = {"failures": [], "ignored": 0, **last["data"]}
        verdict = Verdict.from_json(data)
        lost = tuple(map(str, first["data"].get("lost_attempts", ())))
        seconds = float(last["time"]) / 1000
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    kept = {"events": log.name, "screenshot": f"{log.stem}.png"}
    for number in range(1, len(lost) + 1):
        kept[f"events of attempt {number}"] = log_of_attempt(log.stem, number)
    return replace(
        planned,
        verdict=verdict,
        seconds=seconds,
        artifacts={kind: name for kind, name in kept.items() if (folder / name).exists()},
        events_path=str(log),
        lost=lost,
    )


def _first(content: bytes) -> bytes:
    return content.partition(b"\n")[0]


def _last(content: bytes) -> bytes:
    """The last line that is whole; what follows it is torn."""
    return content.rpartition(b"\n")[0].rpartition(b"\n")[2]
