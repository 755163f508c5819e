"""Where problems of one scenario are collected, and how its parts are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from harness.scenario.fixtures import NoFileError, Shelf
from harness.scenario.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from harness.scenario.places import Place
    from harness.scenario.source import Node, Source

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead from a scenario to a value in it."""

_TAGS = frozenset({"text", "number", "mapping", "list"})
_NUMBERED = {
    "steps": "step",
    "finally": "step",
    "mocks": "mock",
    "reply": "reply",
    "operators": "operator",
    "departments": "department",
    "triggers": "trigger",
    "scenarios": "scenario",
}


@dataclass(slots=True)
class Scope:
    """One scenario of one file while it is being compiled."""

    source: Source
    root: Node
    shelf: Shelf
    problems: list[Problem] = field(default_factory=list)

    def node(self, path: Path) -> Node:
        """The node at a path, or the deepest one on the way to it."""
        node = self.root
        for key in path:
            inside = node.get(key)
            if inside is None:
                if isinstance(key, int) and not isinstance(node.items, list):
                    continue
                break
            node = inside
        return node

    def key(self, path: Path) -> Node:
        """The node of the key at the end of a path; that of the value if there is none."""
        names = tuple(key for key in path if key != "[key]")
        while names:
            parent = self.node(names[:-1])
            if names[-1] in parent.keys and isinstance(names[-1], str):
                return parent.keys[names[-1]]
            if parent.get(names[-1]) is not None:
                return self.node(names)
            names = names[:-1]
        return self.root

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Where the value (or the key) at a path stands."""
        return self.source.place(self.key(path) if at_key else self.node(path))

    def report(
        self,
        path: Path,
        code: str,
        message: str,
        *,
        at_key: bool = False,
        expected: str | None = None,
        recorded: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Add a problem at a path."""
        node = self.key(path) if at_key else self.node(path)
        self.problems.append(
            Problem(
                self.source.place(node),
                code,
                message,
                length=max(1, node.length),
                expected=expected,
                recorded=recorded,
                hint=hint,
            )
        )

    def file(self, name: str, path: Path, inside: str = "") -> FilePath | None:
        """The file that a scenario names, or None and a problem."""
        try:
            return self.shelf.find(name, inside)
        except NoFileError as error:
            self.report(path, error.code, error.message, hint=error.hint)
            return None

    def without_tags(self, location: Path) -> Path:
        """The path that pydantic means, without the names of the members of unions."""
        node: Node | None = self.root
        path: list[str | int] = []
        for key in location:
            inside = node.get(key) if node else None
            if inside is None and key in _TAGS and node:
                continue
            path.append(key)
            node = inside if inside is not None or isinstance(key, str) else node
        return tuple(path)


def called(path: Path) -> str:
    """What a person calls the value at a path: `host`, step 3, `expect` of step 3."""
    names: list[str] = []
    keys = [key for key in path if key != "[key]"]
    for position, key in enumerate(keys):
        before = keys[position - 1] if position else None
        if isinstance(key, int):
            noun = _NUMBERED.get(str(before))
            if noun and names:
                names[-1] = f"{noun} {key + 1}"
                if before == "finally":
                    names.append(names.pop() + " of `finally`")
            else:
                names.append(f"item {key + 1}")
        else:
            names.append(f"`{key}`")
    return " of ".join(reversed(names[-2:])) if names else "the scenario"
