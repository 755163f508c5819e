"""The processes of an invocation, found by the marks in their environment, and ended.

On Linux from `/proc`, elsewhere by psutil. Where a system does not show a process's environment,
as of a browser's sandboxed processes, it is found as a child of one that is marked. Only the
standard library is imported on Linux: the supervisor starts with this file alone.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = "LIVECHATOO_HARNESS_RUN"
"""The environment variable with the id of the invocation that a process belongs to."""

PART = "LIVECHATOO_HARNESS_PART"
"""The environment variable with the part of the invocation: a worker, a driver of a worker."""

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has the latter, which does the same


class Process(NamedTuple):
    """A process as it was seen: `parent` is a process id, `part` may be empty."""

    pid: int
    parent: int
    is_stopped: bool
    run: str
    part: str
    command: str


def of_run(run: str, part: str = "") -> list[Process]:
    """The living processes of an invocation, or of one part of it and the parts below."""
    seen = {one.pid: one for one in _all()}
    known = {pid for pid, one in seen.items() if one.run == run and _is_within(one.part, part)}
    while True:  # those whose environment cannot be read belong to their parents
        more = {
            pid
            for pid, one in seen.items()
            if pid not in known and not one.run and one.parent in known
        }
        if not more:
            return [one for pid, one in seen.items() if pid in known and pid != os.getpid()]
        known |= more


def below(pid: int, among: list[Process]) -> list[Process]:
    """A process and those that it has started, as far as they are among these."""
    found = {pid}
    while True:
        more = {one.pid for one in among if one.parent in found} - found
        if not more:
            return [one for one in among if one.pid in found]
        found |= more


def kill(processes: list[Process]) -> None:
    """End them at once; those that are gone already do not matter."""
    for one in processes:
        with suppress(OSError):
            os.kill(one.pid, KILL)


def is_stopped(pid: int) -> bool:
    """Whether somebody has stopped a process, as Ctrl-Z does."""
    if sys.platform == "linux":
        with suppress(OSError):
            return _stat(str(pid))[0] == "T"
        return False
    return any(one.pid == pid and one.is_stopped for one in _all())


def _is_within(part: str, wanted: str) -> bool:
    return not wanted or part == wanted or part.startswith(f"{wanted}.")


def _all() -> Iterator[Process]:
    return _all_of_linux() if sys.platform == "linux" else _all_of_others()


def _all_of_linux() -> Iterator[Process]:
    marks = (f"{RUN}=".encode(), f"{PART}=".encode())
    for name in os.listdir("/proc"):  # noqa: PTH208 - as in `_read`
        if not name.isdigit():
            continue
        with suppress(OSError, ValueError, IndexError):
            state, parent = _stat(name)
            if state in "ZX":
                continue
            run, part = (_value(_read(f"/proc/{name}/environ"), mark) for mark in marks)
            command = _read(f"/proc/{name}/cmdline").replace(b"\0", b" ").decode(errors="replace")
            yield Process(int(name), parent, state == "T", run, part, command)


def _stat(name: str) -> tuple[str, int]:
    """The state and the parent; what stands before them, the name in brackets, may be anything."""
    fields = _read(f"/proc/{name}/stat").rpartition(b")")[2].split()
    return fields[0].decode(), int(fields[1])


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than to scan
            return file.read()
    except PermissionError:
        return b""


def _value(environment: bytes, mark: bytes) -> str:
    begin = 0 if environment.startswith(mark) else environment.find(b"\0" + mark) + 1
    if begin == 0 and not environment.startswith(mark):
        return ""
    return environment[begin + len(mark) :].partition(b"\0")[0].decode(errors="replace")


def _all_of_others() -> Iterator[Process]:
    import psutil

    wanted = ["pid", "ppid", "status", "environ", "cmdline"]
    for one in psutil.process_iter(wanted):
        known = one.info
        environment = known["environ"] or {}
        yield Process(
            known["pid"],
            known["ppid"] or 0,
            known["status"] == psutil.STATUS_STOPPED,
            environment.get(RUN, ""),
            environment.get(PART, ""),
            " ".join(known["cmdline"] or ()),
        )
