"""Parameters and the environment are put into a scenario before it is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness import patterns
from harness.scenario.interpolation import ENVIRONMENT, NAME, TOKEN, Template, as_text
from harness.scenario.model import MISSING
from harness.scenario.places import Place
from harness.scenario.problems import Problem, split_lines
from harness.scenario.suggestions import did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.scenario.source import Node, Source

HAS_PLACEHOLDER = re.compile(r"\$[${]|\\[xuU]")
"""What no text without placeholders has; escapes in double quotes are looked at as well."""

_PATTERN_KEYS = frozenset({"expect", "returns", "throws", "check"})
_FIXED_KEYS = frozenset({"save", "within", "timeout", "in", "label", "why", "unchecked"})


@dataclass(slots=True)
class Filling:
    """One scenario's values for its placeholders, and which of them were used."""

    source: Source
    params: Mapping[str, Any]
    environment: Mapping[str, str]
    later: Mapping[str, int] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def scenario(self, root: Node) -> dict[str, Any]:
        """The data of a scenario with its placeholders filled."""
        if not HAS_PLACEHOLDER.search(self.source.text):
            return dict(root.value)
        data: dict[str, Any] = {}
        saved: frozenset[str] = frozenset()
        for key, node in _items(root):
            if key == "params":
                data[key] = node.value
            elif key in {"steps", "finally"} and isinstance(node.items, list):
                everything = saved if key == "steps" else frozenset(self.later)
                data[key] = self._steps(node.items, everything)
            elif key == "mocks" and isinstance(node.items, list):
                data[key] = [self._mock(item) for item in node.items]
            else:
                data[key] = self.fill(node, in_pattern=key == "always")
        return data

    def _steps(self, steps: list[Node], saved: frozenset[str]) -> list[Any]:
        filled = []
        for step in steps:
            if not isinstance(step.items, dict):
                filled.append(self.fill(step))
                continue
            filled.append(
                {
                    key: self.fill(
                        node,
                        in_pattern=key in _PATTERN_KEYS,
                        saved=frozenset() if key in _FIXED_KEYS else saved,
                    )
                    for key, node in step.items.items()
                }
            )
            saved |= saved_by(step)
        return filled

    def _mock(self, mock: Node) -> Any:
        if not isinstance(mock.items, dict):
            return self.fill(mock)
        return {key: self.fill(n, in_pattern=key == "query") for key, n in mock.items.items()}

    def fill(
        self, node: Node, *, in_pattern: bool = False, saved: frozenset[str] = frozenset()
    ) -> Any:
        """The node's data with its placeholders filled."""
        if isinstance(node.items, dict):
            return {
                key: self.fill(
                    item,
                    in_pattern=in_pattern and key not in patterns.PLAIN_OPERANDS,
                    saved=saved,
                )
                for key, item in node.items.items()
            }
        if isinstance(node.items, list):
            return [self.fill(item, in_pattern=in_pattern, saved=saved) for item in node.items]
        if isinstance(node.value, str) and "$" in node.value:
            return self._text(node, in_pattern=in_pattern, saved=saved)
        return node.value

    def _text(self, node: Node, *, in_pattern: bool, saved: frozenset[str]) -> Any:
        written: str = node.value
        values: list[Any] = []
        texts, names, position, was_filled = [""], [], 0, False
        for token in TOKEN.finditer(written):
            texts[-1] += written[position : token.start()]
            position = token.end()
            if token[0] == "$$":
                texts[-1] += "$"
            elif (value := self._value(token, node, saved)) is MISSING:
                names.append(token[1] or "")
                texts.append("")
            else:
                was_filled = True
                values.append(value)
                texts[-1] += as_text(value)
        texts[-1] += written[position:]
        is_whole = bool(TOKEN.fullmatch(written)) and was_filled
        if names:
            parts = [part for pair in zip(texts, [*names, ""], strict=True) for part in pair][:-1]
            return Template(written, tuple(parts), in_pattern=in_pattern)
        value = values[0] if is_whole else texts[0]
        is_literal = was_filled or written.startswith("$$")
        return patterns.quote(value) if in_pattern and is_literal else value

    def _value(self, token: Any, node: Node, saved: frozenset[str]) -> Any:
        """The value of a placeholder; MISSING when it comes later, or is not known at all."""
        name = token[1]
        if name in self.params:
            self.used.add(name)
            return self.params[name]
        if name in saved or name in self.declared:
            return MISSING
        if name is None:
            self._report(node, token[0], "placeholder", "`${` lacks its `}`", _AS_TEXT)
            return MISSING
        if ENVIRONMENT.match(name):
            value = self.environment.get(name.removeprefix("env."))
            if value is not None:
                return value
            message = f"the environment variable `{name.removeprefix('env.')}` is not set"
            self._report(node, token[0], "undefined-name", message)
        elif not NAME.match(name):
            message = f"`{token[0]}` is no placeholder: a name is letters, digits and `_`"
            self._report(node, token[0], "placeholder", message, _AS_TEXT)
        else:
            self._undefined(node, name, saved)
        return MISSING

    def _undefined(self, node: Node, name: str, saved: frozenset[str]) -> None:
        known = [*self.params, *saved]
        if name in self.later:
            message = f"`${{{name}}}` is not known here: step {self.later[name] + 1} saves it"
            hint = "only verbs and patterns of later steps can use a saved value"
        else:
            message = f"`${{{name}}}` is not defined"
            names = f"known here: {listed(known, 'and')}" if known else _DECLARE
            hint = did_you_mean(name, known) or names
        self._report(node, f"${{{name}}}", "undefined-name", message, hint)

    def _report(
        self, node: Node, token: str, code: str, message: str, hint: str | None = None
    ) -> None:
        place = _inside(self.source, node, token)
        self.problems.append(Problem(place, code, message, length=len(token), hint=hint))


_DECLARE = "declare it in `params`, or `save` it in an earlier step"
_AS_TEXT = "to mean the characters themselves, write `$${`"


def _items(node: Node) -> list[tuple[str, Node]]:
    return list(node.items.items()) if isinstance(node.items, dict) else []


def saved_by(step: Node) -> frozenset[str]:
    """The names that a step saves."""
    save = step.get("save")
    return frozenset(save.items) if save and isinstance(save.items, dict) else frozenset()


def _inside(source: Source, node: Node, token: str) -> Place:
    """Where a token stands inside of a scalar, as far as its lines show it as it is."""
    lines = split_lines(source.text)
    for number in range(node.line, min(node.last_line, len(lines)) + 1):
        start = node.column - 1 if number == node.line else 0
        found = lines[number - 1].find(token, start)
        if found >= 0:
            return Place(source.path, number, found + 1)
    return source.place(node)
