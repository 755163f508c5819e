"""How much of the widget's API is covered, as text for a terminal, as JSON and as Markdown."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from harness.coverage import COLUMNS, Sort, State
from harness.report.printer import Part, Printer
from harness.report.untrusted import unarmed, visible

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from harness.coverage import Coverage, Grid, Row

FORMAT = 1
"""Version of the JSON."""

state_styles = {State.JUDGED: "green", State.EXERCISED: "yellow", State.UNTOUCHED: "red"}
"""The colour of each state."""

_WAYS = """\
a function, an option, a value of them or a rule is judged by a run that passed, names it in \
`about`, does it, and checks or expects something after it
a callback, its field or a field's value is judged by a run that passed and has it in an \
expectation of the callback
"""


def percent(share: float) -> str:
    """A share for people, never rounded up: 100 % is all of it."""
    return f"{math.floor(share * 10) / 10:.1f} %"


def totals_line(coverage: Coverage) -> str:
    """The whole count in one line."""
    words = ", ".join(f"{coverage.of(state)} {state}" for state in reversed(State))
    runs = f"{coverage.runs} runs, {coverage.passed} of them passed"
    return f"API covered: {percent(coverage.share)} judged ({words}) by {runs}"


def places_line(grid: Grid) -> str:
    """The count by places in one line."""
    states = grid.states
    words = ", ".join(f"{states[state]} {state}" for state in reversed(State))
    return f"In places and phases: {percent(grid.share)} judged ({words})"


def print_coverage(coverage: Coverage, console: Console, *, is_missing: bool = False) -> None:
    """The table by sections of the vendor's page, and totals; `is_missing` leaves out the judged.

    Of what is missing it tells why, and where it was seen.
    """
    printer = Printer(console)
    rows = coverage.missing if is_missing else coverage.rows
    width = max((len(row.item.name) for row in rows), default=0)
    for section, known in coverage.sections.items():
        shown = [row for row in known if not is_missing or row.state is not State.JUDGED]
        if not shown:
            continue
        judged = sum(row.state is State.JUDGED for row in known)
        printer.line((section, "bold"), (f"  {judged} of {len(known)} judged", "dim"))
        for row in shown:
            _print_row(printer, row, width, is_missing=is_missing)
        printer.line("")
    if is_missing and rows:
        for way in _WAYS.splitlines():
            printer.line(("hint: ", "cyan"), way)
        printer.line("")
    for parts in _totals(coverage):
        printer.line(*parts)


def _print_row(printer: Printer, row: Row, width: int, *, is_missing: bool) -> None:
    sort = f"{row.item.sort:<19}  {row.remark}".rstrip()
    printer.line(
        (f"  {row.state:<9}", state_styles[row.state]),
        f"  {row.item.name:<{width}}  ",
        (sort, "dim"),
    )
    if not is_missing:
        return
    said = f"“{row.item.statement}”" if row.item.statement else ""
    needs = f"needs: {row.needs}" if row.needs else ""
    seen = f"run: {row.run}" if row.run else ""
    for text in filter(None, (said, needs, seen)):
        printer.line((f"{' ' * 13}{text}", "dim"))


def _totals(coverage: Coverage) -> Iterator[list[Part]]:
    width = max(len(sort) for sort in Sort)
    yield [(" " * width + "".join(f"{state:>11}" for state in reversed(State)), "dim")]
    for sort, states in coverage.sorts.items():
        yield [f"{sort:<{width}}", *(_number(states, state) for state in reversed(State))]
    yield [(totals_line(coverage), "bold")]
    yield [(places_line(coverage.grid), "bold"), ("; where: --places", "dim")]


def _number(states: Counter[State], state: State) -> Part:
    number = states[state]
    return (f"{number:>11}", state_styles[state] if number else "dim")


def coverage_json(coverage: Coverage, *, is_missing: bool = False) -> str:
    """The count as a JSON document, ending with a line end."""
    content = {
        "format": FORMAT,
        "runs": {"total": coverage.runs, "passed": coverage.passed},
        "judged_percent": round(coverage.share, 3),
        "totals": _states(coverage.states),
        "sorts": {sort: _states(states) for sort, states in coverage.sorts.items()},
        "items": [_item(row) for row in (coverage.missing if is_missing else coverage.rows)],
        "places": _places(coverage.grid, is_missing=is_missing),
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def _places(grid: Grid, *, is_missing: bool) -> dict[str, Any]:
    rows = [row for row in grid.rows if row.missing or not is_missing]
    return {
        "judged_percent": round(grid.share, 3),
        "totals": _states(grid.states),
        "columns": {
            column.name: {"text": column.text, "totals": _states(grid.of_column(column.name))}
            for column in COLUMNS
        },
        "items": [
            {
                "name": row.item.name,
                "states": row.states,
                "runs": row.runs,
                "judged": sorted(map(list, row.judged)),
                "rests_on": list(row.ground.rests_on),
            }
            for row in rows
        ],
    }


def _states(states: Counter[State]) -> dict[str, int]:
    return {state: states[state] for state in State}


def _item(row: Row) -> dict[str, Any]:
    told = {
        "statement": row.item.statement,
        "needs": row.needs,
        "remark": row.remark,
        "run": row.run,
    }
    return {
        "name": row.item.name,
        "sort": row.item.sort,
        "section": row.item.section,
        "state": row.state,
        **{key: value for key, value in told.items() if value},
    }


def coverage_markdown(coverage: Coverage, *, is_missing: bool = False) -> str:
    """The count as a Markdown document: totals first, then a table for each section."""
    parts = ["# Coverage of the widget's API", f"{totals_line(coverage)}.", _sorts_table(coverage)]
    for section, known in coverage.sections.items():
        shown = [row for row in known if not is_missing or row.state is not State.JUDGED]
        if shown:
            parts += [f"## {section}", _section_table(shown)]
    return "\n\n".join(parts) + "\n"


def _sorts_table(coverage: Coverage) -> str:
    rows = [
        [sort, *(str(states[state]) for state in reversed(State))]
        for sort, states in coverage.sorts.items()
    ]
    return table(["", *reversed(State)], rows)


def _section_table(rows: Sequence[Row]) -> str:
    return table(
        ["name", "what", "state", "remark"],
        [
            [f"`{row.item.name}`", row.item.sort, row.state, row.item.statement or row.remark]
            for row in rows
        ],
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def cell(text: str) -> str:
    """A text as it may stand in a Markdown table."""
    return unarmed(visible(text)).replace("|", "\\|")
