"""Standard output and error that are full, closed, or read by nobody any more."""

import signal

from tests.faults.fault import Fault
from tests.faults.invocation import Invocation
from tests.faults.pages import bomb


def _terminate(invocation: Invocation) -> None:
    invocation.until(lambda: invocation.pids("browser"))
    invocation.signal(signal.SIGTERM)


FAULTS = [
    Fault(
        name="standard output is full",
        through='exec "$@" >/dev/full',
        exits=frozenset({0, 3}),
        has_output=False,
    ),
    Fault(
        name="standard output is closed",
        through='exec "$@" >&-',
        exits=frozenset({0, 3}),
        has_output=False,
    ),
    Fault(name="standard error is closed", through='exec "$@" 2>&-', has_output=False),
    Fault(
        name="all three are closed",
        through='exec "$@" <&- >&- 2>&-',
        exits=frozenset({0, 3}),
        has_output=False,
    ),
    Fault(
        name="a reader that leaves after a line",
        through='{ "$@"; echo $? > status; } | head -1; exit $(cat status)',
        exits=frozenset({0, 3}),
        in_ci=True,
    ),
    Fault(
        name="a reader that leaves at once",
        through='{ "$@"; echo $? > status; } | true; exit $(cat status)',
        exits=frozenset({0, 3}),
    ),
    Fault(
        name="a reader that leaves, standard error too",
        through='{ "$@" 2>&1; echo $? > status; } | head -1; exit $(cat status)',
        exits=frozenset({0, 3}),
    ),
    Fault(
        name="a reader that leaves, with failures",
        bomb=bomb(),
        through='{ "$@"; echo $? > status; } | head -1; exit $(cat status)',
        exits=frozenset({1}),
    ),
    Fault(
        name="standard output is a pipe that nobody reads for a while",
        through='{ "$@"; echo $? > status; } | { sleep 3; cat; }; exit $(cat status)',
    ),
    Fault(
        name="standard output is a pipe that nobody reads, then SIGTERM",
        through='mkfifo ../unread && exec 3<>../unread && head -c 65536 /dev/zero >&3 && exec "$@" >&3',
        act=_terminate,
        others=frozenset({"passed", "not_run"}),
        exits=frozenset({2}),
        good=6,
        has_output=False,
    ),
]
