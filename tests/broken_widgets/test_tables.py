"""The tables of broken widgets fit the widget and the API as they are now."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from fixtures.widgets.generate import Broken, Edit, broken_widgets
from harness.scenario.about import ABOUT
from harness.stub import widget_files
from harness.stub.backend import Backend, NotPossible
from harness.stub.builds import read_build
from harness.stub.world import World
from harness.widget_api import API
from tests.broken_widgets.hunting import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = list(broken_widgets().values())


@pytest.mark.parametrize(
    "broken", [one for one in BROKEN if one.has_scripts], ids=lambda broken: broken.name
)
def test_a_broken_widget_is_made_by_its_edits(broken: Broken, tmp_path: Path) -> None:
    written = read_build(broken.write(tmp_path))
    assert written == broken.build()
    assert written != {
        "/js/web.min.js": widget_files.loader(),
        "/js/merged/client-embed.min.js": widget_files.script(),
    }


@pytest.mark.parametrize(
    "broken", [one for one in BROKEN if one.has_back_end], ids=lambda broken: broken.name
)
def test_a_broken_back_end_stands_beside_the_stubs_own(broken: Broken) -> None:
    copy, own = broken.world(), sys.modules["harness.stub.world"]
    assert copy is not None
    assert copy is not World is own.World
    assert not issubclass(copy, World)
    copies = _back_end(copy).mro()
    assert not set(copies) & set(Backend.mro()[:-1])
    assert [one.__module__ for one in copies] == [one.__module__ for one in Backend.mro()]


def _back_end(world: type[World]) -> type[Backend]:
    made: type[Backend] = world.__init__.__globals__["Backend"]
    return made


def test_what_a_broken_back_end_refuses_the_stubs_host_understands() -> None:
    copy = next(one for one in BROKEN if one.has_back_end).world()
    assert copy is not None
    with pytest.raises(NotPossible):
        _back_end(copy)().view("V-000001")


def test_an_edit_that_finds_nothing_is_told_with_its_name() -> None:
    lost = Broken("lost", "It is lost.", (), "", "", (Edit("assigning", "no such line", ""),))
    with pytest.raises(ValueError, match="lost: in the assigning 0 times: 'no such line'"):
        lost.world()
    nowhere = Broken("nowhere", "It is lost.", (), "", "", (Edit("no_such_part", "a", ""),))
    with pytest.raises(ValueError, match="the back end has no part no_such_part"):
        nowhere.world()


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
    assert set(API.rules) <= about
