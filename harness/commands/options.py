"""Options that several commands have, and those of commands that write files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Decorator = Callable[[Any], Any]

_BROWSER = (
    click.option("--browser-path", metavar="FILE", help="The browser's executable."),
    click.option(
        "--browser-channel",
        metavar="NAME",
        help="A channel of Playwright's, such as chrome or chromium.",
    ),
    click.option("--headed", is_flag=True, help="Show the browser's windows."),
    click.option(
        "--slowmo",
        type=float,
        default=0,
        metavar="MS",
        help="Slow each action of the browser down.",
    ),
    click.option(
        "--sandbox/--no-sandbox",
        "sandbox",
        default=None,
        help="The browser's own sandbox [default: on for pages that are not the project's own].",
    ),
)

_ENVIRONMENT = (
    click.option("--env", metavar="NAME", help="An environment of the project file harness.yaml."),
    click.option(
        "--base-url", metavar="URL", help="What relative addresses of real pages are relative to."
    ),
)

_AROUND = (
    *_ENVIRONMENT,
    click.option(
        "--widget",
        default="stub",
        metavar="WIDGET",
        help="stub, live, a loader's file or address, or a folder of files as the widget's host"
        " serves them [default: stub].",
    ),
    click.option(
        "--allow-live", is_flag=True, help="With --widget live: visit the real widget's back end."
    ),
    click.option("--profile", metavar="FILE", help="How the controls of another widget are found."),
)

_WRITING = (
    click.option(
        "--write-expectations",
        type=click.Choice(["diff", "write"]),
        help="Turn what is recorded into expectations of the steps: show the diff (when nothing "
        "else is said), or write it into the files.",
    ),
    click.option(
        "--update",
        "is_updating",
        is_flag=True,
        help="With --write-expectations: replace those that are not met, too.",
    ),
    click.option(
        "--pin",
        multiple=True,
        type=click.Choice(["callbacks", "returns", "analytics", "calls"]),
        help="What to write expectations of [default: all but calls].",
    ),
)


def _all(options: Iterable[Decorator]) -> Decorator:
    def decorated(command: click.decorators.FC) -> click.decorators.FC:
        for option in reversed(tuple(options)):
            command = option(command)
        return command

    return decorated


around_options = _all(_AROUND)
"""Adds what is said of the environment and of the widget."""

environment_options = _all(_ENVIRONMENT)
"""Adds what is said of where real pages stand."""

browser_options = _all(_BROWSER)
"""Adds what is said of the browser."""

writing_options = _all(_WRITING)
"""Adds what is said of expectations to be written."""

timeout_option = click.option(
    "--timeout-scale",
    default=1.0,
    type=click.FloatRange(0.01),
    metavar="X",
    help="Stretch all time limits.",
)
"""Adds how patient to be."""

hostile_option = click.option(
    "--hostile",
    metavar="[NAME,...]",
    help="Also run them on hostile host pages: on all kinds (when nothing else is said), on those"
    " named, or `list` them.",
)
"""Adds what is said of hostile host pages."""


quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="Do not tell how far the command is."
)
"""Adds silence."""


class AuditCommand(click.Command):
    """A bare `--fix` says `diff`, also when targets follow."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line."""
        bare = "--fix"
        return super().parse_args(ctx, [f"{bare}=diff" if arg == bare else arg for arg in args])


class RunCommand(click.Command):
    """Options that may stand without their value, also when paths follow.

    A bare `--write-expectations` says `diff`, and a bare `--hostile` says `all`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line."""
        from harness.probing.family import ALL, is_naming

        bare = "--write-expectations"
        given = [f"{bare}=diff" if arg == bare else arg for arg in args]
        for at, arg in enumerate(given):
            if arg == "--hostile" and not (at + 1 < len(given) and is_naming(given[at + 1])):
                given[at] = f"--hostile={ALL}"
        rest = super().parse_args(ctx, given)
        wants_more = ctx.params["is_updating"] or ctx.params["pin"]
        if wants_more and not ctx.params["write_expectations"]:
            raise click.UsageError(f"--update and --pin go with {bare}", ctx)
        return rest
