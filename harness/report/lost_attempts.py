"""Attempts that were lost by a browser or a worker that went away: told in one sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.report.untrusted import visible
from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def sentence(lost: Iterable[Sequence[str]]) -> str | None:
    """How many runs were done again, and why, of the lost attempts of each run; None if no one."""
    done_again = [reasons for reasons in lost if reasons]
    if not done_again:
        return None
    counted = Counter(visible(reason) for reasons in done_again for reason in reasons)
    why = ", ".join(f"{reason} ({count})" for reason, count in counted.most_common())
    verb = "was" if len(done_again) == 1 else "were"
    return f"{many(len(done_again), 'run')} {verb} done again: {why}"
