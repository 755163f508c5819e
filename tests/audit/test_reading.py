"""The page as it is written: places, literals, calls."""

from __future__ import annotations

import pytest
from examining import read
from hypothesis import given
from hypothesis import strategies as st

from harness.audit.literals import Unread, Written, parser, value_of
from harness.audit.sources import Source


def value(text: str) -> object:
    root = parser().parse(f"({text})".encode()).root_node
    return value_of(root.named_children[0].named_children[0])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("'a\\'b\\u0041\\x41\\n'", "a'bAA\n"),
        ('"demo"', "demo"),
        ("`demo`", "demo"),
        ("'a' + 'b'", "ab"),
        ("-1.5", -1.5),
        ("!0", True),
        ("!1", False),
        ("null", None),
        ("[1, 'two', [true]]", [1, "two", [True]]),
        ("{a: 1, 'b-c': {d: []}}", {"a": 1, "b-c": {"d": []}}),
        ("undefined", {"$type": "undefined"}),
    ],
)
def test_literals_are_read_as_what_they_say(text: str, meant: object) -> None:
    assert value(text) == meant


@pytest.mark.parametrize("text", ["name", "f()", "`a${b}`", "a ? 1 : 2", "1 + x", "{{ account }}"])
def test_what_only_running_tells_stays_unread(text: str) -> None:
    found = value(text)
    assert isinstance(found, Unread) or found == {}


def test_functions_are_told_from_calls() -> None:
    assert isinstance(value("function () {}"), Written)
    assert value("async () => 1") == Written("async () => 1")


def test_options_are_known_by_way_of_a_variable() -> None:
    reading = read(
        "<script>var chat = {account: 'demo', onload: seen};\n"
        "function seen() {}\n"
        "livechatooCmd = function () { window.livechatoo['embed'].init(chat); };</script>"
    )
    (setup,) = reading.setups
    assert setup.options["account"].value == "demo"
    assert reading.is_callback(setup.options["onload"].value)


def test_options_that_are_set_before_are_those_of_a_bare_init() -> None:
    reading = read(
        "<script>livechatoo.embed.options = {account: 'demo'};"
        "livechatoo.embed.options.lang = 'sk'; livechatoo.embed.init();</script>"
    )
    (setup,) = reading.setups
    assert {name: one.value for name, one in setup.options.items()} == {
        "account": "demo",
        "lang": "sk",
    }


def test_the_place_of_an_option_is_where_it_is_written() -> None:
    reading = read("<p>ž</p>\n<script>\n/* ž */ livechatoo.embed.init({lang: 'cz'});\n</script>")
    spot = reading.setups[0].options["lang"].spot
    assert spot.text == "lang: 'cz'"
    assert (spot.place.line, spot.place.column) == (3, 32)


def test_scripts_that_the_browser_does_not_run_are_left_out() -> None:
    reading = read(
        "<noscript><script>livechatoo.embed.init({account: 'a'});</script></noscript>"
        "<script type='text/plain'>livechatoo.embed.init({account: 'b'});</script>"
        "<!-- <script>livechatoo.embed.init({account: 'c'});</script> -->"
        "<script>livechatoo.embed.init({account: 'd'});</script>"
    )
    assert [setup.options["account"].value for setup in reading.setups] == ["d"]


def test_handlers_are_scripts_too() -> None:
    html = (
        """<a href="javascript:livechatoo.embed.flip()" onclick="livechatoo.embed.page('chat')">"""
    )
    reading = read(html)
    assert sorted(call.function for call in reading.calls) == ["embed.flip", "embed.page"]
    assert {call.spot.text.partition("(")[0] for call in reading.calls} == {
        "livechatoo.embed.flip",
        "livechatoo.embed.page",
    }


@pytest.mark.parametrize(
    "guard",
    [
        "if (window.livechatoo) { livechatoo.embed.flip(); }",
        "window.livechatoo && livechatoo.embed.flip();",
        "window.livechatoo?.embed.flip();",
        "try { livechatoo.embed.flip(); } catch (error) {}",
        "if (!window.livechatoo) return; livechatoo.embed.flip();",
    ],
)
def test_a_call_that_asks_first_is_guarded(guard: str) -> None:
    reading = read(f"<script>function go() {{ {guard} }}</script>")
    assert all(call.is_guarded for call in reading.calls)


def test_a_call_that_does_not_ask_is_not_guarded() -> None:
    reading = read("<script>function go() { if (open) livechatoo.embed.flip(); }</script>")
    assert not reading.calls[0].is_guarded


@given(st.text(alphabet="ab\r\n\u2028ž", max_size=40), st.data())
def test_places_and_offsets_are_each_others_inverse(text: str, data: st.DataObject) -> None:
    source = Source("a", "a", text)
    offset = data.draw(st.integers(0, len(text)))
    place = source.place(offset)
    assert source.offset(place.line, place.column) == offset


@given(st.text(alphabet="<>/!-= \"'abscriptyle\n", max_size=120))
def test_no_page_is_too_broken_to_be_read(text: str) -> None:
    document = read(text).document
    assert all(0 <= one.start <= one.end <= len(text) for one in document.elements)
