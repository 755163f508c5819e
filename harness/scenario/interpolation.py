"""`${name}`, `${env.NAME}` and `$$`: values put into a scenario's text.

Values come in twice: parameters and the environment when runs are planned, what steps
saved while a run lasts. Text that still waits for a saved value is a `Template`, everything
else is final, so nothing is ever read a second time: what was put in is data, whatever
characters it holds. In a pattern it is put in quoted, so that it only matches itself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self

from harness import patterns

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = re.compile(r"\$(?:\$|\{(?:([^{}]*)\})?)")
"""`$$`, `${name}`, or a `${` that is never closed."""

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
ENVIRONMENT = re.compile(r"env\.[A-Za-z_][A-Za-z0-9_]*\Z")


class UndefinedName(Exception):  # noqa: N818 - the condition is named, as in KeyError
    """`${name}` names nothing; `name` is the name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"`${{{name}}}` is not defined here")
        self.name = name


class Template(str):
    """Text that waits for values of earlier steps; as a string it is the text as written.

    `parts` alternates literal text and names: text, name, text, …
    """

    __slots__ = ("in_pattern", "parts")
    parts: tuple[str, ...]
    in_pattern: bool

    def __new__(cls, written: str, parts: tuple[str, ...], *, in_pattern: bool) -> Self:
        """Make a template of this written text."""
        self = super().__new__(cls, written)
        self.parts = parts
        self.in_pattern = in_pattern
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What copying and pickling need."""
        return (str(self), self.parts), {"in_pattern": self.in_pattern}

    @property
    def names(self) -> tuple[str, ...]:
        """The names that have to be known."""
        return self.parts[1::2]

    @property
    def is_whole(self) -> bool:
        """Whether it is one placeholder and nothing else, so that the value keeps its type."""
        return len(self.parts) == 3 and not self.parts[0] and not self.parts[2]  # noqa: PLR2004 - text, name, text

    def fill(self, variables: Mapping[str, Any]) -> Any:
        """The text with every value put in. Raises UndefinedName."""
        for name in self.names:
            if name not in variables:
                raise UndefinedName(name)
        if self.is_whole:
            value = variables[self.parts[1]]
            return patterns.quote(value) if self.in_pattern else value
        pieces = [
            as_text(variables[part]) if position % 2 else part
            for position, part in enumerate(self.parts)
        ]
        text = "".join(pieces)
        return patterns.quote(text) if self.in_pattern else text


def as_text(value: Any) -> str:
    """A value as it reads in the middle of a text."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def resolve(value: Any, variables: Mapping[str, Any]) -> Any:
    """The value with all templates filled. Raises UndefinedName."""
    if isinstance(value, Template):
        return value.fill(variables)
    if isinstance(value, dict):
        return {key: resolve(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, variables) for item in value]
    if isinstance(value, tuple):
        return tuple(resolve(item, variables) for item in value)
    return value


def has_template(value: Any) -> bool:
    """Whether anything in the value waits for a saved value."""
    if isinstance(value, Template):
        return True
    if isinstance(value, dict):
        return any(has_template(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(has_template(item) for item in value)
    return False
