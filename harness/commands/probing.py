"""`harness hostile` and `harness when-called`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.commands.options import browser_options, quiet_option, timeout_option
from harness.commands.run import engine_options_of, no_browser
from harness.report.folders import Unwritable, run_folder
from harness.report.progress import Progress
from harness.running import around
from harness.statuses import INTERRUPTED, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.browser.engine import EngineOptions
    from harness.judging.verdict import RunResult
    from harness.masking import Mask
    from harness.probing.calls import Call, Phase
    from harness.probing.outcomes import Cell
    from harness.probing.staging import Probe
    from harness.running.around import Around


@click.command()
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]))
def hostile(form: str) -> None:
    """Print the family of hostile host pages that `run --hostile` knows."""
    from harness.commands.hostility import described
    from harness.probing.family import FAMILY

    if form == "json":
        click.echo(json.dumps([one.as_json() for one in FAMILY.values()], indent=2))
    else:
        click.echo(described(), nl=False)


@click.command("when-called")
@click.argument("functions", nargs=-1, metavar="[FUNCTION]...")
@click.option(
    "--phase",
    "phases",
    multiple=True,
    metavar="PHASE",
    help="Only at this moment; may be given several times.",
)
@click.option(
    "--widget",
    default="stub",
    metavar="WIDGET",
    help="stub, a loader's file or address, or a folder of files [default: stub].",
)
@click.option("--profile", metavar="FILE", help="How the controls of another widget are found.")
@click.option("--in-flight", type=click.IntRange(1), metavar="N", help="Runs at a time.")
@timeout_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what was recorded in a new folder in this one.",
)
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]))
@quiet_option
@browser_options
def when_called(functions: tuple[str, ...], **options: Any) -> None:
    """Make every call of the API at every moment of a page, and print what becomes of it.

    Worked: its effect is there at once, or it returned something. Queued: its effect comes
    later, when the widget has loaded. Ignored: nothing is otherwise than without the call.
    """
    sys.exit(_when_called(functions, options))


def _when_called(functions: Sequence[str], options: Mapping[str, Any]) -> int:
    from harness.browser.finding import NoBrowser
    from harness.commands.takes import Interrupted

    try:
        calls, phases = _chosen(functions, options["phases"])
        world = _world(options)
        with tempfile.TemporaryDirectory(prefix="harness-when-called-") as folder:
            output = run_folder(options["output"]).path if options["output"] else Path(folder)
            engine = _engine_options(world, options, output)
            cells = cells_of(calls, phases, engine, is_quiet=options["quiet"])
    except (around.Unusable, Unwritable, OSError) as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except NoBrowser as error:
        return no_browser(error)
    except Interrupted:
        return INTERRUPTED
    _tell(cells, options, world.surroundings.whole_mask)
    return PASSED


def _chosen(functions: Sequence[str], given: Sequence[str]) -> tuple[list[Call], list[Phase]]:
    """The calls and phases that are meant, all where nothing is said. Raises Unusable."""
    from harness.probing.calls import CALLS, PHASES
    from harness.scenario.suggestions import did_you_mean

    known = list(dict.fromkeys(call.function for call in CALLS))
    for wanted, names, kind in ((functions, known, "function"), (given, [*PHASES], "phase")):
        for name in wanted:
            if name not in names:
                hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
                raise around.Unusable(f"there is no {kind} `{name}`; {hint}")
    calls = [call for call in CALLS if not functions or call.function in functions]
    return calls, [phase for phase in PHASES if not given or phase in given]


def _world(options: Mapping[str, Any]) -> Around:
    """The widget that is called. Raises Unusable."""
    if options["widget"] == around.LIVE:
        raise around.Unusable("when-called makes visitors and stops them: not on the live widget")
    return around.around_of({name: options[name] for name in ("widget", "profile")})


def _engine_options(world: Around, options: Mapping[str, Any], output: Path) -> EngineOptions:
    return engine_options_of(
        {
            **options,
            "around": world,
            "output": output,
            "screenshot": "off",
            "sandbox": world.has_sandbox([], wish=options["sandbox"]),
            "in_flight": options["in_flight"] or (os.cpu_count() or 1) + 1,
        }
    )


def cells_of(
    calls: Sequence[Call],
    phases: Sequence[Phase],
    options: EngineOptions,
    *,
    is_quiet: bool = True,
) -> list[Cell]:
    """Make all runs and compare; a row of calls for each phase."""
    from harness.commands.takes import takes
    from harness.probing import staging
    from harness.probing.outcomes import cell, seen

    profile = options.surroundings.profile
    looks = (*staging.ANYWHERE, *(staging.OF_THE_STUB if profile.is_stub else ()))
    tried = staging.probes(calls, phases)
    runs = {probe: staging.run_of(probe, looks) for probe in tried}
    with Progress(len({*map(_about, tried)}), is_quiet=is_quiet) as progress:
        left = Counter(map(_about, tried))
        about = {run.id: _about(probe) for probe, run in runs.items()}

        def tell(result: RunResult) -> None:
            """A function is over with its last run."""
            name = about.get(result.run_id, "")
            left[name] -= 1
            progress.doing(f"calling {name}")
            if name in left and left[name] == 0:
                progress.done(name)

        made = takes(list(runs.values()), options, tell=tell)
    found = {
        probe: seen(made[run.id].recording, {step.index: step.text for step in run.scenario.steps})
        for probe, run in runs.items()
    }
    return [cell(probe, found[probe], found[probe.without]) for probe in tried if probe.call]


def _about(probe: Probe) -> str:
    """What of the API a run is about; some are for comparison."""
    return probe.call.function if probe.call else "pages without a call"


def _tell(cells: Sequence[Cell], options: Mapping[str, Any], mask: Mask) -> None:
    from harness.probing import table
    from harness.report.untrusted import unarmed, visible

    if options["form"] == "json":
        click.echo(mask.json(table.as_json(cells, Path(options["widget"]).name)))
        return
    for line in table.as_text(cells):
        click.echo(unarmed(visible(mask.text(line))))
