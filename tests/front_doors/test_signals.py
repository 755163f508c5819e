"""A signal at any moment ends a command in order, with all reports; a second one at once."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest

from tests.front_doors.conftest import wait_until
from tests.front_doors.test_endings import LONG, QUICK

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ONE = "- {scenario: Quick NUMBER, host: {html: <p>x}, steps: [{check: {text: {p: x}}}]}\n"
MANY = "scenarios:\n" + "".join(ONE.replace("NUMBER", str(number)) for number in range(12))
HERE = ("-m", "harness", "run", "--junitxml", "j.xml")
CREW = (*HERE, "-n", "2")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "scenarios", "--junitxml", "j.xml", "-v")
WAYS = {"one": HERE, "crew": CREW}
NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def many(empty_project: Any) -> Any:
    empty_project.write("scenarios/many.yaml", MANY)
    return empty_project


@pytest.fixture
def endless(empty_project: Any) -> Any:
    for name, text in (("a", QUICK), ("b", LONG), ("c", LONG)):
        empty_project.write(f"scenarios/{name}.yaml", text)
    return empty_project


def statuses(root: Any, planned: int) -> Counter[str]:
    """How runs ended, by both reports, which have to agree and to have each run once."""
    runs = json.loads((root / ".harness/last-run.json").read_text())["runs"]
    cases = [*ET.parse(root / "j.xml").getroot().iter("testcase")]  # noqa: S314 - our own
    skipped = sum(case.find("skipped") is not None for case in cases)
    kept = Counter(runs.values())
    assert len(cases) == len(runs) == planned
    assert skipped == kept["not_run"]
    return kept


def ended(running: Any, number: int, *, is_group: bool) -> None:
    """It ends by this signal, with the status for it, and leaves nothing and no word too many."""
    (os.killpg if is_group else os.kill)(running.process.pid, number)
    assert running.process.wait(40) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text


DELAYS = [0.0, 0.3, 1.0]
MORE = [0.05, 0.1, 0.15, 0.2, 0.4, 0.5, 0.7, 0.9, 1.2, 1.5, 1.8, 2.1, 2.5]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("delay", "number"),
    [
        *zip(DELAYS, NUMBERS, strict=True),
        *(
            pytest.param(delay, number, marks=pytest.mark.campaign)
            for number in NUMBERS
            for delay in (*DELAYS, *MORE)
        ),
    ],
)
def test_from_its_first_line_on_it_ends_in_order(
    many: Any, begin: Any, way: str, delay: float, number: int
) -> None:
    running = begin(*WAYS[way])
    running.is_listening()
    time.sleep(delay)  # the moment is what is tried
    if running.process.poll() is not None:
        return  # all was over before
    (os.killpg if number == signal.SIGINT else os.kill)(running.process.pid, number)
    status = running.process.wait(40)
    kept = statuses(many.root, 12)
    assert set(kept) <= {"passed", "not_run"}
    assert status == 2 or (status == 0 and kept["passed"] == 12), running.text
    assert running.is_all_gone(), running.family()
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text


@pytest.mark.parametrize("is_group", [True, False], ids=["group", "alone"])
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("way", WAYS)
def test_in_the_middle_what_is_over_is_reported(
    endless: Any, begin: Any, way: str, number: int, *, is_group: bool
) -> None:
    running = begin(*WAYS[way])
    assert running.says("Quick"), running.text
    ended(running, number, is_group=is_group)
    assert statuses(endless.root, 3) == {"passed": 1, "not_run": 2}


@pytest.mark.parametrize("way", WAYS)
def test_a_second_signal_ends_it_at_once(endless: Any, begin: Any, way: str) -> None:
    running = begin(*WAYS[way])
    assert running.says("Quick"), running.text
    running.process.terminate()
    time.sleep(0.15)  # an earlier one would be an echo of the first
    running.process.terminate()
    began = time.monotonic()
    assert running.process.wait(5) == 2, running.text
    assert time.monotonic() - began < 3
    assert running.is_all_gone(), running.family()
    cases = [*ET.parse(endless.root / "j.xml").getroot().iter("testcase")]  # noqa: S314 - our own
    assert len(cases) == 3
    (log,) = endless.root.glob(".harness/runs/*/a-quick*.jsonl")
    assert '"run_ended"' in log.read_text()


def test_under_nohup_it_goes_on(many: Any, begin: Any) -> None:
    script = (
        "import signal, os, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    running = begin("-c", script, *HERE)
    assert running.grows_to(3), running.text
    os.kill(running.process.pid, signal.SIGHUP)
    assert running.process.wait(60) == 0, running.text
    assert statuses(many.root, 12) == {"passed": 12}


def told_by_pytest(root: Any) -> dict[str, str]:
    """Each case of pytest's report with its status, by the words of its name."""
    found: dict[str, str] = {}
    for case in ET.parse(root / "j.xml").getroot().iter("testcase"):  # noqa: S314 - our own
        key = f"{case.attrib['classname']} {case.attrib['name']}"
        assert key not in found
        skipped = case.find("skipped")
        bad = case.find("failure") is not None or case.find("error") is not None
        found[key] = (
            "failed" if bad else "passed" if skipped is None else skipped.get("message", "")
        )
    return found


