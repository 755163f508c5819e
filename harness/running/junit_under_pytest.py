"""pytest's JUnit report, for sessions with scenarios: there from the beginning, and each run once.

pytest writes it at the end of the session. What it lacks or has too much is put right then: cases
without a name are of tests that were broken off, and pytest 9.2 writes a bracket too many after
names with parameters.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNENDED = "not run: pytest did not come to its end"
"""Why runs were not run, in a report that is read after pytest was killed."""

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


class Report:
    """The file that `--junitxml` names, in a session of pytest; there may be none."""

    def __init__(self, config: pytest.Config) -> None:
        given = None if hasattr(config, "workerinput") else config.getoption("xmlpath", None)
        self._config = config
        self._path: Path | None = None
        self._planned: set[tuple[str, str]] = set()
        if given:
            self._path = Path(os.path.abspath(os.path.expandvars(Path(given).expanduser())))  # noqa: PTH100

    def begin(self, nodeids: Iterable[str]) -> None:
        """Write that none of these runs was run: that stays where the process is killed.

        Raises pytest.UsageError where it cannot be written at the end.
        """
        ids = list(nodeids)
        names = [self._named(nodeid) for nodeid in ids]
        self._planned.update(names)
        if self._path is None:
            return
        self._refuse(self._path, {nodeid.partition("::")[0] for nodeid in ids})
        if self._path.exists() and not self._path.is_file():
            return
        suite = ET.Element("testsuite", name=str(self._config.getini("junit_suite_name")))
        for classname, name in names:
            case = ET.SubElement(suite, "testcase", classname=classname, name=name, time="0.000")
            ET.SubElement(case, "skipped", type="pytest.skip", message=UNENDED)
        root = ET.Element("testsuites", name="pytest tests")
        root.append(suite)
        _count(suite)
        try:
            self._write(root)
        except OSError as error:
            self._give_up(self._path, error)

    def refused(self, told: Mapping[str, str]) -> None:
        """Nothing is run for what is wrong with these files: a report of before is of others."""
        from harness.report.untrusted import unarmed, visible

        writer = self.writer
        if writer is None or self._path is None:
            return
        with suppress(pytest.UsageError):  # the files are told of
            self._refuse(self._path, told)
        has_begun = hasattr(writer, "suite_start")
        if not has_begun:
            writer.pytest_sessionstart()
        for path, text in told.items():
            shown = "\n".join(unarmed(visible(line)) for line in text.split("\n"))
            writer.pytest_collectreport(pytest.CollectReport(path, "failed", shown, None))
        if not has_begun:  # nor will it end
            self.write_now()

    def _refuse(self, path: Path, own: Iterable[str]) -> None:
        """Raises pytest.UsageError where pytest would wait for ever, or replace a scenario."""
        from harness.report.junit_refused import refuse_own
        from harness.report.regular import refuse_irregular

        try:
            refuse_irregular(path)
            refuse_own(path, (self._config.rootpath / one for one in own))
        except OSError as error:
            self._give_up(path, error)

    def _give_up(self, path: Path, error: OSError) -> NoReturn:
        from harness.report.folders import Unwritable

        self.writer.logfile = os.devnull  # pytest would write it at its end all the same
        told = Unwritable(path, error, "name another file with --junitxml")
        raise pytest.UsageError(str(told)) from None

    def _named(self, nodeid: str) -> tuple[str, str]:
        path, _, name = nodeid.partition("::")
        prefix = self._config.getoption("junitprefix", None)
        return ".".join(filter(None, [prefix, path.replace("/", ".")])), name

    def tidy(self) -> None:
        """Put right what pytest has written."""
        if self._path is None or not self._path.is_file():
            return
        with suppress(OSError, ET.ParseError):
            root = ET.parse(self._path).getroot()  # noqa: S314 - pytest has just written it
            for suite in root.iter("testsuite"):
                self._tidy(suite)
                _count(suite)
            self._write(root)

    def write_now(self) -> None:
        """Have pytest write it before the end of the session."""
        writer = self.writer
        if writer is not None:
            writer.pytest_sessionfinish()
            self.tidy()

    @property
    def writer(self) -> Any:
        """The part of pytest that writes it; None where it is not asked for."""
        plugins = self._config.pluginmanager.get_plugins()
        return next((one for one in plugins if type(one).__name__ == "LogXML"), None)

    def _tidy(self, suite: ET.Element) -> None:
        seen: set[tuple[str, str]] = set()
        for case in suite.findall("testcase"):
            classname, name = case.get("classname", ""), case.get("name", "")
            if (classname, name.removesuffix("]")) in self._planned - {(classname, name)}:
                name = name.removesuffix("]")
                case.set("name", name)
            if not name or (classname, name) in seen & self._planned:
                suite.remove(case)
            seen.add((classname, name))

    def _write(self, root: ET.Element) -> None:
        if self._path is not None:
            from harness.report.atomic import write_whole

            text = ET.tostring(root, encoding="unicode")
            content = f'<?xml version="1.0" encoding="utf-8"?>{text}'
            write_whole(self._path, content.encode("utf-8", "backslashreplace"))


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, tag in _COUNTED.items():
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
