"""Steps: one verb each, with modifiers that fit it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.patterns import is_number, shown
from harness.scenario import api_arguments
from harness.scenario.expecting import check_pattern, compile_expect
from harness.scenario.grammar import MODIFIERS
from harness.scenario.interpolation import Template
from harness.scenario.model import MISSING, Expect, Expectation, Step
from harness.scenario.suggestions import did_you_mean, listed, one_of
from harness.scenario.values import duration
from harness.scenario.verb_arguments import CHECKS, check_window
from harness.scenario.verbs import VERBS, Verb
from harness.scenario.window_names import MAIN
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from harness.scenario.model import Backend
    from harness.scenario.scope import Path, Scope

_SHOWN = 100
_WHOLE = Expect()


@dataclass(slots=True)
class StepCompiler:
    """Compiles the steps of one scenario in order; knows the windows and names so far.

    `bad` are the paths that have a problem of their own already.
    """

    scope: Scope
    bad: AbstractSet[Path]
    backend: Backend
    windows: list[str] = field(default_factory=lambda: [MAIN])
    saved: dict[str, int] = field(default_factory=dict)
    params: frozenset[str] = frozenset()

    def section(self, name: str, steps: list[Any], first: int = 0) -> tuple[Step, ...]:
        """The steps under `steps` or `finally`."""
        return tuple(
            self._step(data, (name, number), first + number)
            for number, data in enumerate(steps)
            if isinstance(data, dict)
        )

    def _step(self, data: dict[str, Any], path: Path, index: int) -> Step:
        verbs = [VERBS[key] for key in data if key in VERBS]
        verb = verbs[0] if verbs else None
        if len(verbs) > 1:
            self._report_second_verb(verbs, path)
        elif verb is None and not any(key == "expect" or key not in MODIFIERS for key in data):
            hint = "begin it with a verb, or give it an `expect`"
            self.scope.report(path, "no-verb", f"step {path[1] + 1} does nothing", hint=hint)  # type: ignore[operator]
        argument = MISSING
        if verb:
            argument = self._argument(verb, data, path)
        expect = self._expect(data, path)
        self._check_outcome(verb, data, path)
        self._check_save(verb, data, expect, path, index)
        return Step(
            index=index,
            verb=verb.name if verb else None,
            place=self.scope.place(path),
            text=one_line(verb.name, argument) if verb else "expect",
            argument=argument,
            expect=expect,
            save=self._good("save", data, path, {}),
            returns=data.get("returns", MISSING),
            throws=data.get("throws", MISSING),
            within=self._seconds("within", data, path),
            timeout=self._seconds("timeout", data, path),
            window=self._window(verb, data, path),
            label=self._good("label", data, path, None),
            why=self._good("why", data, path, None),
            unchecked=data.get("unchecked") is True,
        )

    def _good(self, key: str, data: dict[str, Any], path: Path, default: Any) -> Any:
        """A modifier's value, or the default when there is none or it is wrong."""
        return default if self._is_bad((*path, key)) else data.get(key, default)

    def _is_bad(self, path: Path) -> bool:
        return any(found[: len(path)] == path for found in self.bad) if self.bad else False

    def _seconds(self, key: str, data: dict[str, Any], path: Path) -> float | None:
        value = self._good(key, data, path, None)
        return None if value is None else duration(value)

    def _report_second_verb(self, verbs: list[Verb], path: Path) -> None:
        first, second = verbs[0].name, verbs[1].name
        message = f"a step has one verb, and this one has `{first}` and `{second}`"
        hint = f"missing dash? Write `- {second}: …` to begin another step"
        self.scope.report((*path, second), "two-verbs", message, at_key=True, hint=hint)

    def _argument(self, verb: Verb, data: dict[str, Any], path: Path) -> Any:
        place = (*path, verb.name)
        value = data[verb.name]
        argument = MISSING if value is None else value
        if self._is_bad(place):
            return argument
        if argument is MISSING and not verb.is_optional and not verb.function:
            self.scope.report(place, "arguments", f"`{verb.name}` needs a value", at_key=True)
            return argument
        if verb.function and data.get("unchecked") is not True:
            self._check_call(verb, argument, place)
        check = CHECKS.get(verb.name)
        if check and argument is not MISSING and not isinstance(argument, Template):
            check(self, argument, place)
        return argument

    def _check_call(self, verb: Verb, argument: Any, path: Path) -> None:
        function = API.functions.get(verb.function or "")
        if function:
            api_arguments.check_call(self.scope, function, argument, path)
        elif isinstance(argument, dict):
            api_arguments.check_options(self.scope, argument, path)
        else:
            message = f"`{verb.name}` needs a mapping of options"
            self.scope.report(path, "arguments", message, at_key=True)

    def _expect(self, data: dict[str, Any], path: Path) -> Expect:
        value = data.get("expect")
        place = (*path, "expect")
        if "expect" not in data or self._is_bad(place):
            return _WHOLE
        if value is None:
            self.scope.report(place, "nothing-expected", "`expect` is empty", at_key=True)
            return _WHOLE
        return compile_expect(self.scope, value, place)

    def _check_outcome(self, verb: Verb | None, data: dict[str, Any], path: Path) -> None:
        for key in ("returns", "throws"):
            if key not in data:
                continue
            check_pattern(self.scope, data[key], (*path, key))
            if verb is None or not verb.has_outcome:
                self._report_no_outcome(key, verb, path)
        if "returns" in data and "throws" in data:
            message = (
                "a call that throws returns nothing: `returns` and `throws` exclude each other"
            )
            self.scope.report((*path, "throws"), "modifier", message, at_key=True)
        if "unchecked" in data and (verb is None or not verb.function):
            message = "`unchecked` belongs to calls of the widget's API"
            self.scope.report((*path, "unchecked"), "modifier", message, at_key=True)

    def _report_no_outcome(self, key: str, verb: Verb | None, path: Path) -> None:
        what = f"`{verb.name}`" if verb else "a step without verb"
        message = f"{what} has no result, so `{key}` does not fit"
        fitting = [name for name, known in VERBS.items() if known.has_outcome]
        self.scope.report(
            (*path, key),
            "modifier",
            message,
            at_key=True,
            expected=one_of(fitting, "with one of: "),
        )

    def _window(self, verb: Verb | None, data: dict[str, Any], path: Path) -> str:
        window = str(self._good("in", data, path, MAIN))
        if not (verb and self._is_bad((*path, verb.name))):
            check_window(self, verb.name if verb else None, window, path)
        return window

    def _check_save(
        self, verb: Verb | None, data: dict[str, Any], expect: Expect, path: Path, index: int
    ) -> None:
        if not isinstance(data.get("save"), dict):
            return
        groups: list[tuple[Expectation, ...]] = [expect.items, *expect.ordered]
        events = [expectation.event for group in groups for expectation in group]
        sources = [*events, *(("returned",) if verb and verb.has_outcome else ())]
        is_known = not self._is_bad((*path, "expect"))
        for name, source in data["save"].items():
            place = (*path, "save", name)
            self.saved.setdefault(name, index)
            if name in self.params:
                message = f"`{name}` is a parameter already"
                self.scope.report(place, "save", message, at_key=True)
            if not isinstance(source, str) or _first(source) in sources:
                continue
            if is_known:
                self._report_save(source, sources, place)

    def _report_save(self, source: str, sources: list[str], path: Path) -> None:
        first = _first(source)
        if first == "returned":
            message = "this step calls nothing, so there is nothing `returned`"
        else:
            message = f"this step does not expect `{first}`, so nothing can be saved from it"
        hint = did_you_mean(first, sources) if sources else "expect the event in this step"
        expected = f"from {listed(sources)}" if sources else None
        self.scope.report(path, "save", message, expected=expected, hint=hint)


def _first(source: str) -> str:
    """The event in a source such as `onchatstart.ticket` or `returned[0]`."""
    return re.split(r"[.\[]", source, maxsplit=1)[0]


def one_line(verb: str, argument: Any) -> str:
    """A step as one line, as it could stand in a file."""
    if argument is MISSING:
        return verb
    text = f"{verb}: {_flow(argument)}"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _flow(value: Any) -> str:
    if isinstance(value, Template):
        return f'"{value}"'
    if isinstance(value, str):
        return value if value.isprintable() and value else shown(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return shown(value) if not is_number(value) else str(value)
