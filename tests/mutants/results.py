"""What became of each mutant, written as it comes, and read again to go on where it ended."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["killed", "survived", "hung", "unusable"]


@dataclass(frozen=True, slots=True)
class Result:
    """A mutant's end: the run that noticed it and as what, or of how many runs none did.

    `hung` is what stopped the process that ran it: that is noticed as well. `unusable` is what
    does not parse: it says nothing.
    """

    id: str
    state: State
    by: str = ""
    code: str = ""
    message: str = ""
    runs: int = 0
    seconds: float = 0.0

    @property
    def is_noticed(self) -> bool:
        """Whether a run told that something was wrong."""
        return self.state in {"killed", "hung"}


class Ledger:
    """A file of JSON lines: results, and which runs a mutant has passed; the last word counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.results: dict[str, Result] = {}
        self.passed: dict[str, set[str]] = {}
        self.open: set[str] = set()
        for row in rows(path):
            self._take(row)

    def _take(self, row: dict[str, Any]) -> None:
        kind, name = row.pop("kind"), row["id"]
        if kind == "result":
            self.results[name] = Result(**row)
            self.open.discard(name)
        elif kind == "passed":
            self.passed.setdefault(name, set()).update(row["runs"])
        elif kind == "begun":
            self.open.add(name)
        elif kind == "rests":
            self.open.discard(name)
        elif kind == "again":
            self.results.pop(name, None)

    def add(self, result: Result) -> None:
        """Write down what became of a mutant."""
        self._write({"kind": "result", **asdict(result)})

    def pass_(self, name: str, runs: list[str]) -> None:
        """Write down that these runs (by their digests) have not noticed a mutant."""
        if runs:
            self._write({"kind": "passed", "id": name, "runs": runs})

    def begin(self, name: str) -> None:
        """Write down that a mutant is being tried: what never ends is known by it."""
        self._write({"kind": "begun", "id": name})

    def rest(self, name: str) -> None:
        """Write down that a mutant has been tried by itself, and its runs have all ended."""
        self._write({"kind": "rests", "id": name})

    def reopen(self, name: str) -> None:
        """Forget what became of a mutant, but not which runs it has passed."""
        self._write({"kind": "again", "id": name})

    def _write(self, row: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
        self._take(dict(row))


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a ledger; one that was cut off when its writer ended is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        known = {field.name for field in fields(Result)} | {"kind", "id", "runs"}
        if isinstance(row, dict) and "kind" in row and set(row) <= known:
            found.append(row)
    return found
