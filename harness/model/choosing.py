"""Whom a visitor can choose, who may get a chat, and in which department."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.model.context import CHAT
from harness.model.state import Chat
from harness.model.unknown import UNKNOWN
from harness.model.world import ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model.context import Scene
    from harness.model.world import Operator

_HAS_LIST: Final = {"choices": {"$not": {"$len": 0}}}
"""What is seen where there is a list to choose from."""


def lists_operators(scene: Scene, window: str) -> None:
    """The list of operators has those of the page's parameters, its clones, and nobody else.

    Whether `departments` also leaves out whom the page assigns to another department, is not said.
    """
    page, world, expected = scene.page, scene.world, scene.expected
    clones = page.options.get("clone_operators") or {}
    allowed = world.allowed(page.options)
    is_by_id = bool(ids(page.options.get("operators")))
    rule = "operators-filter" if is_by_id else "departments-filter"
    for operator in world.operators:
        row = {"$has": {"$re": rf"(?<!\w){operator.name}(?!\w)"}}
        pattern: Any = row
        why = f"{operator.name} is among the operators of the page"
        if operator not in allowed:
            if clones.get(operator.name) and operator in world.allowed(_operators(page.options)):
                continue
            pattern, why = {"$not": row}, f"{operator.name} is not among those of the page"
        expected.sees(rule, "choices", pattern, window, _HAS_LIST, why=why)
    _lists_clones(scene, window, allowed)


def _lists_clones(scene: Scene, window: str, allowed: tuple[Operator, ...]) -> None:
    """The operators who are named are in the departments that are named, and nobody else is."""
    clones, expected = scene.page.options.get("clone_operators") or {}, scene.expected
    known = {place for operator in scene.world.operators for place in _places(scene, operator)}
    for place in {place for places in clones.values() for place in places}:
        for operator in allowed:
            row = {"$has": {"$re": rf"(?<!\w){operator.name}\W+{place}(?!\w)"}}
            if place in clones.get(operator.name, ()):
                why = f"{operator.name} is assigned to {place} as well"
                expected.sees("clones-listed", "choices", row, window, _HAS_LIST, why=why)
            elif place not in known:
                why = f"{operator.name} is not assigned to {place}"
                expected.sees("clones-listed", "choices", {"$not": row}, window, _HAS_LIST, why=why)


def _operators(options: Mapping[str, Any]) -> dict[str, Any]:
    """What the parameter `operators` says alone."""
    return {name: one for name, one in options.items() if name == "operators"}


def _places(scene: Scene, operator: Operator) -> list[str]:
    """The names of the departments that an operator belongs to."""
    names = {one["id"]: str(one["name"]) for one in scene.world.departments}
    return [names[number] for number in operator.departments if number in names]


def is_assigned(scene: Scene) -> None:
    """The operator who gets a chat is one to whom it may be assigned, and is online."""
    visitor, world = scene.visitor, scene.world
    if visitor.proposal is UNKNOWN:  # it may have been withdrawn, and with it whom it was for
        visitor.filters = {}
        return
    filters = [visitor.filters] if visitor.filters else [scene.page.options]
    able = [one for one in world.allowed(*filters) if one.id in world.online]
    rule = "proactive-assignment" if visitor.filters else "operators-filter"
    within = [number for one in filters for number in ids(one.get("departments"))]
    places: list[Any] = within if world.has_departments and not world.is_manual else []
    if world.is_manual and isinstance(visitor.picked, str):
        name, _, place = visitor.picked.partition(", ")
        able = [one for one in able if one.name == name]
        places = [_place(scene, place)] if place else []
        rule = "clones-listed"
    pattern: dict[str, Any] = {"running": True, "operator": {"$in": [one.id for one in able]}}
    if places:
        pattern["department"] = {"$in": places}
    if able and scene.memory.is_shared:
        why = f"it may be assigned to {', '.join(one.name for one in able)}"
        scene.expected.sees(rule, "chats", {"$has": pattern}, why=why)
    if isinstance(visitor.chat, Chat):
        visitor.chat.operators = tuple(one.id for one in able)
        visitor.chat.departments = tuple(place for place in places if isinstance(place, int))
    visitor.filters = {}


def _place(scene: Scene, name: str) -> int | str:
    """A department as operators see it: by its id, or by the name that the page has made up."""
    known = {str(one["name"]): int(one["id"]) for one in scene.world.departments}
    return known.get(name, name)


def can_pick(scene: Scene, name: str) -> bool:
    """Whether the list that is on show has somebody of this name for sure, and nothing beside it.

    The row of who belongs to a department is taken to say so.
    """
    page, world = scene.page, scene.world
    able = [
        one.name
        for one in world.allowed(page.options)
        if one.id in world.online and not (world.has_departments and _places(scene, one))
    ]
    is_open = page.is_open and page.status == "online" and scene.window != CHAT
    has_to_choose = world.is_manual and scene.not_in_chat() and scene.visitor.waiting is None
    return is_open and has_to_choose and name in able
