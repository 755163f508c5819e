"""However a run of the harness ends, what is done is told and nothing is left."""

from __future__ import annotations

import os
import re
import signal
import sys
from typing import Any

import pytest

from tests.front_doors.conftest import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

QUICK = """
scenario: Quick
host: {html: "<p>x</p>"}
steps: [{check: {text: {p: x}}}]
"""
LONG = """
scenario: Long
timeout: 300s
host: {html: "<p>x</p>"}
steps:
  - expect: {never: {of: [{console: never}], for: 200s}}
"""
HELD = """<!doctype html><p>held</p><script>
const ask = async () => {
  const answer = await fetch("/go.txt");
  if (answer.ok) document.querySelector("p").textContent = "free";
  else setTimeout(ask, 50);
};
ask();
</script>"""
HELD_BY_A_FILE = """
scenario: Held
timeout: 120s
within: 100s
host: {file: held.html}
steps: [{check: {text: {p: free}}}]
"""
RECORDINGS = ".harness/runs"
HERE = ("-m", "harness", "run", "-v", "--in-flight", "2")
CREW = ("-m", "harness", "run", "-v", "-n", "2", "--in-flight", "2")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "scenarios", "--in-flight", "2", "-v")


@pytest.fixture
def endless(empty_project: Any) -> Any:
    """One run that is soon over, and two that would take very long."""
    for name, text in (("a", QUICK), ("b", LONG), ("c", LONG)):
        empty_project.write(f"scenarios/{name}.yaml", text)
    return empty_project


def passed(text: str) -> bool:
    return re.search(r"passed.*Quick|Quick.*PASSED", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("way", [HERE, CREW], ids=["one", "crew"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_a_run_that_is_broken_off_tells_what_is_done_and_leaves_nothing(
    endless: Any, begin: Any, way: tuple[str, ...], number: int
) -> None:
    assert endless.root
    running = begin(*way)
    assert running.says("Quick"), running.text
    assert len(running.family()) > 2  # a driver and a browser at least
    if number == signal.SIGINT:
        os.killpg(running.process.pid, number)  # a terminal tells the whole group
    else:
        os.kill(running.process.pid, number)
    assert running.process.wait(30) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert passed(running.text)
    assert "1 passed" in running.text
    assert "2 not run" in running.text
    assert "interrupted" in running.text
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_an_audit_that_is_broken_off_tells_what_is_done_and_what_is_not(
    empty_project: Any, begin: Any, number: int
) -> None:
    names = ["a.html", "b.html", "c.html"]
    for name in names:
        empty_project.write(name, "<!doctype html><title>Shop</title>")
    running = begin("-m", "harness", "audit", *names)
    assert running.says("[1/3]"), running.text
    if number == signal.SIGINT:
        os.killpg(running.process.pid, number)  # a terminal tells the whole group
    else:
        os.kill(running.process.pid, number)
    assert running.process.wait(30) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert "a.html: 1 note" in running.text
    assert re.search(r"interrupted; not audited: (b.html, )?c.html\n", running.text)
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text


@pytest.mark.parametrize(
    ("way", "size"),
    [
        (HERE, 3),
        (CREW, 4),
        *(
            pytest.param(way, size, marks=pytest.mark.campaign)
            for way, sizes in ((HERE, (2, 4, 5, 7)), (CREW, (2, 3, 5, 7)))
            for size in sizes
        ),
    ],
)
def test_it_can_be_broken_off_while_it_starts(
    endless: Any, begin: Any, way: tuple[str, ...], size: int
) -> None:
    assert endless.root
    running = begin(*way)
    running.grows_to(size)
    os.killpg(running.process.pid, signal.SIGINT)
    assert running.process.wait(30) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text


def test_pytest_that_is_broken_off_leaves_nothing(endless: Any, begin: Any) -> None:
    assert endless.root
    running = begin(*PYTEST)
    assert running.says("PASSED"), running.text
    os.killpg(running.process.pid, signal.SIGINT)
    assert running.process.wait(30) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert passed(running.text)
    assert "never retrieved" not in running.text


@pytest.mark.parametrize("way", [HERE, CREW, PYTEST], ids=["one", "crew", "pytest"])
def test_a_harness_that_is_killed_leaves_nothing(
    endless: Any, begin: Any, way: tuple[str, ...]
) -> None:
    assert endless.root
    running = begin(*way)
    assert running.says("PASSED" if way is PYTEST else "Quick"), running.text
    running.process.kill()
    running.process.wait()
    assert running.is_all_gone(), running.family()
    (log,) = (endless.root / ".harness" / "runs").glob("*/a-quick*.jsonl")
    assert '"run_ended"' in log.read_text()  # what was finished is on disk


def test_what_a_worker_that_is_killed_was_at_is_done_again(empty_project: Any, begin: Any) -> None:
    empty_project.write("fixtures/pages/held.html", HELD)
    for number in range(6):
        empty_project.write(f"scenarios/{number}.yaml", QUICK if number == 0 else HELD_BY_A_FILE)
    running = begin(*CREW)
    assert running.says("Quick"), running.text
    assert wait_until(lambda: len(list(empty_project.root.glob(f"{RECORDINGS}/*/*-held*"))) == 2)
    workers = [pid for pid, line in running.family().items() if "spawn_main" in line]
    os.kill(workers[0], signal.SIGKILL)
    empty_project.write("fixtures/pages/go.txt", "go")
    assert running.process.wait(60) == 0, running.text
    assert "6 passed" in running.text
    assert "1 run was done again: the worker process ended: exit code -9 (1)" in running.text
    assert running.is_all_gone(), running.family()
