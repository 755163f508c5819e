"""What `harness lint` does: scenario files are loaded, and all their problems reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.filenames import FOLDER
from harness.running.choosing import paths_of
from harness.statuses import NOTHING, PASSED, UNUSABLE
from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.scenario import Loaded


def lint_command(paths: Sequence[Path]) -> int:
    """Report all problems of the files; the exit status."""
    from harness.scenario import stub_subjects
    from harness.scenario.problems import in_order

    loaded = load_scenarios([str(path) for path in paths], "")
    if loaded is None:
        return UNUSABLE
    variants = (variant for variants in loaded.variants for variant in variants)
    found = [one for variant in variants for one in stub_subjects.problems_of(variant.scenario)]
    if found:
        return _problems_told(replace(loaded, problems=in_order(found)), "")
    count = len(loaded.scenarios)
    click.echo(f"{many(count, 'scenario')}, no problems" if count else "no scenarios found")
    return PASSED if count else NOTHING


def load_scenarios(
    targets: Sequence[str],
    then: str = "; nothing was run",
    refused: Callable[[Loaded], object] | None = None,
) -> Loaded | None:
    """The scenarios of the targets; None when there were problems, which are told.

    `then` is said behind their number; `refused` hears of them as well.
    """
    from harness.scenario import load

    loaded = load(paths_of(targets or [FOLDER]), Path.cwd())
    if not loaded.problems:
        return loaded
    _problems_told(loaded, then)
    if refused is not None:
        refused(loaded)
    return None


def _problems_told(loaded: Loaded, then: str) -> int:
    click.echo(loaded.render_problems(), err=True)
    click.echo(f"\n{many(len(loaded.problems), 'problem')}{then}", err=True)
    return UNUSABLE
