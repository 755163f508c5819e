"""Runs the harness and writes where its Python time went.

`python -m tests.benchmark.inside MODE FILE ARGUMENTS…`, where MODE is `plain` (only the time of
each thread) or `profiled` (cProfile on the main thread). All times are the processor's, so that
waiting costs nothing.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

_ROOMS = (
    ("harness/browser", "engine"),
    ("harness/running", "engine"),
    ("harness/stub", "stub host"),
    ("harness/judging", "judging"),
    ("harness/patterns", "judging"),
    ("harness/report", "reports"),
    ("harness/recording", "reports"),
    ("harness/scenario", "scenario language"),
    ("site-packages/yaml", "scenario language"),
    ("site-packages/rich", "reports"),
    ("site-packages/playwright", "playwright"),
    ("site-packages/pyee", "playwright"),
    ("site-packages/trustme", "certificates"),
    ("site-packages/cryptography", "certificates"),
    ("importlib._bootstrap", "imports"),
    ("/asyncio/", "event loop"),
    ("/selectors.py", "event loop"),
)
Function = tuple[str, int, str]


def main(mode: str, file: Path, arguments: list[str]) -> None:
    threads: Counter[str] = Counter()
    _watch_threads(threads)
    profile = cProfile.Profile(time.thread_time) if mode == "profiled" else None
    began = time.thread_time()
    status = _harness(arguments, profile)
    threads["MainThread"] = time.thread_time() - began
    report: dict[str, Any] = {"threads": threads}
    if profile:
        report |= _grouped(pstats.Stats(profile))
    file.write_text(json.dumps(report), encoding="utf-8")
    sys.exit(status)


def _harness(arguments: list[str], profile: cProfile.Profile | None) -> int:
    sys.argv = ["harness", *arguments]
    if profile:
        profile.enable()
    try:
        from harness.cli import main as run

        run()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    finally:
        if profile:
            profile.disable()


def _watch_threads(threads: Counter[str]) -> None:
    """Add each thread's processor time to its name when it ends."""
    run = threading.Thread.run

    def timed(thread: threading.Thread) -> None:
        try:
            run(thread)
        finally:
            threads[thread.name.rstrip("-_0123456789")] += time.thread_time()

    threading.Thread.run = timed  # type: ignore[method-assign]


def _grouped(stats: pstats.Stats) -> dict[str, Any]:
    """Seconds by room and the top functions; what a library's function takes is its caller's."""
    table: dict[Function, Any] = stats.stats  # type: ignore[attr-defined] - there is no other way to it

    @cache
    def shares(function: Function, depth: int = 6) -> tuple[tuple[str, float], ...]:
        room = _room(function)
        callers = table[function][4] if function in table else {}
        weights = {
            caller: times[2] or 1e-9 for caller, times in callers.items() if caller != function
        }
        if room or not weights or not depth:
            return ((room or "other", 1.0),)
        found: Counter[str] = Counter()
        whole = sum(weights.values())
        for caller, weight in weights.items():
            for name, share in shares(caller, depth - 1):
                found[name] += share * weight / whole
        return tuple(found.items())

    rooms: Counter[str] = Counter()
    for function, (_, _, own, _, _) in table.items():
        for room, share in shares(function):
            rooms[room] += own * share
    rows = sorted(
        (
            (own, whole, calls, _name(function))
            for function, (_, calls, own, whole, _) in table.items()
        ),
        reverse=True,
    )
    return {"rooms": rooms, "functions": rows[:60]}


def _room(function: Function) -> str | None:
    path = function[0].replace("\\", "/")
    if function[2] == "<module>":
        return "imports"
    return next((room for part, room in _ROOMS if part in path), None)


def _name(function: Function) -> str:
    path, line, name = function
    short = "/".join(Path(path).parts[-2:])
    return name if path == "~" else f"{short}:{line} {name}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
