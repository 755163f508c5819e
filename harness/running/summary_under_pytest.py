"""What pytest says at its end of the runs of scenarios, read from their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOT_KEPT: Final = "not kept"
"""The property of a report that says which evidence could not be kept, and why."""

DONE_AGAIN: Final = "done again"
"""The property of a report that says why its run was done again."""

NO_BROWSER: Final = "no browser"
"""The property of a report that says why its run could not begin, in lines."""


def done_again(stats: Mapping[str, Iterable[Any]]) -> str:
    """How many runs were done again, and why; empty when none was."""
    from harness.report.lost_attempts import sentence

    lost: dict[str, list[str]] = {}
    for group in stats.values():
        for one in group:
            if isinstance(one, pytest.TestReport) and one.when != "teardown":
                told_of = [str(why) for name, why in one.user_properties if name == DONE_AGAIN]
                lost.setdefault(one.nodeid, []).extend(told_of)
    return sentence(lost.values()) or ""


def unkept(stats: Mapping[str, Iterable[Any]]) -> list[str]:
    """What evidence could not be kept, in a sentence, when there is any."""
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
