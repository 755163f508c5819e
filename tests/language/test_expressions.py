"""Regular expressions mean what they mean to Python, and none of them goes on for ever."""

from __future__ import annotations

import re
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harness import patterns
from harness.patterns.expressions import LIMIT, ExpressionStuck, error_in, is_found

ENDLESS = "(a|a)+(a|a)+c$"
TEXT = "a" * 40 + "b"
TOO_LONG = "its repetitions, written out, are longer than 100,000 characters"

parts = some.sampled_from(
    (
        "a", "b", ".", "\\d", "\\w+", "\\W", "[ab]", "[^a]", "[{]", "(a|b)", "(?:ab)", "(?i:B)",
        "^", "$", "a*", "b+?", "a{2}", "a{1,}", "a{,2}", "a{e}", "{", "}", "{x}", "\\{", "\\\\",
        "\\\\{", "\\N{DIGIT ONE}", "(?=a)", "(?<!b)", "[[:alpha:]]", "[[a]", "[^[:b]", "[]{]",
        "\\s", "\\S+", "[\\sa]", "a{}", "{a<=1}", "[\\]{]", "ž", "ß", "(?P<n>a)?",
        "[\\s]", "[^\\s]", "[\\w-]", "[^\\w]", "[\\d\\w]", "(?#a)", "a {2}", " ",
    )
)  # fmt: skip
texts = some.text(some.sampled_from("abBx1{}e\\ \nžßSs[:]\x1c\u0307"), max_size=12)


@given(expression=some.lists(parts, min_size=1, max_size=5).map("".join), text=texts)
def test_an_expression_is_found_where_python_finds_it(expression: str, text: str) -> None:
    if error_in(expression) is None:
        assert is_found(expression, text) == bool(re.search(expression, text)), (expression, text)


@pytest.mark.parametrize(
    "expression",
    ["(", "a**", "[a", "\\p{L}", "(?|a)", "(?<n", "\\", "a{3,2}", "(?L)x", "(?a)(?u)x"],
)
def test_what_python_refuses_is_none(expression: str) -> None:
    assert error_in(expression)
    assert patterns.problems_of({"$re": expression})


def test_one_that_does_not_come_to_its_end_is_broken_off_in_any_thread() -> None:
    caught: list[ExpressionStuck] = []

    def search() -> None:
        try:
            is_found(ENDLESS, TEXT)
        except ExpressionStuck as error:
            caught.append(error)

    thread = threading.Thread(target=search)
    began, beats = time.monotonic(), 0
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        beats += 1
    assert beats > 3  # others went on meanwhile
    assert [str(error) for error in caught] == [
        f"the regular expression `{ENDLESS}` did not come to its end"
    ]
    assert time.monotonic() - began >= LIMIT / 2


@pytest.mark.parametrize("expression", ["(a+)+$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_most_of_those_that_never_end_in_python_end_at_once(expression: str) -> None:
    assert is_found(expression, "a" * 50 + "b") is False


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("a{9999999}", "it repeats something more than 10,000 times"),
        ("(a{5000}){5000}", "it repeats something more than 10,000 times"),
        ("(?x)((a{99}) {99}) # of\n {99}", "it repeats something more than 10,000 times"),
        ("(?x:a)#((a{99}){99}){99}", "it repeats something more than 10,000 times"),
        ("(" * 30 + "a?" + "){2}" * 13 + ")" * 17, TOO_LONG),
        ("(" * 60 + "(a|a)*$" + ")" * 60, "it nests more than 50 brackets"),
        ("(\\)" * 60 + "a" + ")" * 60, "it nests more than 50 brackets"),
        ("(?:[)]" * 60 + "a" + ")" * 60, "it nests more than 50 brackets"),
        ("a" * 1001, "it is longer than 1,000 characters"),
    ],
)
def test_what_is_too_large_to_be_held_to_a_time_is_refused(expression: str, told: str) -> None:
    assert error_in(expression) == told
    assert patterns.problems_of({"$re": expression})


@pytest.mark.parametrize("expression", ["\\(" * 100, "[(]" * 100, "(?x)a # " + "(" * 100])
def test_brackets_that_nest_nothing_are_none(expression: str) -> None:
    assert error_in(expression) is None


@pytest.mark.parametrize("flags", ["(?a)", "(?x)", "(?ix)", "(?m)"])
def test_flags_change_nothing_of_that(flags: str) -> None:
    with pytest.raises(ExpressionStuck):
        is_found(flags + ENDLESS, TEXT)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(?x) a {2} # two [of them {e}\n b", "aab"),
        ("(?a)^\\w+$", "ž"),
        ("(?a)\\s", "\x1c"),
        ("(?a)[[:alpha:]]", "b"),
    ],
)
def test_flags_mean_what_they_mean_to_python(expression: str, text: str) -> None:
    assert is_found(expression, text) == bool(re.search(expression, text))
