"""An invocation's processes are found, watched and ended, whatever becomes of who began them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from harness.supervision import limits, locks, processes
from harness.supervision.invocation import PREFIX, Invocation, Membership
from harness.supervision.supervisor import NEW, Watch, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SLEEPER = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
HEAD = """
import subprocess, sys, time
from harness.supervision.invocation import current
invocation = current()
invocation.supervise()
with invocation.environment(invocation.new_part()):
    subprocess.Popen([sys.executable, "-c", {sleeper!r}], start_new_session=True)
print(invocation.run, flush=True)
{then}
"""

BEGUN: list[subprocess.Popen[bytes]] = []


def within(seconds: float, condition: Callable[[], object]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def invocation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Invocation]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = Invocation()
    yield made
    made.end()
    while BEGUN:
        BEGUN.pop().wait(10)


def begin(invocation: Invocation, part: str) -> None:
    with invocation.environment(part):
        BEGUN.append(subprocess.Popen([sys.executable, "-c", SLEEPER]))
    assert within(10, lambda: len(processes.of_run(invocation.run, part)) == 2)


def test_parts_are_found_with_what_they_began_and_ended_apart(invocation: Invocation) -> None:
    begin(invocation, "0.1")
    begin(invocation, "0.10")
    supervisor = 1
    assert len(processes.of_run(invocation.run)) == 4 + supervisor
    invocation.kill("0.1")
    assert within(5, lambda: not processes.of_run(invocation.run, "0.1"))
    assert len(processes.of_run(invocation.run, "0.10")) == 2
    assert "LIVECHATOO_HARNESS_RUN" not in os.environ


def test_it_ends_what_is_left_stopped_or_not_and_its_folder(invocation: Invocation) -> None:
    begin(invocation, "0.1")
    for one in processes.of_run(invocation.run):
        os.kill(one.pid, signal.SIGSTOP)
    invocation.end()
    assert not processes.of_run(invocation.run)
    assert not invocation.folder.exists()


@pytest.mark.parametrize("then", ["time.sleep(60)", "sys.exit(0)"], ids=["killed", "ended"])
def test_all_is_gone_soon_after_who_began_it(tmp_path: Path, then: str) -> None:
    head = subprocess.Popen(
        [sys.executable, "-c", HEAD.format(sleeper=SLEEPER, then=then)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert head.stdout is not None
    with head, head.stdout:
        run = head.stdout.readline().strip()
        if then != "sys.exit(0)":
            assert within(10, lambda: len(processes.of_run(run)) == 3)
            head.kill()
        head.wait(20)
    assert within(5, lambda: not processes.of_run(run)), processes.of_run(run)
    assert within(5, lambda: not (tmp_path / f"{PREFIX}{run}").exists())


KILLED_AS_IT_BEGINS = """
import os, pathlib, signal
make = pathlib.Path.mkdir
def mkdir(*arguments, **more):
    make(*arguments, **more)
    os.kill(os.getpid(), signal.SIGKILL)
