"""The table of expected findings, and how what is reported is held against it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from site_pages import sent_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXPECTED = Path(__file__).with_name("expected")


@dataclass(frozen=True)
class Wanted:
    """A finding that is expected: of which rule, how heavy, on which line, and why."""

    rule: str
    severity: str
    file: str
    line: int
    text: str
    why: str

    def is_met_by(self, found: Found) -> bool:
        """Whether this finding is the one, at this very place."""
        is_there = (found.file, found.line) == (self.file, self.line) and self.text in found.excerpt
        return is_there and (found.rule, found.severity) == (self.rule, self.severity)


@dataclass(frozen=True)
class Found:
    """A finding as the command reports it."""

    rule: str
    severity: str
    file: str
    line: int
    excerpt: str


@dataclass(frozen=True)
class Case:
    """A page in one way of looking at it, with all that there is to say of it."""

    kind: str
    page: str
    about: str
    wanted: tuple[Wanted, ...]
    scheme: str = "http"
    env: str | None = None
    consent: str | None = None

    @property
    def name(self) -> str:
        """What tells it from every other case."""
        ways = [self.scheme, self.env or "", "consenting" if self.consent else ""]
        return " ".join([self.page, *(one for one in ways if one not in {"", "http"})])


@dataclass(frozen=True)
class Row:
    """A line of the table: `ok`, `missing` or `not expected`."""

    state: str
    severity: str
    rule: str
    place: str
    remark: str


def cases() -> list[Case]:
    """All of the table, kind by kind."""
    return [
        _case(file.stem, given)
        for file in sorted(EXPECTED.glob("*.yaml"))
        for given in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def _case(kind: str, given: dict[str, Any]) -> Case:
    wanted = tuple(_wanted(given["page"], one) for one in given["findings"])
    ways = {name: given[name] for name in ("scheme", "env", "consent") if name in given}
    return Case(kind, given["page"], given["is"], wanted, **ways)


def _wanted(page: str, given: dict[str, str]) -> Wanted:
    file, text = given.get("in", page), given.get("line", "")
    line = line_of(sent_text(file), text) if text else 1
    return Wanted(given["rule"], given["severity"], file, line, text, given["why"])


def line_of(source: str, text: str) -> int:
    """The number of the one line that holds a text."""
    numbers = [n for n, line in enumerate(source.split("\n"), 1) if text in line]
    if len(numbers) != 1:
        raise ValueError(f"{len(numbers)} lines hold {text!r}, and one should")
    return numbers[0]


def found_in(target: dict[str, Any]) -> list[Found]:
    """What the command's JSON says of one target."""
    return [
        Found(
            one["rule"],
            one["severity"],
            urlsplit(one["place"]["path"]).path,
            one["place"]["line"],
            one["excerpt"],
        )
        for one in target["findings"]
    ]


def compared(case: Case, found: Sequence[Found]) -> list[Row]:
    """The case's lines of the table: each expected finding, then what was not expected."""
    left = list(found)
    rows = []
    for wanted in case.wanted:
        met = next((one for one in left if wanted.is_met_by(one)), None)
        state = "missing" if met is None else "ok"
        rows.append(_row(state, wanted, wanted.why))
        if met is not None:
            left.remove(met)
    return [*rows, *(_row("not expected", one, one.excerpt[:60]) for one in left)]


def _row(state: str, one: Wanted | Found, remark: str) -> Row:
    return Row(state, one.severity, one.rule, f"{one.file}:{one.line}", remark)


def is_as_expected(rows: Iterable[Row]) -> bool:
    """Whether nothing is missing and nothing is there that was not expected."""
    return all(row.state == "ok" for row in rows)
