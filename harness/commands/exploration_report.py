"""What `harness explore` tells: how far it is, each find and its file, and the end."""

from __future__ import annotations

import json
import re
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from harness.wording import many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.exploration.exploration import Find, Reached
    from harness.masking import Mask
    from harness.report.progress import Progress

EVERY = 15.0
"""Seconds between two lines of a log."""


class ExplorationReport:
    """Tells of the exploration while it goes on, and writes what is to be kept."""

    def __init__(self, options: Mapping[str, Any], mask: Mask) -> None:
        self._options = options
        self._mask = mask
        self._progress: Progress | None = None
        self._count = 0
        self._told = time.monotonic()

    def begins(self, progress: Progress, text: str) -> None:
        """What is explored, and from which seed."""
        self._progress = progress
        progress.note(text)

    def goes_on(self, reached: Reached) -> None:
        """Now and then a line for a log; on a terminal the live line."""
        if self._progress is None:
            return
        told = (
            (reached.sequences, "sequence"),
            (reached.acts, "act"),
            (len(reached.finds), "find"),
        )
        text = ", ".join(many(count, what) for count, what in told)
        self._progress.doing(text)
        if time.monotonic() - self._told > EVERY and not sys.stderr.isatty():
            self._told = time.monotonic()
            self._progress.note(text)

    def finds(self, find: Find) -> None:
        """One find: a line, its text, and its file."""
        from harness.exploration.telling import as_text

        self._count += 1
        if self._options["form"] == "text" and self._progress is not None:
            for line in as_text(find, self._count):
                self._progress.print(self._safe(line))
            self._progress.print("")
        folder = self._options["save"]
        if folder is not None:
            with suppress(OSError):
                path = folder / f"{self._count:02}-{_slug(find.violation.code)}.yaml"
                path.write_text(self._mask.text(find.scenario), encoding="utf-8")
                if self._options["form"] == "text" and self._progress is not None:
                    self._progress.print(self._safe(f"  saved as {path}"))

    def ends(self, reached: Reached, seed: str, seconds: float) -> None:
        """What was done and what was not judged."""
        from harness.exploration.telling import as_json, summary

        if self._options["form"] == "json":
            told = as_json(reached, seed, seconds)
            click.echo(self._mask.json(json.dumps(told, indent=2, ensure_ascii=True)))
            return
        for line in summary(reached, seed, seconds):
            click.echo(self._safe(line))
        if reached.sequences:
            click.echo(self._safe(f"the same again: {self._again(seed, reached.sequences)}"))

    def _again(self, seed: str, count: int) -> str:
        from harness.report.failures import quoted

        given = [("widget", "stub"), ("profile", None)]
        words = [
            f" --{name} {quoted(str(self._options[name]))}"
            for name, default in given
            if self._options[name] != default
        ]
        return f"harness explore{''.join(words)} --seed {seed} --sequences {count}"

    def _safe(self, line: str) -> str:
        from harness.report.untrusted import unarmed, visible

        return unarmed(visible(self._mask.text(line)))


def _slug(code: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")[:60] or "find"
