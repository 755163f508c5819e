"""A mutant that is hunted, whether it can be at all, and which of them are tried together."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.mutants import building
from tests.mutants.javascript import parse

if TYPE_CHECKING:
    from harness.scenario import Run
    from tests.mutants.mutant import Mutant

TOGETHER = 96
"""How many mutants one run meets at most."""


@dataclass
class Prey:
    """A mutant and the runs that may notice it and have not been tried, the likeliest first."""

    mutant: Mutant
    runs: dict[str, Run]
    tried: int = 0
    unsure: int = 0
    is_over: bool = False
    began: float = field(default_factory=time.monotonic)


def unusable(mutant: Mutant) -> str:
    """Why a mutant cannot be tried; '' when it can."""
    file, made = mutant.file, building.changed([mutant])[mutant.file]
    if mutant.language == "python":
        try:
            compile(made, file, "exec")
        except SyntaxError as error:
            return f"the changed {file} does not parse: line {error.lineno}: {error.msg}"
    elif parse(made).has_error:
        return f"the changed {file} does not parse: see line {mutant.line}"
    return ""


def groups(pending: list[Prey]) -> list[list[Prey]]:
    """Groups of mutants that do not meet: no two of them inside one function."""
    found: list[list[Prey]] = []
    for prey in pending:
        for group in found:
            if len(group) < TOGETHER and not any(_meet(prey.mutant, p.mutant) for p in group):
                group.append(prey)
                break
        else:
            found.append([prey])
    return found


def _meet(one: Mutant, other: Mutant) -> bool:
    if one.file != other.file:
        return False
    first, second = one.change, other.change
    if first.end >= second.start and second.end >= first.start:
        return True
    is_inside = first.at is not None and second.at is not None
    return is_inside and _function(one) == _function(other)


def _function(mutant: Mutant) -> str:
    """The method of a class; of a script its function, without the place that it fails in."""
    within = mutant.change.within
    return within if mutant.language == "python" else within.split(".")[0]
