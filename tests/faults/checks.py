"""What has to hold after each fault, whatever it was."""

from __future__ import annotations

import json
import re
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.pages import BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.fault import Fault
    from tests.faults.invocation import Invocation

GRACE = 5.0
"""Seconds after the end of a command in which the last of its processes may go."""

PROFILES = re.compile("playwright|chrom|harness|org\\.")
TITLE = re.compile(r"Good \d+|Bomb")
_ORPHANED = re.compile(
    r'Traceback \(most recent call last\):\n  File "<string>", line 1, in <module>\n'
    r'  File "<string>", line 0\n\s*SyntaxError: invalid syntax\n'
)
"""What a worker of pytest-xdist says that has no controller left to tell it what to do."""


def violations(invocation: Invocation, *, is_ended: bool) -> list[str]:
    """What does not hold, each in a few words that begin with its kind."""
    fault = invocation.fault
    if not is_ended:
        return [f"hang: no end within {fault.seconds:g} s"]
    found = [*_left(invocation), *_output(invocation)]
    if fault.is_usage:
        report = invocation.folder / "work" / "junit.xml"
        if report.is_file() and report.read_text(encoding="utf-8") == BEFORE:
            found.append("lost: the report of before is still there")
        return found + ([] if invocation.status == 4 else [f"exit: {invocation.status}, not 4"])
    statuses = statuses_of(invocation)
    if fault.has_report:
        found += _conserved(invocation, statuses)
    found += _verdicts(fault, statuses)
    found += _logs(invocation, statuses)
    if fault.is_killed:
        found += _readable(invocation)
        if fault.door == "run":
            found += _over(invocation, statuses)
    found += _exit(invocation, statuses)
    if fault.canary:
        found += _told(invocation, fault.canary)
    return found


def statuses_of(invocation: Invocation) -> dict[str, str]:
    """Each title with the status that its run has in the report."""
    path = invocation.folder / "work" / "junit.xml"
    if not path.is_file():  # a named pipe would be waited for
        return {}
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - our own
    except (OSError, ET.ParseError):
        return {}
    found = {}
    for case in root.iter("testcase"):
        title = TITLE.search(case.get("name", ""))
        if title:
            found[title[0]] = _status(case)
    return found


def _status(case: ET.Element) -> str:
    for name, status in (("failure", "failed"), ("error", "broken"), ("skipped", "not_run")):
        element = case.find(name)
        if element is None:
            continue
        text = f"{element.get('message', '')}\n{element.text or ''}"
        is_broken = name == "failure" and re.search(r"^.{0,200}\bbroken\[", text, re.MULTILINE)
        return "broken" if is_broken else status
    return "passed"


def _conserved(invocation: Invocation, statuses: dict[str, str]) -> Iterator[str]:
    fault = invocation.fault
    planned = {f"Good {number + 1}" for number in range(fault.good)}
    planned |= {"Bomb"} if fault.bomb else set()
    path = invocation.folder / "work" / "junit.xml"
    if not path.exists():
        yield "lost: there is no JUnit report"
        return
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - our own
        names = [case.get("name", "") for case in root.iter("testcase")]
    except ET.ParseError as error:
        yield f"lost: the JUnit report cannot be read: {error}"
        return
    yield from _schema(root)
    times = Counter(found[0] for found in map(TITLE.search, names) if found)
    for title in sorted(planned - set(statuses)):
        yield f"lost: {title} is not in the report"
    for title, count in times.items():
        if count > 1:
            yield f"lost: {title} is in the report {count} times"
    if fault.door == "run" and fault.has_last_run:
        yield from _last_run(invocation, statuses)


def _schema(root: ET.Element) -> Iterator[str]:
    """Each case has a name that no other has, and the counts are right."""
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        ids = [(case.get("classname"), case.get("name")) for case in cases]
        if not all(name and place for place, name in ids):
            yield "lost: the report has a case without a name"
        if any(name and name.endswith("@chromium]") for _, name in ids):
            yield "lost: the report has a name that no run has"
        if len(set(ids)) < len(ids):
            yield "lost: the report has a case twice"
        counted = {"tests": len(cases)}
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            counted[name] = sum(case.find(tag) is not None for case in cases)
        if any(suite.get(name) != str(count) for name, count in counted.items()):
            yield f"lost: the counts of the report are not {counted}"


def _last_run(invocation: Invocation, statuses: dict[str, str]) -> Iterator[str]:
    path = invocation.folder / "work" / ".harness" / "last-run.json"
    try:
        runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    except (OSError, ValueError, KeyError):
        yield "lost: last-run.json cannot be read"
        return
    remembered = {found[0]: status for run, status in runs.items() if (found := TITLE.search(run))}
    for title, status in statuses.items():
        kept = remembered.get(title, "nothing").replace("skipped", "not_run")
        if kept != status:
            yield f"lost: {title} is {status}, and {kept} in last-run.json"


