"""One invocation of the harness under a fault: its processes, its folder, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.faults.pages import good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.fault import Fault

MARK = "HARNESS_FAULT"
"""A variable of the environment that every process of the invocation inherits."""

SIGNS = {
    "exec(eval(sys.stdin": "xdist",
    "run-driver": "driver",
    "harness.supervision.supervisor": "supervisor",
    "--remote-debugging-pipe": "browser",
    "spawn_main": "worker",
    "execnet": "worker",
}
"""What the command lines of processes hold, and the kind that they are."""

GLANCE = 0.005
"""Seconds between two looks at the processes; nothing tells of those that come and go."""


class Invocation:
    """Use in a `with` statement: whatever is left of it is ended at the end."""

    def __init__(self, fault: Fault, folder: Path) -> None:
        self.fault = fault
        self.folder = folder
        self.temp = folder / "temp"
        self.mark = uuid.uuid4().hex
        self.began = 0.0
        self.seconds = 0.0
        self.status: int | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._write()
        self.began = time.monotonic()
        with (self.folder / "stdout").open("wb") as out, (self.folder / "stderr").open("wb") as err:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder / "work",
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        return self

    def __exit__(self, *_exception: object) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    @property
    def output(self) -> str:
        """What the command has written so far."""
        return "".join(
            (self.folder / name).read_text(encoding="utf-8", errors="replace")
            for name in ("stdout", "stderr")
        )

    @property
    def is_running(self) -> bool:
        """Whether the command has not ended."""
        return self.process is not None and self.process.poll() is None

    def ended(self, seconds: float) -> bool:
        """Wait for its end; whether it came in time."""
        assert self.process is not None
        try:
            self.status = self.process.wait(max(0.1, seconds - (time.monotonic() - self.began)))
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.seconds = time.monotonic() - self.began
        return True

    def until(self, condition: Callable[[], object], seconds: float = 30.0) -> bool:
        """Wait for a condition while the command runs; whether it came to hold."""
        end = time.monotonic() + seconds
        while not condition():
            if not self.is_running or time.monotonic() > end:
                return False
            time.sleep(GLANCE)
        return True

    def catches(self, number: int) -> bool:
        """Whether the command has a handler for a signal."""
        assert self.process is not None
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith("SigCgt:"):
                    return bool(int(line.split()[1], 16) >> (number - 1) & 1)
        return False

    def signal(self, number: int) -> None:
        """Send a signal to the command itself."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def pids(self, kind: str = "") -> list[int]:
        """Its living processes, oldest first: all, or those of a kind.

        Kinds are controller, supervisor, worker, xdist, driver, browser, renderer, gpu, utility,
        zygote.
        """
        return [pid for pid, is_kind in self._processes() if not kind or is_kind == kind]

    def logs(self) -> list[Path]:
        """The event logs on disk."""
        return sorted((self.folder / "work").rglob("*.jsonl"))

    def over(self) -> list[Path]:
        """The event logs of runs that are over."""
        return [one for one in self.logs() if b'"kind":"run_ended"' in _content(one)]

    def _processes(self) -> Iterator[tuple[int, str]]:
        wanted = f"{MARK}={self.mark}".encode()
        numbers = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        for entry in sorted(numbers):
            try:
                if wanted not in Path(f"/proc/{entry}/environ").read_bytes().split(b"\0"):
                    continue
                words = Path(f"/proc/{entry}/cmdline").read_bytes().decode(errors="replace")
                state = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state not in "ZX":
                yield entry, self._kind(entry, words)

    def _kind(self, pid: int, words: str) -> str:
        if self.process is not None and pid == self.process.pid:
            return "controller"
        kind = words.partition("--type=")[2].partition("\0")[0].partition(" ")[0]
        if kind:
            return {"gpu-process": "gpu"}.get(kind, kind)
        return next((kind for sign, kind in SIGNS.items() if sign in words), "other")

    @property
    def command(self) -> list[str]:
        """The command, with the line of sh before it."""
        fault = self.fault
        if fault.door == "pytest":
            spread = ["-n", str(fault.workers)] if fault.workers > 1 else []
            words = ["pytest", "-p", "no:cacheprovider", *spread, "--junitxml=junit.xml"]
            words += [*fault.options, "scenarios"]
        else:
            words = ["harness", "run", "-n", str(fault.workers), "--junitxml", "junit.xml"]
            words += fault.options
        command = [sys.executable, "-m", *words]
        return ["sh", "-c", fault.through, "sh", *command] if fault.through else command

    @property
    def environment(self) -> dict[str, str]:
        """The environment that it is started in."""
        given = {**os.environ, MARK: self.mark, "TMPDIR": str(self.temp), **self.fault.env}
        for name in ("PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS", "CI"):
            given.pop(name, None)
        return {name: value for name, value in given.items() if value is not None}

    def _write(self) -> None:
        scenarios = self.folder / "work" / "scenarios"
        scenarios.mkdir(parents=True)
        self.temp.mkdir()
        half = self.fault.good // 2
        texts = [good(number + 1) for number in range(self.fault.good)]
        if self.fault.bomb:
            texts.insert(half, self.fault.bomb)
        for number, text in enumerate(texts):
            (scenarios / f"{number}.yaml").write_text(text, encoding="utf-8")
        for name, content in self.fault.files.items():
            path = self.folder / "work" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # removed meanwhile
        return b""
