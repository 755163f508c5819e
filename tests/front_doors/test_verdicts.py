"""Both front doors on the same project: the same verdicts, and what each tells and leaves."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

BAD = "scenarios/bad.yaml::The page says closed@chromium"
LOADS = "scenarios/embedded.yaml::The widget loads@chromium"
GOOD = "scenarios/good.yaml::The page says shop[device={}]@chromium"
VERDICTS = {
    BAD: "failed",
    LOADS: "passed",
    GOOD.format("desktop"): "passed",
    GOOD.format("phone"): "passed",
}


@pytest.fixture(scope="module")
def ran(project: Any) -> Any:
    return project.harness("run", "--junitxml", "reports/junit.xml")


@pytest.fixture(scope="module")
def ran_by_two(project: Any, ran: Any) -> Any:
    """After the other one, since both remember their verdicts in the same place."""
    assert ran.status == 1
    return project.harness("run", "-n", "2", "--order", "reverse", "--output", "two")


@pytest.fixture(scope="module")
def tested(project: Any) -> Any:
    return project.python("-m", "pytest", "scenarios", "-rA", "--junitxml", "reports/pytest.xml")


def test_a_run_tells_its_verdicts_and_fails(ran: Any) -> None:
    assert ran.status == 1
    for run_id, verdict in VERDICTS.items():
        assert re.search(rf"{verdict}\s.*{re.escape(run_id)}", ran.out), ran.text
    assert "3 passed" in ran.out
    assert "1 failed" in ran.out


def test_a_failure_says_where_what_and_how_to_run_it_again(ran: Any) -> None:
    assert "scenarios/bad.yaml:7:" in ran.out
    assert "failure[" in ran.out
    assert "closed" in ran.out
    assert "harness show .harness/runs/" in ran.out
    assert f"harness run '{BAD}'" in ran.out


def test_two_workers_in_reverse_order_give_the_same_verdicts(project: Any, ran_by_two: Any) -> None:
    assert ran_by_two.status == 1
    kept = json.loads((project.root / ".harness" / "last-run.json").read_text())["runs"]
    assert kept == VERDICTS
    assert len(list((project.root / "two" / "run-0001").glob("*.jsonl"))) == 4


def test_junit_names_every_run_once(project: Any, ran: Any) -> None:
    cases = ET.parse(project.root / "reports" / "junit.xml").getroot().iter("testcase")  # noqa: S314 - our own
    assert ran.status == 1
    found = {case.get("name"): [child.tag for child in case] for case in cases}
    assert len(found) == 4
    assert [name for name, tags in found.items() if "failure" in tags] == [
        "The page says closed [chromium]"
    ]


def test_what_failed_can_be_run_again_alone(project: Any, ran_by_two: Any, called: Any) -> None:
    assert ran_by_two.status == 1
    assert called(project, "run", "--lf", "--list").out.splitlines() == [BAD]


def test_every_run_leaves_an_event_log_and_a_failure_a_picture(project: Any, ran: Any) -> None:
    assert ran.status == 1
    (folder,) = {project.root / name for name in re.findall(r"\.harness/runs/run-\d+", ran.out)}
    logs = list(folder.glob("*.jsonl"))
    assert len(logs) == 4
    for log in logs:
        kinds = [json.loads(line)["kind"] for line in log.read_text().splitlines()]
        assert (kinds[0], kinds[-1]) == ("run_started", "run_ended")
    assert [picture.name[:20] for picture in folder.glob("*.png")] == ["bad-the-page-says-cl"]


def test_show_prints_a_log_as_a_timeline(project: Any, ran: Any, called: Any) -> None:
    assert ran.status == 1
    (folder,) = {project.root / name for name in re.findall(r"\.harness/runs/run-\d+", ran.out)}
    (log,) = folder.glob("embedded*.jsonl")
    done = called(project, "show", str(log))
    assert done.status == 0
    assert "onload" in done.out
    assert "start-online" in done.out


def test_after_the_first_failure_no_run_begins(project: Any, ran: Any) -> None:
    assert ran.status == 1
    done = project.harness("run", "-x", "--in-flight", "1", "--output", "first")
    assert done.status == 1
    assert "1 failed" in done.out
    assert "3 not run" in done.out
    assert len(list((project.root / "first").glob("*/*.jsonl"))) == 1


def verdicts_of(done: Any) -> dict[str, str]:
    found = re.findall(r"^(PASSED|FAILED) (scenarios/\S+::.*?@chromium)", done.out, re.MULTILINE)
    return {run_id: verdict.lower() for verdict, run_id in found}


def test_pytest_gives_the_same_verdicts(tested: Any) -> None:
    assert tested.status == 1
    assert verdicts_of(tested) == VERDICTS


def test_pytest_tells_a_failure_as_the_harness_does(tested: Any) -> None:
    assert "scenarios/bad.yaml:7:" in tested.out
    assert "failure[" in tested.out
    assert "Traceback" not in tested.out


def test_pytest_with_two_workers_gives_the_same_verdicts(project: Any) -> None:
    done = project.pytest("scenarios", "-n", "2", "-rA")
    assert done.status == 1
    assert verdicts_of(done) == VERDICTS


def test_pytest_chooses_as_it_always_does(project: Any, tested: Any) -> None:
    assert tested.status == 1
    collect = ("-m", "pytest", "scenarios", "--collect-only", "-q")
    last = project.python(*collect, "--lf")
    assert [line for line in last.out.splitlines() if "::" in line] == [BAD]
    words = project.python(*collect, "-k", "phone", "-m", "smoke")
    assert [line for line in words.out.splitlines() if "::" in line] == [GOOD.format("phone")]


LEAVER = """
scenario: A leaves everything behind
host: {file: shop.html}
mocks:
  - at: https://shop.example/worker.js
    reply: {text: "addEventListener('fetch', () => {})", headers: {Content-Type: text/javascript}}
steps:
  - eval: |
      (async () => {
        document.cookie = "left=1; max-age=9999";
        localStorage.left = sessionStorage.left = "1";
        window.name = "left";
        await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
        await caches.open("left");
        await navigator.serviceWorker.register("/worker.js");
        await navigator.serviceWorker.ready;
        return document.cookie + localStorage.left + window.name;
      })()
    returns: left=11left
"""
FINDER = """
scenario: B finds nothing
host: {file: shop.html}
steps:
  - eval: |
      (async () => [
        document.cookie, localStorage.length, sessionStorage.length, window.name,
        (await indexedDB.databases()).length, (await caches.keys()).length,
        (await navigator.serviceWorker.getRegistrations()).length, history.length,
      ])()
    returns: ["", 0, 0, "", 0, 0, 0, $int]
"""


def test_what_a_run_leaves_behind_the_next_one_does_not_find(empty_project: Any) -> None:
    empty_project.write("scenarios/a.yaml", LEAVER)
    empty_project.write("scenarios/b.yaml", FINDER)
    done = empty_project.harness("run", "--in-flight", "1")
    assert done.status == 0, done.text
    assert "2 passed" in done.out
