"""`harness explore`: from the command line's words to the exit status."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.exploration_report import ExplorationReport
from harness.commands.options import browser_options, timeout_option
from harness.commands.run import engine_options_of, no_browser
from harness.running import around
from harness.statuses import FAILED, INTERRUPTED, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.browser.engine import EngineOptions
    from harness.exploration.exploration import Limits
    from harness.exploration.seeds import Seed

FOR_A_CORE = 3
"""Sequences at a time for each core: most of them wait, for a page to rest or a window to come."""

LONG = "5m"
"""How long it goes on when nothing is said."""


@click.command()
@click.option(
    "--widget",
    default="stub",
    metavar="WIDGET",
    help="stub, a loader's file or address, or a folder of files [default: stub].",
)
@click.option("--profile", metavar="FILE", help="How the controls of another widget are found.")
@click.option(
    "--for",
    "duration",
    metavar="TIME",
    help=f"How long to explore, as 90s or 5m [default: {LONG}]. What has begun by then is "
    "finished, which may take up to 90 s more.",
)
@click.option(
    "--sequences", type=click.IntRange(1), metavar="N", help="How many, whatever it takes."
)
@click.option(
    "--seed", "seed_text", metavar="SEED", help="Do again what a seed has given, as 1:12345."
)
@click.option(
    "--save",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the least scenario of each find into this folder.",
)
@click.option("--finds", type=click.IntRange(1), metavar="N", help="Stop after so many finds.")
@click.option(
    "--in-flight",
    type=click.IntRange(1),
    metavar="N",
    help=f"Sequences at a time [default: {FOR_A_CORE} for each core].",
)
@timeout_option
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]))
@click.option("-q", "--quiet", "is_quiet", is_flag=True, help="Do not tell how far it is.")
@browser_options
def explore(**options: Any) -> None:
    """Try sequences of calls and acts on a widget, and judge them by what is documented.

    Each sequence is a page, people and settings, and what is called and done there: in the bar,
    on phones, in the popup, after loads, in a second tab. A model written from the vendor's page
    predicts what has to follow from each act; the contract that holds on every run is judged too.
    What goes wrong is made as small as it can be, and printed as a scenario with the sentence of
    the page that it contradicts. What the page does not say is not judged, and is counted.

    Exit status: 0 nothing found, 1 something found, 2 interrupted, 4 unusable input.
    """
    sys.exit(explore_command(options))


def explore_command(options: Mapping[str, Any]) -> int:
    """Explore and tell; the exit status."""
    from harness.browser.finding import NoBrowser
    from harness.exploration.seeds import BadSeed

    try:
        seed, limits = _seed(options["seed_text"]), _limits(options)
        world = _world(options)
        if options["save"] is not None:
            options["save"].mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="harness-explore-") as folder:
            engine_options = _engine_options(world, options, Path(folder))
            return _explored(engine_options, seed, limits, options)
    except (around.Unusable, BadSeed, OSError) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)


def _seed(text: str | None) -> Seed:
    """The seed that is given, else one by chance. Raises BadSeed."""
    from harness.exploration.seeds import Seed

    return Seed(secrets.randbelow(100_000)) if text is None else Seed.read(text)


def _limits(options: Mapping[str, Any]) -> Limits:
    """When to stop. Raises Unusable."""
    from harness.exploration.exploration import Limits

    text, count = options["duration"], options["sequences"]
    if text is None:
        text = LONG if count is None else None
    seconds = None if text is None else _seconds(text)
    return Limits(count, seconds, options["finds"])


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h)", text.strip())
    if found is None:
        raise around.Unusable(f"--for {text}: a time is a number with its unit: `90s` or `5m`")
    seconds = float(found[1]) * {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}[found[2]]
    if seconds <= 0:
        raise around.Unusable(
            f"--for {text}: in no time nothing is explored; say `30s`, `5m`, or --sequences N"
        )
    return seconds


def _world(options: Mapping[str, Any]) -> around.Around:
    """The widget that is explored. Raises Unusable."""
    if options["widget"] == around.LIVE:
        raise around.Unusable(
            "explore makes hundreds of visitors and chats: not on the live widget, which has people"
            " on the other side"
        )
    return around.around_of({name: options[name] for name in ("widget", "profile")})


def _engine_options(
    world: around.Around, options: Mapping[str, Any], output: Path
) -> EngineOptions:
    return engine_options_of(
        {
            **options,
            "around": world,
            "output": output,
            "screenshot": "off",
            "sandbox": world.has_sandbox([], wish=options["sandbox"]),
            "in_flight": options["in_flight"] or _cores() * FOR_A_CORE,
        }
    )


def _cores() -> int:
    """The cores that this process may use."""
    if sys.platform != "win32" and hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _explored(
    engine_options: EngineOptions, seed: Seed, limits: Limits, options: Mapping[str, Any]
) -> int:
    from harness.browser.engine import Engine
    from harness.exploration.exploration import Exploration
    from harness.report.progress import Progress
    from harness.running import interruption
    from harness.running.outcome import Outcome

    told = Outcome()
    began = time.monotonic()
    report = ExplorationReport(options, engine_options.surroundings.whole_mask)
    explorations: list[Exploration] = []
    with Progress(limits.sequences, is_quiet=options["is_quiet"]) as progress:
        report.begins(progress, f"exploring {options['widget']} from seed {seed}")
        if options["widget"] != "stub" and options["profile"] is None:
            progress.note("without --profile, controls are looked for as the stub widget has them")

        async def work() -> None:
            asyncio.get_running_loop().set_exception_handler(_heard)
            async with Engine(engine_options) as engine:
                exploration = Exploration(
                    engine,
                    engine_options.output,
                    seed.number,
                    limits,
                    in_flight=engine_options.in_flight,
                    on_find=report.finds,
                    on_sequence=report.goes_on,
                )
                explorations.append(exploration)
                await exploration.run()

        with interruption.Interruptible(told):
            interruption.run(work())
    if not explorations:
        return INTERRUPTED
    reached = explorations[0].reached
    report.ends(reached, str(seed), time.monotonic() - began)
    if told.is_interrupted:
        return INTERRUPTED
    return FAILED if reached.finds else PASSED


def _heard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Playwright ends what nobody waits for any more, when its driver goes, with an exception."""
    if "Connection closed while reading" not in str(context.get("exception")):
        loop.default_exception_handler(context)
