"""What pytest says at its end of the runs of scenarios, read from their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NOT_KEPT: Final = "not kept"
"""The property of a report that says which evidence could not be kept, and why."""

DONE_AGAIN: Final = "done again"
"""The property of a report that says why its run was done again."""

LOST_WORKERS: Final = "a worker process of pytest-xdist ended, and no other took its place"
"""Why runs were not run, where pytest-xdist may start no more workers."""

_FILES: Final = ("events", "screenshot")
"""How the properties of a report begin that name a file of evidence."""

NO_BROWSER: Final = "no browser"
"""The property of a report that says why its run could not begin, in lines."""


def done_again(stats: Mapping[str, Iterable[Any]]) -> str:
    """How many runs were done again, and why; empty when none was."""
    from harness.report.lost_attempts import sentence

    reports = [one for group in stats.values() for one in group]
    not_run = {one.nodeid for one in reports if hasattr(one, "is_not_run")}
    lost: dict[str, list[str]] = {}
    for one in reports:
        is_over = isinstance(one, pytest.TestReport) and one.when != "teardown"
        if is_over and one.nodeid not in not_run:
            told_of = [str(why) for name, why in one.user_properties if name == DONE_AGAIN]
            lost.setdefault(one.nodeid, []).extend(told_of)
    return sentence(lost.values()) or ""


def cut_short(stats: Mapping[str, Iterable[Any]]) -> str:
    """How many runs were not run for want of workers; empty when all were."""
    reports = (one for some in stats.values() for one in some if hasattr(one, "is_not_run"))
    count = sum(LOST_WORKERS in str(one.longrepr) for one in reports)
    verb = "was" if count == 1 else "were"
    return f"{many(count, 'run')} {verb} not run: {LOST_WORKERS}" if count else ""


def unkept(stats: Mapping[str, Iterable[Any]], output: Path | None) -> list[str]:
    """What evidence could not be kept, or is gone from the output folder, in sentences."""
    return [*_gone(stats, output), *_unkept(stats)] if output is not None else _unkept(stats)


def _gone(stats: Mapping[str, Iterable[Any]], output: Path) -> list[str]:
    from harness.report import folders

    reports = [one for some in stats.values() for one in some if hasattr(one, "user_properties")]
    lacking = {
        one.nodeid
        for one in reports
        for name, value in one.user_properties
        if name.startswith(_FILES) and not (output / str(value)).is_file()
    }
    return [folders.gone(output, len(lacking))] if lacking else []


def _unkept(stats: Mapping[str, Iterable[Any]]) -> list[str]:
    reports = [one for some in stats.values() for one in some if hasattr(one, "user_properties")]
    reasons = {
        (one.nodeid, str(value))
        for one in reports
        for name, value in one.user_properties
        if name == NOT_KEPT
    }
    if not reasons:
        return []
    runs = many(len({node for node, _ in reasons}), "run")
    told = ", ".join(sorted({why for _, why in reasons}))
    return [f"the evidence of {runs} could not be kept whole ({told}); the verdicts stand"]


def lack_of_browser(stats: Mapping[str, Iterable[Any]]) -> str:
    """Why runs could not begin, in lines, when that is so; workers mostly say the same."""
    reports = (one for some in stats.values() for one in some if hasattr(one, "user_properties"))
    told = (value for one in reports for name, value in one.user_properties if name == NO_BROWSER)
    return str(next(told, ""))
