"""Loading scenario files: every file, every problem, in one pass."""

from __future__ import annotations

import gc
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harness.filenames import SUFFIXES
from harness.masking import SHORTEST, Mask
from harness.scenario.compile import Variant, compile_scenario
from harness.scenario.fixtures import Shelf
from harness.scenario.problems import Problem, in_order, render_all
from harness.scenario.source import Node, Source, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from harness.scenario.model import Scenario

PROJECT_FILE = "harness.yaml"
"""What a project file is called: as the command that reads it. It stands at the project's root."""

_HINT = "name files or folders of scenarios; `harness init PAGE` makes a first one"
"""What to do where a file of scenarios cannot be read."""


@dataclass(slots=True)
class Loaded:
    """What a set of files holds: the good scenarios beside all problems of all files.

    `scenarios` has each scenario once, with the first value of each of its parameters;
    `variants` has one list for each of them, with all combinations. `sources` are the
    texts of the files, for excerpts; they and the problems are masked, the scenarios are not.
    """

    scenarios: list[Scenario] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    variants: list[list[Variant]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    mask: Mask = field(default_factory=Mask)

    def render_problems(self) -> str:
        """All problems as text."""
        return render_all(self.problems, self.sources)


def load(paths: Sequence[Path], root: Path, environment: Mapping[str, str] | None = None) -> Loaded:
    """Load files, and directories with everything in them. Never raises for what they hold."""
    loaded = Loaded()
    environment = os.environ if environment is None else environment
    shelves: dict[Path, Shelf] = {}
    with _without_collector():
        for file in _files(paths):
            folder = file.parent
            if folder not in shelves:
                shelves[folder] = Shelf.above(folder)
            _load_file(loaded, file, name_of(file, root), shelves[folder], environment)
    loaded.problems = in_order(loaded.mask.value(loaded.problems))
    loaded.sources = {path: loaded.mask.blanked(text) for path, text in loaded.sources.items()}
    return loaded


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hardly anything is garbage meanwhile, and to look for it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def name_of(file: Path, root: Path) -> str:
    """What messages and ids call a file: its path from the root, with forward slashes."""
    absolute, base = os.path.abspath(file), os.path.abspath(root)  # noqa: PTH100 - links stay as they are written
    inside = absolute.removeprefix(os.path.join(base, ""))  # noqa: PTH118 - there may be thousands
    return inside.replace(os.sep, "/")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for path in paths:
        absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as they are written
        inside = _scenario_files(absolute) if path.is_dir() else [absolute]
        for file in inside:
            if file not in seen:
                seen.add(file)
                yield Path(file)


def _scenario_files(folder: str) -> list[str]:
    found = (
        os.path.join(place, name)  # noqa: PTH118 - there may be thousands
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith(SUFFIXES) and name != PROJECT_FILE
    )
    return sorted(path for path in found if not _may_wait(path))


def _may_wait(path: str) -> bool:
    """Whether it is a pipe, a socket or a device: reading it could wait for ever."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - there may be thousands
    except OSError:  # what cannot be read is told when it is read
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _load_file(
    loaded: Loaded, file: Path, name: str, shelf: Shelf, environment: Mapping[str, str]
) -> None:
    source = read(file, name)
    loaded.sources[name] = source.text
    if source.root is not None:
        _load_scenarios(loaded, source, shelf, environment)
    loaded.problems += [
        replace(problem, hint=problem.hint or _HINT) if problem.code == "unreadable" else problem
        for problem in source.problems
    ]


def _load_scenarios(
    loaded: Loaded, source: Source, shelf: Shelf, environment: Mapping[str, str]
) -> None:
    titles: dict[str, int] = {}
    for node in scenario_nodes(source):
        title = node.get("scenario")
        if title is not None and isinstance(title.value, str):
            first = titles.setdefault(title.value, title.line)
            if first != title.line:
                message = f"the scenario in line {first} has this title too"
                source.report(title, "duplicate-title", message, "ids of runs need unique titles")
        loaded.mask |= _mask(source, node, environment)
        variants = compile_scenario(source, node, shelf, environment)
        if variants:
            loaded.scenarios.append(variants[0].scenario)
            loaded.variants.append(variants)


def _mask(source: Source, node: Node, environment: Mapping[str, str]) -> Mask:
    """The secrets that a scenario names, whether it is right in other respects or not."""
    named = node.get("secrets")
    found: dict[str, str] = {}
    for item in named.items if named and isinstance(named.items, list) else ():
        value = environment.get(item.value, "") if isinstance(item.value, str) else ""
        if 0 < len(value) < SHORTEST:
            message = f"the value of {item.value} is too short to be masked"
            hint = f"it would be found everywhere; secrets have at least {SHORTEST} characters"
            source.report(item, "secret", message, hint)
        found[str(item.value)] = value
    return Mask(found)


def scenario_nodes(source: Source) -> list[Node]:
    """The mappings in a file that are to be scenarios."""
    root = source.root
    if root is None:
        return []
    if not isinstance(root.items, dict):
        message = "a scenario file is a mapping that begins with `scenario: <title>`"
        hint = "put several scenarios in a list under `scenarios:`"
        source.report(root, "type", message, hint if isinstance(root.items, list) else None)
        return []
    if "scenarios" not in root.items:
        return [root]
    return _listed_nodes(source, root)


def _listed_nodes(source: Source, root: Node) -> list[Node]:
    for name, key in root.keys.items():
        if name != "scenarios":
            message = f"`{name}` cannot stand beside `scenarios`"
            source.report(key, "unknown-key", message, "move it into the scenarios that need it")
    listed = root.get("scenarios")
    if listed is None or not isinstance(listed.items, list) or not listed.items:
        source.report(listed or root, "type", "`scenarios` has to be a list of scenarios")
        return []
    nodes = []
    for number, node in enumerate(listed.items, start=1):
        if isinstance(node.items, dict):
            nodes.append(node)
        else:
            source.report(node, "type", f"scenario {number} has to be a mapping")
    return nodes
