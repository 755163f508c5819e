"""Which sequences are likely to find which mutant: those that are like the scenario that does.

The suite knows a scenario for each mutant that it notices. A sequence that has much in common
with it is tried first, and then what is like the parts of it that the ones before did not have.
Then come those that differ most from each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from harness.exploration.text import as_yaml
from tests.mutants.killers import read
from tests.mutants.mutant import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.explore.reaching import Sight
    from tests.mutants.mutant import Mutant

AGAIN = 0.5
"""How much a word counts that a sequence chosen before has as well."""


class Likeliest:
    """Chooses among sequences by the words of their scenarios, of which rare ones count most."""

    def __init__(self, sights: Iterable[Sight]) -> None:
        self._words = {one.number: words(as_yaml(one.sequence.as_scenario())) for one in sights}
        counts = Counter(word for found in self._words.values() for word in found)
        count = len(self._words)
        self._rarity = {word: math.log(count / often) for word, often in counts.items()}

    def of(self, mutant: Mutant, able: Iterable[Sight], most: int) -> list[Sight]:
        """So many of these, the likeliest first; of wild ones hardly anything is judged."""
        weights = {word: self._rarity[word] for word in wanted(mutant.id) if word in self._rarity}
        left = [one for one in able if not one.sequence.is_wild]
        chosen: list[Sight] = []
        while left and len(chosen) < most:
            best = max(left, key=lambda one: (self._worth(one, weights), -one.number))
            left.remove(best)
            chosen.append(best)
            for word in self._words[best.number] & weights.keys():
                weights[word] *= AGAIN
        return chosen

    def _worth(self, sight: Sight, weights: dict[str, float]) -> float:
        found = self._words[sight.number]
        return sum(weights[word] for word in found & weights.keys()) / math.sqrt(len(found))


def various(able: Iterable[Sight], most: int, before: Iterable[Sight] = ()) -> list[Sight]:
    """So many of these that were driven: those with most levels and legs that none before has."""
    met = {feature for one in before for feature in one.sequence.features}
    known = {one.number for one in before}
    left = [one for one in able if one.keys is not None and one.number not in known]
    chosen: list[Sight] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (len(_alone(one) - met), -one.number))
        left.remove(best)
        chosen.append(best)
        met |= best.sequence.features
    return chosen


def _alone(sight: Sight) -> frozenset[str]:
    """Its features but for what follows what."""
    return frozenset(one for one in sight.sequence.features if ">" not in one)


def words(text: str) -> frozenset[str]:
    """The words of a scenario or a name."""
    return frozenset(re.findall(r"[a-z_]{3,}", text.lower()))


@cache
def wanted(name: str) -> frozenset[str]:
    """What is spoken of by a mutant's name, and by the scenario that notices it."""
    known = read().get(name)
    path = ROOT / known.by.partition("::")[0] if known else None
    text = path.read_text(encoding="utf-8") if path and path.is_file() else ""
    return words(f"{name} {text}")
