"""How it is measured what exploring finds: which sequences are tried, and what is counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.exploration.sequence import Sequence
from tests.explore.reaching import Reach, Sight, digest
from tests.explore.trying import End, likeliest, table
from tests.mutants.catalogue import catalogue
from tests.mutants.mutant import Change, Mutant

if TYPE_CHECKING:
    from pathlib import Path

MUTANT = Mutant(
    "frame/rating:rate:omit:1", "rating.js", 1, "rate()", Change("omit", "rate", 0, 6, b"", 0)
)


def _sight(number: int, *features: str) -> Sight:
    made = Sequence(f"1:1-{number}", {"host": {}}, (), features=frozenset(features))
    return Sight(number, made, frozenset())


def test_what_the_mutant_speaks_of_is_tried_first_and_then_what_is_new() -> None:
    able = [
        _sight(1, "chat"),
        _sight(2, "chat", "load"),
        _sight(3, "chat", "rating"),
        _sight(4, "popup", "tab", "flip"),
    ]
    assert [one.number for one in likeliest(MUTANT, able, 3)] == [3, 4, 2]


def test_of_equals_the_first_is_tried_first_and_what_was_tried_is_not_new() -> None:
    able = [_sight(1, "chat"), _sight(2, "load")]
    assert [one.number for one in likeliest(MUTANT, able, 2)] == [1, 2]
    assert [one.number for one in likeliest(MUTANT, able, 1, [able[0].sequence])] == [2]


def test_the_table_counts_by_operator_and_leaves_out_what_cannot_be_used() -> None:
    other = replace(MUTANT, id="frame/rating:rate:negate:1")
    other = replace(other, change=replace(other.change, operator="negate"))
    ends = [
        (MUTANT, End(MUTANT.id, "found", 7)),
        (MUTANT, End(MUTANT.id, "capped")),
        (MUTANT, End(MUTANT.id, "unusable")),
        (other, End(other.id, "not found")),
    ]
    rows = {row.split("|")[1].strip(): row for row in table(ends).splitlines()[2:]}
    assert rows["omit"].endswith("| 1 | 1 | 0 | 0 | 50 % |")
    assert rows["negate"].endswith("| 0 | 0 | 1 | 0 | 0 % |")
    assert rows["**all**"].endswith("| 1 | 1 | 1 | 0 | 33 % |")


def test_a_sequence_that_is_made_otherwise_is_driven_again() -> None:
    sequence = _sight(1, "chat").sequence
    assert digest(sequence) == digest(replace(sequence, features=frozenset()))
    assert digest(sequence) != digest(replace(sequence, steps=({"flip": None},)))


@pytest.mark.campaign
def test_a_sequence_tells_which_mutants_it_can_notice(tmp_path: Path) -> None:
    reach = Reach(1, 3, tmp_path / "reached.jsonl")
    asyncio.run(reach.complete(2, 2))
    assert len(reach) == 2
    assert [one.number for one in reach.unknown()] == [3]
    begin = [one for one in catalogue().values() if one.id.startswith("loader/api:init:")]
    assert begin
    assert any(reach.of(one) for one in begin)
    again = Reach(1, 3, tmp_path / "reached.jsonl")
    assert len(again) == 2
