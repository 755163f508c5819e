"""Sequences: the same from the same seed, in the language, and shrunk to what is needed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from harness.exploration.seeds import VERSION, BadSeed, Seed
from harness.exploration.sequence import run_of, sequences
from harness.exploration.shrinking import Shrinking
from harness.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from harness.exploration.sequence import Sequence


def test_a_seed_always_gives_the_same_sequences() -> None:
    assert list(islice(sequences(7), 12)) == list(islice(sequences(7), 12))
    assert next(sequences(7)) != next(sequences(8))


def test_each_sequence_is_a_scenario_of_the_language(tmp_path: Path) -> None:
    for sequence in islice(sequences(100), 40):
        run_of(sequence.as_scenario(), sequence.name, tmp_path)
    assert not load([tmp_path], tmp_path).problems


def test_the_first_sequences_bring_together_more_than_chance_does() -> None:
    met = set().union(*(sequence.features for sequence in islice(sequences(1), 40)))
    assert {"device=phone", "page=mini", "assignment=manual", "ask=all", "chat", "tab"} <= met


@pytest.mark.parametrize("text", ["12345", f"{VERSION}:12345", f" {VERSION}:12345 "])
def test_a_seed_is_read(text: str) -> None:
    assert Seed.read(text) == Seed(12345)
    assert str(Seed.read(text)) == f"{VERSION}:12345"


@pytest.mark.parametrize("text", ["", "abc", "1:", "1:2:3", "-5", "1:x", "1.5"])
def test_a_text_that_is_no_seed_is_refused(text: str) -> None:
    with pytest.raises(BadSeed, match="a seed is two numbers"):
        Seed.read(text)


def test_a_seed_of_another_version_is_refused() -> None:
    with pytest.raises(BadSeed, match=f"version {VERSION + 1} of the generator"):
        Seed.read(f"{VERSION + 1}:5")


def test_what_is_not_needed_for_a_violation_is_dropped() -> None:
    sequence = next(one for one in sequences(3) if len(one.steps) > 5)
    needed = sequence.steps[3]

    async def has_it(candidate: Sequence) -> bool:
        return needed in candidate.steps

    least = asyncio.run(Shrinking(sequence, has_it).shrunk())
    assert least.steps == (needed,)
    assert "backend" not in least.world
    assert set(least.world["host"].get("embed", {"account": 1})) == {"account"}


def test_what_does_not_come_again_is_told_as_such() -> None:
    sequence = next(sequences(3))

    async def has_it(_: Sequence) -> bool:
        return False

    shrinking = Shrinking(sequence, has_it)
    assert asyncio.run(shrinking.shrunk()) == sequence
    assert not shrinking.is_confirmed


def test_an_init_by_hand_becomes_the_vendors_snippet() -> None:
    sequence = next(one for one in sequences(3) if any("init" in step for step in one.steps[:1]))

    async def has_it(_: Sequence) -> bool:
        return True

    least = asyncio.run(Shrinking(sequence, has_it).shrunk())
    assert least.steps == ()
    assert "web.min.js" not in least.world["host"]["html"] or "embed" not in least.world["host"]


def test_values_become_simple_where_they_do_not_matter() -> None:
    steps = ({"init": {"account": "demo", "side": "left", "bubble": True}}, {"flip": None})
    sequence = replace(next(sequences(3)), steps=steps, world={"host": {"html": "<h1>Shop</h1>"}})

    async def has_it(candidate: Sequence) -> bool:
        begun = [*candidate.steps, {}, {}]
        return begun[0].get("init", {}).get("side") == "left" and "flip" in begun[1]

    least = asyncio.run(Shrinking(sequence, has_it).shrunk())
    assert least.steps == ({"init": {"account": "demo", "side": "left"}}, {"flip": None})
