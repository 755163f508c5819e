"""How it is measured what exploring finds: which sequences are tried, and what is counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from harness.exploration.sequence import Sequence
from tests.explore.likeliest import Likeliest, various, wanted
from tests.explore.reaching import Reach, Sight, digest
from tests.explore.trying import End, table
from tests.mutants.catalogue import catalogue
from tests.mutants.killers import read
from tests.mutants.mutant import Change, Mutant

if TYPE_CHECKING:
    from pathlib import Path

MUTANT = Mutant(
    "frame/rating:rate:omit:1", "rating.js", 1, "rate()", Change("omit", "rate", 0, 6, b"", 0)
)


def _sight(number: int, *steps: dict[str, Any]) -> Sight:
    return Sight(number, Sequence(f"1:1-{number}", {"host": {}}, steps), frozenset())


def test_what_is_like_the_scenario_that_notices_it_is_tried_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tests.explore.likeliest.wanted", lambda _: frozenset({"rates", "flip", "says", "page"})
    )
    able = [
        _sight(1, {"page": "mini"}),
        _sight(2, {"visitor": {"says": "Hi"}}, {"page": "mini"}),
        _sight(3, {"visitor": {"rates": 5}}, {"visitor": {"says": "Hi"}}),
        _sight(4, {"flip": None}, {"page": "mini"}),
        _sight(5, {"stop": None}),
    ]
    chosen = Likeliest(able).of(MUTANT, able, 3)
    assert {one.number for one in chosen[:2]} == {3, 4}
    assert Likeliest(able).of(MUTANT, able[:1], 3) == able[:1]
    wild = replace(able[3], sequence=replace(able[3].sequence, is_wild=True))
    assert Likeliest(able).of(MUTANT, [wild, able[0]], 3) == able[:1]


def test_then_come_those_that_differ_most() -> None:
    able = [
        _with(1, "ask=name", "chat"),
        _with(2, "chat", "load", "chat > load"),
        _with(3, "device=phone", "load", "tab"),
        replace(_with(4, "ask=all", "flip", "stop", "side=left"), keys=None),
    ]
    assert [one.number for one in various(able, 2)] == [3, 1]
    assert [one.number for one in various(able, 2, able[2:3])] == [1, 2]


def _with(number: int, *features: str) -> Sight:
    made = Sequence(f"1:1-{number}", {"host": {}}, (), features=frozenset(features))
    return Sight(number, made, frozenset())


def test_a_scenario_of_the_suite_is_known_for_what_it_notices() -> None:
    name = next(iter(read()))
    assert {"scenario", "host"} <= wanted(name)
    assert wanted("frame/nobody:knows:omit:1") == {"frame", "nobody", "knows", "omit"}


def test_what_was_not_driven_may_notice_anything() -> None:
    made = _sight(1).sequence
    assert Sight(1, made).may_notice(frozenset({"a"}))
    assert not Sight(1, made, frozenset({"b"})).may_notice(frozenset({"a"}))
    assert Sight(1, made, frozenset({"a", "b"})).may_notice(frozenset({"a"}))
    assert Sight(1, made, frozenset()).may_notice(None)


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
    sequence = _sight(1).sequence
    assert digest(sequence) == digest(replace(sequence, features=frozenset()))
    assert digest(sequence) != digest(replace(sequence, steps=({"flip": None},)))


@pytest.mark.campaign
def test_a_sequence_tells_which_mutants_it_can_notice(tmp_path: Path) -> None:
    reach = Reach(1, 3, tmp_path / "reached.jsonl")
    asyncio.run(reach.complete(2, 2))
    assert len(reach) == 2
    assert [one.number for one in reach.all() if one.keys is None] == [3]
    begin = [one for one in catalogue().values() if one.id.startswith("loader/api:init:")]
    assert begin
    assert any(len(reach.able(one)) > 1 for one in begin)
    again = Reach(1, 3, tmp_path / "reached.jsonl")
    assert len(again) == 2
