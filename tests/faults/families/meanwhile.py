"""Places that are taken away, replaced or filled while a command runs."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.faults.fault import Fault
from tests.faults.pages import bomb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.fault import Act
    from tests.faults.invocation import Invocation

_GO = 'exec "$@"'
_IN_CI = (".harness", "removed")
_GONE = r"/run-0001: the evidence of \d runs? is gone: it was removed or moved"


def _meanwhile(change: Callable[[Path], object], name: str, *, over: int = 2) -> Act:
    """Change a place of the folder of work when so many runs are over and others are not."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: invocation.logs() and len(invocation.over()) >= over)
        change(invocation.folder / "work" / name)

    return act


def _remove(path: Path) -> None:
    if path.is_dir():
        while path.exists():  # somebody writes there at the same time
            shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _rename(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}-before"))


def _put_file(path: Path) -> None:
    _rename(path)
    path.write_text("x")


def _put_folder(path: Path) -> None:
    _remove(path)
    path.mkdir()


def _put_link(path: Path) -> None:
    _rename(path)
    path.with_name("elsewhere").mkdir()
    path.symlink_to("elsewhere")


def _lost(name: str, change: Callable[[Path], object], place: str, **more: Any) -> list[Fault]:
    """A change by which evidence is lost that was there."""
    fault = Fault(
        name=name,
        act=_meanwhile(change, place),
        exits=frozenset({3}),
        good=8,
        has_logs=False,
        says=_GONE,
    )
    first = replace(fault, **more)
    others = replace(first, in_ci=False)
    return [
        first,
        replace(others, name=f"{name}, -n 2", workers=2),
        *(replace(others, has_last_run=False).by_pytest(workers) for workers in (1, 2)),
    ]


def _in_its_mounts(line: str) -> Act:
    """A line of sh among the mounts of the command."""

    def act(invocation: Invocation) -> None:
        invocation.until(lambda: len(invocation.over()) > 1)
        assert invocation.process is not None
        enter = ["/usr/bin/nsenter", "-t", str(invocation.process.pid), "-m"]
        line_in_place = f"cd {invocation.folder}/work && {line}"
        subprocess.run([*enter, "sh", "-c", line_in_place], check=False)

    return act


def _mounted(name: str, line: str, **more: Any) -> Fault:
    mount = "mkdir -p .harness && mount -t tmpfs -o size=9m t .harness"
    given: dict[str, Any] = {
        "exits": frozenset({3}),
        "good": 8,
        "has_logs": False,
        "needs": "unshare -m mount -t tmpfs t /tmp",
        "through": f"{mount}; {_GO}",
        "act": _in_its_mounts(line),
    }
    return Fault(name=name, **{**given, **more})


_PAGE = {"fixtures/pages/bomb.html": "<!doctype html><title>Bomb</title>"}
_LOADS_AGAIN = bomb(
    {"eval": "new Promise((done) => setTimeout(done, 2000))"},
    {"refresh": None},
    {"check": {"title": "Bomb"}},
    timeout="20s",
    host={"html": None, "file": "bomb.html"},
)
"""Its page is asked for a second time, two seconds after the first."""

FAULTS = [
    *(
        fault
        for place in (".harness", ".harness/runs", ".harness/runs/run-0001")
        for done, change in (("removed", _remove), ("renamed", _rename))
        for fault in _lost(
            f"{place} is {done} meanwhile", change, place, in_ci=(place, done) == _IN_CI
        )
    ),
    *_lost(".harness becomes a file meanwhile", _put_file, ".harness", has_last_run=False),
    *_lost("the folder of runs becomes a file meanwhile", _put_file, ".harness/runs"),
    *_lost("the folder of evidence becomes a file meanwhile", _put_file, ".harness/runs/run-0001"),
    *_lost("the folder of evidence becomes a link meanwhile", _put_link, ".harness/runs/run-0001"),
    _mounted("the folder of evidence is unmounted meanwhile", "umount -l .harness", says=_GONE),
    _mounted(
        "the folder of evidence becomes read-only meanwhile",
        "mount -t tmpfs -o ro t .harness",
        has_last_run=False,
        says=r"last-run\.json: cannot be written: read-only",
    ),
    _mounted(
        "the disk is full meanwhile",
        "head -c 10m /dev/zero > .harness/x",
        has_last_run=False,
        says="No space left|no space left",
    ),
    Fault(
        name="the fixtures are removed meanwhile",
        bomb=_LOADS_AGAIN,
        files=_PAGE,
        act=_meanwhile(_remove, "fixtures", over=0),
        may=frozenset({"broken"}),
        says="fixtures/pages/bomb.html was there when the run was planned",
        in_ci=True,
    ),
    *(
        Fault(
            name=f"the folder of work and its pages are removed meanwhile, -n {workers}",
            workers=workers,
            bomb=_LOADS_AGAIN,
            files=_PAGE,
            through="mkdir gone; cp -r scenarios fixtures gone; cd gone;"
            ' exec "$@" --junitxml "$(dirname "$PWD")/junit.xml"',
            act=_meanwhile(_remove, "gone", over=0),
            may=frozenset({"broken"}),
            exits=frozenset({3}),
            has_logs=False,
            has_last_run=False,
            says="bomb.html was there when the run was planned",
        )
        for workers in (1, 2)
    ),
    Fault(name="the scenarios are removed meanwhile", act=_meanwhile(_remove, "scenarios"), good=8),
    *(
        Fault(
            name=f"the temporary folder is removed meanwhile, -n {workers}",
            act=_meanwhile(_remove, "../temp"),
            workers=workers,
            others=frozenset({"passed", "broken"}),
            good=8,
        )
        for workers in (1, 2)
    ),
    Fault(
        name="the report becomes a folder meanwhile",
        act=_meanwhile(_put_folder, "junit.xml"),
        exits=frozenset({3}),
        good=8,
        has_report=False,
        says=r"junit\.xml: cannot be written: ",
    ),
    Fault(name="the report is removed meanwhile", act=_meanwhile(_remove, "junit.xml"), good=8),
    Fault(name="the plan is removed meanwhile", act=_meanwhile(_remove, ".harness/begun"), good=8),
    Fault(
        name="the folder of work is removed meanwhile",
        through=f"mkdir gone; cp -r scenarios gone; cd gone; {_GO}",
        act=_meanwhile(_remove, "gone"),
        exits=frozenset({3}),
        good=8,
        has_report=False,
        has_logs=False,
        says=_GONE,
    ),
]
