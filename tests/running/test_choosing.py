from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.running.choosing import (
    BadChoice,
    Choice,
    choose,
    paths_of,
    reordered,
    restrict,
    words_test,
)

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.model import Run

LEFT = "scenarios/alpha.yaml::Opens[side=left]@chromium"
RIGHT = "scenarios/alpha.yaml::Opens[side=right]@chromium"
LATE = "scenarios/alpha.yaml::Opens late@chromium"
CLOSES = "scenarios/sub/beta.yaml::Closes@chromium"


def ids(runs: list[Run]) -> list[str]:
    return [run.id for run in runs]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("opens", [LEFT, RIGHT, LATE]),
        ("OPENS and not late", [LEFT, RIGHT]),
        ("side=left or closes", [LEFT, CLOSES]),
        ("beta", [CLOSES]),
        ("not (left or right)", [LATE, CLOSES]),
        ("not not late", [LATE]),
        ("late or left and closes", [LATE]),
        ("(late or left)and alpha", [LEFT, LATE]),
        ("nothing", []),
    ],
)
def test_words_choose_runs_by_their_ids(runs: list[Run], words: str, expected: list[str]) -> None:
    assert ids(choose(runs, Choice(words=words))) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("a b", "`b` does not belong there"),
        ("a)", "`)` does not belong there"),
        ("(a", "a bracket is not closed"),
        ("a and", "a word is missing"),
        ("or a", "a word is missing"),
        ("not", "a word is missing"),
        ("()", "a word is missing"),
        ("  ", "a word is missing"),
        ("(" * 5000, "too many brackets"),
    ],
)
def test_words_that_make_no_sense_are_refused(words: str, message: str) -> None:
    with pytest.raises(BadChoice) as caught:
        words_test(words)
    assert message in str(caught.value)


def test_one_of_several_tags_is_enough(runs: list[Run]) -> None:
    assert ids(choose(runs, Choice(tags=("slow",)))) == [CLOSES]
    assert ids(choose(runs, Choice(tags=("slow", "smoke")))) == [LEFT, RIGHT, CLOSES]
    assert choose(runs, Choice(tags=("none",))) == []


def test_choices_narrow_each_other(runs: list[Run]) -> None:
    choice = Choice(words="not left", tags=("smoke",), ids=frozenset({LEFT, RIGHT}))
    assert ids(choose(runs, choice)) == [RIGHT]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([], [LEFT, RIGHT, LATE, CLOSES]),
        (["scenarios"], [LEFT, RIGHT, LATE, CLOSES]),
        (["scenarios/sub"], [CLOSES]),
        (["./scenarios/../scenarios/alpha.yaml"], [LEFT, RIGHT, LATE]),
        ([LEFT], [LEFT]),
        (["scenarios/alpha.yaml::Opens"], [LEFT, RIGHT]),
        (["scenarios/alpha.yaml::Opens[side=right]"], [RIGHT]),
        ([LATE, "scenarios/sub"], [LATE, CLOSES]),
    ],
)
def test_targets_are_paths_and_ids(
    runs: list[Run], root: Path, targets: list[str], expected: list[str]
) -> None:
    assert ids(restrict(runs, targets, root)) == expected


@pytest.mark.parametrize(
    "target",
    ["scenarios/alpha.yaml::Open", "scenarios/alpha.yaml::", "scenarios/sub/beta.yaml::Opens"],
)
def test_an_id_that_names_no_run_is_refused(runs: list[Run], root: Path, target: str) -> None:
    with pytest.raises(BadChoice, match="no such run"):
        restrict(runs, [target, "scenarios"], root)


def test_a_file_is_loaded_once_however_often_it_is_named() -> None:
    assert [str(path) for path in paths_of([LEFT, RIGHT, "x.yaml"])] == [
        "scenarios/alpha.yaml".replace("/", str(paths_of(["a/b"])[0])[1]),
        "x.yaml",
    ]


def test_order_is_as_written_reversed_or_shuffled_by_a_seed(runs: list[Run]) -> None:
    assert reordered(runs, "file") == runs
    assert reordered(runs, "reverse") == runs[::-1]
    assert reordered(list(range(50)), "shuffle:1") == reordered(list(range(50)), "shuffle:1")
    assert reordered(list(range(50)), "shuffle:1") != reordered(list(range(50)), "shuffle:2")
    assert sorted(reordered(list(range(50)), "shuffle:1")) == list(range(50))


@pytest.mark.parametrize("order", ["shuffle", "shuffle:", "random", "", "reverse:1"])
def test_another_order_is_refused(order: str) -> None:
    with pytest.raises(BadChoice, match="file, reverse or shuffle:SEED"):
        reordered([1, 2], order)
