"""Reading the project file: its problems are told as those of scenarios are."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from harness.masking import SHORTEST, Mask
from harness.project.environments import environment_of
from harness.project.files import Files
from harness.project.grammar import ProjectInput
from harness.project.model import Project
from harness.project.vetting import HINT, VARIABLE, all_names, secret_names, written_secrets
from harness.scenario.filling import Filling
from harness.scenario.fixtures import Shelf
from harness.scenario.loading import PROJECT_FILE, name_of
from harness.scenario.problems import in_order, render_all
from harness.scenario.scope import Scope
from harness.scenario.source import Node, Source, read
from harness.scenario.suggestions import did_you_mean
from harness.scenario.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from harness.scenario.problems import Problem

FILE = PROJECT_FILE
"""What a project file is called."""

_EXAMPLE = "as in `environments: {staging: {base_url: https://staging.shop.example/}}`"


@dataclass(slots=True)
class LoadedProject:
    """A project, or the problems of its file; `sources` for their excerpts."""

    project: Project | None = None
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def render_problems(self) -> str:
        """All problems as text."""
        return render_all(self.problems, self.sources)


def find(folder: Path) -> Path | None:
    """The project file of a folder: its own, else that of the nearest folder above it."""
    whole = folder.resolve()
    files = (place / PROJECT_FILE for place in (whole, *whole.parents))
    return next((file for file in files if file.is_file()), None)


def names_of(file: Path) -> tuple[str, ...]:
    """The names of a file's environments, whether they can be used or not."""
    return tuple(_environments(file))


def variables_of(file: Path, name: str) -> list[str]:
    """The variables that one environment of a file is filled from."""
    node = _environments(file).get(name)
    return sorted(all_names(node)) if node else []


def default_of(file: Path) -> str | None:
    """The environment of commands that name none."""
    root = read(file, file.name).root
    node = root.get("default") if root else None
    return node.value if node is not None and isinstance(node.value, str) else None


def _environments(file: Path) -> dict[str, Node]:
    root = read(file, file.name).root
    node = root.get("environments") if root else None
    return _items(node) if node else {}


def load_project(
    file: Path, root: Path, variables: Mapping[str, str] | None = None, only: str | None = None
) -> LoadedProject:
    """Read a project file. Never raises for what it holds.

    Of its environments only the one named `only` is made, and needs its variables to be set;
    None makes them all, '' makes none.
    """
    source = read(file, name_of(file, root))
    if source.root is not None and not isinstance(source.root.items, dict):
        source.report(source.root, "type", "a project file is a mapping", _EXAMPLE)
    known = os.environ if variables is None else variables
    loaded = LoadedProject(sources={source.path: source.text})
    if source.root is not None and not source.problems:
        reader = _Reader(source, file, known, only)
        loaded.project = reader.project(source.root)
    problems = in_order([_renamed(problem) for problem in source.problems])
    loaded.problems = _mask_of(source.text, known).value(problems)
    if loaded.problems:
        loaded.project = None
    return loaded


def _mask_of(text: str, variables: Mapping[str, str]) -> Mask:
    """For problems: who knows which of the variables in a file that is wrong are secrets."""
    return Mask({name: variables.get(name, "") for name in VARIABLE.findall(text)})


class _Reader:
    """Reads one project file that is a mapping."""

    def __init__(
        self, source: Source, file: Path, variables: Mapping[str, str], only: str | None
    ) -> None:
        self._source = source
        self._file = file
        self._only = only
        self._variables = dict(variables)

    def project(self, root: Node) -> Project | None:
        """The project, or None and problems in the source."""
        scope = Scope(self._source, root, Shelf(None))
        files = Files(scope, self._file.parent)
        self._variables = {**files.variables(root), **self._variables}
        data = {key: self._filled(scope, key, node) for key, node in _items(root).items()}
        whole, _ = validate(ProjectInput, data, scope)
        project = None
        if isinstance(whole, ProjectInput):
            project = self._made(whole, scope, files)
        self._source.problems += scope.problems
        return project

    def _made(self, whole: ProjectInput, scope: Scope, files: Files) -> Project:
        listed = self._mask(scope, whole.secrets, ("secrets",))
        if whole.default is not None and whole.default not in whole.environments:
            hint = did_you_mean(whole.default, whole.environments) or "name one of `environments`"
            scope.report(("default",), "environment", "there is no such environment", hint=hint)
        made = {}
        for name, part in whole.environments.items():
            if self._only in {None, name}:
                keys = _items(scope.node(("environments", name)))
                names: set[str] = set().union(*(secret_names(*pair) for pair in keys.items()))
                mask = listed | self._mask(scope, names, ("environments", name))
                made[name] = environment_of(name, part, files, mask)
        return Project(self._file, made, tuple(whole.environments), listed)

    def _filled(self, scope: Scope, key: str, node: Node) -> Any:
        if key != "environments" or not isinstance(node.items, dict):
            return self._fill(node)
        return {name: self._one(scope, name, part) for name, part in node.items.items()}

    def _one(self, scope: Scope, name: str, node: Node) -> Any:
        for path, message in written_secrets(node):
            scope.report(("environments", name, *path), "secret", message, hint=HINT)
        if self._only in {None, name}:
            return self._fill(node)
        return self._fill(node, lenient=True)

    def _fill(self, node: Node, *, lenient: bool = False) -> Any:
        """The node's data; lenient: of an environment that nobody asked for."""
        variables = _Anything(self._variables) if lenient else self._variables
        filling = Filling(self._source, {}, variables)
        value = filling.fill(node)
        self._source.problems += filling.problems
        return value

    def _mask(self, scope: Scope, names: Iterable[str], path: tuple[str, ...]) -> Mask:
        values = {name: self._variables.get(name, "") for name in sorted(names)}
        for name, value in values.items():
            if 0 < len(value) < SHORTEST:
                message = f"the value of {name} is too short to be masked: it would be everywhere"
                scope.report(path, "secret", message, at_key=True)
        return Mask(values)


class _Anything(dict[str, str]):
    """Variables of which those that are not set are thought to be."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or something that looks like one."""
        return super().get(key, f"https://{key.lower()}.invalid") or default


def _items(node: Node) -> dict[str, Node]:
    return node.items if isinstance(node.items, dict) else {}


def _renamed(problem: Problem) -> Problem:
    return replace(problem, message=problem.message.replace("the scenario", "the project file"))
