from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from worlds import arrive, make, row

from harness.stub.wildcard import fits

LETTERS = st.text("ab*", max_size=12)


def naive(pattern: str, text: str) -> bool:
    """The definition, as slow as it may be: a wildcard takes one letter more, or none."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return naive(pattern[1:], text) or (bool(text) and naive(pattern, text[1:]))
    return bool(text) and pattern[0] == text[0] and naive(pattern[1:], text[1:])


@given(LETTERS, st.text("ab", max_size=10))
@example("a*a", "a")
@example("*ab*ab", "ab")
@example("**", "")
@example("", "a")
@example("ab*ba", "aba")
def test_a_wildcard_is_as_it_is_defined(pattern: str, text: str) -> None:
    assert fits(pattern, text) is naive(pattern, text)


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_pattern_agrees_with_a_regular_expression(pattern: str, text: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert fits(pattern, text) is bool(re.fullmatch(expression, text, re.DOTALL))


@given(st.lists(st.text("ab/?.", max_size=5), min_size=1), st.text("ab/?.", max_size=5))
def test_what_is_put_in_place_of_wildcards_always_fits(parts: list[str], between: str) -> None:
    assert fits("*".join(parts), between.join(parts))


def test_a_hostile_pattern_costs_no_more_than_a_long_one() -> None:
    text = "a" * 100_000
    assert not fits("*a" * 30_000 + "b", text)
    assert not fits("*a" * 30_000 + "b*", text)
    assert fits("*a" * 30_000, text)
    assert fits("*" * 100_000, text)


@pytest.mark.parametrize(
    ("target", "url", "is_reached"),
    [
        ("http://example.com/order", "http://example.com/order", True),
        ("http://example.com/order", "http://example.com/order?id=1", False),
        ("http://example.com/order", "https://example.com/order", False),
        ("http://example.com/order", "http://example.com/Order", False),
        ("*example.com/basket", "https://www.example.com/basket", True),
        ("*example.com/basket", "example.com/basket", True),
        ("*example.com/basket", "https://example.com/basket#top", False),
        ("*/order/*/done", "https://example.com/order//done", True),
        ("https://example.com/a+b(c)", "https://example.com/a+b(c)", True),
        ("https://example.com/a.b", "https://example.com/axb", False),
        ("*žltá*", "https://example.com/žltá", True),
        ("*", "", True),
        ("", "", False),
    ],
)
def test_a_target_is_compared_with_the_whole_address(
    target: str, url: str, *, is_reached: bool
) -> None:
    backend = make()
    arrive(backend, url=url, options={"target": target})
    assert row(backend)["is_target"] is is_reached


def test_many_targets_are_listed_in_the_order_in_which_they_were_reached() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    options = {"target": ["http://example.com/order", "*example.com/basket", "*"]}
    arrive(backend, browser, url="http://example.com/basket", options=options)
    assert row(backend)["targets"] == ["*example.com/basket", "*"]
    arrive(backend, browser, url="http://example.com/order", options=options)
    assert row(backend)["targets"] == ["*example.com/basket", "*", "http://example.com/order"]


def test_a_visitor_who_has_reached_a_target_stays_highlighted() -> None:
    backend = make()
    browser = backend.browser_known_as(None)
    arrive(backend, browser, url="https://a.example/order", options={"target": "*/order"})
    arrive(backend, browser, url="https://a.example/")
    arrive(backend, url="https://a.example/")
    assert [one["is_target"] for one in backend.visitors()] == [True, False]


@pytest.mark.parametrize("target", [None, 7, {}, [None, 7, [], "", {}], True])
def test_what_is_no_pattern_marks_nobody(target: object) -> None:
    backend = make()
    arrive(backend, url="https://a.example/", options={"target": target})
    assert row(backend)["targets"] == []
