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
