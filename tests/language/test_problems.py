"""How problems and failures are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.scenario import Place, Problem, render, render_all
from harness.scenario.escaping import escape

TEXT = "scenario: Flip\nsteps:\n  - flip:\n    expct: {onchange: {chat_status: min}}\n"


def test_a_failure_of_a_run_is_shown_by_the_same_renderer() -> None:
    failure = Problem(
        Place("scenarios/flip.yaml", 3, 5),
        "not-seen",
        "`onchange` was not seen",
        kind="failure",
        length=4,
        expected='data.chat_status: "min" (text)',
        recorded='data.chat_status: "max" (text)',
        instead=("onchange did fire, 340 ms after the window", "onload fired twice"),
        hint="give it more time with `within`",
        chain=(Place("scenarios/all.yaml", 7, 3),),
    )
    assert render(failure, {"scenarios/flip.yaml": TEXT}).splitlines() == [
        "scenarios/flip.yaml:3:5: failure[not-seen]: `onchange` was not seen",
        "   1 | scenario: Flip",
        "   2 | steps:",
        " > 3 |   - flip:",
        "     |     ^^^^",
        "  reached from scenarios/all.yaml:7:3",
        '  expected: data.chat_status: "min" (text)',
        '  recorded: data.chat_status: "max" (text)',
        "  instead: onchange did fire, 340 ms after the window",
        "  instead: onload fired twice",
        "  hint: give it more time with `within`",
    ]


def test_a_problem_without_a_place_or_a_file_has_no_excerpt() -> None:
    assert render(Problem(None, "x", "no place"), {}) == "problem[x]: no place"
    assert render(Problem(Place("a", 1, 1), "x", "no file"), {}) == "a:1:1: problem[x]: no file"
    assert render(Problem(Place("a", 9, 1), "x", "no line"), {"a": "one"}).count("\n") == 0


def caret_line(text: str, column: int, length: int = 1) -> tuple[str, str]:
    lines = render(
        Problem(Place("f", 1, column), "x", "m", length=length), {"f": text}
    ).splitlines()
    return lines[1], lines[2]


def test_the_caret_stands_under_its_token_behind_wide_characters_and_tabs() -> None:
    assert caret_line("日本: x", 5) == (" > 1 | 日本: x", "     |       ^")
    assert caret_line("\ta", 2) == (" > 1 |     a", "     |     ^")
    assert caret_line("e\u0301: x", 5) == (" > 1 | e\u0301: x", "     |    ^")
    assert caret_line("日本", 1, 2)[1] == "     | ^^^^"


def test_a_long_line_is_cut_around_the_token() -> None:
    text = "x" * 1000 + "HERE" + "y" * 1000
    line, caret = caret_line(text, 1001, 4)
    assert len(line) < 200
    assert line[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    assert line.count("…") == 2


def test_problems_are_sorted_by_file_and_place_and_told_once() -> None:
    late = Problem(Place("b", 10, 1), "x", "late")
    early = Problem(Place("b", 9, 1), "x", "early")
    other = Problem(Place("a", 99, 1), "x", "other")
    assert render_all([late, early, other, late], {}).split("\n\n") == [
        "a:99:1: problem[x]: other",
        "b:9:1: problem[x]: early",
        "b:10:1: problem[x]: late",
    ]


def test_what_could_act_in_a_terminal_is_shown_as_an_escape() -> None:
    assert escape("\x1b[31m\r\n\t\x9b\u202e\u2028\U000e0001") == (
        "\\x1b[31m\\r\\n\\t\\x9b\\u202e\\u2028\\U000e0001"
    )
    assert escape("Čau, 日本 \N{THUMBS UP SIGN}") == "Čau, 日本 \N{THUMBS UP SIGN}"


@given(st.text(), st.text(), st.text(), st.integers(1, 40), st.integers(1, 40))
def test_no_text_can_act_in_a_terminal(
    text: str, message: str, recorded: str, line: int, column: int
) -> None:
    problem = Problem(Place("f", line, column), "x", message, recorded=recorded, hint=message)
    shown = render(problem, {"f": text})
    assert all(
        character.isprintable() or character in "\n\u200c\u200d\u00ad" for character in shown
    )