def _verdicts(fault: Fault, statuses: dict[str, str]) -> Iterator[str]:
    for title, status in statuses.items():
        may = fault.may if title == "Bomb" else fault.others
        if status in may:
            continue
        if title == "Bomb":
            yield f"silent pass: {title}" if status == "passed" else f"verdict: {title} is {status}"
        else:
            yield f"neighbour: {title} is {status}"


def _logs(invocation: Invocation, statuses: dict[str, str]) -> Iterator[str]:
    whole = set()
    for path in invocation.logs():
        *lines, last = path.read_bytes().split(b"\n")
        try:
            events = [json.loads(line) for line in lines]
        except ValueError:
            yield f"evidence: {path.name} has a line that is no event"
            continue
        if last and invocation.fault.has_logs and not invocation.fault.is_killed:
            yield f"evidence: {path.name} ends in the middle of a line"
        title = TITLE.search(json.dumps(events[0]["data"])) if events else None
        if title and events[-1]["kind"] == "run_ended":
            whole.add(title[0])
            if invocation.fault.is_told and path.parent.name != "lost":
                kept = events[-1]["data"]["status"]
                yield from _is_told(title[0], kept, statuses.get(title[0], "nothing"))
    if not invocation.fault.has_logs:
        return
    for title, status in statuses.items():
        if status in {"passed", "failed"} and title not in whole:
            yield f"evidence: {title} is {status} without a whole event log"


def _is_told(title: str, kept: str, told: str) -> Iterator[str]:
    """What a recording ends with is what the report says."""
    if told != kept and {kept, told} & {"passed", "failed"}:
        yield f"lost: {title} is {kept} in its event log and {told} in the report"


def _readable(invocation: Invocation) -> Iterator[str]:
    """What a command that was killed leaves is whole, or is not there."""
    work = invocation.folder / "work"
    try:
        if (work / "junit.xml").is_file():
            ET.parse(work / "junit.xml")  # noqa: S314 - our own
        if (work / ".harness" / "last-run.json").exists():
            json.loads((work / ".harness" / "last-run.json").read_text(encoding="utf-8"))
    except (ET.ParseError, ValueError) as error:
        yield f"evidence: a report is torn: {error}"


def _over(invocation: Invocation, statuses: dict[str, str]) -> Iterator[str]:
    """What was over when the command was killed is told with its verdict."""
    over = dict(filter(None, map(_ended, invocation.logs())))
    if not (invocation.folder / "work" / "junit.xml").is_dir():
        for title, status in over.items():
            if statuses.get(title) != status:
                yield f"lost: {title} was {status}, the report says {statuses.get(title)}"
    if invocation.fault.has_last_run and over:
        yield from _last_run(invocation, over)


def _ended(log: Path) -> tuple[str, str] | None:
    """The title and the status of a run that came to its end."""
    lines = log.read_bytes().split(b"\n")[:-1]
    title = TITLE.search(lines[0].decode()) if lines else None
    last = json.loads(lines[-1]) if title else {"kind": ""}
    return (title[0], last["data"]["status"]) if title and last["kind"] == "run_ended" else None


def _left(invocation: Invocation) -> Iterator[str]:
    end = time.monotonic() + GRACE
    while (left := invocation.pids()) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in left:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")[:80].decode()
        except OSError:
            continue
        yield f"left: process {words}"
    if invocation.temp.is_dir():
        names = [path.name for path in invocation.temp.iterdir() if PROFILES.search(path.name)]
        if names:
            yield f"left: {', '.join(sorted(names))[:120]} in the temporary folder"


def _output(invocation: Invocation) -> Iterator[str]:
    text, fault = invocation.output, invocation.fault
    if fault.is_killed and fault.door == "pytest":
        text = _ORPHANED.sub("", text)
    if "Traceback (most recent call last)" in text:
        last = text.partition("Traceback (most")[2].strip().splitlines()[-1:]
        yield f"traceback: {' '.join(last)[:100]}"
    if fault.says and fault.has_output:
        reports = [invocation.folder / "work" / "junit.xml"]
        more = "".join(
            path.read_text(encoding="utf-8", errors="replace") for path in reports if path.is_file()
        )
        if not re.search(fault.says, text + more):
            yield f"message: nothing says /{fault.says}/"


def _exit(invocation: Invocation, statuses: dict[str, str]) -> Iterator[str]:
    fault, status = invocation.fault, invocation.status
    if fault.exits is not None:
        if status not in fault.exits:
            yield f"exit: {status}, not {' or '.join(map(str, sorted(fault.exits)))}"
        return
    is_good = all(one in {"passed", "not_run"} for one in statuses.values())
    wanted = 0 if is_good and statuses else 1
    if status != wanted:
        yield f"exit: {status}, not {wanted}"


def _told(invocation: Invocation, canary: str) -> Iterator[str]:
    for path in invocation.folder.rglob("*"):
        own = path.parent.name == "scenarios" or path.name.startswith("secret")
        if not path.is_file() or own:
            continue
        content = path.read_bytes()
        if any(one.encode() in content for one in (canary, json.dumps(canary)[1:-1])):
            yield f"secret: {path.name} holds it"
