"""JUnit XML, as CI systems read it: a suite for each scenario file, a case for each run.

A failed run is a `failure`, a broken one an `error`, one that was not judged is `skipped`.
Its evidence is listed as properties and as `[[ATTACHMENT|path]]`, which GitLab and Jenkins
turn into links.
"""

# junitparser is typed only in part:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from harness.report.atomic import write_whole
from harness.report.failures import COMMAND, reason, run_text
from harness.report.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from junitparser import TestCase, TestSuite

    from harness.judging.verdict import RunResult


class _Words(NamedTuple):
    """What the texts of all cases are made with."""

    sources: Mapping[str, str]
    out: str
    command: str


def write_junit(
    path: Path,
    results: Iterable[RunResult],
    *,
    sources: Mapping[str, str] | None = None,
    out: str = "",
    command: str = COMMAND,
) -> None:
    """Write the report; a reader never sees half of it. `out` is put before artifacts' paths.

    `command` is how runs are run again.
    """
    write_whole(path, junit_bytes(results, sources=sources, out=out, command=command))


def junit_bytes(
    results: Iterable[RunResult],
    *,
    sources: Mapping[str, str] | None = None,
    out: str = "",
    command: str = COMMAND,
) -> bytes:
    """The report as a UTF-8 XML document."""
    from junitparser import JUnitXml

    document = JUnitXml("harness")
    by_file: dict[str, list[RunResult]] = {}
    for result in results:
        by_file.setdefault(result.path, []).append(result)
    for file, members in by_file.items():
        document.append(_suite(file, members, _Words(sources or {}, out, command)))
    document.update_statistics()
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def _suite(file: str, members: list[RunResult], words: _Words) -> TestSuite:
    from junitparser import TestSuite

    suite = TestSuite(visible(file))
    seen: Counter[str] = Counter()
    for result in members:
        seen[result.name] += 1
        again = f" #{seen[result.name]}" if seen[result.name] > 1 else ""
        suite.append(_case(result, visible(result.name) + again, words))
    return suite


def _case(result: RunResult, name: str, words: _Words) -> TestCase:
    from junitparser import Attr, IntAttr, SystemOut, TestCase

    class Case(TestCase):
        """A case that also knows where it is written, as pytest's first JUnit family has it."""

        file = Attr()
        line = IntAttr()

    classname = re.sub(r"\.ya?ml$", "", result.path)
    case = Case(name, visible(classname), round(result.seconds, 3))
    case.file = visible(result.path)
    case.line = result.line
    _add_properties(case, result, words.out)
    _add_outcome(case, result, words)
    if result.artifacts:
        paths = [_under(words.out, path) for path in result.artifacts.values()]
        case.append(SystemOut("\n".join(f"[[ATTACHMENT|{visible(path)}]]" for path in paths)))
    return case


def _add_properties(case: TestCase, result: RunResult, out: str) -> None:
    from junitparser import Properties, Property

    rows = [(kind, _under(out, path)) for kind, path in result.artifacts.items()]
    rows += [("tag", tag) for tag in result.tags]
    rows += [("done again", reason) for reason in result.lost]
    if rows:
        properties = Properties()
        for name, value in rows:
            properties.append(Property(visible(name), visible(value)))
        case.append(properties)


def _add_outcome(case: TestCase, result: RunResult, words: _Words) -> None:
    from junitparser import Error, Failure, Skipped

    verdict = result.verdict
    if verdict.is_bad:
        kind = Failure if verdict.status == "failed" else Error
        code = verdict.failures[0].code if verdict.failures else verdict.status
        outcome = kind(visible(reason(result)), visible(code))
        outcome.text = run_text(result, words.sources, words.out, words.command)
        case.append(outcome)
    elif verdict.status != "passed":
        word = "not run" if verdict.status == "not_run" else "skipped"
        case.append(Skipped(visible(f"{word}: {reason(result)}"), verdict.status))


def _under(out: str, path: str) -> str:
    return f"{out.rstrip('/')}/{path}" if out else path
