"""In which places and phases each item can be judged, and what that knowledge rests on.

A row names sections of the vendor's page, or assumptions (`harness assumptions`). An item has
the row of its own name, else that of what it is a value or a field of; a rule without a row
of its own applies where all of its subjects do.
"""

from __future__ import annotations

from typing import Final

from harness.coverage import grounds_of_members, grounds_of_rules
from harness.coverage.ground import Ground
from harness.coverage.items import ITEMS, Item, Sort
from harness.widget_api import API

GROUNDS: Final = (*grounds_of_members.GROUNDS, *grounds_of_rules.GROUNDS)
"""All that is known of it."""

_BY_NAME = {name: ground for ground in GROUNDS for name in ground.names}


def ground_of(item: Item) -> Ground:
    """Where and when an item applies."""
    known = _BY_NAME.get(item.name)
    if known is not None:
        return known
    if item.sort is Sort.RULE:
        return _of_rule(item)
    parent = item.base or item.name.partition(".")[0]
    return ground_of(ITEMS[parent])


def _of_rule(item: Item) -> Ground:
    subjects = [ground_of(ITEMS[name]) for name in API.rules[item.name].subjects]
    return Ground(
        (item.name,),
        frozenset.intersection(*(ground.places for ground in subjects)),
        frozenset.intersection(*(ground.phases for ground in subjects)),
        (item.section, *dict.fromkeys(name for ground in subjects for name in ground.rests_on)),
    )
