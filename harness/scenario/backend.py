"""The back end of a scenario: people, settings, triggers, and what is otherwise than assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.patterns.expressions import error_in
from harness.scenario.assuming import check_choices
from harness.scenario.model import Backend, Department, Operator, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.scenario.scope import Path, Scope
    from harness.scenario.world_grammar import (
        BackendInput,
        DepartmentInput,
        OperatorInput,
        TriggerInput,
    )

_CONDITIONS = frozenset(
    {"url", "url_matches", "title_has", "previous_url", "after", "pages", "max_chats"}
)


def compile_backend(scope: Scope, part: BackendInput) -> Backend:
    """The back end."""
    operators = Backend().operators
    if part.operators is not None:
        operators = tuple(map(_operator, part.operators))
    departments = tuple(map(_department, part.departments))
    triggers = tuple(
        _trigger(scope, data, ("backend", "triggers", index))
        for index, data in enumerate(part.triggers)
    )
    for kind, members in (
        ("operators", operators),
        ("departments", departments),
        ("triggers", triggers),
    ):
        _check_ids(scope, kind, [member.id for member in members])
    _check_members(scope, operators, departments, triggers)
    check_choices(scope, part.assume, ("backend", "assume"))
    settings = part.settings.model_dump(exclude_unset=True) if part.settings else {}
    return Backend(operators, departments, settings, triggers, part.assume)


def _operator(data: OperatorInput) -> Operator:
    return Operator(
        data.id, data.name, tuple(data.departments), data.online, data.welcome, data.photo
    )


def _department(data: DepartmentInput) -> Department:
    return Department(data.id, data.name)


def _trigger(scope: Scope, data: TriggerInput, path: Path) -> Trigger:
    if data.url_matches is not None:
        _check_expression(scope, data.url_matches, (*path, "url_matches"))
    given: dict[str, Any] = data.model_dump(exclude_unset=True)
    given |= {name: tuple(given[name]) for name in ("operators", "departments") if name in given}
    return Trigger(**given, is_automatic=bool(_CONDITIONS & given.keys()))


def _check_expression(scope: Scope, expression: str, path: Path) -> None:
    error = error_in(expression)
    if error is not None:
        message = f"this is not a regular expression: {error}"
        scope.report(path, "value", message, hint="with `*` for any text, use `url`")


def _check_ids(scope: Scope, kind: str, ids: Sequence[int]) -> None:
    for index, identity in enumerate(ids):
        if identity in ids[:index]:
            message = f"two {kind} have the id {identity}"
            scope.report(("backend", kind, index, "id"), "duplicate-id", message)


def _check_members(
    scope: Scope,
    operators: tuple[Operator, ...],
    departments: tuple[Department, ...],
    triggers: tuple[Trigger, ...],
) -> None:
    """Whoever is referred to by an id has to exist."""
    known = {"operators": {one.id for one in operators}}
    known["departments"] = {one.id for one in departments}
    references: list[tuple[Path, str, Iterable[int]]] = [
        (("operators", index), "departments", operator.departments)
        for index, operator in enumerate(operators)
    ]
    for index, trigger in enumerate(triggers):
        references.append((("triggers", index), "operators", trigger.operators))
        references.append((("triggers", index), "departments", trigger.departments))
    for path, kind, ids in references:
        for position, identity in enumerate(ids):
            if identity not in known[kind]:
                place = ("backend", *path, kind, position)
                noun = kind.removesuffix("s")
                names = ", ".join(map(str, sorted(known[kind])))
                expected = f"one of: {names}" if names else f"`backend` has no {kind}"
                message = f"there is no {noun} {identity} in `backend`"
                scope.report(place, noun, message, expected=expected)
