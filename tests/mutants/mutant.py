"""A mutant: one small change of one source, and how to see whether a run could notice it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]

Seen = Literal["touched", "differs", "holds"]
"""When a run may notice a mutant: it reaches the place; there the new expression has another
value than the old one; there a condition holds."""


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes of a source that are replaced, from `start` up to `end`.

    `within` is the function or the declaration that it is in. `at` is where the statement
    begins that has to be executed for it to matter; None outside of functions, where `names` are
    what the statement declares. For `seen` other than "touched", `probe` is an expression: what
    holds, or what stands in the changed source where `span` is in the source as it is.
    """

    operator: str
    within: str
    start: int
    end: int
    new: bytes
    at: int | None = None
    names: tuple[str, ...] = ()
    seen: Seen = "touched"
    probe: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change with a name; `file` is relative to the project.

    The name is made of file, function, operator and number, so that it survives edits elsewhere.
    """

    id: str
    file: str
    line: int
    old: str
    change: Change

    @property
    def operator(self) -> str:
        """What kind of change it is."""
        return self.change.operator

    @property
    def language(self) -> Literal["javascript", "python"]:
        """What the changed source is written in."""
        return "python" if self.file.endswith(".py") else "javascript"

    def apply(self, source: bytes) -> bytes:
        """The changed source."""
        return source[: self.change.start] + self.change.new + source[self.change.end :]

    def as_text(self) -> str:
        """Where it is, and what has become what, on one line."""
        old, new = (" ".join(one.split()) for one in (self.old, self.change.new.decode()))
        return f"{self.file}:{self.line}: {old or '(nothing)'} -> {new or '(nothing)'}"


def named(file: str, source: bytes, changes: list[Change]) -> list[Mutant]:
    """The changes of a file as mutants, each with a name of its own."""
    counts: dict[tuple[str, str], int] = {}
    stem = file.removeprefix("harness/web/widget/").removeprefix("harness/stub/")
    stem = stem.rsplit(".", 1)[0]
    found = []
    for change in changes:
        key = (change.within, change.operator)
        counts[key] = counts.get(key, 0) + 1
        name = f"{stem}:{change.within}:{change.operator}:{counts[key]}"
        line = source.count(b"\n", 0, change.start) + 1
        old = source[change.start : change.end].decode()
        found.append(Mutant(name, file, line, old, change))
    return found
