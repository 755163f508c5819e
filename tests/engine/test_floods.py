"""A page that floods pays for it itself: its recording is cut, its run ended, no other harmed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from harness.browser.attempt import BESIDE, HELD_UP
from harness.browser.launching import BrowserOptions
from harness.supervision import limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult

    from .conftest import Lab

LARGEST = 5_000_000
"""Bytes that the log of any run takes at most."""


REASONS = {
    BESIDE,
    f"{HELD_UP} for more than {limits.HELD_UP:g} s",
    "the browser did not answer in time",
}
"""Why a run beside a flood may be done again; how busy the machine is decides which it is."""


def scenario(script: str, steps: str, body: str = "", more: str = "") -> str:
    html = f"<!doctype html><title>x</title><body>{body}<script>{script}</script>"
    lines = ["scenario: A flood", "timeout: 20s", "host:", "  html: |", f"    {html}"]
    return "\n".join([*lines, "  until: load", more, f"steps: {steps}"])


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

LOOKS = "[{check: {title: x}}]"
WAITS = '[{eval: "new Promise(function (done) { setTimeout(done, 3000); })"}]'


def every(script: str) -> str:
    return f"setInterval(function () {{ {script} }}, 0);"


def times(count: int, script: str) -> str:
    return f"for (var i = 0; i < {count}; i++) {{ {script} }}"


PASSING = {
    "lines": scenario(times(50_000, "console.log('line ' + i);"), LOOKS),
    "kept-function": scenario(
        "var log = console.log, frame = document.createElement('iframe');"
        "document.body.append(frame); var other = frame.contentWindow.console.warn;"
        + times(30_000, "log('line ' + i); other(i);"),
        LOOKS,
    ),
    "fresh-frames": scenario(
        times(
            50,
            "var one = document.body.appendChild(document.createElement('iframe')).contentWindow;"
            "for (var n = 0; n < 900; n++) one.console.log(n);",
        ),
        LOOKS,
    ),
    "sandboxed-frame": scenario(
        "",
        LOOKS,
        '<iframe sandbox="allow-scripts" srcdoc="<script>'
        + times(30_000, "console.log(i);")
        + '</script>"></iframe>',
    ),
    "further-consoles": scenario(
        times(30, "var c = console.context('' + i); for (var n = 0; n < 900; n++) c.log(n);"), LOOKS
    ),
    "lines-without-end": scenario(every(times(1000, "console.log('line ' + i);")), WAITS),
    "errors": scenario(
        every(times(200, "setTimeout(function () { throw new Error('e' + i); });")), WAITS
    ),
    "rejections": scenario(every(times(200, "Promise.reject(new Error('r' + i));")), WAITS),
}
"""What is cut in the page itself, whose run goes on."""

ENDED = {
    "requests": scenario(
        every(times(100, "fetch('/f' + Math.random()).catch(function () {});")), WAITS
    ),
    "frames": scenario(
        # So many that they are a flood on a slow machine too, where fewer come in a second.
        times(4000, "document.body.appendChild(document.createElement('iframe')).remove();"),
        WAITS,
        "<p>x",
    ),
    "long-lines": scenario(times(3, "console.log('x'.repeat(20e6));"), WAITS),
}
"""What has to be ended."""


@pytest.fixture(scope="module")
def lab(make_lab: Callable[[], Lab]) -> Lab:
    return make_lab()


@pytest.fixture(scope="module")
def results(lab: Lab) -> dict[str, RunResult]:
    """All floods among ordinary runs, three in flight."""
    mixed: dict[str, str] = {}
    for name, text in {**PASSING, **ENDED}.items():
        mixed |= {f"before-{name}": NEIGHBOUR, name: text, f"after-{name}": NEIGHBOUR}
    return lab.run(mixed, in_flight=3)


@pytest.mark.parametrize("name", PASSING)
def test_what_is_cut_in_the_page_does_not_end_its_run(
    lab: Lab, results: dict[str, RunResult], name: str
) -> None:
    assert results[name].verdict.status == "passed", results[name].verdict
    recording = lab.recording(results[name])
    kinds = Counter(event.kind for event in recording)
    flood = max(kinds, key=lambda kind: kinds[kind])
    assert flood in {"console", "page_error"}
    told = [event.data for event in recording.of_kind("dropped")]
    assert {data["of"] for data in told} == {flood}
    assert max(data["count"] for data in told) > 100


@pytest.mark.parametrize("name", ENDED)
def test_a_flood_that_holds_up_others_is_ended(results: dict[str, RunResult], name: str) -> None:
    verdict = results[name].verdict
    assert verdict.status == "failed"
    assert {failure.code for failure in verdict.failures} == {"flood"}, verdict
    assert "within a short time" in verdict.failures[0].message


def test_no_other_run_is_harmed(results: dict[str, RunResult]) -> None:
    others = {name: one for name, one in results.items() if name not in {**PASSING, **ENDED}}
    assert {one.verdict.status for one in others.values()} == {"passed"}
    # On a busy machine a flood may cost a run beside it an attempt, for no other reason.
    assert {reason for one in others.values() for reason in one.lost} <= REASONS


def test_what_fails_beside_a_flood_is_done_again(make_lab: Callable[[], Lab]) -> None:
    """The flood may have been the reason, and is not where it fails once more."""
    fails = NEIGHBOUR.replace("{check: {title: x}}", "{check: {title: y}, within: 4s}")
    found = make_lab().run({"flood": ENDED["requests"], "fails": fails})
    assert found["flood"].verdict.failures[0].code == "flood"
    assert not found["flood"].lost
    assert found["fails"].lost
    assert set(found["fails"].lost) <= REASONS
    assert found["fails"].verdict.status == "failed"


def test_no_log_is_large(lab: Lab, results: dict[str, RunResult]) -> None:
    for one in results.values():
        log = lab.folder / "out" / one.artifacts["events"]
        assert log.stat().st_size < LARGEST


def test_what_was_cut_proves_no_absence(make_lab: Callable[[], Lab]) -> None:
    flood = times(2000, "console.log('line ' + i);")
    judged = "[{expect: {never: {of: [{console: {text: x}}], for: 10ms}}}]"
    result = make_lab().run({"judged": scenario(flood, judged)})["judged"]
    assert result.verdict.status == "broken"
    assert result.verdict.failures[0].code == "unproven"
    assert "further events of the kind console" in result.verdict.failures[0].message


@pytest.mark.parametrize("arguments", [(), ("--site-per-process",)])
@pytest.mark.parametrize("site", ["https://shop.example", "https://other.example"])
def test_what_was_cut_in_a_frame_proves_no_absence(
    make_lab: Callable[[], Lab], site: str, arguments: tuple[str, ...]
) -> None:
    """Also in one of another site; where that has a process of its own there is no channel."""
    judged = """
