"""An event log that cannot be written costs itself, and nobody hears of it but who asks."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.recording import Event
from harness.report.event_log import EventLog, read_events, slug

KINDS = ["run_started", "callback", "step_ended", "callback", "run_ended"]


def written(folder: Path) -> EventLog:
    log = EventLog(folder, "a run")
    for number, kind in enumerate(KINDS, start=1):
        log.append(Event(number, 0.0, kind, {"filler": "x" * 100}))
    log.flush()
    log.close()
    log.close()
    return log


class Failing(io.RawIOBase):
    """A file on a disk that takes so many bytes and no more."""

    def __init__(
        self,
        path: Path,
        room: int,
        number: int,
        *,
        only_closing: bool = False,
        is_cleared: bool = False,
    ) -> None:
        self._is_cleared = is_cleared
        self._file = path.open("wb", buffering=0)
        self._room = room
        self._number = number
        self._only_closing = only_closing

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        size = len(data)
        if self._room <= 0:
            self._room = 10_000 if self._is_cleared else 0
            raise OSError(self._number, os.strerror(self._number))
        taken = min(size, self._room)
        self._room -= taken
        self._file.write(bytes(data[:taken]))
        return taken

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._file.close()
            if self._only_closing:  # network file systems tell of a quota only then
                raise OSError(self._number, os.strerror(self._number))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make the files that are opened from here on fail."""
    opened = Path.open

    def disk(room: int, number: int, **more: bool) -> None:
        def open_(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            if mode != "wb" or named.get("buffering") == 0:
                return opened(path, mode, *arguments, **named)
            monkeypatch.setattr(Path, "open", opened)
            return io.BufferedWriter(Failing(path, room, number, **more), 1 << 16)

        monkeypatch.setattr(Path, "open", open_)

    return disk


NUMBERS = [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS]


@pytest.mark.parametrize("number", NUMBERS, ids=[errno.errorcode[one] for one in NUMBERS])
@pytest.mark.parametrize("room", [1, 100, 200, 500, 600])
def test_a_disk_that_is_full_in_the_middle_leaves_a_log_that_can_be_read(
    tmp_path: Path, disk: Any, number: int, room: int
) -> None:
    disk(room, number)
    log = written(tmp_path)
    assert log.unkept == os.strerror(number)
    assert log.is_there
    assert log.path.stat().st_size == room
    if room > 200:
        kinds = [event.kind for event in read_events(log.path)]
        assert kinds == KINDS[: len(kinds)]
        assert kinds


@pytest.mark.parametrize("room", [100, 200, 250])
def test_a_disk_that_somebody_clears_meanwhile_leaves_no_hole(
    tmp_path: Path, disk: Any, room: int
) -> None:
    disk(room, errno.ENOSPC, is_cleared=True)
    log = written(tmp_path)
    assert log.unkept == os.strerror(errno.ENOSPC)
    events = read_events(log.path).events
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


def test_a_disk_that_is_full_from_the_beginning_leaves_no_log(tmp_path: Path, disk: Any) -> None:
    disk(0, errno.ENOSPC)
    log = written(tmp_path)
    assert log.unkept == os.strerror(errno.ENOSPC)
    assert not log.is_there
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_when_the_file_is_closed_is_told(tmp_path: Path, disk: Any) -> None:
    disk(10_000, errno.EDQUOT, only_closing=True)
    log = written(tmp_path)
    assert log.unkept == os.strerror(errno.EDQUOT)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.EACCES, errno.ENOSPC])
def test_a_log_that_cannot_be_opened_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", refuse)
    log = written(tmp_path)
    assert (log.unkept, log.is_there) == (os.strerror(number), False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_device_that_is_full_is_told(tmp_path: Path) -> None:
    (tmp_path / f"{slug('a run')}.jsonl").symlink_to("/dev/full")
    assert written(tmp_path).unkept == "No space left on device"


def test_a_folder_that_goes_away_costs_nothing_but_the_log(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert written(tmp_path / "file" / "out").unkept


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_limit_of_the_size_of_files_is_no_end(tmp_path: Path) -> None:
    import resource
    import subprocess

    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_log_faults import written
log = written(Path(sys.argv[1]))
print(log.unkept, log.path.stat().st_size)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["File", "too", "large", "300"], done.stderr


def test_a_log_that_is_whole_says_so(tmp_path: Path) -> None:
    log = written(tmp_path)
    assert (log.unkept, log.is_there) == ("", True)
