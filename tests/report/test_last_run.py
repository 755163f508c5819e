from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.judging.verdict import RunResult, Verdict
from harness.report.last_run import (
    last_failed,
    output_of_last_command,
    read_last_run,
    runs_of_last_command,
    try_last_run,
    write_last_run,
)
from harness.supervision import locks

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., RunResult]


def test_what_failed_is_remembered(tmp_path: Path, result: Make, failed: RunResult) -> None:
    path = tmp_path / ".harness" / "last-run.json"
    good = result(params="side=right")
    write_last_run(path, [good, failed])
    assert read_last_run(path) == {good.run_id: "passed", failed.run_id: "failed"}
    assert last_failed(path) == {failed.run_id}
    assert [entry.name for entry in path.parent.iterdir()] == ["last-run.json"]


def test_a_failure_is_remembered_until_its_run_passes(
    tmp_path: Path, result: Make, failed: RunResult
) -> None:
    path = tmp_path / "last-run.json"
    write_last_run(path, [failed])
    write_last_run(path, [result(params="another")])
    assert runs_of_last_command(path) == [result(params="another").run_id]
    write_last_run(path, [result(Verdict("not_run"))])
    assert runs_of_last_command(path) == []
    assert last_failed(path) == {failed.run_id}
    write_last_run(path, [result()])
    assert last_failed(path) == frozenset()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"format": 1, "runs": {"a": "fai',
        b"[]",
        b"null",
        b'{"format": 2, "runs": {"a": "failed"}}',
        b'{"format": 1, "runs": ["a"]}',
        b'{"format": 1, "runs": {"a": "great", "b": 3, "c": []}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_torn_or_foreign_file_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "last-run.json"
    path.write_bytes(content)
    assert read_last_run(path) == {}
    assert runs_of_last_command(path) == []


def test_a_missing_file_counts_as_empty(tmp_path: Path) -> None:
    assert last_failed(tmp_path / "nothing.json") == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on folders")
def test_one_command_at_a_time_writes(tmp_path: Path) -> None:
    path = tmp_path / "last-run.json"
    with locks.alone(tmp_path):
        other = threading.Thread(target=write_last_run, args=(path, [], Path("out/run-0001")))
        other.start()
        other.join(0.2)
        assert not path.exists()
    other.join()
    assert output_of_last_command(path) == Path("out/run-0001")


def test_trying_changes_nothing_that_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "last-run.json"
    try_last_run(path)
    assert read_last_run(path) == {}
    assert output_of_last_command(path) is None
    path.write_text('{"format": 1, "runs": {"a": "failed"}}')
    try_last_run(path)
    assert read_last_run(path) == {"a": "failed"}
