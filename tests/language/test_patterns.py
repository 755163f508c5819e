"""What patterns match, and where they say that something differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.patterns import (
    ABSENT,
    OPERATORS,
    WORDS,
    differences,
    ignored,
    is_match,
    problems_of,
    quote,
)

UNDEFINED = {"$type": "undefined"}
FUNCTION = {"$type": "function", "name": "f"}

MATCHES = [
    ("$any", 0),
    ("$any", None),
    ("$any", FUNCTION),
    ("$int", 3),
    ("$int", 3.0),
    ("$number", 1.5),
    ("$str", ""),
    ("$bool", False),
    ("$absent", ABSENT),
    ("$absent", UNDEFINED),
    ("$$int", "$int"),
    (1, 1.0),
    (None, None),
    ({}, {"a": 1}),
    ({"a": "$absent"}, {}),
    ({"a": "$absent"}, {"a": UNDEFINED}),
    ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}),
    ({"$re": "b+"}, "abbc"),
    ({"$gt": 1, "$lt": 3}, 2),
    ({"$gte": 2}, 2.0),
    ({"$gt": "a"}, "b"),
    ({"$in": ["a", "$int"]}, 7),
    ({"$len": 2}, "ab"),
    ({"$len": {"$gt": 1}}, [1, 2]),
    ({"$len": 1}, {"a": 1}),
    ({"$unordered": ["$any", 1]}, [1, 2]),
    ({"$has": {"a": 1}}, [{"a": 2}, {"a": 1, "b": 3}]),
    ({"$has": {"$has": 1}}, [[2], [2, 1]]),
    ({"$not": {"$has": 1}}, []),
    ({"a": {"$optional": "$int"}}, {}),
    ({"$not": "$str"}, 1),
    ({"$type": "function"}, FUNCTION),
    ({"$$key": 1}, {"$key": 1}),
]
MISMATCHES = [
    ("$any", ABSENT),
    ("$any", UNDEFINED),
    ("$int", True),
    ("$int", 3.5),
    ("$int", "3"),
    ("$number", False),
    ("$bool", 0),
    ("$absent", None),
    (1, True),
    (0, False),
    (None, UNDEFINED),
    ("undefined", UNDEFINED),
    ({}, FUNCTION),
    ({}, []),
    ([], {}),
    ([1, 2], [2, 1]),
    ([1], [1, 1]),
    ({"$re": "b"}, 3),
    ({"$gt": 1}, "2"),
    ({"$gt": 0}, True),
    ({"$in": ["a"]}, "b"),
    ({"$len": 1}, 1),
    ({"$len": 1}, FUNCTION),
    ({"$unordered": [1, 1]}, [1, 2]),
    ({"$has": 1}, []),
    ({"$has": 1}, 1),
    ({"$has": "a"}, "a"),
    ({"$has": 1}, {"$type": "list", "value": [1]}),
    ({"$optional": "$int"}, None),
    ({"$not": {"a": 1}}, {"a": 1, "b": 2}),
    ({"$type": "function"}, UNDEFINED),
]


@pytest.mark.parametrize(("pattern", "value"), MATCHES, ids=repr)
def test_a_pattern_matches(pattern: Any, value: Any) -> None:
    assert differences(pattern, value) == []


@pytest.mark.parametrize(("pattern", "value"), MISMATCHES, ids=repr)
def test_a_pattern_does_not_match(pattern: Any, value: Any) -> None:
    assert differences(pattern, value)


@pytest.mark.parametrize(("pattern", "_"), [*MATCHES, *MISMATCHES], ids=repr)
def test_a_pattern_that_is_used_here_can_be_meant(pattern: Any, _: Any) -> None:
    assert problems_of(pattern) == []


def test_every_matcher_is_tried() -> None:
    tried = {key for pattern, _ in MATCHES if isinstance(pattern, dict) for key in pattern}
    tried |= {pattern for pattern, _ in MATCHES if isinstance(pattern, str)}
    assert tried | {"$optional"} >= {*OPERATORS, *WORDS}


def test_every_difference_is_told_with_its_path_and_types() -> None:
    pattern = {"items": ["$any", {"name": "a", "n": 1}], "side": "left", "gone": 1}
    value = {"items": [0, {"name": "b", "n": "1"}, 9], "side": 3}
    found = differences(pattern, value, path="data")
    assert [(d.path, d.expected, d.recorded) for d in found] == [
        ("data.items[1].name", '"a" (string)', '"b" (string)'),
        ("data.items[1].n", "1 (number)", '"1" (string)'),
        ("data.items[2]", "nothing", "9 (number)"),
        ("data.side", '"left" (string)', "3 (number)"),
        ("data.gone", "1 (number)", "nothing"),
    ]


def test_exact_allows_no_other_keys_at_any_depth() -> None:
    found = differences({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}, exact=True)
    assert [d.path for d in found] == ["a.c", "d"]


def test_keys_that_nobody_looked_at_are_counted() -> None:
    value = {"a": {"b": 1, "c": 2}, "d": 3, "list": [{"x": 1, "y": 2}]}
    assert ignored({"a": {"b": 1}, "list": [{"x": 1}]}, value) == 3
    assert ignored({"$unordered": [{"x": 1}]}, value["list"]) == 1
    assert ignored(value, value) == 0


def test_an_unordered_list_is_matched_as_a_whole_not_greedily() -> None:
    pattern = {"$unordered": ["$any", "$int", 1]}
    assert differences(pattern, [1, 2, "x"]) == []


def test_one_wrong_element_of_an_unordered_list_is_told_by_its_place() -> None:
    found = differences({"$unordered": [{"n": 1}, {"n": 2}]}, [{"n": 2}, {"n": 3}])
    assert [(d.path, d.expected) for d in found] == [("[1].n", "1 (number)")]


def test_keys_with_odd_characters_are_quoted_in_a_path() -> None:
    assert differences({"a b": 1}, {}, path="data")[0].path == 'data["a b"]'


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(-9, 9)
VALUES = st.recursive(
    LEAVES,
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text("ab$ .", max_size=3), inside)
    ),
    max_leaves=12,
)


def leaves_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(value, (dict, list)):
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for key, item in pairs for leaf in leaves_of(item, (*path, key))]


def changed(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return ["something", "else"]
    if isinstance(value, dict):
        return {k: changed(v, path[1:]) if k == path[0] else v for k, v in value.items()}
    return [changed(v, path[1:]) if k == path[0] else v for k, v in enumerate(value)]


@given(VALUES)
def test_a_quoted_value_matches_itself_and_is_no_problem(value: Any) -> None:
    assert differences(quote(value), value, exact=True) == []
    assert problems_of(quote(value)) == []
    assert ignored(quote(value), value) == 0


@given(VALUES, st.data())
def test_changing_one_leaf_differs_at_exactly_that_path(value: Any, data: st.DataObject) -> None:
    leaves = leaves_of(value)
    if not leaves:
        return
    path = data.draw(st.sampled_from(leaves))
    found = differences(quote(value), changed(value, path), exact=True)
    probe = differences(quote(changed(value, path)), value, exact=True)
    assert len(found) == 1
    assert [difference.path for difference in probe] == [found[0].path]


@given(st.lists(VALUES, max_size=6), st.randoms(use_true_random=False))
def test_an_unordered_list_matches_in_every_order(values: list[Any], random: Any) -> None:
    shuffled = random.sample(values, len(values))
    assert is_match({"$unordered": quote(values)}, shuffled, exact=True)


@given(VALUES, VALUES)
def test_comparing_never_raises(pattern: Any, value: Any) -> None:
    if not problems_of(pattern):
        assert isinstance(differences(pattern, value), list)
        assert ignored(pattern, value) >= 0
