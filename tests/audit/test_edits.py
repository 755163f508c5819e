"""Edits in a text, and which of several are made; the bytes of a text of some encoding."""

from __future__ import annotations

import codecs

from hypothesis import given
from hypothesis import strategies as st

from harness.audit.encodings import coding_of
from harness.audit.finding import Edit, Finding
from harness.audit.fixing import applied, chosen
from harness.scenario.places import Place


def _finding(*edits: Edit) -> Finding:
    place = Place("a", 1, 1)
    return Finding("r", "error", "m", place, 1, "", "r", "documented: x", edits=edits)


def test_edits_that_meet_are_left_for_the_next_time() -> None:
    first, second, third = Edit("a", 2, 5, "x"), Edit("a", 4, 6, "y"), Edit("a", 6, 7, "z")
    assert chosen([_finding(first), _finding(second), _finding(third)]) == [first, third]
    assert chosen([_finding(first), _finding(second, third)]) == [first]


def test_what_two_findings_say_alike_is_made_once() -> None:
    edit = Edit("a", 3, 3, " async")
    assert chosen([_finding(edit), _finding(edit)]) == [edit]
    assert chosen([_finding(edit), _finding(Edit("a", 3, 3, " defer"))]) == [edit]


def test_insertions_at_the_edges_of_a_replacement_stay_outside() -> None:
    edits = [Edit("a", 1, 3, "XY"), Edit("a", 3, 3, "]"), Edit("a", 1, 1, "[")]
    assert applied("abcd", edits) == "a[XY]d"


@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.text(max_size=3)), max_size=5)
)
def test_what_no_edit_touches_stays(text: str, inserts: list[tuple[int, str]]) -> None:
    edits = [Edit("a", min(at, len(text)), min(at, len(text)), said) for at, said in inserts]
    made = applied(text, edits)
    assert len(made) == len(text) + sum(len(said) for _, said in inserts)
    rest = iter(made)
    assert all(sign in rest for sign in text)


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]),
)
def test_what_was_found_of_an_encoding_gives_the_bytes_back(text: str, mark: bytes) -> None:
    name = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    data = mark + text.encode(name)
    coding = coding_of(data, text)
    assert coding is not None
    assert coding.encoded(text) == data


def test_bytes_that_are_not_the_text_have_no_encoding() -> None:
    assert coding_of(b"\xff\xfe\xfa", "abc") is None
    assert coding_of("změna".encode(), "zmena") is None
