"""Places of evidence: no two commands share one, and one that cannot be written to says why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harness.report import folders
from harness.report.folders import KEPT, Unwritable, newest, run_folder
from harness.supervision import locks

HOLDING = """
import sys, time
from pathlib import Path
from harness.report.folders import run_folder
kept = run_folder(Path(sys.argv[1]))
print(kept.path.name, flush=True)
sys.stdin.read()
"""


def names(output: Path) -> list[str]:
    return sorted(path.name for path in output.iterdir())


def test_each_command_has_the_next_number(tmp_path: Path) -> None:
    made = [run_folder(tmp_path / "out").path.name for _ in range(3)]
    assert made == ["run-0001", "run-0002", "run-0003"]
    assert newest(tmp_path / "out") == tmp_path / "out" / "run-0003"


def test_commands_that_begin_at_the_same_time_share_no_folder(tmp_path: Path) -> None:
    made: list[str] = []
    gate = threading.Barrier(8)

    def begin() -> None:
        gate.wait()
        made.append(run_folder(tmp_path).path.name)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8


def test_a_number_that_another_command_takes_meanwhile_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_numbered", lambda _: [])  # as both see it
    assert [run_folder(tmp_path).path.name for _ in range(2)] == ["run-0001", "run-0002"]


def test_numbers_go_on_after_the_highest_whatever_else_lies_there(tmp_path: Path) -> None:
    for name in ("run-0007", "run-12", "run-9999x", "mine", "run-10000"):
        (tmp_path / name).mkdir()
    (tmp_path / "old.jsonl").touch()
    assert run_folder(tmp_path).path.name == "run-10001"
    assert {"mine", "old.jsonl", "run-12", "run-9999x"} <= set(names(tmp_path))


def test_the_newest_are_kept_and_nothing_else_is_removed(tmp_path: Path) -> None:
    (tmp_path / "drift").mkdir()
    for number in range(1, 15):
        (tmp_path / f"run-{number:04d}").mkdir()
        (tmp_path / f"run-{number:04d}" / "log.jsonl").write_text("x")
    run_folder(tmp_path)
    assert names(tmp_path) == ["drift", *(f"run-{number:04d}" for number in range(16 - KEPT, 16))]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on folders")
def test_the_evidence_of_a_command_that_is_still_going_is_never_removed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as going:
        assert going.stdout
        assert going.stdin
        assert going.stdout.readline() == "run-0001\n"
        for _ in range(KEPT + 2):
            held = run_folder(tmp_path)
            assert held.lock
            held.lock.release()
        assert "run-0001" in names(tmp_path)
        assert len(names(tmp_path)) == KEPT + 1
        going.kill()
    run_folder(tmp_path)
    assert "run-0001" not in names(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on folders")
def test_who_is_alone_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def other() -> None:
        with locks.alone(tmp_path):
            told.append("other")

    with locks.alone(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.1)
        told.append("first")
    thread.join()
    assert told == ["first", "other"]
    monkeypatch.setattr(locks, "PATIENCE", 0.0)
    with locks.alone(tmp_path), locks.alone(tmp_path):  # whoever never lets go is not waited for
        pass


def _file(root: Path) -> Path:
    (root / "file").touch()
    return root / "file"


def _loop(root: Path) -> Path:
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")
    return root / "one"


PLACES = {
    "file": (_file, "a part of the path is a file"),
    "below a file": (lambda root: _file(root) / "out", "a part of the path is a file"),
    "loop": (_loop, "it is a link that leads nowhere"),
    "below a loop": (lambda root: _loop(root) / "out", "too many levels of symbolic links"),
    "long": (lambda root: root / ("x" * 300), "file name too long"),
    "proc": (lambda _: Path("/proc/evidence"), "no such file or directory"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the words are Linux's")
@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_cannot_be_written_to_says_why_and_what_to_do(
    tmp_path: Path, place: str
) -> None:
    make, why = PLACES[place]
    output = make(tmp_path)
    told = re.escape(f"{output}: cannot be written: {why}; name another folder with --output")
    with pytest.raises(Unwritable, match=f"^{told}$"):
        run_folder(output)


def test_a_place_is_tried_with_the_longest_name_and_a_page_of_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        seen.append((path.name, len(content)))
        write(path, content[:10])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Unwritable, match="no space left on device"):
        run_folder(tmp_path)
    ((name, size),) = seen
    assert len(name) >= 115
    assert size == 4096
    assert not list((tmp_path / "run-0001").iterdir())


@pytest.mark.parametrize("name", ["TMPDIR", "TMP"])
def test_the_temporary_folder_is_the_one_that_a_browser_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for one in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.delenv(one, raising=False)
    folders.try_temporary()
    monkeypatch.setenv(name, str(tmp_path / "none"))
    with pytest.raises(Unwritable, match=f"set {name} to a folder that can be written to"):
        folders.try_temporary()
