"""What `harness coverage` does, from folders and event logs to the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from harness.commands.run import LAST_RUN
from harness.commands.statuses import FAILED, NOTHING, PASSED, UNUSABLE

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
    fail_under: float | None,
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
    _show(coverage, form, is_missing=is_missing)
    return _compared(coverage, fail_under)


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
    return sorted(target.glob("*.jsonl")) if target.is_dir() else [target]


def _of_last_run(folder: Path) -> list[Path]:
    """The logs of the runs that the last command judged; all there are when none is remembered.

    Logs of scenarios that are gone stay in the folder, and would count for ever.
    """
    from harness.report.event_log import slug
    from harness.report.last_run import read_last_run

    known = [folder / f"{slug(run_id)}.jsonl" for run_id in read_last_run(LAST_RUN)]
    if not known:
        return sorted(folder.glob("*.jsonl"))
    return [path for path in known if path.exists()]


def _show(coverage: Coverage, form: Format, *, is_missing: bool) -> None:
    from harness.report.coverage import coverage_json, coverage_markdown, print_coverage

    if form == "json":
        click.echo(coverage_json(coverage, is_missing=is_missing), nl=False)
    elif form == "markdown":
        click.echo(coverage_markdown(coverage, is_missing=is_missing), nl=False)
    else:
        from rich.console import Console

        print_coverage(coverage, Console(highlight=False), is_missing=is_missing)


def _compared(coverage: Coverage, fail_under: float | None) -> int:
    from harness.report.coverage import percent

    if fail_under is None or coverage.share >= fail_under:
        return PASSED
    click.echo(f"{percent(coverage.share)} judged is under {fail_under:g} %", err=True)
    return FAILED
