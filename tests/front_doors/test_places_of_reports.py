"""What stands where reports are to be: pipes, files of the project, reports of before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.front_doors.conftest import clean
from tests.front_doors.test_endings import QUICK
from tests.front_doors.test_evidence import PYTEST, held, junit_of, quick

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="places as Linux has them")

__all__ = ["held", "quick"]

PIPES = {
    ".harness/last-run.json": "remove it",
    ".harness/begun": "remove it",
    "j.xml": "name another file with --junitxml",
}


@pytest.mark.parametrize("name", PIPES)
def test_a_named_pipe_in_a_place_is_refused_and_holds_nobody(quick: Any, name: str) -> None:
    (quick.root / ".harness").mkdir()
    os.mkfifo(quick.root / name)
    done = quick.harness("run", "--lf", "--junitxml", "j.xml")
    told = f"{name}: cannot be written: it is a named pipe; {PIPES[name]}\n"
    assert (done.status, done.out) == (4, "")
    assert done.err.endswith(told)
    assert quick.harness("coverage").status == 5


def test_a_named_pipe_among_the_plans_is_passed_over(quick: Any) -> None:
    (quick.root / ".harness/begun").mkdir(parents=True)
    os.mkfifo(quick.root / ".harness/begun/1-a")
    assert quick.harness("run", "-q").status == 0


def test_pytest_is_not_held_by_a_named_pipe_either(quick: Any) -> None:
    os.mkfifo(quick.root / "j.xml")
    done = quick.python(*PYTEST, "--junitxml", "j.xml")
    assert done.status == 4
    assert "j.xml: cannot be written: it is a named pipe; " in done.text
    assert "passed" not in done.text


OWN = ["scenarios/0.yaml", "fixtures/pages/held.html", ".harness/last-run.json"]


@pytest.mark.parametrize("name", OWN)
def test_a_report_never_replaces_what_the_command_reads(held: Any, name: str) -> None:
    before = held.write(name, (held.root / name).read_text() if "last" not in name else "{}")
    text = before.read_text()
    done = held.harness("run", "--junitxml", f"./scenarios/../{name}")
    assert (done.status, done.out) == (4, "")
    assert "the command itself reads or keeps this file; name another" in done.err
    assert before.read_text() == text


def test_pytest_replaces_no_scenario_either(quick: Any) -> None:
    done = quick.python(*PYTEST, "--junitxml", "scenarios/0.yaml")
    assert done.status == 4
    assert (quick.root / "scenarios/0.yaml").read_text() == QUICK


DOORS = {
    "run": ("-m", "harness", "run", "--junitxml", "j.xml"),
    "pytest": (*PYTEST, "--junitxml", "j.xml"),
    "xdist": (*PYTEST, "-n", "2", "--junitxml", "j.xml"),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_report_of_before_goes_where_nothing_is_run(quick: Any, door: str) -> None:
    quick.write("j.xml", "<testsuites><testcase name='old'/></testsuites>")
    quick.write("scenarios/bad.yaml", "scenario: x\nhost: [\n")
    done = quick.python(*DOORS[door])
    assert done.status == 4
    assert junit_of(quick.root / "j.xml")["error"] == 1
    told = (quick.root / "j.xml").read_text()
    assert "scenarios/bad.yaml:2:8: problem[yaml]: a value is missing here" in told
    assert "old" not in told


def test_a_report_on_standard_output_replaces_no_file(quick: Any) -> None:
    outlet = quick.root / "out"
    command = f"{sys.executable} -m harness run --junitxml /dev/stdout >> out"
    subprocess.run(
        ["/bin/sh", "-c", command], cwd=quick.root, env=clean({}), timeout=90, check=True
    )
    assert Path("/dev/stdout").is_symlink()
    assert outlet.read_text().count("</testsuites>") == 2
    assert "3 passed" in outlet.read_text()


def test_pytest_does_not_follow_a_link_back_above_itself(quick: Any) -> None:
    (quick.root / "scenarios/up").symlink_to("..")
    done = quick.python(*PYTEST, "--collect-only", "-q")
    assert done.status == 0
    assert "\n3 tests collected" in done.out