@pytest.mark.parametrize(
    ("number", "workers"),
    [
        *(pytest.param(number, (), id=f"{number}-one") for number in NUMBERS),
        *(
            pytest.param(
                number,
                ("-n", "2"),
                id=f"{number}-xdist",
                marks=() if number == signal.SIGTERM else pytest.mark.campaign,
            )
            for number in NUMBERS
        ),
    ],
)
def test_pytest_ends_in_order(
    endless: Any, begin: Any, number: int, workers: tuple[str, ...]
) -> None:
    running = begin(*PYTEST, "--in-flight", "2", *workers)
    assert running.says("PASSED"), running.text
    ended(running, number, is_group=number == signal.SIGINT)
    name = {signal.SIGINT: "Ctrl-C"}.get(signal.Signals(number), signal.Signals(number).name)
    assert told_by_pytest(endless.root) == {
        "scenarios.a.yaml Quick@chromium": "passed",
        "scenarios.b.yaml Long@chromium": f"not run: interrupted by {name}",
        "scenarios.c.yaml Long@chromium": f"not run: interrupted by {name}",
    }
    assert f"! Interrupted: by {name} !" in running.text
    assert "1 passed, 2 not run in" in running.text
    assert "interruption.py" not in running.text


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one", "xdist"])
def test_more_signals_end_pytest_at_once_with_its_report(
    endless: Any, begin: Any, workers: tuple[str, ...]
) -> None:
    running = begin(*PYTEST, "--in-flight", "2", *workers)
    assert running.says("PASSED"), running.text
    for _ in range(3):
        if running.process.poll() is None:
            os.killpg(running.process.pid, signal.SIGINT)
        time.sleep(0.15)  # an earlier one would be an echo of the first
    assert running.process.wait(10) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert "Traceback" not in running.text
    assert sorted(told_by_pytest(endless.root).values())[2] == "passed"


def test_pytest_ends_in_order_while_it_collects(endless: Any, begin: Any) -> None:
    endless.write("scenarios/many.yaml", MANY)
    running = begin(*PYTEST)
    assert running.is_listening(), running.text
    running.process.terminate()
    assert running.process.wait(40) == 2, running.text
    assert wait_until(lambda: not running.family(), 5), running.family()
    assert "INTERNALERROR" not in running.text
    told = told_by_pytest(endless.root)
    assert len(told) == 15
    assert set(told.values()) == {"not run: interrupted by SIGTERM"}


REMEMBERS = """
import pathlib
def pytest_sessionfinish(session):
    plugin = session.config.pluginmanager.get_plugin("lfplugin")
    pathlib.Path("remembered.txt").write_text(" ".join(map(str, plugin.lastfailed)))
"""


def test_what_was_not_run_is_still_what_failed_last(empty_project: Any) -> None:
    for name in ("a", "b"):
        empty_project.write(
            f"scenarios/{name}.yaml",
            f"scenario: {name}\nwithin: 100ms\nhost: {{html: <p>x}}\n"
            "steps: [{check: {text: {p: y}}}]\n",
        )
    empty_project.write("conftest.py", REMEMBERS)
    empty_project.python("-m", "pytest", "scenarios")
    ended = empty_project.python("-m", "pytest", "scenarios", "-x", "--in-flight", "1")
    assert "1 failed, 1 not run in" in ended.out
    remembered = (empty_project.root / "remembered.txt").read_text()
    assert "b.yaml::b@chromium" in remembered


TERMINATED_AT = """
import os, signal, sys
from harness import cli
{where}
before = getattr(owner, name)
def at(*arguments, **named):
    os.kill(os.getpid(), signal.SIGTERM)
    return before(*arguments, **named)
setattr(owner, name, at)
sys.argv = ["harness", "run", "--junitxml", "j.xml"]
cli.main()
"""
MOMENTS = {
    "while the command is imported": ("import click as owner; name = 'group'", "not_run"),
    "while options are read": (
        "from harness.commands.options import RunCommand as owner; name = 'parse_args'",
        "not_run",
    ),
    "while scenarios are loaded": ("import harness.scenario as owner; name = 'load'", "not_run"),
    "while runs are chosen": ("import harness.commands.run as owner; name = 'choose'", "not_run"),
    "while places are tried": (
        "import harness.report.folders as owner; name = 'run_folder'",
        "not_run",
    ),
    "while the browser is looked for": (
        "import harness.browser.installing as owner; name = 'ensure'",
        "not_run",
    ),
    "before the first run": ("import harness.running.here as owner; name = 'run_here'", "not_run"),
    "while the summary is told": (
        "from harness.report.terminal import TerminalReport as owner; name = 'summary'",
        "passed",
    ),
    "while reports are written": (
        "import harness.report.reports as owner; name = 'write_last_run'",
        "passed",
    ),
    "at the last line": ("import harness.report.outlets as owner; name = 'lost'", "passed"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_at_a_moment_leaves_all_reports(many: Any, begin: Any, moment: str) -> None:
    where, status = MOMENTS[moment]
    running = begin("-c", TERMINATED_AT.format(where=where))
    assert running.process.wait(60) == 2, running.text
    assert statuses(many.root, 12) == {status: 12}, running.text
    assert "Traceback" not in running.text
    assert running.is_all_gone(), running.family()
