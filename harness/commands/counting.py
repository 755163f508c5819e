"""What `harness coverage` does, from folders and event logs to the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from harness.commands.evidence import LAST_RUN
from harness.report.folders import newest
from harness.statuses import FAILED, NOTHING, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from harness.coverage import Coverage

Format = Literal["text", "json", "markdown"]


class Unreadable(Exception):  # noqa: N818 - the condition is named
    """Something that was named is no event log, or is not there."""


def coverage_command(
    targets: Sequence[Path],
    default: Path,
    form: Format,
    *,
    is_missing: bool,
    is_by_places: bool,
    fail_under: float | None,
    fail_under_places: float | None,
) -> int:
    """Count, print, and compare with what is demanded; the exit status."""
    try:
        logs = [path for target in targets for path in _logs_in(target)] or _of_last_run(default)
        coverage = coverage_of(logs)
    except Unreadable as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    if not coverage.runs:
        click.echo("no event logs found; `harness run` writes them", err=True)
        return NOTHING
    _show(coverage, form, is_missing=is_missing, is_by_places=is_by_places)
    shares = (
        (coverage.share, fail_under, ""),
        (coverage.grid.share, fail_under_places, " in places"),
    )
    return max(_compared(*one) for one in shares)


def coverage_of(logs: Iterable[Path]) -> Coverage:
    """The coverage that these event logs prove. Raises Unreadable."""
    from harness.coverage import account, counted
    from harness.report.event_log import read_events

    accounts = []
    for path in logs:
        try:
            accounts.append(account(read_events(path)))
        except (OSError, ValueError) as error:
            raise Unreadable(f"{path}: {error}") from None
    return counted(accounts)


def _logs_in(target: Path) -> list[Path]:
    if not target.exists():
        raise Unreadable(f"{target}: there is no such file or folder")
    return _logs_of(target) if target.is_dir() else [target]


def _logs_of(folder: Path) -> list[Path]:
    """The logs of a run folder, or of the newest one in an output folder."""
    return sorted((newest(folder) or folder).glob("*.jsonl"))


def _of_last_run(folder: Path) -> list[Path]:
    """The logs of the runs that the last command judged; all there are when none is remembered.

    Logs of scenarios that are gone stay in a folder of older commands, and would count for ever.
    """
    from harness.report.begun import finish_killed
    from harness.report.event_log import slug
    from harness.report.last_run import output_of_last_command, runs_of_last_command

    finish_killed(LAST_RUN)
    output = output_of_last_command(LAST_RUN) or folder
    known = [output / f"{slug(run_id)}.jsonl" for run_id in runs_of_last_command(LAST_RUN)]
    if not known:
        return _logs_of(output) if output.is_dir() else []
    return [path for path in known if path.exists()]


def _show(coverage: Coverage, form: Format, *, is_missing: bool, is_by_places: bool) -> None:
    from harness.report.coverage import coverage_json, coverage_markdown, print_coverage
    from harness.report.coverage_places import places_markdown, print_places

    if form == "json":
        click.echo(coverage_json(coverage, is_missing=is_missing), nl=False)
    elif form == "markdown":
        written = places_markdown if is_by_places else coverage_markdown
        click.echo(written(coverage, is_missing=is_missing), nl=False)
    else:
        from rich.console import Console

        printed = print_places if is_by_places else print_coverage
        printed(coverage, Console(highlight=False), is_missing=is_missing)


def _compared(share: float, demanded: float | None, where: str) -> int:
    from harness.report.coverage import percent

    if demanded is None or share >= demanded:
        return PASSED
    click.echo(f"{percent(share)} judged{where} is under {demanded:g} %", err=True)
    return FAILED
