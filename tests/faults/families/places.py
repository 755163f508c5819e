"""Places that cannot be written to, or have no room."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from tests.faults.fault import ANY, Fault, by_both_doors
from tests.faults.pages import bomb

if TYPE_CHECKING:
    from tests.faults.invocation import Invocation

_GO = 'exec "$@"'


def _refused(
    name: str,
    *,
    says: str = "",
    files: dict[str, str] | None = None,
    through: str = "",
    options: tuple[str, ...] = (),
) -> Fault:
    return Fault(
        name=name,
        files=files or {},
        through=through,
        options=options,
        is_usage=True,
        says=says,
        good=2,
        seconds=30,
        has_report=False,
    )


def _twice(invocation: Invocation) -> None:
    """A second command in the same folder at the same time."""
    with (invocation.folder / "other").open("wb") as out:
        second = subprocess.run(
            [*invocation.command, "-k", "Good"],
            cwd=invocation.folder / "work",
            env=invocation.environment,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    assert second.returncode in {0, 1}, (invocation.folder / "other").read_text()


def _mounted(name: str, mount: str, **more: Any) -> Fault:
    """In a mount namespace of its own, which is gone with the command."""
    return Fault(
        name=name,
        through=f'exec unshare -m sh -c \'{mount}\nexec "$@"\' sh "$@"',
        needs="unshare -m mount -t tmpfs t /tmp",
        has_logs=False,
        **more,
    )


def _small(folder: str, size: str) -> str:
    return f"mkdir -p {folder}; mount -t tmpfs -o size={size} t {folder}"


def _read_only(folder: str) -> str:
    return f"mkdir -p {folder}; mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}"


_HUGE = bomb({"eval": "for (let i = 0; i < 300; i++) console.log('x'.repeat(9000))"})

FAULTS = [
    _refused("output is a file", files={"out": "x"}, options=("--output", "out"), says="out"),
    _refused(
        "output is below a file",
        files={"out": "x"},
        options=("--output", "out/deep/er"),
        says="out",
    ),
    _refused(
        "output cannot be made (/proc)", options=("--output", "/proc/nope/runs"), says="/proc/nope"
    ),
    _refused("output is read-only (/sys)", options=("--output", "/sys/runs"), says="/sys"),
    _refused(
        "output is a link to itself",
        through=f"ln -s loop loop; {_GO}",
        options=("--output", "loop"),
        says="loop",
    ),
    _refused(
        "output is a link to nothing that can be made",
        through=f"ln -s /proc/nope gone; {_GO}",
        options=("--output", "gone"),
        says="gone",
    ),
    _refused("output has a name of 300 characters", options=("--output", "o" * 300), says="oooo"),
    _refused(
        "the report is a folder",
        through=f"mkdir -p here; {_GO}",
        options=("--junitxml", "here"),
        says="here",
    ),
    *by_both_doors(
        _refused(
            "the report's folder is a file",
            files={"file": "x"},
            options=("--junitxml", "file/junit.xml"),
            says="file/junit.xml: cannot be written",
        ),
        _refused(
            "the report is in /proc",
            options=("--junitxml", "/proc/x/junit.xml"),
            says="/proc/x/junit.xml: cannot be written",
        ),
    ),
    _refused(".harness is a file", files={".harness": "x"}, says=r"\.harness"),
    _refused(
        ".harness is a link to itself", through=f"ln -s .harness .harness; {_GO}", says=r"\.harness"
    ),
    _refused(
        "last-run.json is a folder",
        through=f"mkdir -p .harness/last-run.json; {_GO}",
        says="last-run",
    ),
    *(
        _refused(
            f"{place} is a named pipe",
            through=f"mkdir -p .harness; mkfifo {place}; {_GO}",
            says=f"{place}: cannot be written: it is a named pipe",
        )
        for place in ("junit.xml", ".harness/last-run.json", ".harness/begun")
    ),
    _refused(
        "the report is a named pipe", through=f"mkfifo junit.xml; {_GO}", says="a named pipe"
    ).by_pytest(),
    *(
        _refused(
            f"the report is {what}",
            options=("--junitxml", place),
            says="the command itself reads or keeps this file",
        )
        for what, place in (
            ("a scenario", "scenarios/0.yaml"),
            ("the memory of runs", ".harness/last-run.json"),
        )
    ),
    Fault(
        name="a named pipe among the plans",
        through=f"mkdir -p .harness/begun; mkfifo .harness/begun/x; {_GO}",
    ),
    _refused(
        "the temporary folder is missing",
        through=f'export TMPDIR="$PWD/gone"; {_GO}',
        says="gone|[Tt]emporary|TMPDIR",
    ),
    _refused(
        "the temporary folder is a file",
        files={"temp": "x"},
        through=f'export TMPDIR="$PWD/temp"; {_GO}',
        says="temp",
    ),
    Fault(
        name="no file may be written",
        through=f"ulimit -f 0; {_GO}",
        is_usage=True,
        has_output=False,
        seconds=30,
        good=2,
        has_report=False,
    ),
    Fault(
        name="files may have 8 KB",
        through=f"ulimit -f 8; {_GO}",
        bomb=_HUGE,
        exits=frozenset({1, 3, 4}),
        may=ANY,
        others=ANY - {"failed"},
        has_report=False,
        has_logs=False,
        has_output=False,
    ),
    Fault(name="two commands in one folder at once", act=_twice, seconds=90, in_ci=True),
    Fault(
        name="the report in a folder that is not there yet",
        options=("--junitxml", "a/b/junit.xml"),
        has_report=False,
        exits=frozenset({0}),
    ),
    _mounted(
        "the disk is full in the middle",
        _small(".harness", "60k"),
        bomb=_HUGE,
        may=ANY,
        exits=frozenset({3}),
        has_last_run=False,
        says="No space left|full",
    ),
    _mounted(
        "the disk is full at the end",
        _small("reports", "4k"),
        options=("--junitxml", "reports/junit.xml"),
        has_report=False,
        exits=frozenset({3}),
        says=r"reports/junit\.xml: cannot be written: no space left",
    ),
    _mounted(
        "the disk is full at the start",
        _small(".harness", "4k") + "; printf %5000s x > .harness/x",
        is_usage=True,
        has_report=False,
        says="harness",
    ),
    _mounted(
        "the folder of work is read-only",
        _read_only(".") + '; cd "$PWD"',
        is_usage=True,
        has_report=False,
        says="read-only|Read-only",
    ),
    _mounted(
        "the folder of evidence is read-only",
        _read_only(".harness"),
        is_usage=True,
        has_report=False,
        says="read-only|Read-only",
    ),
    _mounted(
        "the temporary folder is read-only",
        _read_only('"$TMPDIR"'),
        is_usage=True,
        has_report=False,
        says="TMPDIR|temporary|temp",
    ),
    _mounted(
        "the temporary folder is full",
        _small('"$TMPDIR"', "16k") + '; printf %20000s x > "$TMPDIR/x" || true',
        exits=frozenset({0, 4}),
        others=frozenset({"passed", "broken", "not_run"}),
        has_report=False,
    ),
    *(
        _mounted(
            f"{folder} fills up in the middle",
            f"{_small(folder, '60m')}; (until ls .harness/runs/*/*.jsonl; do sleep 0.05; done;"
            f" cat /dev/zero > {folder}/x) >/dev/null 2>&1 &",
            others=frozenset({"passed", "broken"}),
            good=8,
            seconds=120,
        )
        for folder in ('"$TMPDIR"', "/dev/shm")
    ),
    _mounted("the scenarios are read-only", _read_only("scenarios")),
    _mounted("/dev/shm has 1 MB", "mount -t tmpfs -o size=1m t /dev/shm"),
    _mounted(
        "/dev/shm is read-only",
        _read_only("/dev/shm"),
        exits=frozenset({0, 4}),
        others=frozenset({"passed", "broken"}),
    ),
]
