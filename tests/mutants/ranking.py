"""Which run is likely to notice which mutant."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from fixtures.widgets.generate import broken_widgets
from tests.broken_widgets.hunting import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.scenario import Run
    from tests.mutants.mutant import Mutant

_COMMON = frozenset({"scenarios", "yaml", "chromium", "the", "loader", "frame", "backend", "place"})


class Ranking:
    """Ranks runs by who has noticed a mutant before, or its neighbours, and by common words."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._words = {run.id: words(f"{run.id} {run.scenario.about}") for run in runs}
        self._known: dict[str, str] = {}
        self._near: Counter[tuple[str, str]] = Counter()
        self._catches = Counter(broken.scenario for broken in broken_widgets().values())

    def learn(self, noticed: Mapping[str, str]) -> None:
        """Take in which run noticed which mutant: it may notice its neighbours."""
        for name, run in noticed.items():
            file, within, *_ = name.split(":")
            self._known[name] = run
            self._near[within, run] += 1
            self._near[file, run] += 1

    def likeliest(self, mutant: Mutant, runs: Iterable[Run]) -> dict[str, Run]:
        """The runs by their names, the likeliest to notice the mutant first."""
        found = {run.id: run for run in runs}
        file, *_ = mutant.id.split(":")
        wanted = words(mutant.id)

        def rank(name: str) -> tuple[bool, int, str]:
            near = self._near[mutant.change.within, name] * 9 + self._near[file, name]
            near += 4 * len(self._words[name] & wanted) + self._catches[name_of(found[name])]
            return self._known.get(mutant.id) != name, -near, name

        return {name: found[name] for name in sorted(found, key=rank)}

    def has_noticed(self, mutant: Mutant, run: str) -> bool:
        """Whether it is known that this run notices the mutant."""
        return self._known.get(mutant.id) == run


def words(text: str) -> frozenset[str]:
    """The words in a name, but for those that say nothing."""
    found = re.findall(r"[a-z]{3,}", re.sub(r"([A-Z])", r" \1", text).lower())
    return frozenset(found) - _COMMON
