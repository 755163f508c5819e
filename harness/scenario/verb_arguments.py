"""What the form of a verb's argument cannot say: ids exist, an act is one, checks hold patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.patterns import describe
from harness.scenario.check_grammar import CHECK_WORDS, WIDGET_PARTS
from harness.scenario.expecting import check_pattern
from harness.scenario.interpolation import Template
from harness.scenario.suggestions import did_you_mean, listed, one_of
from harness.scenario.window_names import MAIN, is_given_by_harness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harness.scenario.model import Backend
    from harness.scenario.scope import Path
    from harness.scenario.steps import StepCompiler

_VISITOR_ACTS = ("says", "opens", "rates", "leaves_message", "gives", "declines", "picks")
_OPERATOR_ACTS = ("goes", "says", "invites", "ends", "verifies")
_COMPANIONS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "visitor": {"message": ("rates",)},
    "operator": {
        "id": ("goes", "says", "invites"),
        "visitor": ("invites",),
        "ticket": ("says",),
    },
}
"""Keys that go only with certain acts."""


_MANY = 7


def _visitor(steps: StepCompiler, argument: Any, path: Path) -> None:
    if not isinstance(argument, dict):
        return
    _check_one_act(steps, argument, path, _VISITOR_ACTS)
    answers = argument.get("gives")
    if isinstance(answers, dict) and len(answers) != 1:
        message = "a visitor gives one thing in a step"
        expected = "{name: text}, {email: text} or {phone: text}"
        steps.scope.report((*path, "gives"), "arguments", message, at_key=True, expected=expected)


def _operator(steps: StepCompiler, argument: Any, path: Path) -> None:
    if not steps.backend.operators:
        steps.scope.report(path, "operator", "`backend` has no operators", at_key=True)
    elif isinstance(argument, dict):
        _check_one_act(steps, argument, path, _OPERATOR_ACTS)
        known = _ids(steps.backend, "operators")
        _check_id(steps, argument.get("id"), (*path, "id"), "operator", known)


def _trigger(steps: StepCompiler, argument: Any, path: Path) -> None:
    is_bare = not isinstance(argument, dict)
    identity, place = (argument, path) if is_bare else (argument["id"], (*path, "id"))
    _check_id(steps, identity, place, "trigger", _ids(steps.backend, "triggers"))


def _check_one_act(
    steps: StepCompiler, argument: dict[str, Any], path: Path, known: tuple[str, ...]
) -> None:
    person = str(path[-1])
    acts = [name for name in argument if name in known]
    if len(acts) > 1:
        message = f"`{person}` does one thing in a step, and here are `{acts[0]}` and `{acts[1]}`"
        hint = f"make two steps of it, each with its own `{person}:`"
        steps.scope.report((*path, acts[1]), "two-acts", message, at_key=True, hint=hint)
    elif not acts:
        message = f"`{person}` does nothing in this step"
        expected = one_of(known)
        steps.scope.report(path, "arguments", message, at_key=True, expected=expected)
    else:
        _check_companions(steps, argument, path, acts[0])


def _check_companions(steps: StepCompiler, argument: dict[str, Any], path: Path, act: str) -> None:
    for name, partners in _COMPANIONS[str(path[-1])].items():
        if name in argument and act not in partners:
            message = f"`{name}` goes with {listed(partners)}, not with `{act}`"
            steps.scope.report((*path, name), "arguments", message, at_key=True)


def _ids(backend: Backend, kind: str) -> list[int]:
    return sorted(member.id for member in getattr(backend, kind))


def _check_id(
    steps: StepCompiler, identity: Any, path: Path, noun: str, known: Iterable[int]
) -> None:
    if not isinstance(identity, int) or identity in known:
        return
    message = f"there is no {noun} {identity} in `backend`"
    names = ", ".join(map(str, known))
    expected = f"one of: {names}" if names else f"`backend` has no {noun}s"
    steps.scope.report(path, noun, message, expected=expected)


def _tab(steps: StepCompiler, argument: Any, path: Path) -> None:
    name = argument["name"]
    if name in steps.windows:
        message = f"there is a window `{name}` already"
        steps.scope.report((*path, "name"), "window", message)
    elif isinstance(name, str) and is_given_by_harness(name):
        message = f"`{name}` is the name of a window that the page opens"
        hint = "give the tab another name"
        steps.scope.report((*path, "name"), "window", message, hint=hint)
    steps.windows.append(name)


def _check(steps: StepCompiler, argument: Any, path: Path) -> None:
    if not argument:
        steps.scope.report(path, "arguments", "`check` looks at nothing", at_key=True)
    for name, pattern in argument.items():
        place = (*path, name)
        check_pattern(steps.scope, pattern, place)
        if name == "widget_css" and isinstance(pattern, dict):
            _check_parts(steps, pattern, place)
        words = CHECK_WORDS.get(name)
        if words is None or isinstance(pattern, (dict, Template)):
            continue
        if pattern not in words and not str(pattern).startswith("$"):
            message = f"`{name}` is never {describe(pattern)}"
            hint = did_you_mean(str(pattern), words)
            expected = listed(words) if len(words) < _MANY else one_of(words)
            steps.scope.report(place, "value", message, expected=expected, hint=hint)


def _check_parts(steps: StepCompiler, parts: dict[str, Any], path: Path) -> None:
    for name in parts:
        if name in WIDGET_PARTS:
            continue
        message = f"`{name}` is not a part of the widget"
        expected = one_of(WIDGET_PARTS)
        hint = did_you_mean(name, WIDGET_PARTS)
        steps.scope.report(
            (*path, name), "unknown-key", message, at_key=True, expected=expected, hint=hint
        )


def check_window(steps: StepCompiler, verb: str | None, window: str, path: Path) -> None:
    """Report a window that no step opens, and one that cannot be closed."""
    if window not in steps.windows and not is_given_by_harness(window):
        message = f"no step before this one opens a window `{window}`"
        known = [*steps.windows, "popup", "chat"]
        hint = did_you_mean(window, known) or "`tab: {name: …}` opens one"
        expected = f"one of: {', '.join(known)}"
        steps.scope.report((*path, "in"), "window", message, expected=expected, hint=hint)
    elif verb == "close_window" and window == MAIN:
        message = "`close_window` cannot close `main`, which the run needs"
        hint = "say which one: `in: popup`, `in: chat` or a tab's name"
        steps.scope.report((*path, verb), "window", message, at_key=True, hint=hint)


CHECKS: Final[dict[str, Callable[[StepCompiler, Any, Path], None]]] = {
    "visitor": _visitor,
    "operator": _operator,
    "trigger": _trigger,
    "tab": _tab,
    "check": _check,
}
"""Checks of arguments, by verb."""
