"""Whatever a page does: a clear message, a bounded end, and no other run is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult

    from .conftest import Lab

LIMIT = 3.0
"""The `timeout` of the bombs that run into it, in seconds."""

FINDING = 4.0
"""Seconds for an element to be found among so many busy pages; one is enough on a machine that
does nothing else, and where it is not, the element is what is missing, and not the answer."""

GRACE = 10.0
"""Seconds beyond it in which a run has to end, by the promise."""


def host(script: str = "", body: str = "", embed: str = "") -> str:
    html = f"<!doctype html><title>x</title>{body}<script>{script}</script>"
    lines = ["host:", "  html: |", f"    {html}"]
    return "\n".join([*lines, f"  embed: {embed}" if embed else "  until: load"])


FLOOD = """<script>setTimeout(function () {
    for (var i = 0; i < 26000; i++) livechatoo.embed.flip();
    }, 0);</script>"""

GOOD = f"""
scenario: A good one
{host(embed="{account: demo}")}
steps:
  - expect: {{onload: {{page: $str}}}}
"""

BOMBS = {
    "loop-in-load": f"""
scenario: A page that never ends loading
timeout: {LIMIT:g}s
{host("while (true);")}
steps: [{{check: {{title: x}}}}]
""",
    "loop-in-callback": f"""
scenario: A callback that never returns
timeout: {LIMIT:g}s
{host(embed="{account: demo, onload: {js: 'function () { while (true); }'}}")}
steps: [{{check: {{status: $any}}}}]
""",
    "loop-after-click": f"""
scenario: A click that never ends
{host(body="<a id=a href='#' onclick='while(true);'>x</a>")}
steps: [{{click: "#a", timeout: {FINDING:g}s}}]
""",
    "loop-in-eval": f"""
scenario: A script that never ends
{host()}
steps: [{{eval: "while (true);", timeout: 1s}}]
""",
    "busy-worker": f"""
scenario: A worker that never rests
timeout: 15s
{host("new Worker(URL.createObjectURL(new Blob(['while (true);'])));")}
steps: [{{check: {{title: x}}}}]
""",
    "alert-loop": f"""
scenario: Alerts without end
timeout: {LIMIT:g}s
{host("while (true) alert(1);")}
steps: [{{check: {{title: x}}}}]
""",
    "windows-without-end": f"""
scenario: Windows without end
timeout: 15s
{host("setInterval(function () { window.open('/again'); }, 200);")}
steps: [{{check: {{title: y}}, within: 10s}}]
""",
    "finally-after-timeout": f"""
scenario: What has to be cleaned up is, even when the time is over
timeout: {LIMIT:g}s
{host("setTimeout(function () { while (true); }, 500);")}
steps: [{{expect: {{dialog: never comes}}, within: 20s}}]
finally: [{{eval: "document.title = 'cleaned'"}}, {{check: {{title: cleaned}}}}]
""",
    "event-flood": f"""
scenario: A flood of calls
{host("livechatoo = {embed: {flip: function () {}}};", FLOOD)}
steps: [{{check: {{title: x}}}}]
""",
    "loader-never-comes": f"""
scenario: The loader hangs
within: 1s
mocks: [{{at: https://app.livechatoo.com/js/web.min.js, reply: {{hang: true}}}}]
{host(embed="{account: demo}")}
steps: [flip:]
""",
    "page-throws": f"""
scenario: The page throws
{host("throw new Error('by the page');")}
steps: [{{check: {{title: x}}}}]
always: {{no: [page_error]}}
""",
    "callback-throws": f"""
scenario: A callback throws
{host(embed="{account: demo, onload: {throws: by the callback}}")}
steps: [{{expect: {{page_error: by the callback, onload: {{page: $str}}}}}}]
""",
    "leaves-at-once": f"""
scenario: The page leaves while it loads
timeout: 15s
{host("if (location.pathname === '/') location.href = '/elsewhere';")}
steps: [{{check: {{url: "https://shop.example/elsewhere"}}}}]
""",
    "closes-itself": f"""
scenario: A window that closes again
timeout: 15s
{host("var other = window.open('about:blank'); setTimeout(function () { other.close(); }, 200);")}
steps:
  - expect: {{in_order: [{{window: {{action: opened}}}}, {{window: {{action: closed}}}}]}}
""",
}
BOMBS = {name: text.replace("steps: [flip:]", "steps: [{flip: }]") for name, text in BOMBS.items()}

EXPECTED = {
    "loop-in-load": ("failed", {"run-timeout"}),
    "loop-in-callback": ("failed", {"run-timeout", "no-answer"}),
    "loop-after-click": ("failed", {"no-answer"}),
    "loop-in-eval": ("failed", {"no-answer"}),
    "busy-worker": ("passed", set()),
    "alert-loop": ("failed", {"dialog-flood", "run-timeout"}),
    "windows-without-end": ("failed", {"window-flood"}),
    "finally-after-timeout": ("failed", {"run-timeout", "not-fired"}),
    "event-flood": ("failed", {"flood"}),
    "loader-never-comes": ("failed", {"not-loaded"}),
    "page-throws": ("failed", {"always"}),
    "callback-throws": ("passed", set()),
    "leaves-at-once": ("passed", set()),
    "closes-itself": ("passed", set()),
}


@pytest.fixture(scope="module")
def lab(make_lab: Callable[[], Lab]) -> Lab:
    return make_lab()


@pytest.fixture(scope="module")
def results(lab: Lab) -> dict[str, RunResult]:
    """All bombs among good ones, in one browser at the same time."""
    mixed: dict[str, str] = {}
    for number, name in enumerate(EXPECTED):
        mixed[f"good-{number}"] = GOOD
        mixed[name] = BOMBS[name]
    return lab.run(mixed, in_flight=3)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_misbehaving_page_gets_the_verdict_it_deserves(
    results: dict[str, RunResult], name: str
) -> None:
    status, codes = EXPECTED[name]
    verdict = results[name].verdict
    found = {failure.code for failure in verdict.failures}
    assert verdict.status == status, [(f.message, f.instead) for f in verdict.failures]
    assert found <= codes
    assert bool(found) == bool(codes), verdict


@pytest.mark.parametrize("name", EXPECTED)
def test_a_misbehaving_page_ends_in_time(results: dict[str, RunResult], name: str) -> None:
    assert results[name].seconds < 15 + GRACE


def test_no_other_run_is_touched(results: dict[str, RunResult]) -> None:
    others = {name: result.verdict for name, result in results.items() if name.startswith("good")}
    assert len(others) == len(EXPECTED)
    assert {verdict.status for verdict in others.values()} == {"passed"}, others


def test_the_recording_of_a_stuck_page_keeps_all_that_came_before(
    lab: Lab, results: dict[str, RunResult]
) -> None:
    recording = lab.recording(results["loop-in-callback"])
    kinds = [event.kind for event in recording]
    assert "callback" in kinds
    assert kinds[-1] == "run_ended"


def test_finally_runs_when_the_time_is_over(lab: Lab, results: dict[str, RunResult]) -> None:
    recording = lab.recording(results["finally-after-timeout"])
    assert [event.data["recorded"] for event in recording.of_kind("check")] == ["cleaned"]
