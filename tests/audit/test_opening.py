"""A popup out of what is no act of the visitor's is told, in whatever way the page hears of it."""

from __future__ import annotations

import pytest
from examining import findings_of

POPUP = "livechatoo.popup.init({account: 'demo', mode: 'custom'})"


def told(html: str, rule: str) -> list[str]:
    return [one.message for one in findings_of(html) if one.rule == rule]


def hooked(code: str) -> str:
    return f"<script>livechatooCmd = function () {{ {code.replace('POPUP', POPUP)} }};</script>"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("face.addEventListener('mouseenter', function () { POPUP; })", "at `mouseenter`"),
        ("face.onmouseover = () => POPUP;", "at `mouseover`"),
        ("document.getElementById('face').onmouseover = () => POPUP;", "at `mouseover`"),
        ("$('#face').on('click mouseleave', function () { POPUP; })", "at `mouseleave`"),
        ("$('#face').hover(function () { POPUP; })", "at `mouseenter`"),
        ("function ask() { POPUP; } addEventListener('scroll', ask);", "at `scroll`"),
        ("var ask = function () { POPUP; }; face.onmousemove = ask;", "at `mousemove`"),
        ("onscroll = function () { ask(); }; function ask() { POPUP; }", "at `scroll`"),
        ("document.onvisibilitychange = function () { POPUP; }.bind(this);", "visibilitychange"),
        ("face.onclick = () => setTimeout(() => POPUP, 8 * 1000)", "8 s after `click`"),
        ("face.onclick = () => setTimeout(() => setTimeout(() => POPUP, 3000), 3000)", "6 s after"),
        ("new IntersectionObserver(function () { POPUP; }).observe(face)", "IntersectionObserver"),
        ("livechatoo.embed.init({account: 'demo', onload() { POPUP; }})", "in onload"),
        (
            "livechatoo.embed.init({account: 'demo', ontrigger: ask}); function ask() { POPUP }",
            "in",
        ),
        ("setTimeout(function () { POPUP; }, 60000)", "by a timer of the page"),
        ("$(document).ready(function () { setTimeout(() => POPUP, 9000); })", "by a timer"),
    ],
)
def test_what_is_no_activation_is_told(code: str, reason: str) -> None:
    (message,) = told(hooked(code), "popup-without-activation")
    assert reason in message


@pytest.mark.parametrize(
    "code",
    [
        "face.addEventListener('click', function () { POPUP; })",
        "face.onpointerdown = () => POPUP;",
        "$('#face').on('click', function () { setTimeout(function () { POPUP; }, 300); })",
        "$('#face').click(function () { POPUP; })",
        "word.onkeydown = debounce(function () { setTimeout(() => POPUP, 100); }, 200)",
        "face.onclick = async () => { await fetch('/who'); POPUP; }",
        "face.onclick = () => setTimeout(() => POPUP, delay)",
        "face.onmouseenter = function () { face.onclick = function () { POPUP; }; }",
        "face.onmouseenter = () => livechatoo.popup.init({account: 'demo', mode: 'bubble'})",
        "face.onmouseenter = () => livechatoo.popup.init(settings)",
        "face.onmouseenter = () => livechatoo.popup.init({account: 'demo', ...settings})",
        "face.onmouseenter = () => livechatoo.embed.page('chat')",
        "livechatoo.embed.init({account: 'demo', onchatrating() { POPUP; }})",
        "setInterval(function () { if (wanted) POPUP; }, 200)",
        "addEventListener('message', function () { POPUP; })",
        "class Chat { open() { POPUP; } }",
        "onclick = ask; function ask() { POPUP } (() => { var ask = 1; onscroll = ask })();",
    ],
)
def test_what_may_follow_an_act_of_the_visitor_is_not_told(code: str) -> None:
    assert told(hooked(code), "popup-without-activation") == []


@pytest.mark.parametrize(("name", "is_told"), [("onmouseover", True), ("onclick", False)])
def test_handlers_of_the_markup_are_looked_at_too(name: str, *, is_told: bool) -> None:
    html = f'<img src="a.png" alt="" {name}="{POPUP}">'
    assert bool(told(html, "popup-without-activation")) == is_told


HELP = f'<button onclick="{POPUP}">Help</button>'


@pytest.mark.parametrize(
    ("code", "is_told"),
    [
        ("var open = false;", True),
        ("function open() {}", True),
        ("window.open = function () { return null; };", True),
        ("(function () { window.open = () => null; })();", True),
        ("open = function () {};", True),
        ("let open = false;", False),
        ("(function () { var open = false; })();", False),
        ("function later() { window.open = null; }", False),
        ("var own = {}; own.open = function () {};", False),
        ("var first = window.open; window.open = function (a) { return first(a); };", False),
        ("window.open = new Proxy(window.open, {});", False),
        ("window.open = watched(window.open);", False),
    ],
)
def test_what_takes_the_place_of_window_open_is_told(code: str, *, is_told: bool) -> None:
    html = f"<script>{code}</script>{HELP}"
    assert bool(told(html, "window-open-replaced")) == is_told


def test_window_open_is_looked_at_only_where_the_popup_is_opened() -> None:
    assert told("<script>var open = false;</script>", "window-open-replaced") == []
