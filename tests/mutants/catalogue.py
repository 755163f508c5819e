"""All mutants of the stub, and the ones that are meant by a sample."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING

from harness.stub.widget_files import FRAME, LOADER
from tests.mutants import javascript_operators, places, python_operators
from tests.mutants.mutant import ROOT, Mutant, named

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDGET = "harness/web/widget"

SCRIPTS = tuple(
    f"{WIDGET}/{folder}/{name}.js"
    for folder, names in (("loader", LOADER), ("frame", FRAME))
    for name in names
)
"""The widget's scripts in the order in which they stand in one scope."""

MODULES = (
    *("harness/stub/wildcard.py", "harness/stub/widget_talk.py"),
    *(
        f"harness/stub/backend/{name}.py"
        for name in (
            *("answering", "assigning", "chats", "chatting", "launching", "operating", "people"),
            *("settings", "showing", "state", "talking", "targets", "triggers", "verifying"),
            *("visiting", "visitors"),
        )
    ),
)
"""The modules of the back end, and of what the widget says to it."""

SAMPLE, SEED = 408, 1
"""How many mutants a campaign makes, and which, unless it is told otherwise."""


@cache
def source(file: str) -> bytes:
    """A source as it is."""
    return (ROOT / file).read_bytes()


@cache
def catalogue() -> dict[str, Mutant]:
    """Every mutant that the operators make, by its name."""
    found: list[Mutant] = []
    for file in SCRIPTS:
        made = javascript_operators.changes(source(file)) + places.changes(file, source(file))
        found += named(file, source(file), made)
    for file in MODULES:
        found += named(file, source(file), python_operators.changes(source(file)))
    return {mutant.id: mutant for mutant in found}


def sample(count: int = SAMPLE, seed: int = SEED) -> list[Mutant]:
    """So many mutants, of each operator and language about as many, the same for a seed.

    Which are chosen depends on their names alone, so that most stay when the sources change.
    """
    kinds: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in sorted(catalogue().values(), key=lambda one: _lot(one, seed)):
        kinds.setdefault(_kind(mutant), []).append(mutant)
    rows = zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    return [mutant for row in rows for mutant in row if mutant][:count]


def _kind(mutant: Mutant) -> tuple[str, str]:
    """What is drawn from in turn; what fails in one place counts by what it is that fails."""
    is_place = mutant.operator == "place"
    return mutant.operator, mutant.file if is_place else mutant.language


def _lot(mutant: Mutant, seed: int) -> str:
    return sha256(f"{seed} {mutant.id}".encode()).hexdigest()


def find(ids: Iterable[str]) -> list[Mutant]:
    """The mutants of these names. Raises LookupError for what there is none of."""
    known = catalogue()
    for one in ids:
        if one not in known:
            raise LookupError(f"no mutant is called {one}: `python -m tests.mutants list` has all")
    return [known[one] for one in ids]
