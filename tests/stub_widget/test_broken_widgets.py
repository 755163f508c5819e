from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.stub import widget_files

FOLDER = Path(__file__).parents[2] / "fixtures" / "widgets"


def _table() -> Any:
    spec = importlib.util.spec_from_file_location("broken_widgets", FOLDER / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.BROKEN


BROKEN = _table()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_widget_is_as_its_edit_makes_it(broken: Any) -> None:
    assert broken.path.read_bytes() == broken.source(), "run python fixtures/widgets/generate.py"
    assert broken.source() != widget_files.loader()


def test_no_broken_widget_is_left_over() -> None:
    assert set(FOLDER.glob("*.js")) == {broken.path for broken in BROKEN}


def test_each_is_wrong_in_a_way_of_its_own() -> None:
    assert len({broken.name for broken in BROKEN}) == len(BROKEN) >= 14
    assert len({(broken.old, broken.new) for broken in BROKEN}) == len(BROKEN)
