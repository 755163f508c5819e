"""Who notices what: `killers.jsonl`, kept in the project, from which CI takes a sample."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.mutants.results import Ledger, Result

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

FILE = Path(__file__).parent / "killers.jsonl"
"""What the last campaign found: which run notices which mutant, and as what."""

DEAR = frozenset({"run-timeout", "hung", "window-gone"})
"""What a mutant is noticed by only after a long time, or several tries: too dear for a sample."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of the file's rows."""

    kept: int
    new: int
    dropped: int


def read(path: Path = FILE) -> dict[str, Result]:
    """Who noticed each mutant, by the mutant's name."""
    return Ledger(path).results


def known_killers(
    runs: Container[str], mutants: Container[str], path: Path = FILE
) -> dict[str, str]:
    """The run that noticed each mutant, as far as both are still there."""
    return {name: one.by for name, one in read(path).items() if one.by in runs and name in mutants}


def renew(
    found: Mapping[str, Result],
    runs: Container[str],
    mutants: Container[str],
    path: Path = FILE,
) -> Renewed:
    """Write down what a campaign found, and keep what was known of the others.

    Rows go whose mutant or run there is no more, or whose mutant survives now. Times and messages
    are left out, which differ from one campaign to the next.
    """
    before = read(path)
    rows = {
        name: _row(one)
        for name, one in {**before, **found}.items()
        if one.state == "killed" and one.code not in DEAR and one.by in runs and name in mutants
    }
    lines = [json.dumps(rows[name], ensure_ascii=False) + "\n" for name in sorted(rows)]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    kept = len(rows.keys() & before.keys())
    return Renewed(kept, len(rows) - kept, len(before) - kept)


def _row(one: Result) -> dict[str, str]:
    return {"kind": "result", "id": one.id, "state": one.state, "by": one.by, "code": one.code}
