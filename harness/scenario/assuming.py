"""Which assumptions a scenario rests on, and which of them are otherwise in its world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS
from harness.patterns import describe
from harness.scenario.scalars import FOREIGN_BOOLEANS
from harness.scenario.suggestions import did_you_mean, listed, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.scenario.scope import Path, Scope


def check_choices(scope: Scope, given: Mapping[str, Any], path: Path) -> None:
    """Report assumptions that there are not, and ways in which they cannot be."""
    settable = [name for name, known in ASSUMPTIONS.items() if known.choices]
    for name, value in given.items():
        place = (*path, name)
        if name not in ASSUMPTIONS:
            message = f"there is no assumption `{name}` that has a setting"
            hint = did_you_mean(name, settable)
            expected = one_of(settable)
            scope.report(place, "assumption", message, at_key=True, expected=expected, hint=hint)
        elif not ASSUMPTIONS[name].choices:
            message = f"the assumption `{name}` has no setting"
            expected = one_of(settable)
            scope.report(place, "assumption", message, at_key=True, expected=expected)
        elif not _is_choice(value, ASSUMPTIONS[name].choices):
            words = list(map(_written, ASSUMPTIONS[name].choices))
            message = f"the assumption `{name}` cannot be {describe(value)}"
            hint = _meant(value, words)
            scope.report(place, "value", message, expected=listed(words), hint=hint)


def check_names(scope: Scope, given: Sequence[Any], path: Path) -> None:
    """Report assumptions that there are not among those that a scenario rests on."""
    for index, name in enumerate(given):
        if isinstance(name, str) and name not in ASSUMPTIONS:
            message = f"there is no assumption `{name}`"
            hint = did_you_mean(name, ASSUMPTIONS) or "the ledger of assumptions lists their ids"
            scope.report((*path, index), "assumption", message, hint=hint)


def _meant(value: Any, words: Sequence[str]) -> str | None:
    if not isinstance(value, str):
        return None
    if "true" in words and value in FOREIGN_BOOLEANS:
        return f"write `{FOREIGN_BOOLEANS[value]}`"
    return did_you_mean(value, words)


def _is_choice(value: Any, choices: Sequence[Any]) -> bool:
    return any(type(choice) is type(value) and choice == value for choice in choices)


def _written(choice: Any) -> str:
    return str(choice).lower() if isinstance(choice, bool) else str(choice)
