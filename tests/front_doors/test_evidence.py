"""Evidence is never lost or mixed without a word, by the command and by pytest."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from harness.report.event_log import read_events
from tests.front_doors.conftest import clean, wait_until
from tests.front_doors.test_endings import HELD, HELD_BY_A_FILE, QUICK

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="places as Linux has them")

RUNS = ".harness/runs"
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "scenarios", "--in-flight", "1")


@pytest.fixture
def quick(empty_project: Any) -> Any:
    for number in range(3):
        empty_project.write(f"scenarios/{number}.yaml", QUICK)
    return empty_project


@pytest.fixture
def held(empty_project: Any) -> Any:
    """Three runs; the second waits for a file of its page."""
    empty_project.write("fixtures/pages/held.html", HELD)
    for number, text in enumerate((QUICK, HELD_BY_A_FILE, QUICK)):
        empty_project.write(f"scenarios/{number}.yaml", text)
    return empty_project


def junit_of(file: Path) -> Counter[str]:
    """How many cases of a report ended in which way; an empty word for those that passed."""
    ways = {"failure", "error", "skipped"}
    cases = ET.parse(file).getroot().iter("testcase")  # noqa: S314 - our own
    return Counter(next((one.tag for one in case if one.tag in ways), "") for case in cases)


def in_the_way(root: Path, *names: str) -> None:
    """Put a file in the place of a folder, and a folder in the place of a file."""
    for name in names:
        place = root / name
        if place.is_dir():
            place.rename(root / f"{place.name}-before")
            place.touch()
        else:
            place.unlink()
            place.mkdir()


PLACES = {
    "output below a file": (("--output", "pytest.ini/out"), {}, ["pytest.ini/out"]),
    "report below a file": (("--junitxml", "pytest.ini/j.xml"), {}, ["pytest.ini/j.xml"]),
    "temporary folder": ((), {"TMPDIR": "/nowhere"}, ["/nowhere"]),
    "output in a link to itself": (("--output", "loop"), {}, ["loop"]),
    "a name that is too long": (("--output", "x" * 300), {}, ["x" * 300]),
    "a report whose name is too long": (("--junitxml", "x" * 300), {}, ["x" * 300]),
    "a place of the kernel": (("--output", "/proc/out"), {}, ["/proc/out"]),
    "several": (
        ("--output", "pytest.ini/out", "--junitxml", "pytest.ini/j.xml"),
        {"TMPDIR": "/nowhere"},
        ["pytest.ini/out", "pytest.ini/j.xml", "/nowhere"],
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_places_are_tried_before_the_first_run(quick: Any, case: str) -> None:
    arguments, environment, places = PLACES[case]
    (quick.root / "loop").symlink_to("loop")
    done = quick.harness("run", *arguments, **environment)
    assert (done.status, done.out) == (4, "")
    told = done.err.splitlines()
    assert [line.partition(": ")[0] for line in told] == places
    assert all(re.fullmatch(r".+: cannot be written: .+; .+", line) for line in told)


@pytest.mark.parametrize("name", [".harness", ".harness/last-run.json"])
def test_the_memory_of_the_last_run_is_tried_too(quick: Any, name: str) -> None:
    if name == ".harness":
        quick.write(name, "a file")
    else:
        (quick.root / name).mkdir(parents=True)
    done = quick.harness("run", "--output", "out")
    assert (done.status, done.out) == (4, "")
    assert done.err.startswith(".harness/last-run.json: cannot be written: ")


def test_a_device_is_no_place_to_be_replaced(quick: Any) -> None:
    done = quick.harness("run", "-q", "--junitxml", "/dev/null")
    assert done.status == 0
    assert Path("/dev/null").is_char_device()


def test_a_report_of_before_is_not_taken_for_one_of_these_runs(held: Any, begin: Any) -> None:
    held.write("j.xml", "<testsuites/>")
    running = begin("-m", "harness", "run", "--in-flight", "1", "--junitxml", "j.xml")
    assert running.says("Quick"), running.text
    assert junit_of(held.root / "j.xml") == {"skipped": 3}
    running.process.kill()
    running.process.wait()
    assert running.is_all_gone(), running.family()


@pytest.mark.parametrize("is_alone", [False, True], ids=["supervised", "alone"])
def test_what_was_over_when_a_command_was_killed_is_told(
    held: Any, begin: Any, *, is_alone: bool
) -> None:
    held.write("scenarios/0.yaml", QUICK.replace("p: x", "p: y").replace("Quick", "Bad"))
    running = begin("-m", "harness", "run", "--in-flight", "1", "--junitxml", "j.xml")
    assert running.says("failed"), running.text
    if is_alone:
        (supervisor,) = [
            pid for pid, line in running.family().items() if "supervision.supervisor" in line
        ]
        os.kill(supervisor, signal.SIGKILL)
    running.process.kill()
    running.process.wait()
    told = Counter({"failure": 1, "skipped": 2})
    if not is_alone:
        assert wait_until(lambda: junit_of(held.root / "j.xml") == told), running.text
    listed = held.harness("run", "--lf", "--list")
    assert listed.out.split() == ["scenarios/0.yaml::Bad@chromium"]
    assert junit_of(held.root / "j.xml") == told
    assert running.is_all_gone(), running.family()


@pytest.mark.parametrize("place", [".harness", f"{RUNS}/run-0001"])
def test_evidence_that_is_taken_away_is_told_once(held: Any, begin: Any, place: str) -> None:
    running = begin("-m", "harness", "run", "--in-flight", "1", "--junitxml", "j.xml")
    assert wait_until(lambda: list(held.root.glob(f"{RUNS}/*/1-held*"))), running.text
    (held.root / place).rename(held.root / "elsewhere")
    held.write("fixtures/pages/go.txt", "go")
    assert running.process.wait(60) == 3, running.text
    assert "3 passed" in running.text
    assert running.text.count(f"{RUNS}/run-0001: the evidence of 2 runs is gone: ") == 1
    assert "writing failed" not in running.text
    assert junit_of(held.root / "j.xml") == {"": 3}


def test_what_fails_later_costs_evidence_and_no_verdict(held: Any, begin: Any) -> None:
    arguments = ("--in-flight", "1", "--junitxml", "reports/j.xml", "--coverage")
    running = begin("-m", "harness", "run", *arguments)
    assert wait_until(lambda: list(held.root.glob(f"{RUNS}/*/1-held*"))), running.text
    in_the_way(held.root, f"{RUNS}/run-0001", ".harness/last-run.json", "reports")
    held.write("fixtures/pages/go.txt", "go")
    assert running.process.wait(60) == 3, running.text
    assert "3 passed" in running.text
    assert "1 run has no event log, since writing failed (" in running.text
    assert "; the verdicts stand\n" in running.text
    assert ".harness/last-run.json: cannot be written: " in running.text
    assert "reports/j.xml: cannot be written: a part of the path is a file" in running.text
    assert "Traceback" not in running.text
    assert len(list((held.root / "run-0001-before").glob("*.jsonl"))) == 2


@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["pytest", "xdist"])
def test_pytest_tells_what_evidence_is_lost(held: Any, begin: Any, more: tuple[str, ...]) -> None:
    running = begin(*PYTEST, *more, "--junitxml", "j.xml")
    assert wait_until(lambda: list(held.root.glob(f"{RUNS}/*/1-held*"))), running.text
    assert wait_until(lambda: list(held.root.glob(f"{RUNS}/*/0-quick*"))), running.text
    in_the_way(held.root, f"{RUNS}/run-0001")
    held.write("fixtures/pages/go.txt", "go")
    status = running.process.wait(90)
    assert "3 passed" in running.text
    if not more:  # a worker may have opened the third log already
        assert status == 3, running.text
        assert "the evidence of 1 run could not be kept whole (events: " in running.text
    assert "Traceback" not in running.text
    assert junit_of(held.root / "j.xml").total() == 3


@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["pytest", "xdist"])
def test_pytest_tries_the_place_before_the_first_run(quick: Any, more: tuple[str, ...]) -> None:
    done = quick.python(*PYTEST, *more, "--runs-output", "pytest.ini/out")
    assert done.status == 4
    assert "pytest.ini/out: cannot be written: a part of the path is a file; " in done.text
    assert "passed" not in done.text


def test_all_workers_of_pytest_use_one_folder(quick: Any) -> None:
    assert quick.python(*PYTEST, "-n", "2").status == 0
    assert [path.name for path in (quick.root / RUNS).iterdir()] == ["run-0001"]
    assert len(list((quick.root / RUNS / "run-0001").glob("*.jsonl"))) == 3


def test_pytest_that_only_collects_makes_no_folder(quick: Any) -> None:
    assert quick.python(*PYTEST, "--collect-only", "-q").status == 0
    assert not (quick.root / ".harness").exists()


def test_commands_at_the_same_time_mix_nothing(quick: Any, begin: Any) -> None:
    running = [begin("-m", "harness", "run", "--junitxml", f"{n}.xml") for n in range(3)]
    assert [one.process.wait(90) for one in running] == [0, 0, 0]
    folders = sorted((quick.root / RUNS).iterdir())
    assert [folder.name for folder in folders] == ["run-0001", "run-0002", "run-0003"]
    for folder in folders:
        logs = [read_events(file) for file in folder.glob("*.jsonl")]
        assert len(logs) == 3
        assert all(log.of_kind("run_ended")[0].data["status"] == "passed" for log in logs)
    kept = json.loads((quick.root / ".harness/last-run.json").read_text())
    assert set(kept["runs"].values()) == {"passed"}
    assert quick.root / kept["output"] in folders


def test_the_last_command_is_what_coverage_counts(quick: Any) -> None:
    quick.write("scenarios/bad.yaml", QUICK.replace("p: x", "p: y").replace("Quick", "Bad"))
    assert quick.harness("run", "-q", "--output", "elsewhere").status == 1
    assert quick.harness("run", "-q", "-k", "Quick", "--output", "elsewhere").status == 0
    counted = json.loads(quick.harness("coverage", "--format", "json").out)
    assert counted["runs"]["total"] == 3
    newest = json.loads(quick.harness("coverage", "elsewhere", "--format", "json").out)
    first = json.loads(quick.harness("coverage", "elsewhere/run-0001", "--format", "json").out)
    assert (newest["runs"]["total"], first["runs"]["total"]) == (3, 4)


@pytest.mark.parametrize(
    ("line", "status", "told"),
    [
        ('"$@" | head -1; exit "${PIPESTATUS[0]}"', 1, ""),
        ('"$@" >&-', 1, ""),
        ('"$@" >&- 2>&-', 1, ""),
        ('"$@" > /dev/full', 3, "standard output could not be written"),
    ],
)
def test_whoever_reads_no_more_ends_nothing(quick: Any, line: str, status: int, told: str) -> None:
    quick.write("scenarios/bad.yaml", QUICK.replace("p: x", "p: y").replace("Quick", "Bad"))
    command = [sys.executable, "-m", "harness", "run", "-v", "--junitxml", "j.xml"]
    done = subprocess.run(
        ["/bin/bash", "-c", line, "-", *command],
        cwd=quick.root,
        env=clean({}),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == status
    assert done.stderr.startswith(told)
    assert bool(done.stderr) == bool(told)
    assert junit_of(quick.root / "j.xml") == {"": 3, "failure": 1}
    assert len(list((quick.root / RUNS).glob("*/*.jsonl"))) == 4
