"""Data written as YAML is the same data when it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scenario.source import parse
from harness.writing.spelling import Style, Unspellable, is_plain, literal

TEXT = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="ab 0-:#'\"${}[],&*!|>%@`\n\t\\~?.", max_size=12),
    st.sampled_from(
        ["", "true", "null", "~", "0", "-1", "1e5", "012", "no", "- a", "a: b", "${x}"]
    ),
)
NUMBER = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBER, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)
STYLES = st.builds(
    Style,
    width=st.sampled_from([0, 20, 100]),
    unit=st.sampled_from([2, 4]),
    quote=st.sampled_from(["'", '"']),
    pad=st.sampled_from(["", " "]),
    is_json=st.booleans(),
)


@given(data=DATA, style=STYLES)
def test_what_is_written_is_read(data: object, style: Style) -> None:
    for text in (f"{{a: {style.flow(data)}}}", "\n".join(style.lines("a: ", data, 0))):
        source = parse(f"{text}\n", "x")
        assert not source.problems, text
        assert source.root is not None
        assert source.root.value == {"a": data}


@pytest.mark.parametrize("value", ["\ud800", float("inf"), float("nan")])
def test_what_yaml_has_no_text_for_is_refused(value: object) -> None:
    with pytest.raises(Unspellable):
        Style().flow([value])


def test_quotes_stand_only_where_they_are_needed() -> None:
    assert Style().flow({"onchange": {"chat_status": "min"}}) == "{onchange: {chat_status: min}}"
    assert Style().flow(["$str", "a b", "Ján", "no", "0123"]) == "[$str, a b, Ján, no, 0123]"
    assert Style().flow(["1", "a: b", "${x}", "a,b"]) == '["1", "a: b", "${x}", "a,b"]'
    assert Style(quote="'").flow(["it's, so"]) == "['it''s, so']"
    assert not is_plain("a #b")


def test_a_dollar_is_only_written_twice_where_it_would_mean_something() -> None:
    assert literal("costs $5") == "costs $5"
    assert literal("$5") == "$$5"
    assert literal("a ${b} $") == "a $${b} $$"
