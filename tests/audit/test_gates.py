"""What code waits for before it runs, as the page's text says."""

from __future__ import annotations

import pytest
from examining import read

from harness.audit.gates import Gates

INIT = "livechatoo.embed.init({account: 'demo'});"


@pytest.mark.parametrize(
    ("script", "gates"),
    [
        (f"livechatooCmd = function () {{ {INIT} }};", []),
        (f"livechatooCmd = async function () {{ await a; {INIT} }};", ["promise await a"]),
        (
            f"livechatooCmd = function () {{ a().then(function () {{ {INIT} }}); }};",
            ["promise a()"],
        ),
        (f"livechatooCmd = function () {{ b.onclick = function () {{ {INIT} }}; }};", ["visitor"]),
        (f"addEventListener('shop', () => {{ {INIT} }});", ["event shop"]),
        (f"addEventListener('load', () => {{ {INIT} }});", []),
        (f"addEventListener('scroll', () => {{ {INIT} }});", ["visitor scroll"]),
        (f"function go() {{ {INIT} }} addEventListener('shop', go);", ["event shop"]),
        (f"function go() {{ {INIT} }} livechatooCmd = go;", []),
        (f"setTimeout(() => {{ {INIT} }}, 9);", ["timer setTimeout"]),
        (f"whenReady(() => {{ {INIT} }});", ["call whenReady"]),
        (f"menu({{onClick: () => {{ {INIT} }} }});", ["visitor onClick"]),
        (f"['a'].forEach(function () {{ {INIT} }});", []),
        (
            f"async function go() {{ try {{ await a; }} catch {{}} {INIT} }} go();",
            ["promise await a"],
        ),
        (f"livechatooCmd = async () => {{ const f = async () => await a; {INIT} }};", []),
    ],
)
def test_what_an_init_waits_for(script: str, gates: list[str]) -> None:
    reading = read(f"<script>{script}</script>")
    (call,) = reading.calls_of("embed.init")
    found = [f"{one.kind} {one.name}" for one in Gates(reading).before(call.script, call.node)]
    assert len(found) == len(gates)
    assert all(one.startswith(told) for one, told in zip(found, gates, strict=True))


def test_markup_that_names_a_method_is_for_the_visitor() -> None:
    reading = read(
        "<button @click='open'>Chat</button>"
        f"<script>app = {{open: function () {{ {INIT} }}}};</script>"
    )
    (call,) = reading.calls_of("embed.init")
    assert "visitor" in {one.kind for one in Gates(reading).before(call.script, call.node)}
