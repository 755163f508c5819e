"""Whether code runs at once, on a condition, later or never, as the page's text says."""

from __future__ import annotations

import pytest
from examining import read

from harness.audit.ways import Ways

INIT = "livechatoo.embed.init({account: 'demo'});"


@pytest.mark.parametrize(
    ("script", "way"),
    [
        (INIT, "at once"),
        (f"livechatooCmd = function () {{ {INIT} }};", "at once"),
        (f"var livechatooCmd = () => {{ {INIT} }};", "at once"),
        (f"function livechatooCmd() {{ {INIT} }}", "at once"),
        (f"window.livechatooCmd = go; function go() {{ {INIT} }}", "at once"),
        (f"(function () {{ {INIT} }})();", "at once"),
        (f"(function () {{ {INIT} }}).call(window);", "at once"),
        (f"!function () {{ {INIT} }}();", "at once"),
        (f"livechatooCmd = function () {{ go(); }}; function go() {{ {INIT} }}", "at once"),
        (f"var go = function () {{ {INIT} }}; go();", "at once"),
        (f"try {{ {INIT} }} catch (error) {{}}", "at once"),
        (f"if (isOpen) {{ {INIT} }}", "on a condition"),
        (f"isOpen && {INIT}", "on a condition"),
        (f"livechatooCmd = function () {{ if (no) return; {INIT} }};", "on a condition"),
        (f"function go() {{ {INIT} }} if (isOpen) go();", "on a condition"),
        (f"function go() {{ if (isOpen) {{ {INIT} }} }} go();", "on a condition"),
        (f"switch (day) {{ case 1: {INIT} }}", "on a condition"),
        (f"b.onclick = function () {{ {INIT} }};", "later"),
        (f"setTimeout(function () {{ {INIT} }}, 9);", "at once"),
        (f"requestIdleCallback(function () {{ {INIT} }});", "at once"),
        (f"setTimeout(function () {{ {INIT} }}, 90000);", "later"),
        (f"setTimeout(function () {{ {INIT} }}, delay);", "later"),
        (f"livechatooCmd = function () {{ b.onclick = () => {{ {INIT} }}; }};", "later"),
        (f"function go() {{ {INIT} }} b.addEventListener('click', go);", "later"),
        (f"var chat = {{ open: function () {{ {INIT} }} }};", "later"),
        (f"addEventListener('load', () => {{ {INIT} }});", "at once"),
        (f"document.addEventListener('DOMContentLoaded', () => {{ {INIT} }});", "at once"),
        (f"document.addEventListener('DomContentLoaded', () => {{ {INIT} }});", "never"),
        (f"document.addEventListener('scroll', () => {{ {INIT} }});", "later"),
        (f"livechatooCmd = async function () {{ await agreed; {INIT} }};", "later"),
        (f"livechatooCmd = async function () {{ {INIT} await sent; }};", "at once"),
        (f"function go() {{ {INIT} }}", "never"),
        (f"var go = () => {{ {INIT} }};", "never"),
        (f"function going() {{}} function go() {{ {INIT} }}", "never"),
    ],
)
def test_the_way_of_an_init(script: str, way: str) -> None:
    reading = read(f"<script>{script}</script>")
    (call,) = reading.calls_of("embed.init")
    assert Ways(reading).of(call.script, call.node) == way


def test_what_an_attribute_calls_is_not_never_called() -> None:
    reading = read(
        f"<button onclick='go()'>Chat</button><script>function go() {{ {INIT} }}</script>"
    )
    (call,) = reading.calls_of("embed.init")
    assert Ways(reading).of(call.script, call.node) == "later"


def test_a_function_that_calls_itself_ends_the_search() -> None:
    reading = read(f"<script>function a() {{ b(); {INIT} }} function b() {{ a(); }}</script>")
    (call,) = reading.calls_of("embed.init")
    assert Ways(reading).of(call.script, call.node) == "later"
