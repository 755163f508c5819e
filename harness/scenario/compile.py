"""A node tree becomes scenarios: one for each combination of parameters, or problems."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.scenario import world
from harness.scenario.about import check_about
from harness.scenario.assuming import check_names
from harness.scenario.backend import compile_backend
from harness.scenario.expecting import compile_never
from harness.scenario.filling import Filling, saved_by
from harness.scenario.grammar import AlwaysInput, ScenarioInput
from harness.scenario.model import Always, Backend, Scenario
from harness.scenario.scope import Path, Scope
from harness.scenario.steps import StepCompiler
from harness.scenario.validation import part_of, validate
from harness.scenario.world_grammar import BackendInput, BrowserInput, HostInput, MockInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.scenario.fixtures import Shelf
    from harness.scenario.source import Node, Source

MOST_COMBINATIONS = 1000


@dataclass(frozen=True, slots=True)
class Variant:
    """A scenario with one combination of its parameters."""

    params: dict[str, Any]
    scenario: Scenario


def compile_scenario(
    source: Source, root: Node, shelf: Shelf, environment: Mapping[str, str]
) -> list[Variant]:
    """The variants of a scenario; the problems of all of them go to the source, each once."""
    scope = Scope(source, root, shelf)
    params = _params(scope, environment)
    variants: list[Variant] = []
    seen: set[tuple[Any, str]] = set()
    used: set[str] = set()
    for combination in _combinations(params):
        scope.problems = []
        filling = Filling(source, combination, environment, _saved(root), _declared(root))
        data = filling.scenario(root)
        used |= filling.used
        scenario = _compile(scope, data, params)
        fresh = [p for p in (*filling.problems, *scope.problems) if (p.place, p.code) not in seen]
        source.problems += fresh
        seen |= {(problem.place, problem.code) for problem in fresh}
        if scenario:
            variants.append(Variant(combination, scenario))
    _report_unused(scope, params, used)
    return variants


def _params(scope: Scope, environment: Mapping[str, str]) -> dict[str, list[Any]]:
    """The declared parameters that are lists; the rest is reported when the whole is checked."""
    node = scope.root.get("params")
    if node is None or not isinstance(node.items, dict):
        return {}
    filling = Filling(scope.source, {}, environment)
    params = {
        name: filling.fill(values)
        for name, values in node.items.items()
        if isinstance(values.items, list) and values.items
    }
    scope.source.problems += filling.problems
    total = 1
    for name, values in params.items():
        total *= len(values)
        _report_repeated(scope, name, values)
    if total > MOST_COMBINATIONS:
        message = f"these parameters make {total:,} runs; at most {MOST_COMBINATIONS:,} are allowed"
        scope.report(("params",), "params", message, at_key=True)
        scope.source.problems += scope.problems
        return {name: values[:1] for name, values in params.items()}
    scope.source.problems += scope.problems
    return params


def _report_repeated(scope: Scope, name: str, values: list[Any]) -> None:
    shown: list[tuple[type, Any]] = []
    for index, value in enumerate(values):
        if (type(value), value) in shown:
            message = f"the parameter `{name}` has this value twice"
            scope.report(("params", name, index), "params", message)
        shown.append((type(value), value))


def _combinations(params: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*params.values()):
        yield dict(zip(params, values, strict=True))


def _report_unused(scope: Scope, params: Mapping[str, list[Any]], used: set[str]) -> None:
    scope.problems = []
    for name in params:
        if name not in used:
            message = f"the parameter `{name}` is used nowhere, so its runs would all be the same"
            hint = f'write "${{{name}}}" where its value belongs'
            scope.report(("params", name), "params", message, at_key=True, hint=hint)
    scope.source.problems += scope.problems


def _declared(root: Node) -> frozenset[str]:
    node = root.get("params")
    return frozenset(node.items) if node and isinstance(node.items, dict) else frozenset()


def _saved(root: Node) -> dict[str, int]:
    steps = root.get("steps")
    found: dict[str, int] = {}
    if steps and isinstance(steps.items, list):
        for index, step in enumerate(steps.items):
            for name in saved_by(step):
                found.setdefault(name, index)
    return found


def _compile(scope: Scope, data: dict[str, Any], params: dict[str, list[Any]]) -> Scenario | None:
    whole, bad = validate(ScenarioInput, data, scope)
    parts = _Parts.of(whole) if isinstance(whole, ScenarioInput) else _Parts.good(data)
    host = world.compile_host(scope, parts.host) if parts.host else None
    if host is None:
        world.check_embed(scope, data.get("host"))
    backend = compile_backend(scope, parts.backend) if parts.backend else Backend()
    mocks = world.compile_mocks(scope, parts.mocks, _list(data.get("mocks")))
    compiler = StepCompiler(scope, bad, backend, params=frozenset(params))
    steps = compiler.section("steps", _list(data.get("steps")))
    finally_ = compiler.section("finally", _list(data.get("finally")), len(steps))
    always = _always(scope, parts.always, data)
    check_about(scope, _list(data.get("about")))
    check_names(scope, _list(data.get("assumes")), ("assumes",))
    if not isinstance(whole, ScenarioInput) or host is None:
        return None
    return Scenario(
        title=whole.scenario,
        path=scope.source.path,
        place=scope.place(()),
        host=host,
        steps=steps,
        about=tuple(whole.about),
        assumes=tuple(whole.assumes),
        tags=tuple(whole.tags),
        params=params,
        backend=backend,
        mocks=mocks,
        browser=world.compile_browser(parts.browser),
        always=always,
        finally_=finally_,
        secrets=tuple(whole.secrets),
        acts_live=whole.acts_live,
        timeout=whole.timeout,
        within=whole.within,
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a scenario that are right in themselves, even when others are wrong."""

    host: HostInput | None
    backend: BackendInput | None
    mocks: Sequence[MockInput | None]
    browser: BrowserInput | None
    always: AlwaysInput | None

    @classmethod
    def of(cls, whole: ScenarioInput) -> _Parts:
        return cls(whole.host, whole.backend, whole.mocks, whole.browser, whole.always)

    @classmethod
    def good(cls, data: dict[str, Any]) -> _Parts:
        return cls(
            part_of(HostInput, data.get("host")),
            part_of(BackendInput, data.get("backend")),
            [part_of(MockInput, mock) for mock in _list(data.get("mocks"))],
            part_of(BrowserInput, data.get("browser")),
            part_of(AlwaysInput, data.get("always")),
        )


def _always(scope: Scope, part: AlwaysInput | None, data: dict[str, Any]) -> Always:
    if part is None:
        return Always()
    path: Path = ("always",)
    never = compile_never(scope, _list(data["always"].get("never")), (*path, "never"))
    return Always(never, tuple(part.no), scope.place(path, at_key=True))
