"""Triggers that are launched by themselves: by a condition on the page that is loaded.

How several conditions of one trigger join is not said; of those with one alone it is clear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.model.unknown import UNKNOWN, Unknown
from harness.model.world import matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.model.context import Scene

_CONDITIONS = ("url", "url_matches", "title_has", "previous_url", "after", "pages", "max_chats")


def launches_by_itself(scene: Scene) -> None:
    """What of this follows from a load."""
    visitor, expected = scene.visitor, scene.expected
    automatic = {
        number: given for number, given in scene.world.triggers.items() if _conditions(given)
    }
    if not automatic:
        return
    is_clear = scene.not_in_chat() and visitor.proposal is None
    is_clear = is_clear and len(scene.memory.visitors) == 1 and len(scene.memory.pages) == 1
    sure = []
    visitor.may_launch = False
    for number, given in automatic.items():
        holds = _holds(scene, given)
        if holds is False:
            continue
        if holds is UNKNOWN or number in visitor.launched or not is_clear or given.get("message"):
            expected.unsure("ontrigger")
            visitor.launched.add(number)
            visitor.may_launch = True
            continue
        sure.append((number, given))
    visitor.launched |= {number for number, _ in sure}
    if len(sure) == 1 and not expected.is_unsure("ontrigger"):
        number, given = sure[0]
        told = {"id": {"$in": [number, str(number)]}, "title": given["title"]}
        why = f"the condition of {given['title']} holds here"
        expected.fires("trigger-conditions", "ontrigger", told, why=why)
    elif sure:
        expected.unsure("ontrigger")
        visitor.may_launch = True


def may_launch(scene: Scene) -> None:
    """A page goes on in another way than by a load: what that launches is not said."""
    if any(map(_conditions, scene.world.triggers.values())):
        scene.expected.unsure("ontrigger")
        scene.visitor.may_launch = True


def _conditions(given: dict[str, Any]) -> list[str]:
    """The conditions that a trigger has."""
    return [name for name in _CONDITIONS if given.get(name) is not None]


def _holds(scene: Scene, given: dict[str, Any]) -> bool | Unknown:
    """Whether the only condition of a trigger holds for the page that was loaded."""
    known = _conditions(given)
    judge = _JUDGES.get(known[0]) if len(known) == 1 else None
    return UNKNOWN if judge is None else judge(scene, given[known[0]])


def _came_from(scene: Scene, wanted: str) -> bool | Unknown:
    previous = scene.page.previous
    if previous is UNKNOWN:
        return UNKNOWN
    return previous is not None and matches(wanted, previous)


def _has_viewed(scene: Scene, wanted: int) -> bool | Unknown:
    views = scene.visitor.views
    return UNKNOWN if views is UNKNOWN else views >= wanted


_JUDGES: dict[str, Callable[[Scene, Any], bool | Unknown]] = {
    "url": lambda scene, wanted: matches(wanted, scene.page.address),
    "url_matches": lambda scene, wanted: re.search(wanted, scene.page.address) is not None,
    "title_has": lambda scene, wanted: wanted in scene.world.title(scene.page.address),
    "previous_url": _came_from,
    "pages": _has_viewed,
}
