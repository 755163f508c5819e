"""The bundled scenarios as a manual: editors know them, they lint, and each says what it covers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.scenario import load
from harness.scenario.schema import FILE

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_editors_find_the_schema_of_a_scenario(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, "the first line names the schema"
    assert (path.parent / named[1]).resolve() == FILE.resolve()


def test_all_scenarios_are_without_problems() -> None:
    loaded = load([ROOT / "scenarios"], ROOT)
    assert not loaded.problems, loaded.render_problems()
    assert len(loaded.scenarios) == len(FILES)


def test_every_function_and_value_of_the_embedded_bar_is_in_a_scenario() -> None:
    from harness.widget_api import API, INITIAL_PAGES, PAGES, SIDES

    loaded = load([ROOT / "scenarios"], ROOT)
    runs = [variant.scenario for variants in loaded.variants for variant in variants]
    called: dict[str, list[object]] = {}
    for scenario in runs:
        for step in (*scenario.steps, *scenario.finally_):
            called.setdefault(str(step.verb), []).append(step.argument)
    embeds = [scenario.host.embed or {} for scenario in runs]
    options = [*embeds, *(one for one in called["init"] if isinstance(one, dict))]

    functions = {name.removeprefix("embed.") for name in API.functions if name.startswith("embed.")}
    assert functions <= set(called)
    pages = {str(one[0] if isinstance(one, list) else one) for one in called["page"]}
    assert set(PAGES) <= pages
    assert set(INITIAL_PAGES) <= {one.get("page") for one in options}
    assert set(SIDES) <= {one.get("side") for one in options}
    assert set(SIDES) <= set(called["switch_side"])
    assert {True, False} <= set(called["bubble"])
