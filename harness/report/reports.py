"""What a command reports when its runs are over: the JUnit report and the memory of its runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.report.last_run import write_last_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.judging.verdict import RunResult


@dataclass(frozen=True, slots=True)
class Reports:
    """Where a command reports, and with what words.

    `output` is the folder of its evidence, `sources` are the scenario files' texts by path,
    `command` is how runs are run again.
    """

    last_run: Path
    junit: Path | None
    output: Path
    sources: Mapping[str, str]
    command: str

    def write_last_run(self, results: Sequence[RunResult]) -> None:
        """Remember these results. Raises OSError."""
        write_last_run(self.last_run, results, self.output)

    def write_junit(self, results: Sequence[RunResult]) -> None:
        """Write the JUnit report, if there is to be one. Raises OSError."""
        from harness.report.junit import write_junit

        if self.junit is not None:
            out = self.output.as_posix()
            write_junit(self.junit, results, sources=self.sources, out=out, command=self.command)

    def as_json(self) -> dict[str, Any]:
        """All of it as a JSON object."""
        return {
            "last_run": str(self.last_run),
            "junit": None if self.junit is None else str(self.junit),
            "output": str(self.output),
            "sources": dict(self.sources),
            "command": self.command,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Reports:
        """The inverse of `as_json`. Raises KeyError or TypeError on a foreign object."""
        junit = None if row["junit"] is None else Path(row["junit"])
        last_run, output = Path(row["last_run"]), Path(row["output"])
        return cls(last_run, junit, output, row["sources"], row["command"])