scenario: A frame floods
host:
  html: <!doctype html><title>x</title><iframe src="SITE/frame"></iframe>
mocks:
  - at: SITE/frame
    reply:
      headers: {content-type: text/html}
      text: <script>for (var i = 0; i < 2000; i++) console.log('line ' + i);</script>
steps:
  - expect: {never: {of: [{console: {text: x}}], for: 10ms}}
"""
    lab = make_lab()
    browser = BrowserOptions(arguments=arguments)
    result = lab.run({"judged": judged.replace("SITE", site)}, browser=browser)["judged"]
    assert result.verdict.status == "broken"
    assert result.verdict.failures[0].code == "unproven"
    assert not lab.recording(result).of_kind("page_error")


def test_the_console_is_the_browsers_own_until_it_is_cut(make_lab: Callable[[], Lab]) -> None:
    """Lines keep their places, functions stay the same, and a page may put its own there."""
    script = """
    var told = [];
    var first = console.warn, described = Object.getOwnPropertyDescriptor(console, 'warn');
    told.push(described.value === first && described.writable, String(first).includes('native'));
    told.push(Object.prototype.toString.call(console) === '[object console]');
    told.push(first.name === 'warn' && first === console.warn && structuredClone(1) === 1);
    console.warn = function () { told.push(!!arguments[0]); first.apply(console, arguments); };
    console.warn('one'); delete console.warn; console.warn = first; console.warn('two');
    Object.freeze(console); var last = console.info;
    for (var i = 0; i < 1500; i++) console.info(i);
    told.push(last === console.info && last.length === 0 && console.info(1) === undefined);
    document.title = told.join();
    """
    lab = make_lab()
    text = scenario(" ".join(script.split()), "[{check: {title: 'true,true,true,true,true,true'}}]")
    result = lab.run({"own": text})["own"]
    assert result.verdict.status == "passed", result.verdict
    lines = [event.data for event in lab.recording(result).of_kind("console")]
    assert [line["text"] for line in lines[:2]] == ["one", "two"]
    assert {line["url"] for line in lines} == {"https://shop.example/"}
