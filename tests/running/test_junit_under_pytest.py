"""What is put right in the JUnit report that pytest writes."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from harness.running.junit_under_pytest import UNENDED, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS = ["scenarios/a.yaml::Talks[n=1]@chromium", "scenarios/a.yaml::Waits@chromium"]
WRITTEN = """<testsuites><testsuite name="pytest" errors="1" failures="0" skipped="0" tests="9">
<testcase classname="scenarios.a.yaml" name="Talks[n=1]@chromium]" time="0.1"/>
<testcase time="0.000"/>
<testcase classname="scenarios.a.yaml" name="Waits@chromium" time="1"><failure message="x"/>
</testcase>
<testcase classname="scenarios.a.yaml" name="Waits@chromium" time="0.1"/>
<testcase classname="test_a" name="test_one[a@chromium]" time="0.1"><error message="x"/></testcase>
<testcase classname="test_a" name="test_two" time="0.1"/>
<testcase classname="test_a" name="test_two" time="0.1"><error message="x"/></testcase>
</testsuite></testsuites>"""


def report_at(
    path: Path | None, prefix: str | None = None, plugins: Sequence[object] = ()
) -> Report:
    options = {"xmlpath": path and str(path), "junitprefix": prefix}
    config: Any = SimpleNamespace(
        getoption=lambda name, default=None: options.get(name, default),
        getini=lambda _name: "all",
        rootpath=path and path.parent,
        pluginmanager=SimpleNamespace(get_plugins=lambda: plugins),
    )
    return Report(config)


def cases(path: Path) -> list[tuple[str | None, str | None, list[str]]]:
    return [
        (case.get("classname"), case.get("name"), [part.tag for part in case])
        for case in ET.parse(path).iter("testcase")  # noqa: S314 - our own
    ]


def test_it_says_from_the_beginning_that_nothing_was_run(tmp_path: Path) -> None:
    path = tmp_path / "new" / "j.xml"
    report_at(path, "ci").begin(RUNS)
    assert cases(path) == [
        ("ci.scenarios.a.yaml", "Talks[n=1]@chromium", ["skipped"]),
        ("ci.scenarios.a.yaml", "Waits@chromium", ["skipped"]),
    ]
    text = path.read_text(encoding="utf-8")
    assert 'tests="2" failures="0" errors="0" skipped="2"' in text
    assert UNENDED in text


def test_each_run_stands_once_by_its_name_and_tests_of_others_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "j.xml"
    report = report_at(path)
    report.begin(RUNS)
    path.write_text(WRITTEN, encoding="utf-8")
    report.tidy()
    assert cases(path) == [
        ("scenarios.a.yaml", "Talks[n=1]@chromium", []),
        ("scenarios.a.yaml", "Waits@chromium", ["failure"]),
        ("test_a", "test_one[a@chromium]", ["error"]),
        ("test_a", "test_two", []),
        ("test_a", "test_two", ["error"]),
    ]
    (suite,) = ET.parse(path).iter("testsuite")  # noqa: S314 - our own
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "1", "errors": "2", "skipped": "0"}


def test_without_a_report_nothing_is_written(tmp_path: Path) -> None:
    report = report_at(None)
    report.begin(RUNS)
    report.tidy()
    assert not list(tmp_path.iterdir())


def test_a_device_is_left_to_pytest() -> None:
    report = report_at(Path(os.devnull))
    report.begin(RUNS)
    report.tidy()
    assert Path(os.devnull).is_char_device()


class LogXML:
    """What pytest calls the part of it that writes the report."""

    logfile = "j.xml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files")
def test_a_named_pipe_is_refused_and_never_opened(tmp_path: Path) -> None:
    pipe, writer = tmp_path / "j.xml", LogXML()
    os.mkfifo(pipe)
    report = report_at(pipe, plugins=[writer])
    with pytest.raises(pytest.UsageError, match="it is a named pipe"):
        report.begin(RUNS)
    assert writer.logfile == os.devnull
    assert pipe.is_fifo()
