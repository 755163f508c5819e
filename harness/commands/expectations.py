"""`harness run --write-expectations`: what was recorded becomes expectations of the steps.

Each run is made twice, once with a short and once with a long wait after each step; what both
say (and what all runs of a scenario say) is written, and the files as they would be are run once
more. Only what passes then is shown, or written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from harness.commands.takes import Interrupted, takes
from harness.statuses import FAILED, INTERRUPTED, PASSED
from harness.writing.differing import unified
from harness.writing.pins import USUAL
from harness.writing.proving import write_expectations
from harness.writing.saving import ChangedMeanwhile, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.browser.engine import EngineOptions
    from harness.scenario.model import Run
    from harness.writing.drafts import Draft


def expectations_command(
    runs: Sequence[Run], options: Mapping[str, Any], engine: EngineOptions
) -> int:
    """Draft, show the diff, and write when asked to; the exit status."""
    click.echo(f"recording {len(runs)} run{'s' if len(runs) != 1 else ''} …", err=True)
    make = partial(takes, options=engine, workers=options["workers"])
    kinds = options["pin"] or USUAL
    try:
        written = write_expectations(runs, make, kinds, is_updating=options["is_updating"])
    except Interrupted:
        return INTERRUPTED
    is_writing = options["write_expectations"] == "write"
    for one in written.drafts:
        show_diff(one.before.name, one.before.sheet.text, one.after.sheet.text)
    for remark in written.remarks:
        click.echo(f"note: {remark}", err=True)
    changed = [one for one in written.drafts if one.written]
    is_saved = _save(changed) if is_writing else True
    click.echo(_summary(changed, is_writing=is_writing))
    return FAILED if written.has_failed or not is_saved else PASSED


def show_diff(name: str, before: str, after: str, *, is_aside: bool = False) -> None:
    """Print what changes in a file as a unified diff, to standard error if `is_aside`."""
    colors = {"+": "green", "-": "red", "@": "cyan"}
    for line in unified(name, before, after):
        color = None if line.startswith(("+++", "---")) else colors.get(line[:1])
        click.secho(line, fg=color, err=is_aside)


def _save(changed: Sequence[Draft]) -> bool:
    is_good = True
    for one in changed:
        try:
            rewrite(one.before.file, one.before.sheet.content, one.after.sheet.content)
        except ChangedMeanwhile:
            click.echo(f"{one.before.name}: changed meanwhile, so it is not written", err=True)
            is_good = False
        except OSError as error:
            click.echo(f"{one.before.name}: cannot be written: {error.strerror}", err=True)
            is_good = False
    return is_good


def _summary(changed: Sequence[Draft], *, is_writing: bool) -> str:
    steps = sum(len(one.written) for one in changed)
    if not steps:
        return "nothing to write"
    counted = f"{steps} step{'s' if steps != 1 else ''} in {len(changed)} "
    counted += "file" if len(changed) == 1 else "files"
    if is_writing:
        return f"{counted} written"
    return f"{counted} would change; write them with --write-expectations=write"
