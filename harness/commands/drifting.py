"""`harness drift`: compares two widgets, from the command line's words to the exit status."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.linting import load_scenarios
from harness.commands.options import around_options, browser_options, quiet_option, timeout_option
from harness.commands.run import (
    chosen_runs,
    engine_options_of,
    no_browser,
    with_surroundings,
)
from harness.report.folders import Unwritable, run_folder
from harness.report.progress import Progress
from harness.running.around import Unusable, with_secrets
from harness.running.choosing import BadChoice
from harness.statuses import INTERRUPTED, NOTHING, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.browser.engine import EngineOptions
    from harness.drift.report import Report
    from harness.drift.widgets import Widget
    from harness.judging.verdict import RunResult
    from harness.masking import Mask
    from harness.scenario import Loaded
    from harness.scenario.model import Run

OUTPUT = ".harness/runs/drift"
"""Where the evidence of comparisons goes, unless `--output` says otherwise."""

SAME, DIFFERENT = 0, 1
"""Exit statuses of a comparison that came to its end; all others are those of `harness run`."""


@click.command()
@click.argument("targets", nargs=-1, metavar="[PATH | ID]...")
@click.option(
    "--against",
    required=True,
    metavar="WIDGET",
    help="The widget to compare with: as --widget, or stub:ASSUMPTION=CHOICE.",
)
@click.option("-k", "words", metavar="WORDS", help="Only runs whose id holds these words.")
@click.option("-t", "--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag.")
@click.option("--in-flight", type=click.IntRange(1), metavar="N", help="Runs at a time.")
@click.option(
    "--output",
    default=OUTPUT,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where evidence goes.",
    show_default=True,
)
@timeout_option
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]))
@quiet_option
@around_options
@browser_options
def drift(targets: tuple[str, ...], **options: Any) -> None:
    """Compare two widgets: what one of them does otherwise, and what that overturns.

    Exit status: 0 no differences, 1 differences, else as `run`.
    """
    sys.exit(drift_command(targets, options))


def drift_command(targets: Sequence[str], options: Mapping[str, Any]) -> int:
    """Compare by the chosen scenarios, and print; the exit status."""
    from harness.browser.finding import NoBrowser
    from harness.drift.widgets import BadWidget, widget

    loaded = load_scenarios(targets)
    if loaded is None:
        return UNUSABLE
    everything = {**options, "last_failed": False, "order": "file"}
    try:
        loaded = with_secrets(loaded, options)
        runs = chosen_runs(loaded, targets, everything)
        widgets = widget(options["widget"]), widget(options["against"])
        options = {**options, "output": run_folder(options["output"]).path}
        (runs, first), (_, second) = (_with(loaded, runs, options, one) for one in widgets)
        if not runs:
            click.echo("no run fits what was chosen", err=True)
            return NOTHING
        return _compare(runs, widgets, (first, second), options)
    except (BadChoice, BadWidget, Unusable, Unwritable) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)


def _with(
    loaded: Loaded, runs: list[Run], options: Mapping[str, Any], one: Widget
) -> tuple[list[Run], EngineOptions]:
    """The runs and the engine's options for one of the widgets. Raises Unusable."""
    profile = None if one.is_stub else options["profile"]
    given = {**options, "screenshot": "off", "widget": one.build, "profile": profile}
    placed, given = with_surroundings(loaded, runs, given)
    return placed, engine_options_of(given)


def _compare(
    runs: Sequence[Run],
    widgets: tuple[Widget, Widget],
    engines: tuple[EngineOptions, EngineOptions],
    options: Mapping[str, Any],
) -> int:
    from harness.drift.drifting import Drifting
    from harness.running import interruption
    from harness.running.outcome import Outcome

    told, mask = Outcome(), engines[0].surroundings.whole_mask
    reports: list[Report] = []

    async def work(progress: Progress) -> None:
        def over(result: RunResult) -> None:
            progress.advance(mask.text(result.run_id))

        compared = Drifting(runs, *widgets, *engines, progress=progress.note, over=over)
        reports.append(await compared.report())

    with (
        Progress(2 * len(runs), is_quiet=options["quiet"]) as progress,
        interruption.Interruptible(told),
    ):
        interruption.run(work(progress))
    if told.is_interrupted or not reports:
        return INTERRUPTED
    _show(reports[0], options["form"], mask)
    if len(reports[0].uncompared) == len(runs):
        return NOTHING
    return DIFFERENT if reports[0].findings else SAME


def _show(report: Report, form: str, mask: Mask) -> None:
    from harness.drift.printing import lines
    from harness.report.untrusted import unarmed, visible

    if form == "json":
        click.echo(mask.json(json.dumps(report.as_json(), indent=2, ensure_ascii=True)))
        return
    for line in lines(report):
        click.echo(unarmed(visible(mask.text(line))))