pathlib.Path.mkdir = mkdir
from harness.supervision.invocation import current
current()
"""


def test_nothing_is_left_of_a_command_that_is_killed_as_it_begins(tmp_path: Path) -> None:
    given = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", KILLED_AS_IT_BEGINS], env=given, check=False)
    assert done.returncode == -signal.SIGKILL
    assert within(5, lambda: not list(tmp_path.iterdir()))


def test_what_a_killed_command_left_undone_is_finished_once_all_is_swept(tmp_path: Path) -> None:
    left = "import os, sys; open(sys.argv[1], 'w').write(str(os.listdir(sys.argv[2])))"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    script = (
        "import os, signal, sys\n"
        "from harness.supervision.invocation import current, finish_by\n"
        f"finish_by([sys.executable, '-c', {left!r}, 'found', {str(temporary)!r}])\n"
        "current()\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    given = {**os.environ, "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=given, check=False)
    found = tmp_path / "found"
    assert within(5, lambda: found.exists() and found.read_text() == "[]")


def test_a_supervisor_that_was_killed_is_replaced(invocation: Invocation) -> None:
    first = processes.of_run(invocation.run, "0.supervisor")
    processes.kill(first)
    assert within(5, lambda: not processes.of_run(invocation.run, "0.supervisor"))
    invocation.supervise()
    assert processes.of_run(invocation.run, "0.supervisor") != first


@pytest.fixture
def watch(
    invocation: Invocation, monkeypatch: pytest.MonkeyPatch
) -> tuple[Watch, Callable[[float], None]]:
    now = [0.0]
    monkeypatch.setattr("harness.supervision.supervisor.time.monotonic", lambda: now[0])
    made = Watch(invocation.run, str(invocation.folder))

    def pass_by(seconds: float, *, is_excused: bool = False) -> None:
        end = now[0] + seconds
        while now[0] < end:
            now[0] += 0.5
            made.look(is_excused=is_excused)

    return made, pass_by


def test_a_worker_that_falls_silent_is_ended_and_it_is_known_why(
    invocation: Invocation, watch: tuple[Watch, Callable[..., None]]
) -> None:
    begin(invocation, "0.1")
    beat = invocation.folder / "beats" / "0.1.beat"
    beat.touch()
    _, pass_by = watch
    for number in range(4):
        pass_by(limits.SILENCE - 2)
        os.utime(beat, (number, number))
    assert processes.of_run(invocation.run, "0.1")
    pass_by(limits.SILENCE + 2)
    assert within(5, lambda: not processes.of_run(invocation.run, "0.1"))
    assert invocation.why_ended("0.1") == "it did not answer"


def test_nobody_is_ended_while_a_user_has_stopped_all(
    invocation: Invocation, watch: tuple[Watch, Callable[..., None]]
) -> None:
    begin(invocation, "0.1")
    (invocation.folder / "beats" / "0.1.beat").touch()
    _, pass_by = watch
    pass_by(100, is_excused=True)
    pass_by(limits.SILENCE - 2)
    assert processes.of_run(invocation.run, "0.1")


def test_what_was_stopped_is_ended(
    invocation: Invocation, watch: tuple[Watch, Callable[..., None]]
) -> None:
    begin(invocation, "0.1")
    first, second = processes.of_run(invocation.run, "0.1")
    os.kill(first.pid, signal.SIGSTOP)
    assert within(5, lambda: processes.is_stopped(first.pid))
    _, pass_by = watch
    pass_by(limits.SILENCE + 3)
    assert within(5, lambda: first.pid not in [one.pid for one in processes.of_run(invocation.run)])
    assert second.pid in [one.pid for one in processes.of_run(invocation.run)]


def test_a_member_leaves_the_folder_to_the_head(invocation: Invocation) -> None:
    member = Invocation(Membership(invocation.run, str(invocation.folder), "0.5"), is_beating=True)
    assert member.beat_file == invocation.folder / "beats" / "0.5.beat"
    assert member.new_part() == "0.5.1"
    assert invocation.beat_file is None


def test_folders_of_nobody_are_removed(invocation: Invocation) -> None:
    new, old, held, running = folders = [
        invocation.folder.with_name(f"{PREFIX}{name}") for name in ("1", "2", "3", "4")
    ]
    others = invocation.folder.with_name("another")
    for folder in (*folders, others):
        folder.mkdir()
    for folder in (invocation.folder, old, held, running, others):
        os.utime(folder, (time.time() - NEW - 1,) * 2)
    lock = locks.shared(held)
    assert lock is not None
    with Invocation(Membership("4", str(running), "0")).environment("0"):
        BEGUN.append(subprocess.Popen([sys.executable, "-c", SLEEPER]))
    tidy(str(invocation.folder))
    left = [one for one in (invocation.folder, *folders, others) if one.exists()]
    processes.kill(processes.of_run("4"))
    lock.release()
    assert left == [invocation.folder, new, held, running, others]
