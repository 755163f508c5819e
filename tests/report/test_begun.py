"""What a command that was killed had done is told by others, from what is on disk."""

from __future__ import annotations

import json
import os
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.recording import Event
from harness.report.begun import FOLDER, Begun, finish_killed, main
from harness.report.event_log import EventLog, log_of_attempt
from harness.report.last_run import last_failed, read_last_run, runs_of_last_command
from harness.report.reports import Reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Make = Callable[..., RunResult]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on files")


class Command:
    """A command with four runs, none of which is over."""

    def __init__(self, root: Path, make: Make) -> None:
        junit, output = root / "j.xml", root / "runs" / "run-0001"
        output.mkdir(parents=True)
        self.reports = Reports(
            root / ".harness" / "last-run.json", junit, output, {}, "harness run"
        )
        why = Failure(None, "not-run", "killed")
        self.runs = [
            replace(
                make(Verdict("not_run", (why,)), params=f"n={n}"), artifacts={}, events_path=None
            )
            for n in range(4)
        ]
        self.reports.write_junit(self.runs)
        self.begun = Begun(self.reports, self.runs)

    def log(self, number: int, status: str, *, is_whole: bool = True, lost: int = 0) -> EventLog:
        failure = Failure(None, "pattern", "it is wrong").as_json()
        ended = (
            {"status": status, "failures": [failure]} if status == "failed" else {"status": status}
        )
        with EventLog(self.reports.output, self.runs[number].run_id) as log:
            log.append(Event(1, 0.0, "run_started", {"lost_attempts": ["it went away"] * lost}))
            log.append(Event(2, 1.0, "trouble", {"x": "y" * 5000}))
            if is_whole:
                log.append(Event(3, 1500.0, "run_ended", ended))
        return log

    def is_killed(self) -> None:
        self.begun._release()

    def told(self) -> list[tuple[str, ...]]:
        cases = ET.parse(self.reports.junit or "").getroot().iter("testcase")  # noqa: S314
        return [tuple(part.tag for part in case if part.tag != "properties") for case in cases]


@pytest.fixture
def command(tmp_path: Path, result: Make) -> Iterator[Command]:
    made = Command(tmp_path, result)
    yield made
    made.begun.over()


def test_what_was_over_has_its_verdict_and_the_rest_is_not_run(command: Command) -> None:
    log = command.log(0, "failed", lost=1)
    kept = command.reports.output / log_of_attempt(log.path.stem, 1)
    kept.parent.mkdir()
    kept.touch()
    log.path.with_suffix(".png").touch()
    command.log(1, "passed", is_whole=False)
    command.log(2, "passed")
    skipped = Verdict("skipped", (Failure(None, "unfit", "it does not fit"),))
    command.begun.note(replace(command.runs[3], verdict=skipped))
    command.is_killed()
    finish_killed(command.reports.last_run)
    ids = [one.run_id for one in command.runs]
    statuses = dict(zip(ids, ["failed", "not_run", "passed", "skipped"], strict=True))
    assert read_last_run(command.reports.last_run) == statuses
    assert runs_of_last_command(command.reports.last_run) == [ids[0], ids[2], ids[3]]
    bad, whole = ("failure", "system-out"), ("system-out",)
    assert command.told() == [bad, ("skipped",), whole, ("skipped",)]
    text = command.reports.junit.read_text() if command.reports.junit else ""
    assert all(name in text for name in (str(kept.name), f"{log.path.stem}.png", 'time="1.5"'))
    assert not list((command.reports.last_run.parent / FOLDER).iterdir())


def test_a_file_that_it_was_just_writing_goes(command: Command) -> None:
    assert command.reports.junit is not None
    root = command.reports.junit.parent
    mine, other = (root / f".j.xml.{pid}-1a2b.part" for pid in (os.getpid(), os.getpid() + 1))
    mine.touch()
    other.touch()
    command.begun.finish()
    assert (mine.exists(), other.exists()) == (False, True)


def test_a_command_that_goes_on_is_left_alone(command: Command) -> None:
    command.log(0, "passed")
    finish_killed(command.reports.last_run)
    assert command.told() == [("skipped",)] * 4
    assert len(list((command.reports.last_run.parent / FOLDER).iterdir())) == 1
    command.begun.over()
    assert not list((command.reports.last_run.parent / FOLDER).iterdir())


def test_a_report_of_another_command_is_not_replaced(command: Command) -> None:
    command.log(0, "failed")
    command.is_killed()
    assert command.reports.junit is not None
    command.reports.write_junit(command.runs[:1])
    finish_killed(command.reports.last_run)
    assert command.told() == [("skipped",)]
    assert last_failed(command.reports.last_run) == {command.runs[0].run_id}


def test_a_report_that_was_removed_is_written(command: Command) -> None:
    command.log(0, "passed")
    command.is_killed()
    assert command.reports.junit is not None
    command.reports.junit.unlink()
    finish_killed(command.reports.last_run)
    assert len(command.told()) == 4


def test_before_a_run_is_over_there_is_nothing_to_tell(command: Command) -> None:
    command.log(0, "passed", is_whole=False)
    command.begun.finish()
    assert not command.reports.last_run.exists()
    assert not list((command.reports.last_run.parent / FOLDER).iterdir())


def test_a_report_that_cannot_be_written_costs_itself_alone(command: Command) -> None:
    command.log(0, "failed")
    assert command.reports.junit is not None
    command.reports.junit.unlink()
    command.reports.junit.mkdir()
    command.begun.finish()
    assert last_failed(command.reports.last_run) == {command.runs[0].run_id}


@pytest.mark.parametrize(
    "content", [b"", b'{"format": 1, "ru', b"[]\n", b"7\n7\n", b'{"format": 9}\n']
)
def test_a_plan_that_is_torn_or_foreign_goes(tmp_path: Path, content: bytes) -> None:
    plan = tmp_path / FOLDER / "1-abc"
    plan.parent.mkdir()
    plan.write_bytes(content)
    main(plan)
    assert not list(plan.parent.iterdir())


def test_what_is_on_disk_does_not_grow_with_runs_whose_logs_tell(command: Command) -> None:
    (plan,) = (command.reports.last_run.parent / FOLDER).iterdir()
    lines = plan.read_text().splitlines()
    assert len(lines) == 1
    content: dict[str, Any] = json.loads(lines[0])
    assert [row["run_id"] for row in content["runs"]] == [one.run_id for one in command.runs]
