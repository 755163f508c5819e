"""The count by places and phases, as text for a terminal of 80 columns and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.coverage import PHASES, PLACES, State
from harness.report.coverage import cell, places_line, state_styles, table
from harness.report.printer import Part, Printer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from harness.coverage import Coverage, Grid, GridRow
    from harness.coverage.places import Column

_GAP = "  "
_WIDTH = 3
_UNICODE = {State.JUDGED: "●", State.EXERCISED: "~", State.UNTOUCHED: "○"}
_ASCII = {State.JUDGED: "+", State.EXERCISED: "~", State.UNTOUCHED: "-"}


def print_places(coverage: Coverage, console: Console, *, is_missing: bool = False) -> None:
    """The table of items and places by sections of the vendor's page; then places by phases.

    `is_missing` tells in words what is not judged where, and leaves out the rest.
    """
    printer = Printer(console)
    marks = _UNICODE if printer.is_unicode else _ASCII
    width = max(len(row.item.name) for row in coverage.grid.rows) + 1
    for section, rows in coverage.grid.sections.items():
        shown = [row for row in rows if row.missing or not is_missing]
        if not shown:
            continue
        printer.line((section, "bold"))
        if not is_missing:
            for line in _heads():
                printer.line((" " * width + line, "dim"))
        for row in shown:
            printer.line(*(_said(row, width) if is_missing else _marked(row, width, marks)))
        printer.line("")
    for parts in (*_legend(marks), *_crossings(coverage.grid)):
        printer.line(*parts)
    printer.line((places_line(coverage.grid), "bold"))


def _heads() -> Iterator[str]:
    """The words over the columns, on two lines by turns: a column is narrower than its word."""
    for turn in (0, 1):
        line = ""
        for columns in (PLACES, PHASES):
            for index, column in enumerate(columns):
                line = line.ljust(_start(columns, index) - (1 if index else 0))
                if index % 2 == turn:
                    line = line.ljust(_start(columns, index)) + column.head
        yield line


def _start(columns: Sequence[Column], index: int) -> int:
    before = 0 if columns is PLACES else _WIDTH * len(PLACES) + len(_GAP)
    return before + _WIDTH * index


def _marked(row: GridRow, width: int, marks: dict[State, str]) -> list[Part]:
    parts: list[Part] = [f" {row.item.name}".ljust(width)]
    blanks = ""
    for columns in (PLACES, PHASES):
        for column in columns:
            state = row.states.get(column.name)
            if state:
                parts += [blanks, (marks[state], state_styles[state])]
                blanks = ""
            blanks += " " * (_WIDTH - bool(state))
        blanks += _GAP
    return parts


def _said(row: GridRow, width: int) -> list[Part]:
    parts: list[Part] = [f" {row.item.name}".ljust(width)]
    for state in (State.EXERCISED, State.UNTOUCHED):
        names = [name for name, known in row.states.items() if known is state]
        if names:
            between = ";" if len(parts) > 1 else ""
            parts.append((f"{between} {state}: {', '.join(names)}", state_styles[state]))
    return parts


def _legend(marks: dict[State, str]) -> Iterator[list[Part]]:
    for columns in (PLACES, PHASES):
        for column in columns:
            yield [f"{column.head:<6} {column.name:<11} ", (column.text, "dim")]
        yield [""]
    parts: list[Part] = []
    for state, mark in marks.items():
        parts += [(mark, state_styles[state]), f" {state}   "]
    yield [*parts, ("blank: does not apply", "dim")]
    yield [""]


def _crossings(grid: Grid) -> Iterator[list[Part]]:
    """How many items were judged in a place while in a phase, of those that apply in both."""
    yield [("judged in both", "bold"), ("".join(f"{one.head:>9}" for one in PHASES), "dim")]
    for place in PLACES:
        counts = (grid.crossing(place.name, phase.name) for phase in PHASES)
        told = "".join(f"{f'{judged}/{known}' if known else '':>9}" for judged, known in counts)
        yield [f"{place.name:<14}{told}"]
    yield [""]


def places_markdown(coverage: Coverage, *, is_missing: bool = False) -> str:
    """The same as a Markdown document."""
    grid = coverage.grid
    heads = [*(column.head for column in PLACES), *(column.head for column in PHASES)]
    parts = ["# Coverage of the widget's API by places and phases", f"{places_line(grid)}."]
    parts.append(
        table(["", "place or phase", ""], [[c.head, c.name, c.text] for c in (*PLACES, *PHASES)])
    )
    parts.append(", ".join(f"{mark} {state}" for state, mark in _UNICODE.items()) + ".")
    for section, rows in grid.sections.items():
        shown = [row for row in rows if row.missing or not is_missing]
        if shown:
            parts += [f"## {section}", table(["name", *heads], [_cells(row) for row in shown])]
    crossings = [
        [place.name, *(_crossing(grid, place, phase) for phase in PHASES)] for place in PLACES
    ]
    parts += ["## Judged in both", table(["", *(phase.head for phase in PHASES)], crossings)]
    return "\n\n".join(parts) + "\n"


def _cells(row: GridRow) -> list[str]:
    states = [row.states.get(column.name) for column in (*PLACES, *PHASES)]
    return [f"`{cell(row.item.name)}`", *(_UNICODE[state] if state else "" for state in states)]


def _crossing(grid: Grid, place: Column, phase: Column) -> str:
    judged, known = grid.crossing(place.name, phase.name)
    return f"{judged}/{known}" if known else ""
