"""What `harness doctor` does: each thing that a run needs is tried, and told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from harness.browser.doctor import examine
from harness.report.untrusted import encoding_of, unarmed, visible
from harness.statuses import PASSED, UNUSABLE
from harness.wording import many

if TYPE_CHECKING:
    from pathlib import Path


def doctor_command(output: Path) -> int:
    """Tell what is there, what lacks, what goes wrong so and what to do; the exit status."""
    lacks = warnings = 0
    for line in examine(output, encoding_of(sys.stdout)):
        lacks += not line.is_well
        warnings += line.state == "warn"
        _say(f"{line.state:<4} {line.what:<20} {line.found}")
        if line.so:
            _say(f"{'':<26}so {line.so}")
        if line.remedy:
            _say(f"{'':<26}hint: {line.remedy}")
    if lacks:
        _say(f"\n{many(lacks, 'problem')}: runs do not work here")
    elif warnings:
        _say(f"\nruns work here, with {many(warnings, 'warning')}")
    return UNUSABLE if lacks else PASSED


def _say(text: str) -> None:
    for line in text.split("\n"):
        click.echo(unarmed(visible(line)))
