"""One invocation of the harness: its id, its temporary folder, and all of its processes.

Every process that the harness starts has the id in its environment, as `LIVECHATOO_HARNESS_RUN`,
a browser also as a switch of its command line; temporary files, browsers' profiles among them, lie
in `livechatoo-harness-<id>` of the system's temporary folder. A process that starts a driver or a
worker makes an invocation, unless it was told the one that it belongs to. When it ends in order it
ends what is left; when it is killed, its supervisor does, which is there before there is anything
to clean up.

On Linux a worker also dies with who hired it, and processes are found in `/proc`; elsewhere psutil
finds them, as far as the system shows the environment of a user's own processes. On macOS a
browser keeps the system's temporary folder for its sockets: their paths must be short there.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness.supervision import limits, locks, processes
from harness.supervision.processes import PART, RUN
from harness.supervision.supervisor import BEATS, ENDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PREFIX = "livechatoo-harness-"
"""What the temporary folder of an invocation is called, before its id."""

SWITCH = "--livechatoo-harness-run"
"""The switch of a browser's command line that has the id."""

TEMPORARY = ("TMPDIR", "TEMP", "TMP")
_SUPERVISOR = """
import sys
sys.path.append(sys.argv[1])
from harness.supervision.supervisor import main
main(*sys.argv[2:])
"""
_ROOT = Path(__file__).parents[2]


class Membership(NamedTuple):
    """What a worker is told of the invocation that it belongs to; `part` is its own."""

    run: str
    folder: str
    part: str


class Invocation:
    """The invocation of this process. `supervise` sees to it that it is watched from outside."""

    def __init__(self, membership: Membership | None = None, *, is_beating: bool = False) -> None:
        self._is_own = membership is None
        self._is_beating = is_beating
        self._owner = os.getpid()
        self._parts = 0
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._lock: locks.Lock | None = None
        self._is_over = False
        if membership is None:
            run = secrets.token_hex(6)
            membership = Membership(run, str(Path(tempfile.gettempdir()) / f"{PREFIX}{run}"), "0")
        self.run = membership.run
        self.folder = Path(membership.folder)
        self.part = membership.part
        if self._is_own:
            atexit.register(self.end)
            self.supervise()
            self._make_folder()

    def _make_folder(self) -> None:
        """Make the folder, and hold it, so that nobody takes it for one that was left."""
        self.folder.mkdir(mode=0o700)
        self._lock = locks.shared(self.folder)
        for name in (BEATS, ENDED):
            (self.folder / name).mkdir()

    def expect(self, part: str) -> None:
        """A worker was started that is to beat soon."""
        with suppress(OSError):
            (self.folder / BEATS / f"{part}.start").touch()

    def forget(self, part: str) -> None:
        """A worker has ended."""
        for kind in ("start", "beat"):
            with suppress(OSError):
                (self.folder / BEATS / f"{part}.{kind}").unlink(missing_ok=True)

    @property
    def beat_file(self) -> Path | None:
        """The file that this process touches to show that it is alive; None for the command.

        The command itself is not killed from outside: nobody could go on without it.
        """
        return self.folder / BEATS / f"{self.part}.beat" if self._is_beating else None

    def new_part(self) -> str:
        """A name for a worker or a driver of this process, that no other has."""
        self._parts += 1
        return f"{self.part}.{self._parts}"

    def membership(self) -> Membership:
        """What a new worker is to be told."""
        return Membership(self.run, str(self.folder), self.new_part())

    @contextmanager
    def environment(self, part: str) -> Iterator[None]:
        """Processes that are started in this block belong to this part of the invocation."""
        marks = {RUN: self.run, PART: part, **dict.fromkeys(TEMPORARY, str(self.folder))}
        before = {name: os.environ.get(name) for name in marks}
        os.environ.update(marks)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def supervise(self) -> None:
        """Start the supervisor, which cleans up when this process is killed, unless it runs."""
        if not self._is_own or self._is_supervised():
            return
        self._let_go()
        # Isolated, and on Linux without site-packages: it is there in a fiftieth of a second.
        switches = ["-I", "-S"] if sys.platform == "linux" else ["-I"]
        switches += ["-B"] if sys.dont_write_bytecode else []  # isolated, it reads no variable
        with suppress(OSError), self.environment(f"{self.part}.supervisor"):
            self._supervisor = subprocess.Popen(  # noqa: S603 - all of it is the harness's own
                [
                    *(sys.executable, *switches, "-c", _SUPERVISOR),
                    *(str(_ROOT), self.run, str(self.folder), *_finisher),
                ],
                stdin=subprocess.PIPE,  # it ends when this process does
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _is_supervised(self) -> bool:
        """Whether the supervisor is there; one that somebody has stopped is of no use."""
        if self._supervisor is None or self._supervisor.poll() is not None:
            return False
        if not processes.is_stopped(self._supervisor.pid):
            return True
        self._supervisor.kill()
        self._supervisor.wait()
        return False

    def _others(self) -> list[processes.Process]:
        """The processes of the invocation but for its supervisors."""
        known = processes.of_run(self.run)
        return [one for one in known if not one.part.endswith(".supervisor")]

    def _let_go(self) -> None:
        """Close the pipe to the supervisor, by whose end it sees that this process is gone."""
        if self._supervisor is not None and self._supervisor.stdin is not None:
            self._supervisor.stdin.close()

    def why_ended(self, part: str) -> str | None:
        """Why the supervisor ended a worker, if it was the supervisor."""
        with suppress(OSError):
            return (self.folder / ENDED / part).read_text(encoding="utf-8")
        return None

    def kill(self, part: str) -> None:
        """Kill what is left of one part of it."""
        processes.kill(processes.of_run(self.run, part))

    def end(self) -> None:
        """Kill what is left of it and remove its folder; may be called again."""
        if self._is_over or self._owner != os.getpid():  # a fork of it is not it
            return
        self._is_over = True
        deadline = time.monotonic() + limits.REMAINING
        while (left := self._others()) and time.monotonic() < deadline:
            processes.kill(left)
            time.sleep(0.02)  # processes that were killed and are not our children tell nobody
        shutil.rmtree(self.folder, ignore_errors=True)
        # Last of all: until here it does the same, should this process be killed meanwhile.
        processes.kill(processes.of_run(self.run))
        if self._supervisor is not None:
            with suppress(subprocess.TimeoutExpired):
                self._supervisor.wait(limits.ANSWER)
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)  # it may have written there at that moment
        if self._lock is not None:
            self._lock.release()


_finisher: list[str] = []


def finish_by(command: Iterable[str]) -> None:
    """When this process is killed, the supervisors that start from here on run this command."""
    _finisher[:] = command


_current: Invocation | None = None


def current() -> Invocation:
    """The invocation that this process belongs to, made when there is none yet."""
    global _current  # noqa: PLW0603 - a process belongs to one
    if _current is None or _current._is_over:  # noqa: SLF001 - of this module
        _current = Invocation()
    return _current


def join(membership: Membership, *, is_beating: bool) -> Invocation:
    """Belong to the invocation of who started this process, and die with it where that can be.

    A process that is not beating does other people's work too: it is ended from outside only when
    somebody has stopped it, and what it starts is none of the invocation's.
    """
    global _current  # noqa: PLW0603
    _current = Invocation(membership, is_beating=is_beating)
    if not is_beating:
        for name in (RUN, PART):
            os.environ.pop(name, None)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            import ctypes

            set_death_signal = 1
            ctypes.CDLL(None).prctl(set_death_signal, processes.KILL, 0, 0, 0)
    return _current
