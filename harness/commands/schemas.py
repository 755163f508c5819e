"""`harness schema`: the JSON Schemas of the files that people write."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from pathlib import Path

_MODULES: Final = {
    "scenario": "harness.scenario.schema",
    "project": "harness.project.schema",
    "profile": "harness.browser.profile_schema",
}


@click.command()
@click.argument("kind", default="scenario", type=click.Choice([*_MODULES]))
def schema(kind: str) -> None:
    """Print the JSON Schema of scenario files, of project files (harness.yaml) or of profiles."""
    file: Path = import_module(_MODULES[kind]).FILE
    click.echo(file.read_text(encoding="utf-8"), nl=False)
