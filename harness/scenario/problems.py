"""Problems, and the one renderer for everything that has gone wrong at some place.

Bad YAML, a wrong key, a failed expectation: all are shown in the same form. Text that
comes from files and pages is escaped here, so that it cannot act in a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from harness.masking import OWN
from harness.scenario.escaping import HARMLESS_FORMAT, escape, shown
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML."""

_CONTEXT = 2
_TAB = 4
_WIDEST = 160


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong at a place: a defect in a file, or why a run failed or is broken.

    `length` is the width of the caret in characters. `instead` tells what happened instead,
    `chain` the places through which the file at fault was reached.
    """

    place: Place | None
    code: str = field(metadata=OWN)
    message: str
    kind: Literal["problem", "failure", "broken", "error", "warning", "note"] = field(
        default="problem", metadata=OWN
    )
    length: int = 1
    expected: str | None = None
    recorded: str | None = None
    instead: tuple[str, ...] = ()
    hint: str | None = None
    chain: tuple[Place, ...] = ()


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file and place, each once."""
    return sorted(dict.fromkeys(problems), key=_position)


def _position(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place or Place("", 0, 0)
    return (*place, problem.code, problem.message)


def render(problem: Problem, sources: Mapping[str, str]) -> str:
    """The problem as text: what, where, and how to mend it.

    `sources` maps paths to the texts of files; a place in any other file has no excerpt.
    """
    lines = [_headline(problem)]
    if problem.place and sources.get(problem.place.path):
        lines += _excerpt(problem.place, problem.length, sources[problem.place.path])
    lines += [f"  reached from {escape(str(place))}" for place in problem.chain]
    for name in ("expected", "recorded"):
        value = getattr(problem, name)
        if value is not None:
            lines += _labelled(name, value)
    lines += [f"  instead: {escape(line)}" for line in problem.instead]
    if problem.hint is not None:
        lines += _labelled("hint", problem.hint)
    return "\n".join(lines)


def render_all(problems: Iterable[Problem], sources: Mapping[str, str]) -> str:
    """All problems, by file and place, with an empty line between them."""
    return "\n\n".join(render(problem, sources) for problem in in_order(problems))


def _headline(problem: Problem) -> str:
    where = f"{problem.place}: " if problem.place else ""
    return escape(f"{where}{problem.kind}[{problem.code}]: {problem.message}")


def _labelled(name: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    indent = " " * (len(name) + 4)
    return [f"  {name}: {escape(first)}", *(f"{indent}{escape(line)}" for line in rest)]


def split_lines(text: str) -> list[str]:
    """The lines of a file as YAML counts them."""
    return LINE_BREAK.split(text)


def _excerpt(place: Place, length: int, text: str) -> list[str]:
    lines = split_lines(text)
    if not 1 <= place.line <= len(lines):
        return []
    width = len(str(place.line))
    first = max(1, place.line - _CONTEXT)
    shown = []
    for number in range(first, place.line + 1):
        cells, before = _cells(lines[number - 1], place.column if number == place.line else 1)
        mark = ">" if number == place.line else " "
        shown.append(f" {mark} {number:>{width}} | {cells}".rstrip())
    under = max(1, min(length, len(lines[place.line - 1]) - place.column + 1))
    tokens = lines[place.line - 1][place.column - 1 : place.column - 1 + under]
    carets = "^" * max(1, min(_WIDEST, sum(_width(_cell(token)) for token in tokens)))
    return [*shown, f"   {'':>{width}} | {' ' * before}{carets}"]


def _cells(line: str, column: int) -> tuple[str, int]:
    """The line as shown, and how many columns of the terminal come before `column`.

    A long line is cut on both sides so that the column stays in view.
    """
    start = 0
    if len(line) > _WIDEST:
        start = max(0, min(column - _WIDEST // 2, len(line) - _WIDEST))
    piece = line[start : start + _WIDEST]
    left = "…" if start else ""
    right = "…" if start + _WIDEST < len(line) else ""
    before = sum(_width(_cell(character)) for character in line[start : column - 1])
    return left + "".join(map(_cell, piece)) + right, len(left) + before


def _cell(character: str) -> str:
    return " " * _TAB if character == "\t" else shown(character)


def _width(text: str) -> int:
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.combining(character) or character in HARMLESS_FORMAT:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
