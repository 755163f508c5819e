"""Too few open files are told before the first run, and more are taken where they are allowed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.browser import handles

resource = pytest.importorskip("resource")

TELL = (
    "from harness.browser import handles; handles.raise_limit();"
    "print(handles.limit(), handles.lack(3) == '')"
)


def told(soft: int, hard: int) -> str:
    """What a process says that begins with these limits."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    command = [sys.executable, "-c", TELL]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, preexec_fn=limited
    ).stdout.strip()


def test_a_process_takes_what_it_is_allowed() -> None:
    assert told(64, 4096) == "4096 True"


def test_no_more_is_taken_than_is_wished() -> None:
    assert told(64, 9000) == f"{handles.WISHED} True"


def test_a_limit_that_is_higher_stays() -> None:
    assert told(8000, 9000) == "8000 True"


def test_too_few_are_told() -> None:
    assert told(64, 64) == "64 False"


@pytest.mark.parametrize(("allowed", "is_told"), [(111, True), (112, False), (None, False)])
def test_what_runs_need_decides(
    monkeypatch: pytest.MonkeyPatch, allowed: int | None, *, is_told: bool
) -> None:
    monkeypatch.setattr(handles, "limit", lambda: allowed)
    told = handles.lack(3)
    assert bool(told) == is_told
    assert not told or "111 files may be open at a time, and 112 are needed" in told
