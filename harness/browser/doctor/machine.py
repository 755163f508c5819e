"""What the system lets the harness have: Python, libraries, memory, handles, processes, time."""

from __future__ import annotations

import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from harness.browser.doctor.line import Line, megabytes
from harness.browser.handles import needed
from harness.browser.unstarted import SMALL_FILES, address_limit, file_limit, file_limit_told

LIBRARIES: Final = (
    "playwright",
    "pytest",
    "pytest-playwright",
    "pytest-xdist",
    "http-server-mock",
    "PyYAML",
)
GROUPS: Final = Path("/sys/fs/cgroup")
"""Where Linux tells what a container may have."""

STATE: Final = Path("/proc/meminfo")

LITTLE_MEMORY, NO_MEMORY = 1 << 30, 300 << 20
FEW_TASKS, NO_TASKS = 400, 150
"""A browser has about 120 threads in some ten processes."""

FIRST_YEAR, LAST_YEAR = 2024, 2037


def python() -> Line:
    """Whether this Python is new enough."""
    found = f"{platform.python_version()} on {platform.platform()}"
    major, minor, _patch = platform.python_version_tuple()
    if (int(major), int(minor)) >= (3, 11):
        return Line("Python", found)
    return Line("Python", found, "lack", "the harness needs 3.11", "install a newer Python")


def library(name: str) -> Line:
    """Whether a library is installed."""
    try:
        return Line(name, version(name))
    except PackageNotFoundError:
        remedy = "python -m pip install ."
        return Line(name, "not installed", "lack", "the harness cannot work", remedy)


def handles() -> Line:
    """Whether enough files and connections can be open at once."""
    what = "open files"
    limit = _limit("RLIMIT_NOFILE")
    if limit is None:
        return Line(what, "no limit")
    need = needed()
    found = f"{limit} at a time; {need} are needed"
    if limit >= 2 * need:
        return Line(what, found)
    remedy = "raise it: ulimit -n 4096"
    if limit >= need:
        return Line(what, found, "warn", "more runs at a time, by --in-flight, may fail", remedy)
    return Line(what, found, "lack", "the browser ends, or pages do not load", remedy)


def memory() -> Line:
    """How much memory is free, for the machine and for the container."""
    free = [size for size in (_free_here(), _free_in_group()) if size is not None]
    if not free:
        return Line("memory", "cannot be told here")
    size = min(free)
    allowed = _number(GROUPS / "memory.max") or _number(GROUPS / "memory/memory.limit_in_bytes")
    is_limited = allowed is not None and allowed < 1 << 50
    limit = f"; the container may have {megabytes(allowed)}" if allowed and is_limited else ""
    found = f"{megabytes(size)} free{limit}"
    if size >= LITTLE_MEMORY:
        return Line("memory", found)
    remedy = "free some, or give the container more; fewer runs at a time need less: --in-flight 1"
    if size >= NO_MEMORY:
        return Line("memory", found, "warn", "runs are slow, and large pages crash", remedy)
    return Line("memory", found, "lack", "the system kills the browser", remedy)


def tasks() -> Line:
    """How many processes and threads there may be."""
    what = "processes"
    allowed, used = _number(GROUPS / "pids.max"), _number(GROUPS / "pids.current")
    free = [allowed - (used or 0)] if allowed is not None else []
    limit = _limit("RLIMIT_NPROC")
    if limit is not None and getattr(os, "geteuid", lambda: 0)() != 0:  # root has no such limit
        free.append(limit)
    if not free:
        return Line(what, "no limit")
    found = f"{min(free)} more, threads counted; a browser has about 120"
    if min(free) >= FEW_TASKS:
        return Line(what, found)
    remedy = "raise it: ulimit -u 4096, or --pids-limit of the container"
    if min(free) >= NO_TASKS:
        return Line(what, found, "warn", "-n with more workers may fail", remedy)
    return Line(what, found, "lack", "the browser cannot start its processes", remedy)


def addresses() -> Line:
    """Whether a process may have the addresses that a browser sets aside."""
    limit = address_limit()
    if limit is None:
        return Line("addresses", "no limit")
    found = f"{megabytes(limit)} for a process (ulimit -v)"
    so, remedy = "browsers set far more aside, and may not start", "lift it: ulimit -v unlimited"
    return Line("addresses", found, "warn", so, remedy)


def file_size() -> Line:
    """Whether files may be as large as those of a browser."""
    what = "size of files"
    limit = file_limit()
    if limit is None:
        return Line(what, "no limit")
    found = file_limit_told(limit)
    remedy = "lift the limit: ulimit -f unlimited"
    if limit < SMALL_FILES:
        return Line(what, found, "lack", "the system ends the browser (SIGXFSZ)", remedy)
    return Line(what, found, "warn", "browsers may end, and recordings be cut", remedy)


def clock() -> Line:
    """Whether the clocks go on, and tell a year that can be."""
    wall, steady = time.time(), time.monotonic()
    time.sleep(0.05)
    gone_wall, gone = time.time() - wall, time.monotonic() - steady
    found = f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime(wall))} UTC"
    if not 0.01 < gone < 2:  # noqa: PLR2004 - a busy machine sleeps longer than it was told
        so = "time limits cannot be kept"
        return Line("clock", f"{found}; the steady clock went {gone:.3f} s in 0.05 s", "lack", so)
    if abs(gone_wall - gone) > 0.5:  # noqa: PLR2004 - what an adjustment of the clock may do
        found += f"; it went {gone_wall:.1f} s in {gone:.2f} s"
        return Line("clock", found, "warn", "times in reports are off", "let one program set it")
    year = time.gmtime(wall).tm_year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        so = "certificates of real pages are refused, and cookies are over"
        return Line("clock", found, "warn", so, "set the clock")
    return Line("clock", found)


def output(encoding: str) -> Line:
    """Whether what is printed can have all characters."""
    files = sys.getfilesystemencoding()
    found = f"{encoding}; names of files: {files}"
    if encoding.lower().replace("-", "") == "utf8" and files == "utf-8":
        return Line("output coding", found)
    so = "what it lacks is shown as escapes, such as \\u017e; files are UTF-8 all the same"
    return Line("output coding", found, "warn", so, "set PYTHONUTF8=1, or LC_ALL=C.UTF-8")


def _limit(name: str) -> int | None:
    """A limit of this process; None for none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, _hard = resource.getrlimit(getattr(resource, name))
    return None if soft == resource.RLIM_INFINITY else soft


def _free_here() -> int | None:
    try:
        for line in STATE.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    except (OSError, ValueError):
        pass
    return None


def _free_in_group() -> int | None:
    for limit, used in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        allowed, taken = _number(GROUPS / limit), _number(GROUPS / used)
        if allowed is not None and taken is not None:
            return max(0, allowed - taken)
    return None


def _number(file: Path) -> int | None:
    """A number that the system tells; None for none, and for `max`."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
