"""Standard output and error that cannot be written end nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

fcntl = pytest.importorskip("fcntl")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams as POSIX has them")

LONG = "from harness.report import outlets; outlets.keep_open(); import sys, os\n"
PRINTING = f"{LONG}for n in range(40000): print(n)\nos.write({{told}}, outlets.lost().encode())"
ASSUMPTIONS = [sys.executable, "-m", "harness", "assumptions"]


def shell(line: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "-c", line, "-", *arguments], capture_output=True, text=True, check=False
    )


def test_a_reader_that_leaves_ends_nothing() -> None:
    done = shell('"$@" | head -1; echo "${PIPESTATUS[0]}"', *ASSUMPTIONS)
    assert done.stdout.splitlines()[-1] == "0"
    assert not done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_an_output_that_is_full_is_told_by_the_status() -> None:
    done = shell('"$@" > /dev/full', *ASSUMPTIONS)
    assert done.returncode == 3
    assert done.stderr == (
        "standard output could not be written (No space left on device), so what it lacks is lost\n"
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_from_the_beginning_ends_nothing(closed: str) -> None:
    done = shell(f'"$@" {closed}', *ASSUMPTIONS)
    assert (done.returncode, done.stderr) == (0, "")


def test_files_take_no_place_of_a_closed_stream() -> None:
    code = f"{LONG}print(open(os.devnull).fileno() > 2, file=sys.stderr)"
    done = shell('"$@" <&- >&-', sys.executable, "-c", code)
    assert done.stderr == "True\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_an_error_output_that_is_full_ends_nothing() -> None:
    done = shell('"$@" 2> /dev/full', *ASSUMPTIONS[:3], "run", "nowhere.yaml")
    assert done.returncode in {4, 5}


def test_a_stream_that_does_not_wait_is_waited_for() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    code = PRINTING.format(told=2)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, text=True
    ) as going:
        os.close(writer)
        with os.fdopen(reader) as file:
            assert sum(1 for _ in file) == 40000
        assert going.stderr
        assert not going.stderr.read()
    assert going.returncode == 0


@pytest.mark.parametrize("flags", [(), ("-u",)])
def test_what_is_printed_is_what_it_was(flags: tuple[str, ...]) -> None:
    code = f"{LONG}print('one', end=''); print('å\\ntwo')\nsys.stdout.buffer.write(b'three')"
    done = subprocess.run(
        [sys.executable, *flags, "-X", "utf8", "-c", code], capture_output=True, check=False
    )
    assert set(done.stdout.decode().splitlines()) >= {"oneå"}
    assert b"three" in done.stdout


def test_where_the_current_folder_is_gone_that_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell('cd "$1" && rmdir "$1" && shift && "$@"', str(gone), *ASSUMPTIONS)
    assert done.returncode == 4
    assert done.stderr.startswith("the current folder cannot be used: ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="Linux has it")
@pytest.mark.parametrize("waits", ["waits", "does not wait"])
def test_a_reader_that_does_not_read_keeps_no_command_from_ending(waits: str) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writer, waits == "waits")
    with subprocess.Popen(ASSUMPTIONS, stdout=writer) as going:
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            assert len(pipe.read(1)) == 1
            with pytest.raises(subprocess.TimeoutExpired):
                going.wait(1)
            going.send_signal(signal.SIGTERM)
            assert going.wait(30) == 2
