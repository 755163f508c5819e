"""What the embed does over time, as rules see it in visits written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from handmade import EMBED, LOAD, PLANS, found, init, visit

from harness.audit.plans import STARTS
from harness.recording import Event

if TYPE_CHECKING:
    from harness.audit.visiting import Visit


def starts(*times: float, known: float = 1.0, name: str = "onload") -> dict[str, Any]:
    """What starting anew has told each time."""
    assert len(times) == STARTS
    return {
        f"again_{number}": {"spent": {"hook": 1, name: time}, "known": known}
        for number, time in enumerate(times, start=1)
    }


def test_a_callback_that_takes_long_each_time_keeps_the_browser_busy() -> None:
    (finding,) = found(EMBED, "browser-kept-busy", visit("desktop", **starts(420, 310.4, 390)))
    assert finding.message == "onload keeps the browser busy for 310 ms"
    assert finding.evidence[0].text.startswith("420, 310, 390 ms of the page's own code")
    assert finding.place.column == EMBED.index("function () { count") + 1


@pytest.mark.parametrize(
    "answers",
    [
        starts(420, 90, 390),  # once it was quick: the machine was busy, not the page
        starts(420, 310, 390, known=3.0),  # slow, as all is on this machine
        starts(99, 99, 99, known=0.1),  # at once, for whoever looks
    ],
)
def test_a_slow_machine_is_not_a_slow_page(answers: dict[str, Any]) -> None:
    assert found(EMBED, "browser-kept-busy", visit("desktop", **answers)) == []


def test_a_callback_that_waits_for_an_answer_is_not_measured() -> None:
    asking = visit("desktop", **starts(420, 310, 390))
    step = next(i for i, act in enumerate(asking.plan.acts) if act.label == "again-2")
    number = len(asking.recording) + 1
    asking.recording.append(Event(number, 0.0, "dialog", {"type": "alert"}, "main", None, step))
    assert found(EMBED, "browser-kept-busy", asking) == []


def test_a_page_that_cannot_be_started_anew_is_not_measured() -> None:
    answers = {**starts(420, 310, 390), "again_2": False}
    assert found(EMBED, "browser-kept-busy", visit("desktop", **answers)) == []


@pytest.mark.parametrize(
    ("happened", "dropped"),
    [
        ([init("onload", "onchange"), init("onload")], "onchange"),
        ([init("onload"), init("onload", "onchange")], None),
        ([init("onload"), LOAD, init()], None),  # another document begins with nothing
        ([init("onload"), init(function="popup.init")], None),  # another widget
        (
            [init("ontrigger", function="popup.init"), init(function="popup.init")],
            "ontrigger",
        ),
        ([LOAD, init("onload"), init()], "onload"),
    ],
)
def test_dropped_callbacks_are_those_of_the_same_widget_in_the_same_document(
    happened: list[tuple[str, dict[str, Any]]], dropped: str | None
) -> None:
    seen = found(EMBED, "callbacks-dropped", visit("desktop", LOAD, *happened))
    assert [one.message for one in seen] == (
        [f"a further init goes without {dropped}"] if dropped else []
    )


def returned(*calls: str) -> Visit:
    acts = PLANS["returned"].acts
    step = next(index for index, act in enumerate(acts) if act.label == "return")
    one = visit("returned")
    for function in calls:
        kind, data = init(function=function) if "." in function else LOAD
        one.recording.append(Event(len(one.recording) + 1, 0.0, kind, data, "main", None, step))
    return one


@pytest.mark.parametrize(
    ("calls", "is_wrong"),
    [
        (["embed.init"], True),
        (["embed.stop", "embed.init"], False),
        (["embed.init", "embed.stop"], True),
        (["popup.stop", "embed.init"], True),
        (["popup.init"], True),
        (["embed.reload"], False),
        (["load", "embed.init"], False),  # the page loads itself anew
        (["embed.init", "load", "embed.init"], True),
        ([], False),
    ],
)
def test_a_page_that_comes_back_may_start_what_it_has_stopped(
    calls: list[str], *, is_wrong: bool
) -> None:
    assert bool(found(EMBED, "init-on-return", returned(*calls))) is is_wrong


@pytest.mark.parametrize(
    "script",
    [
        "addEventListener('unload', function () { livechatoo.embed.stop(); });",
        "addEventListener('unload', bye, false); function bye() { livechatoo.embed.stop(); }",
        "window.onunload = function () { livechatoo.embed.stop(); };",
        "$(window).on('unload.shop', function () { livechatoo.embed.stop(); });",
        "jQuery(window).bind('blur unload', () => livechatoo.embed.stop());",
        "addEventListener('beforeunload', function () { livechatoo.embed.stop(); });",
        "onbeforeunload = bye; function bye() { livechatoo.embed.page('hidden'); }",
        "livechatooCmd = function () { addEventListener('unload', save); };",
        "livechatoo.embed.init({onchatstart: function () { onunload = save; }});",
    ],
)
def test_listeners_of_unload_about_the_widget_are_found(script: str) -> None:
    assert len(found(f"<script>{script}</script>", "unload-listener")) == 1


def test_an_attribute_that_waits_for_unload_is_found_at_its_place() -> None:
    html = '<body class="a" onunload="livechatoo.embed.stop()">'
    (finding,) = found(html, "unload-listener")
    assert (finding.place.column, finding.length) == (html.index("livechatoo") + 1, 23)


@pytest.mark.parametrize(
    "script",
    [
        "addEventListener('pagehide', function () { livechatoo.embed.stop(); });",
        "addEventListener('beforeunload', function () { if (window.livechatoo) save(); });",
        "addEventListener('unload', function () { save(); });",
        "$(window).off('unload', function () { livechatoo.embed.stop(); });",
    ],
)
def test_other_listeners_are_let_be(script: str) -> None:
    assert found(f"<script>{script}</script>", "unload-listener") == []


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ("livechatooCmd = function () { feed = new WebSocket('wss://a.example/'); };", 1),
        ("livechatoo.embed.init({onload() { feed = new window.EventSource('/feed'); }});", 1),
        ("feed = new WebSocket('wss://a.example/');", 0),  # the page's own, not the embed's
        ("livechatooCmd = function () { new Worker('a.js'); };", 0),
    ],
)
def test_a_connection_is_found_where_the_embed_opens_it(script: str, count: int) -> None:
    leaving = "addEventListener('pagehide', bye); function bye() { {}; }"
    assert len(found(f"<script>{script}</script>", "connection-left-open")) == count
    for done, left in (("feed.close()", 0), ("save()", count)):
        html = f"<script>{script}</script><script>{leaving.replace('{}', done)}</script>"
        assert len(found(html, "connection-left-open")) == left


FIRST = "livechatooCmd = function () { a(); };"


@pytest.mark.parametrize(
    ("scripts", "count"),
    [
        ((FIRST, "livechatooCmd = function () { b(); };"), 1),
        ((FIRST, "livechatooCmd = () => b();", "function livechatooCmd() {}"), 2),
        ((FIRST,), 0),
        ((FIRST, "if (isSlovak) livechatooCmd = function () { b(); };"), 0),
        ((FIRST, "window.livechatooCmd = window.livechatooCmd || function () {};"), 0),
        ((FIRST, "var old = window.livechatooCmd; livechatooCmd = function () { old(); };"), 0),
        ((FIRST, "button.onclick = function () { livechatooCmd = function () {}; };"), 0),
    ],
)
def test_a_hook_that_another_one_replaces_is_found(scripts: tuple[str, ...], count: int) -> None:
    html = "".join(f"<script>{one}</script>\n" for one in scripts)
    assert len(found(html, "hook-overwritten")) == count


def test_two_snippets_are_the_business_of_another_rule() -> None:
    snippet = f"{FIRST} load('https://app.livechatoo.com/js/web.min.js');"
    html = f"<script>{snippet}</script><script>{snippet}</script>"
    assert found(html, "hook-overwritten") == []
