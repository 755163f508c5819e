"""The JUnit report of a command that was refused: an error for each file, and no run.

A report of before would be taken for what this command found.
"""

# junitparser is typed only in part:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING

from harness.report.atomic import write_whole
from harness.report.untrusted import unarmed, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from harness.scenario.problems import Problem


class OwnFile(OSError):  # noqa: N818 - the condition is named
    """A report is to be where the command has a file of its own."""


def refuse_own(path: Path, own: Iterable[Path]) -> None:
    """Raises OwnFile where a report would replace one of these files."""
    for one in own:
        try:
            is_same = path.samefile(one)
        except OSError:  # one of them is not there
            continue
        if is_same:
            raise OwnFile(errno.EPERM, "the command itself reads or keeps this file", str(path))


def by_file(problems: Iterable[Problem], sources: Mapping[str, str]) -> dict[str, str]:
    """The problems of each file as they are printed."""
    from harness.scenario.problems import render_all

    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place.path if problem.place else "", []).append(problem)
    return {path: render_all(some, sources) for path, some in found.items()}


def write_refused(path: Path, told: Mapping[str, str]) -> None:
    """Write why nothing was run, by what was refused. Raises OSError."""
    from junitparser import Error, JUnitXml, TestCase, TestSuite

    document = JUnitXml("harness")
    for name, text in told.items():
        first, *_ = lines = [unarmed(visible(line)) for line in text.split("\n")]
        case = TestCase(visible(name), visible(name))
        error = Error(first, "problem")
        error.text = "\n".join(lines)
        case.append(error)
        suite = TestSuite(visible(name))
        suite.append(case)
        document.append(suite)
    document.update_statistics()
    buffer = io.BytesIO()
    document.write(buffer)
    write_whole(path, buffer.getvalue())
