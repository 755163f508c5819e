"""Floods of every kind, each beside ordinary runs: none of these is harmed, and no log is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

LARGEST = 5_000_000
"""Bytes that the log of any run takes at most."""

NEIGHBOUR = """
scenario: A neighbour
host:
  html: <!doctype html><title>x</title><a id=a onclick="livechatoo.embed.flip()">x</a>
  embed: {account: demo}
steps:
  - expect: {onload: {page: $str}}
  - {click: "#a", expect: {call: {function: embed.flip}}}
  - {check: {title: x}}
"""

FLOOD = """
scenario: A flood
timeout: 8s
host:
  html: |
    <!doctype html><title>x</title><body><p>x<script>SCRIPT</script>
  until: load
steps: [{eval: "new Promise(function (done) { setTimeout(done, 3000); })"}]
"""


def every(script: str) -> str:
    return f"setInterval(function () {{ {script} }}, 0);"


def times(count: int, script: str) -> str:
    return f"for (var i = 0; i < {count}; i++) {{ {script} }}"


FURTHER = {
    "lines-by-a-kept-function": "var log = console.log;" + every(times(200, "log('line ' + i);")),
    "lines-of-a-worker": (
        "new Worker(URL.createObjectURL(new Blob(['for (var i = 0; i < 5000; i++) "
        "console.log(i)'])));"
    ),
    "lines-of-objects": (
        "var big = []; for (var i = 0; i < 1000; i++) big.push({i: i, t: 'x'.repeat(1000)});"
        + every("console.log(big, {a: big}, document, window);")
    ),
    "error-of-50-million": "throw new Error('x'.repeat(50e6));",
    "images": every(times(100, "new Image().src = '/i' + Math.random() + '.png';")),
    "beacons": every(times(100, "navigator.sendBeacon('/b' + Math.random(), 'x');")),
    "websockets": every(times(20, "new WebSocket('wss://shop.example/' + Math.random());")),
    "refused": every(times(50, "fetch('https://no.example/' + i).catch(function () {});")),
    "long-addresses": every("fetch('/' + 'x'.repeat(1e6)).catch(function () {});"),
    "large-bodies": (
        "var s = 'x'.repeat(30e6); (function go() {"
        " fetch('/f', {method: 'POST', body: s}).then(go, go); })();"
    ),
    "history": every(times(100, "history.pushState({}, '', '/p' + Math.random());")),
    "long-history": every("history.pushState({}, '', '/' + Math.random() + 'x'.repeat(1e6));"),
    "hashes": every("location.hash = Math.random();"),
    "reloads": "onload = function () { setTimeout(function () { location.reload(); }); };",
    "alerts": "while (true) alert(1);",
    "long-alert": "alert('x'.repeat(50e6));",
    "frames-of-pages": (
        every("var f = document.createElement('iframe'); f.src = '/'; document.body.append(f);")
    ),
    "ten-thousand-frames": (
        times(10_000, "document.body.append(document.createElement('iframe'));")
    ),
    "windows": every("var w = open('about:blank'); if (w) w.close();"),
    "workers": every("new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));"),
    "nodes": every(times(5000, "document.body.append(document.createElement('p'));")),
    "cookies": every("document.cookie = 'c' + Math.random() + '=' + 'x'.repeat(3900);"),
    "storage": every("try { localStorage[Math.random()] = 'x'.repeat(9e4); } catch (e) {}"),
    "long-title": "document.title = 'x'.repeat(50e6);",
    "long-text": "document.body.textContent = 'x'.repeat(50e6);",
    "messages": (
        "var s = 'x'.repeat(5e6); onmessage = function () { postMessage(s, '*'); };"
        "postMessage(s, '*');"
    ),
    "downloads": (
        every(
            "var a = document.createElement('a'); a.download = 'x';"
            "a.href = URL.createObjectURL(new Blob(['x'.repeat(1e6)])); a.click();"
        )
    ),
    "calls": (
        "livechatoo = {embed: {flip: function () {}}};"
        + every(times(500, "livechatoo.embed.flip('x'.repeat(10000));"))
    ),
}
"""Scripts of pages that flood in some other way."""


@pytest.mark.campaign
@pytest.mark.parametrize("name", FURTHER)
def test_whatever_a_page_floods_no_other_run_is_harmed(
    make_lab: Callable[[], Lab], name: str
) -> None:
    lab = make_lab()
    beside = {f"beside-{number}": NEIGHBOUR for number in range(6)}
    found = lab.run({"flood": FLOOD.replace("SCRIPT", FURTHER[name]), **beside}, in_flight=3)
    log = lab.folder / "out" / found["flood"].artifacts["events"]
    assert log.stat().st_size < LARGEST
    verdicts = {name: found[name].verdict for name in beside}
    assert {verdict.status for verdict in verdicts.values()} == {"passed"}, verdicts
