"""Browsers and drivers that do not start, or die early: it is told soon, and no run is lost.

The browser is a script, which is named by the variable for it. It is the first of its group of
processes: what starts the real one may be a script too, whose end alone ends no browser.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from harness.browser.finding import BrowserNotFound, find
from tests.faults.fault import Fault

if TYPE_CHECKING:
    from tests.faults.fault import Door

_NOT_RUN: Final = frozenset({"not_run"})
_BEGUN: Final = frozenset({"passed", "broken", "not_run"})
_DOORS: Final[list[tuple[Door, int]]] = [
    ("run", 1),
    ("run", 2),
    ("pytest", 1),
    ("pytest", 2),
]


def _real() -> str:
    """What starts the machine's browser, in sh."""
    try:
        path = shlex.quote(find().path)
    except BrowserNotFound:
        path = "/bin/false"
    return f'exec {path} "$@"'


def _browser(name: str, script: str, door: Door = "run", workers: int = 1, **more: object) -> Fault:
    """A fault whose browser is a script; nothing starts, unless more is said."""
    where = f"{'harness run' if door == 'run' else 'pytest'} -n {workers}"
    given: dict[str, object] = {
        "others": _NOT_RUN,
        "exits": frozenset({4}),
        "says": r"the browser does not start: \./browser \(named by HARNESS_BROWSER_PATH\)",
        "seconds": 90,
        **more,
    }
    return Fault(  # type: ignore[arg-type]
        name=f"{name}, {where}",
        door=door,
        workers=workers,
        files={"browser": f"#!/bin/sh\n{script}\n"},
        through='chmod +x browser; exec "$@"',
        env={"HARNESS_BROWSER_PATH": "./browser"},
        **given,
    )


def _first(then: str) -> str:
    """The first start goes well, and ends after some runs; what further ones do."""
    kill = "(until ls .harness/runs/*/*.jsonl; do sleep 0.05; done; sleep 0.1; kill -9 -$$)"
    return f"if mkdir started 2>/dev/null; then {kill} >/dev/null 2>&1 & {_real()}; fi\n{then}"


_HANGS: Final = "exec sleep 1000"

FAULTS = [
    *(
        _browser(
            "killed at each start",
            "kill -9 $$",
            door,
            workers,
            in_ci=(door, workers) == ("pytest", 2),
        )
        for door, workers in _DOORS
    ),
    *(_browser("hangs at each start", _HANGS, door, workers) for door, workers in _DOORS),
    *(
        _browser(
            "hangs at each further start",
            _first(_HANGS),
            door,
            workers,
            others=_BEGUN,
            good=24,
            seconds=120,
        )
        for door, workers in _DOORS
    ),
    *(
        _browser(
            "ends at each further start",
            _first("exit 3"),
            door,
            workers,
            others=_BEGUN,
            good=24,
            in_ci=(door, workers) == ("run", 1),
        )
        for door, workers in _DOORS
    ),
    _browser("ends well at once", "exit 0", says="ended with exit status 0"),
    _browser("is another program", "exec /bin/true", says="has to be Chromium"),
    _browser("lacks a library", "echo 'libnss3.so: not found' >&2; exit 127", says="a library"),
    _browser(
        "prints garbage",  # too much for the driver to put into words in time
        "head -c 3000000 /dev/urandom | base64 >&2; exit 1",
        says=r"as it was to start \./browser \(named by HARNESS_BROWSER_PATH\)",
    ),
    _browser("prints garbage and hangs", f"head -c 9999 /dev/urandom >&2; {_HANGS}"),
    _browser(
        "answers garbage",
        f"head -c 9999 /dev/urandom >&4; {_HANGS}",
        says=r"as it was to start \./browser \(named by HARNESS_BROWSER_PATH\)",
    ),
    _browser("knows no pipe", "exec 3<&- 4>&-; sleep 1000"),
    _browser(
        "dies a second after each start",
        f"(sleep 1; kill -9 -$$) & {_real()}",
        others=_BEGUN,
        exits=frozenset({0, 1, 4}),
        says="",
    ),
    _browser(
        "opens no page",
        _real().replace('"$@"', '--renderer-cmd-prefix=/bin/false "$@"'),
        others=frozenset({"broken", "not_run"}),
        exits=frozenset({4}),
        says=r"opens no page: \./browser",
        seconds=150,
    ),
    *(
        Fault(
            name=f"the browser is {what}, {door}",
            door=door,
            files={"browser": "x"},
            env={"HARNESS_BROWSER_PATH": path},
            others=_NOT_RUN,
            exits=frozenset({4}),
            says=says,
        )
        for door in ("run", "pytest")
        for what, path, says in (
            ("not there", "./nowhere", "none of that name"),
            ("a folder", ".", "which is a folder"),
            ("not to be executed", "./browser", "chmod \\+x"),
        )
    ),
    *(
        Fault(
            name=f"a driver that {what}, {door} -n {workers}",
            door=door,
            workers=workers,
            files={"node": f"#!/bin/sh\n{script}\n"},
            through='chmod +x node; exec "$@"',
            env={"PLAYWRIGHT_NODEJS_PATH": "./node"},
            others=_NOT_RUN,
            exits=frozenset({4}),
            says="Playwright's driver does not start",
            seconds=90,
        )
        for what, script in (("hangs", _HANGS), ("ends", "exit 1"), ("is killed", "kill -9 $$"))
        for door, workers in _DOORS
    ),
    *(
        Fault(
            name=f"6 GB of addresses, {door} -n {workers}",
            door=door,
            workers=workers,
            through='ulimit -v 6000000; exec "$@"',
            env={"HARNESS_BROWSER_PATH": None},
            others=_NOT_RUN,
            exits=frozenset({4}),
            says=r"does not start(?s:.*)ulimit -v unlimited",
            seconds=90,
        )
        for door, workers in _DOORS
    ),
]
