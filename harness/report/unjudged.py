"""What could not be judged of a widget and why, counted by the sections of the vendor's page."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from harness.assumptions import ASSUMPTIONS
from harness.coverage.items import ITEMS
from harness.judging.fairness import ASSUMPTION, BACK_END, PROFILE
from harness.judging.verdict import NO_BROWSER
from harness.widget_api import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harness.judging.verdict import RunResult

WHY: Final = {
    BACK_END: "need{s} the stub's back end, which the widget does not talk to",
    ASSUMPTION: "rest{s} on what the vendor's page does not say",
    PROFILE: "need{s} what the profile does not say",
}
"""Why a run was not judged, by the code of its failure."""

_OTHER = "of no section"


def lines(results: Sequence[RunResult]) -> Iterator[str]:
    """The table; nothing when everything was judged, or was left out for another reason."""
    left = [(result, _code(result)) for result in results]
    rows = [(result, code) for result, code in left if code is not None]
    if not rows:
        return
    total = Counter(code for _, code in rows)
    yield "not judged, by the sections of the vendor's page:"
    by_section: dict[str, Counter[str]] = defaultdict(Counter)
    for result, code in rows:
        by_section[section_of(result.about)][code] += 1
    width = max(map(len, by_section))
    for section in (*SECTIONS, _OTHER):
        if section in by_section:
            yield f"  {section:<{width}}  {_told(by_section[section])}"
    for code, count in total.most_common():
        yield f"{count} {_runs(count)} {WHY[code].format(s='s' if count == 1 else '')}"
    yield from _names(rows)


def shortened(result: RunResult, why: str) -> str:
    """Why a run was not judged, without what is this run's own, or is told at the end anyway."""
    if any(failure.code == NO_BROWSER for failure in result.verdict.failures):
        return "no browser starts"
    return why if _code(result) is None else why.partition(" (")[0]


def section_of(about: Iterable[str]) -> str:
    """The section that most of these items of the API are in."""
    found = Counter(ITEMS[name].section for name in about if name in ITEMS)
    return found.most_common(1)[0][0] if found else _OTHER


def _names(rows: Iterable[tuple[RunResult, str]]) -> Iterator[str]:
    """The assumptions in question, the most frequent first."""
    found = Counter(name for result, code in rows if code == ASSUMPTION for name in result.assumes)
    known = [f"{name} ({count})" for name, count in found.most_common() if name in ASSUMPTIONS]
    if known:
        yield f"assumptions in question: {', '.join(known)}"


def _told(codes: Counter[str]) -> str:
    short = {BACK_END: "back end", ASSUMPTION: "assumptions", PROFILE: "profile"}
    return ", ".join(f"{short[code]} {count}" for code, count in codes.most_common())


def _code(result: RunResult) -> str | None:
    """Why a result tells nothing of the widget, when that is why."""
    failures = result.verdict.failures
    if result.verdict.status != "skipped" or not failures:
        return None
    return failures[0].code if failures[0].code in WHY else None


def _runs(count: int) -> str:
    return "run" if count == 1 else "runs"
