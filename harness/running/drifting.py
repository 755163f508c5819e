"""What `harness drift` does with its runs: compare, print, and the exit status."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import click

from harness.drift.drifting import Drifting
from harness.drift.printing import lines
from harness.report.untrusted import unarmed, visible
from harness.running.interruption import Interruptible, cancel_when_terminated
from harness.running.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.browser.engine import EngineOptions
    from harness.drift.report import Report
    from harness.drift.widgets import Widget
    from harness.scenario.model import Run

SAME, DIFFERENT, INTERRUPTED, NOTHING = 0, 1, 2, 5
"""Exit statuses of a comparison that came to its end, was broken off, or had nothing in it."""


def drift(
    runs: Sequence[Run],
    widgets: tuple[Widget, Widget],
    options: tuple[EngineOptions, EngineOptions],
    form: str,
) -> int:
    """Compare and print; the exit status. Raises what starting the browser raises."""
    told = Outcome()
    reports: list[Report] = []

    async def work() -> None:
        cancel_when_terminated()
        compared = Drifting(runs, *widgets, *options, progress=_progress)
        reports.append(await compared.report())

    with Interruptible(told):
        asyncio.run(work())
    if told.is_interrupted or not reports:
        return INTERRUPTED
    _show(reports[0], form)
    if len(reports[0].uncompared) == len(runs):
        return NOTHING
    return DIFFERENT if reports[0].findings else SAME


def _progress(text: str) -> None:
    click.echo(text, err=True)


def _show(report: Report, form: str) -> None:
    if form == "json":
        click.echo(_as_json(report.as_json()))
        return
    for line in lines(report):
        click.echo(unarmed(visible(line)))


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True)
