"""What `--hostile` means to `harness run`: which runs there are, and what is told at their end."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from harness.probing import family, summary
from harness.running.choosing import BadChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harness.judging.verdict import RunResult
    from harness.scenario.model import Run

LIST = family.LIST
_WIDTH = 88


def widened(runs: Sequence[Run], options: Mapping[str, Any], ids: Iterable[str]) -> list[Run]:
    """The runs and their hostile kin, of those wished for or spoken of by ids. Raises BadChoice."""
    wish = options.get("hostile")
    if wish and options.get("write_expectations"):
        raise BadChoice("--hostile: expectations are written of the pages as they are")
    try:
        return family.widened(runs, wish, ids)
    except family.BadHostility as error:
        raise BadChoice(f"--hostile {wish}: {error}") from None


def described() -> str:
    """The family, for people."""
    blocks = []
    for one in family.FAMILY.values():
        does = textwrap.fill(one.does, _WIDTH, initial_indent="    ", subsequent_indent="    ")
        blocks.append(f"{one.name}\n  {one.statement}\n{does}\n")
    return "\n".join(blocks)


def told(results: Sequence[RunResult]) -> list[str]:
    """What the widget stands, by hostility."""
    lines = summary.lines(results)
    return ["", *lines] if lines else []
