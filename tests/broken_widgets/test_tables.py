"""The tables of broken widgets fit the widget and the API as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures.widgets.generate import Broken, broken_widgets
from harness.scenario.about import ABOUT
from harness.stub import widget_files
from harness.stub.builds import read_build
from harness.widget_api import API
from tests.broken_widgets.hunting import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = list(broken_widgets().values())

NOT_BREAKABLE = {
    "departments-need-setting": "only the back end knows the setting, and it has no broken copies",
}
"""Rules that no copy of the widget's own files can break, and why."""


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_widget_is_made_by_its_edits(broken: Broken, tmp_path: Path) -> None:
    written = read_build(broken.write(tmp_path))
    assert written == broken.build()
    assert written != {
        "/js/web.min.js": widget_files.loader(),
        "/js/merged/client-embed.min.js": widget_files.script(),
    }


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_widget_names_what_it_is_about(broken: Broken) -> None:
    assert broken.edits
    assert broken.wrong.endswith(".")
    assert (SCENARIOS / f"{broken.scenario}.yaml").exists()
    assert set(broken.about) <= ABOUT


def test_each_is_wrong_in_a_way_of_its_own() -> None:
    assert len({broken.edits for broken in BROKEN}) == len(BROKEN) >= 75


def test_every_rule_of_the_api_is_broken_by_one() -> None:
    about = {name for broken in BROKEN for name in broken.about}
    assert set(API.rules) - about == set(NOT_BREAKABLE)
