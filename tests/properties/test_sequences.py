"""A few random sequences with fixed seeds; `python -m tests.properties` drives many."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from fixtures.widgets.generate import broken_widgets
from harness.scenario import load
from tests.properties.campaign import Reached, explore
from tests.properties.sequence import Sequence
from tests.properties.shrinking import shrunk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.properties.campaign import Found

SEEDS = range(25)


@pytest.fixture(scope="module")
def reached() -> Reached:
    """What the sequences of the fixed seeds did and found."""
    return asyncio.run(explore(SEEDS, in_flight=3, shrinks=False))


def _told(found: Found) -> str:
    return f"{found.violation.code}: {found.violation.message}\n{found.scenario}"


@pytest.mark.campaign
def test_no_sequence_breaks_the_contract_or_throws(reached: Reached) -> None:
    assert "\n\n".join(map(_told, reached.found)) == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("onload-twice", "contract:onload-once"), ("throws-on-second-init", "threw:embed.init")],
)
def test_a_wrong_widget_is_found(name: str, code: str) -> None:
    widget = broken_widgets()[name].build()
    reached = asyncio.run(explore(range(4), in_flight=3, shrinks=False, widget=widget))
    assert code in {found.violation.code for found in reached.found}


@pytest.mark.campaign
def test_the_sequences_reach_something(reached: Reached) -> None:
    assert len(reached.lengths) == len(SEEDS)
    assert sum(reached.lengths) > 5 * len(SEEDS)
    assert {"embed.init", "embed.page", "embed.reload", "popup.init"} <= set(reached.calls)
    assert {"onload", "onchatstart", "onchange"} <= set(reached.callbacks)


def test_a_seed_always_gives_the_same_sequence() -> None:
    assert Sequence.of(7) == Sequence.of(7)
    assert Sequence.of(7) != Sequence.of(8)


@pytest.mark.parametrize("seed", range(100, 140))
def test_each_sequence_is_a_scenario_of_the_language(seed: int, tmp_path: Path) -> None:
    sequence = Sequence.of(seed)
    sequence.run(tmp_path)
    assert not load([tmp_path], tmp_path).problems


def test_what_is_not_needed_for_a_violation_is_dropped() -> None:
    sequence = Sequence.of(7)
    needed = sequence.steps[1]

    async def has_it(candidate: Sequence) -> bool:
        return needed in candidate.steps

    least = asyncio.run(shrunk(sequence, has_it, list(range(len(sequence.steps)))))
    assert least.steps == (needed,)
    assert "mocks" not in least.world
    assert not least.hurried
