"""Open files: how many a process may have at a time, and how many runs need."""

from __future__ import annotations

import os

FOR_ONE_RUN = 16
"""Files and connections of the browser's and of the stub host's that a run takes."""

FOR_ALL = 64
"""Those that are open whatever is run."""

WISHED = 4096
"""What is asked for where the system allows more; a Mac begins with 256."""


def needed(in_flight: int | None = None) -> int:
    """How many a process needs for so many runs at a time, or for as many as is usual."""
    return FOR_ALL + FOR_ONE_RUN * (in_flight or (os.cpu_count() or 1) + 1)


def limit() -> int | None:
    """How many this process may have; None where there is no limit."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def raise_limit() -> None:
    """Take as many as the system allows this user, up to what is wished; children inherit it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WISHED if hard == resource.RLIM_INFINITY else min(WISHED, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def lack(in_flight: int | None = None) -> str:
    """What is wrong where there are too few for so many runs at a time; empty when nothing is."""
    allowed, need = limit(), needed(in_flight)
    if allowed is None or allowed >= need:
        return ""
    return (
        f"{allowed} files may be open at a time, and {need} are needed: the browser would end, or "
        "pages would not load\n  hint: raise the limit (ulimit -n 4096), or run less at a time "
        "(--in-flight 1)"
    )
