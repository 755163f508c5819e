"""Commands that have begun: what each of them plans is on disk until it has reported.

`.harness/begun` has a file for each, JSON lines: first the plan, then each result that no whole
event log tells, as of a run that was skipped. The command holds a lock on its file, which ends with
its process. When it was killed, its supervisor reports in its place, or else the next command: what
the event logs say is over has its verdict, the rest is not run.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from harness.judging.verdict import RunResult
from harness.report.atomic import remove_parts
from harness.report.logged import result_in
from harness.report.regular import read_regular
from harness.report.reports import Reports
from harness.supervision import locks
from harness.supervision.invocation import finish_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT: Final = 1
"""Version of the files' format; a file of another one is of no use."""

FOLDER: Final = "begun"
"""The folder beside `last-run.json`."""

_FINISHING = """
import sys
sys.path[:] = sys.argv[2:]
from harness.report.begun import main
main(sys.argv[1])
"""


class Begun:
    """A command that has begun. Raises OSError where its file cannot be written.

    `planned` are its runs, as not run; the JUnit report is there already.
    """

    def __init__(self, reports: Reports, planned: Sequence[RunResult]) -> None:
        folder = reports.last_run.parent / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{os.getpid()}-{os.urandom(4).hex()}"
        plan = {
            "format": FORMAT,
            "reports": reports.as_json(),
            "junit_is": _identity(reports.junit),
            "runs": [one.as_json() for one in planned],
        }
        with locks.alone(folder):
            self._file: BinaryIO = self._path.open("xb")
            self._lock = locks.shared(self._path)
        try:
            self._write(plan)
        except OSError:
            self.over()
            raise
        # As this process would find its modules, whatever lies in the folder of work.
        finish_by(
            [sys.executable, "-I", "-c", _FINISHING, str(self._path), *map(os.fspath, sys.path)]
        )

    def note(self, result: RunResult) -> None:
        """A run is over that no event log tells whole."""
        with suppress(OSError):
            self._write(result.as_json())

    def over(self) -> None:
        """All is reported."""
        finish_by(())
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self._release()

    def finish(self) -> None:
        """Report what is known, unless all is reported."""
        finish_by(())
        self._release()
        main(self._path)

    def _write(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row).encode() + b"\n")
        self._file.flush()

    def _release(self) -> None:
        with suppress(OSError):
            self._file.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def finish_killed(last_run: Path) -> None:
    """Report for the commands that were killed, if nobody has done it yet."""
    folder = last_run.parent / FOLDER
    if not folder.is_dir():
        return
    with suppress(OSError), locks.alone(folder):
        for path in sorted(folder.iterdir()):
            if locks.is_free(path):
                _finish(path)


def main(path: Path | str) -> None:
    """Report for the command whose file this is: it has ended."""
    file = Path(path)
    with locks.alone(file.parent):
        _finish(file)


def _finish(path: Path) -> None:
    with suppress(OSError):
        lines = read_regular(path).split(b"\n")
        with suppress(ValueError, KeyError, TypeError):  # it was killed as it began
            plan, *noted = (json.loads(line) for line in lines[:-1])  # the last is torn or empty
            reports = Reports.from_json(plan["reports"])
            for file in filter(None, (reports.last_run, reports.junit)):
                remove_parts(file, int(path.name.partition("-")[0]))
            _report(reports, plan, noted)
        path.unlink()


def _report(reports: Reports, plan: dict[str, Any], noted: list[dict[str, Any]]) -> None:
    if plan["format"] != FORMAT:
        return
    known = {row["run_id"]: RunResult.from_json(row) for row in noted}
    planned = map(RunResult.from_json, plan["runs"])
    results = [known.get(one.run_id) or result_in(reports.output, one) or one for one in planned]
    if _is_nothing(results):
        return
    with suppress(OSError):
        reports.write_last_run(results)
    if _identity(reports.junit) in (plan["junit_is"], None):  # or it is of another command
        with suppress(OSError):
            reports.write_junit(results)


def _is_nothing(results: Iterable[RunResult]) -> bool:
    return all(one.verdict.status == "not_run" for one in results)


def _identity(path: Path | None) -> list[int] | None:
    """By what it is seen whether a file was replaced; None when there is none."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_ino, found.st_mtime_ns]
