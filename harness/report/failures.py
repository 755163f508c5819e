"""A run that did not pass, in words: its failures, its evidence, how to run it again."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from harness.report.untrusted import unarmed, visible
from harness.scenario.places import Place
from harness.scenario.problems import Problem, render, split_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.judging.verdict import Failure, RunResult

COMMAND = "harness run"
"""How a run is run again, where nothing else was said of how runs are to be made."""

_IS_WINDOWS = os.name == "nt"
_TOKEN = re.compile(r"[\w.$]+|\"[^\"]*\"|'[^']*'")


def as_problem(failure: Failure, result: RunResult, sources: Mapping[str, str]) -> Problem:
    """The failure as the renderer takes it; one without a place stands at its scenario."""
    place = failure.place or Place(result.path, result.line, 1)
    return Problem(
        place=place,
        kind="broken" if result.verdict.status == "broken" else "failure",
        code=failure.code,
        message=failure.message,
        length=_token_length(place, sources),
        expected=failure.expected,
        recorded=failure.recorded,
        instead=failure.instead,
        hint=failure.hint,
    )


def failure_text(failure: Failure, result: RunResult, sources: Mapping[str, str]) -> str:
    """One failure as the renderer draws it, with the author's reason for the step."""
    shown = sources if failure.place else {}
    lines = render(as_problem(failure, result, shown), shown).rstrip("\n").split("\n")
    if failure.why:
        hints = [number for number, line in enumerate(lines) if line.startswith("  hint: ")]
        lines.insert(hints[0] if hints else len(lines), f"  why: {failure.why}")
    return "\n".join(unarmed(visible(line)) for line in lines)


def evidence(result: RunResult, out: str = "", command: str = COMMAND) -> list[tuple[str, str]]:
    """What helps to understand a run: a label and a path or a command each.

    `command` is how it is run again, with the options that it was run with.
    """
    rows = [
        (kind, _under(out, path)) for kind, path in result.artifacts.items() if kind != "events"
    ]
    events = result.events_path
    if events is None and "events" in result.artifacts:
        events = _under(out, result.artifacts["events"])
    if events is not None:
        rows.append(("events", f"harness show {quoted(events)}"))
    rows += [("not kept", f"{kind}: {reason}") for kind, reason in result.unkept.items()]
    if result.assumes:
        rows.append(("rests on", ", ".join(result.assumes)))
    named = f"./{result.run_id}" if result.run_id.startswith("-") else result.run_id
    rows.append(("rerun", f"{command} {quoted(named)}"))
    return rows


def run_text(
    result: RunResult, sources: Mapping[str, str], out: str = "", command: str = COMMAND
) -> str:
    """All failures of a run and its evidence, for a report that is plain text."""
    parts = [failure_text(failure, result, sources) for failure in result.verdict.failures]
    rows = [f"  {label}: {text}" for label, text in evidence(result, out, command)]
    return "\n\n".join([*parts, "\n".join(map(visible, rows))])


def reason(result: RunResult) -> str:
    """Why a run was skipped or not run, in one sentence."""
    failures = result.verdict.failures
    return failures[0].message if failures else "no reason was given"


def quoted(argument: str) -> str:
    """One argument as a shell of this system takes it."""
    if not _IS_WINDOWS:
        return shlex.quote(argument)
    if re.fullmatch(r"[\w.:/\\@=,-]+", argument):
        return argument
    escaped = argument.replace('"', '\\"')
    return f'"{escaped}"'


def _token_length(place: Place, sources: Mapping[str, str]) -> int:
    """How many characters the word at a place has; a verdict only knows where it begins."""
    lines = split_lines(sources.get(place.path, ""))
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    found = _TOKEN.match(line, place.column - 1)
    return len(found[0]) if found else 1


def _under(out: str, path: str) -> str:
    return f"{out.rstrip('/')}/{path}" if out else path
