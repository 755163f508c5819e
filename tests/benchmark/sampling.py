"""The processor time of a command and all that it starts, by kind of process; Linux only.

Looks at /proc some times a second. Processes that come and go between two looks are not
lost when their parent stays: the kernel adds their time to the parent's account of its
children, as it does for renderers, which a zygote starts and waits for.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

IS_POSSIBLE = sys.platform == "linux"
_EVERY = 0.03
_UNSURE = 8
"""Looks at a new process that may still show what its parent is, before it becomes itself."""

_TICKS = os.sysconf("SC_CLK_TCK") if IS_POSSIBLE else 100
_TYPE = re.compile(r"--type=([\w-]+)")
_SERVICE = re.compile(r"--utility-sub-type=(\w+)")
ZYGOTE = "zygote"
_SELF = "self"


@dataclass(slots=True)
class _Seen:
    kind: str
    parent: int
    first: int
    own: float = 0.0
    children: float = 0.0
    look: int = 0


class Sampler:
    """Watches all descendants of this process on a thread, until it is stopped."""

    def __init__(self) -> None:
        self._root = os.getpid()
        self._seen: dict[int, _Seen] = {}
        self._looks = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="sampler", daemon=True)
        self._thread.start()

    def stop(self) -> Counter[str]:
        """The seconds of each kind of process."""
        self._is_over.set()
        self._thread.join()
        totals: Counter[str] = Counter()
        for pid, seen in self._seen.items():
            totals[seen.kind] += seen.own
            if seen.kind == ZYGOTE:
                totals["renderer"] += self._missed(pid, seen)
        del totals[_SELF]
        return totals

    def _missed(self, zygote: int, seen: _Seen) -> float:
        """What dead renderers used after the last look at each of them."""
        born = (one for one in self._seen.values() if one.parent == zygote and one.look < seen.look)
        return max(0.0, seen.children - sum(one.own for one in born))

    def count(self, kind: str) -> int:
        """How many processes of a kind were seen."""
        return sum(seen.kind == kind for seen in self._seen.values())

    def _watch(self) -> None:
        while not self._is_over.is_set():
            self._look()
            time.sleep(_EVERY)

    def _look(self) -> None:
        self._looks += 1
        parents: dict[int, tuple[int, float, float]] = {}
        for pid in _pids():
            if fields := _stat(pid):
                parents[pid] = fields
        for pid, (_, own, children) in parents.items():
            if not self._is_ours(pid, parents):
                continue
            seen = self._seen.setdefault(pid, _Seen("other", parents[pid][0], self._looks))
            if self._looks - seen.first < _UNSURE:
                seen.kind = _SELF if pid == self._root else _kind(pid) or seen.kind
            seen.own, seen.children, seen.look = own, children, self._looks

    def _is_ours(self, pid: int, parents: dict[int, tuple[int, float, float]]) -> bool:
        if pid in self._seen:
            return True
        while pid > 1:
            if pid == self._root:
                return True
            pid = parents.get(pid, (0, 0, 0))[0]
        return False


def _pids() -> list[int]:
    with os.scandir("/proc") as entries:
        return [int(entry.name) for entry in entries if entry.name.isdigit()]


def _stat(pid: int) -> tuple[int, float, float] | None:
    """Parent, own seconds, and seconds of children that were waited for."""
    text = _read(f"/proc/{pid}/stat")
    if not text:
        return None
    fields = text.rpartition(")")[2].split()
    own, children = (sum(int(field) for field in fields[at : at + 2]) / _TICKS for at in (11, 13))
    return int(fields[1]), own, children


def _read(path: str) -> str:
    """A file of /proc; nothing when the process has gone."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _kind(pid: int) -> str | None:
    """The kind by the command line; None for a process that has ended and waits for its parent."""
    line = _read(f"/proc/{pid}/cmdline").replace("\0", " ")
    typed = _TYPE.search(line)
    if typed:
        return _service(line) if typed[1] == "utility" else typed[1]
    program = Path(line.split(" ", 1)[0]).name
    if program.startswith("node"):
        return "node"
    if program.startswith("python"):
        return "server" if "tests.benchmark.server" in line else "python"
    if line:
        return "browser" if "--headless" in line or "chrom" in program else "other"
    return None


def _service(line: str) -> str:
    found = _SERVICE.search(line)
    return "network service" if found and "network" in found[1].lower() else "other service"
