"""The commands `harness record` and `harness init`, as the command line has them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harness.commands.options import (
    around_options,
    browser_options,
    environment_options,
    quiet_option,
    timeout_option,
)

_OUTPUT = click.option(
    "--output",
    default=".harness/runs",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where evidence goes [default: .harness/runs].",
)


@click.command()
@click.argument("target", metavar="URL | PATH | FILE")
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Do these steps, a YAML list of verbs, instead of showing a window to act in.",
)
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the scenario is written [default: scenarios/…, named after its title].",
)
@click.option("--title", metavar="TEXT", help="The scenario's title.")
@click.option("--force", "is_forced", is_flag=True, help="Replace the file when it is there.")
@_OUTPUT
@timeout_option
@around_options
@browser_options
def record(target: str, **options: Any) -> None:
    """Write a scenario of what you do on a page, with what that causes as its expectations.

    With --env or --base-url a page is named by its path, such as /account/.
    """
    from harness.commands.recording import Wish, record_command

    wish = Wish(target, options["script"], options["to"], options["title"], options["is_forced"])
    sys.exit(record_command(wish, options))


@click.command()
@click.argument("target", required=False, metavar="[URL | PATH | FILE]")
@click.option(
    "--ci",
    default="github",
    show_default=True,
    type=click.Choice(["github", "gitlab", "none"]),
    help="Whose pipeline runs the scenarios.",
)
@click.option("--force", "is_forced", is_flag=True, help="Replace files that are there.")
@click.option(
    "--consent", metavar="SELECTOR", help="What a visitor clicks to agree, in pages that ask first."
)
@click.option(
    "--ignore", "ignored", multiple=True, metavar="ID", help="Leave the findings of a rule out."
)
@quiet_option
@_OUTPUT
@timeout_option
@environment_options
@browser_options
def init(target: str | None, **options: Any) -> None:
    """Audit a page that embeds the widget, and write a project that keeps it as it is.

    What the audit calls an error is not kept: the scenario is written once it is mended.
    A page that does not let everybody in needs an environment of harness.yaml that says how.
    """
    from harness.commands.starting import init_command

    sys.exit(init_command(target, options["ci"], options, is_forced=options["is_forced"]))
