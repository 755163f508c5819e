"""The `harness` command and its options, as the command line has them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harness import __version__
from harness.commands.auditing import audit
from harness.commands.authoring import init, record
from harness.commands.drifting import drift
from harness.commands.exploring import explore
from harness.commands.linting import lint_command
from harness.commands.options import (
    RunCommand,
    around_options,
    browser_options,
    hostile_option,
    timeout_option,
    writing_options,
)
from harness.commands.probing import hostile, when_called
from harness.commands.run import no_browser, run_command
from harness.commands.schemas import schema
from harness.running import interruption

OUTPUT = ".harness/runs"
"""Where the evidence of runs goes, unless `--output` says otherwise."""

_format_option = click.option(
    "--format",
    "form",
    default="text",
    type=click.Choice(["text", "json", "markdown"]),
    show_default=True,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harness")
@click.pass_context
def cli(context: click.Context) -> None:
    """Test harness for the Livechatoo chat widget's JavaScript API."""
    if context.invoked_subcommand != "run":  # which has reports to write, however early it ends
        context.with_resource(interruption.breaking_off())


@cli.command(cls=RunCommand)
@click.argument("targets", nargs=-1, metavar="[PATH | ID]...")
@click.option(
    "-k",
    "words",
    metavar="WORDS",
    help="Only runs whose id holds these words; and, or, not and brackets join them.",
)
@click.option(
    "-t",
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="Only scenarios with this tag; may be given several times.",
)
@click.option(
    "-x",
    "--exitfirst",
    is_flag=True,
    help="Begin no further run after the first that did not pass.",
)
@click.option(
    "--maxfail",
    type=click.IntRange(1),
    metavar="N",
    help="Begin no further run after N that did not pass.",
)
@click.option(
    "--lf", "--last-failed", "last_failed", is_flag=True, help="Only what did not pass last time."
)
@click.option(
    "-n",
    "--workers",
    default=1,
    type=click.IntRange(1),
    help="Processes, each with a browser of its own.",
)
@click.option(
    "--in-flight",
    type=click.IntRange(1),
    metavar="N",
    help="Runs at a time, over all workers [default: cores + 1].",
)
@click.option("--order", default="file", metavar="ORDER", help="file, reverse or shuffle:SEED.")
@click.option(
    "--junitxml", type=click.Path(dir_okay=False, path_type=Path), help="Write a JUnit report."
)
@click.option(
    "--output",
    default=OUTPUT,
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where evidence goes [default: {OUTPUT}].",
)
@click.option(
    "--screenshot", default="only-on-failure", type=click.Choice(["on", "off", "only-on-failure"])
)
@timeout_option
@click.option(
    "--coverage", "is_counted", is_flag=True, help="Tell how much of the widget's API was covered."
)
@click.option("--list", "is_list", is_flag=True, help="Only print the ids of the chosen runs.")
@click.option("-v", "--verbose", is_flag=True, help="A line for each run.")
@click.option("-q", "--quiet", is_flag=True, help="Only failures and the last line.")
@hostile_option
@around_options
@writing_options
@browser_options
def run(targets: tuple[str, ...], **options: object) -> None:
    """Run scenarios: the files and folders named, or those in ./scenarios."""
    sys.exit(run_command(targets, options))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
def lint(paths: tuple[Path, ...]) -> None:
    """Report every problem of every scenario file, without a browser."""
    sys.exit(lint_command(paths))


@cli.command()
def install() -> None:
    """Get a browser onto this machine, when there is none yet."""
    from harness.browser.finding import NoBrowser
    from harness.browser.installing import install_wanted

    try:
        found = install_wanted(lambda text: click.echo(text, err=True))
    except NoBrowser as error:
        sys.exit(no_browser(error))
    click.echo(f"{found.path} ({found.source})")


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="URL | PAGE")
@around_options
@browser_options
def profile(file: Path, target: str, **options: object) -> None:
    """Try a profile of a widget on a page, and tell which of its entries are found."""
    from harness.commands.profiling import profile_command

    sys.exit(profile_command(file, target, options))


@cli.command()
def doctor() -> None:
    """Try what runs need of this machine: browsers, sandbox, folders, memory, ports, clock."""
    from harness.commands.doctoring import doctor_command

    sys.exit(doctor_command(Path(OUTPUT)))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--only", metavar="KINDS", help="Only these lanes or kinds of events, with commas between them."
)
@click.option("--full", "is_full", is_flag=True, help="Shorten nothing.")
def show(file: Path, only: str | None, *, is_full: bool) -> None:
    """Print a recording (an event log) as a timeline."""
    from rich.console import Console

    from harness.judging.verdict import Failure
    from harness.report.event_log import read_events
    from harness.report.timeline import show_timeline

    try:
        recording = read_events(file)
        failures = [
            Failure.from_json(row)
            for event in recording.of_kind("run_ended")
            for row in event.data.get("failures", ())
        ]
        show_timeline(
            recording,
            Console(),
            failures=failures,
            only=(only or "").replace(",", " ").split(),
            full=is_full,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{file}: {error}") from None


@cli.command()
@click.argument(
    "targets",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[OUTPUT_FOLDER | EVENT_LOG]...",
)
@_format_option
@click.option("--missing", "is_missing", is_flag=True, help="Only what is not judged, and why.")
@click.option(
    "--places",
    "is_by_places",
    is_flag=True,
    help="Where and when each thing is judged: minimized, in the popup, after reload() …",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 when less than this is judged.",
)
@click.option(
    "--fail-under-places",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 when less than this is judged, counted by places and phases.",
)
def coverage(targets: tuple[Path, ...], **options: Any) -> None:
    """Tell how much of the widget's API the recorded runs cover: those of the last command."""
    from harness.commands.counting import coverage_command

    sys.exit(coverage_command(targets, Path(OUTPUT), **options))


@cli.command()
@click.argument("names", nargs=-1, metavar="[ID]...")
@_format_option
def assumptions(names: tuple[str, ...], form: str) -> None:
    """Print what the stub widget assumes where the vendor's page is silent, or explain entries."""
    from harness.assumptions import ASSUMPTIONS, documents
    from harness.scenario.suggestions import did_you_mean

    for name in names:
        if name not in ASSUMPTIONS:
            hint = did_you_mean(name, list(ASSUMPTIONS)) or "`harness assumptions` lists them"
            raise click.ClickException(f"there is no assumption `{name}`; {hint}")
    if names:
        click.echo("\n".join(documents.explained(ASSUMPTIONS[name]) for name in names), nl=False)
        return
    written = {
        "text": documents.as_text,
        "json": documents.as_json,
        "markdown": documents.as_markdown,
    }
    click.echo(written[form](), nl=False)


cli.add_command(audit)
cli.add_command(drift)
cli.add_command(record)
cli.add_command(schema)
cli.add_command(init)
cli.add_command(hostile)
cli.add_command(when_called)
cli.add_command(explore)
