"""The numbers of a comparison, and how they are printed: a table that Markdown understands."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmark.contenders.contender import Measured

BASES = {"playwright-test": "x Playwright Test", "pytest-playwright": "x pytest-playwright"}
"""The contenders that the others are set in relation to."""

_HEAD = ("contender", "seconds (median)", "(min)", "runs/s", "without start-up", *BASES.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One contender's rounds; `problem` says why there are none, or why they do not count."""

    key: str
    title: str
    seconds: list[float] = field(default_factory=list)
    inner: list[float] = field(default_factory=list)
    problem: str | None = None
    is_missing: bool = False

    def as_json(self) -> dict[str, Any]:
        """The row for a file."""
        return asdict(self)


def row(key: str, title: str, measured: Sequence[Measured], missing: str | None) -> Row:
    """The row of a contender; one round that failed spoils it, a fast failure is no speed."""
    if missing is not None:
        return Row(key, title, problem=missing, is_missing=True)
    problem = next((one.problem for one in measured if one.problem), None)
    if problem is not None:
        return Row(key, title, problem=problem)
    inner = [one.inner for one in measured if one.inner is not None]
    return Row(key, title, [one.seconds for one in measured], inner)


def text(rows: Sequence[Row], runs: int, rounds: int) -> str:
    """The table; the ratios are medians over the rounds, each round compared within itself."""
    cells = [list(_HEAD), *(_cells(row, rows, runs) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(_HEAD))]
    lines = [_line(line, widths) for line in cells]
    rule = (
        "| "
        + " | ".join("-" * (width - 1) + (":" if at else "-") for at, width in enumerate(widths))
        + " |"
    )
    lines.insert(1, rule)
    title = f"\n{runs} runs at a time, {rounds} rounds, higher ratios are faster:\n"
    problems = [
        f"{row.title}: {'not here' if row.is_missing else 'FAILED'}: {row.problem}"
        for row in rows
        if row.problem
    ]
    return "\n".join([title, *lines, "", *problems])


def _cells(row: Row, rows: Sequence[Row], runs: int) -> list[str]:
    if not row.seconds:
        return [row.title, *["-"] * (len(_HEAD) - 1)]
    whole = median(row.seconds)
    inner = f"{runs / median(row.inner):.2f}" if row.inner else "-"
    numbers = [f"{whole:.2f}", f"{min(row.seconds):.2f}", f"{runs / whole:.2f}", inner]
    return [row.title, *numbers, *(_ratio(row, base, rows) for base in BASES)]


def _ratio(row: Row, base: str, rows: Sequence[Row]) -> str:
    other = next((one for one in rows if one.key == base), None)
    if other is None or not other.seconds:
        return "-"
    pairs = zip(row.seconds, other.seconds, strict=True)
    return f"{median(theirs / own for own, theirs in pairs):.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.ljust(width) if at == 0 else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"
