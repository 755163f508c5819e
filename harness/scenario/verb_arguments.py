"""What the form of a verb's argument cannot say: operators exist, checks hold patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.patterns import describe
from harness.scenario.expecting import check_pattern
from harness.scenario.interpolation import Template
from harness.scenario.suggestions import did_you_mean, listed
from harness.scenario.verbs import CHECK_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.scenario.scope import Path
    from harness.scenario.steps import StepCompiler


def _operator(steps: StepCompiler, argument: Any, path: Path) -> None:
    acts = [name for name in ("goes", "says") if name in argument]
    if len(acts) != 1:
        message = "an operator does one thing in a step"
        expected = "{goes: online}, {goes: offline} or {says: text}"
        steps.scope.report(path, "arguments", message, at_key=True, expected=expected)
    identity = argument.get("id")
    if isinstance(identity, int) and identity not in steps.operators:
        message = f"there is no operator {identity} in `backend`"
        known = ", ".join(map(str, sorted(steps.operators)))
        expected = f"one of: {known}" if known else "`backend` has no operators"
        steps.scope.report((*path, "id"), "operator", message, expected=expected)
    elif not steps.operators:
        steps.scope.report(path, "operator", "`backend` has no operators", at_key=True)


def _tab(steps: StepCompiler, argument: Any, path: Path) -> None:
    name = argument["name"]
    if name in steps.windows:
        message = f"there is a window `{name}` already"
        steps.scope.report((*path, "name"), "window", message)
    steps.windows.append(name)


def _check(steps: StepCompiler, argument: Any, path: Path) -> None:
    if not argument:
        steps.scope.report(path, "arguments", "`check` looks at nothing", at_key=True)
    for name, pattern in argument.items():
        place = (*path, name)
        check_pattern(steps.scope, pattern, place)
        words = CHECK_WORDS.get(name)
        if words is None or isinstance(pattern, (dict, Template)):
            continue
        if pattern not in words and not str(pattern).startswith("$"):
            message = f"`{name}` is never {describe(pattern)}"
            hint = did_you_mean(str(pattern), words)
            steps.scope.report(place, "value", message, expected=listed(words), hint=hint)


CHECKS: Final[dict[str, Callable[[StepCompiler, Any, Path], None]]] = {
    "operator": _operator,
    "tab": _tab,
    "check": _check,
}
"""Checks of arguments, by verb."""
