"""The table of mutants: how many were noticed, by operator and by file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.mutants.catalogue import catalogue
from tests.mutants.judgements import Judgement, problems
from tests.mutants.judgements import read as read_judgements
from tests.mutants.results import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from tests.mutants.mutant import Mutant
    from tests.mutants.results import Result

COLUMNS = ("made", "killed", "equivalent", "beyond", "hole", "not judged", "not tried")


def table(mutants: Iterable[Mutant], results: Path) -> str:
    """The table as Markdown; the rate is of those that are not equivalent and were tried."""
    return tabulated(list(mutants), Ledger(results).results, read_judgements())


def tabulated(
    mutants: list[Mutant], results: Mapping[str, Result], judgements: Mapping[str, Judgement]
) -> str:
    """As `table`, from what was read."""
    head = f"| {'':<32} | {' | '.join(COLUMNS)} | rate |"
    rule = "|---|" + "---:|" * (len(COLUMNS) + 1)
    lines = [head, rule]
    groupings: tuple[Callable[[Mutant], str], ...] = (
        lambda one: one.operator,
        lambda one: f"`{one.file}`",
        lambda _: "**all**",
    )
    for key in groupings:
        counts: dict[str, Counter[str]] = {}
        for mutant in mutants:
            end = _end(results.get(mutant.id), judgements.get(mutant.id))
            counts.setdefault(key(mutant), Counter())[end] += 1
        lines += [_row(name, counts[name]) for name in sorted(counts)]
    return "\n".join(lines)


def _end(result: Result | None, judgement: Judgement | None) -> str:
    if result is None or result.state == "unusable":
        return "not tried"
    if result.is_noticed:
        return "killed"
    return judgement.kind if judgement else "not judged"


def _row(name: str, count: Counter[str]) -> str:
    numbers = {"made": count.total(), **{column: count[column] for column in COLUMNS[1:]}}
    cells = " | ".join(str(numbers[column]) for column in COLUMNS)
    return f"| {name:<32} | {cells} | {rate(count)} |"


def rate(count: Mapping[str, int]) -> str:
    """How many of 100 were noticed, of those that were tried and are not equivalent."""
    ends = ("killed", "beyond", "hole", "not judged")
    whole = sum(count.get(end, 0) for end in ends)
    return f"{100 * count.get('killed', 0) / whole:.1f} %" if whole else "-"


def judged(mutants: Iterable[Mutant], results: Path) -> list[str]:
    """What does not fit between the results and the judgements."""
    wanted = {mutant.id for mutant in mutants}
    known = {name: end for name, end in Ledger(results).results.items() if name in wanted}
    return problems(read_judgements(), known, catalogue())
