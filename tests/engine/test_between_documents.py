"""Calls, tabs and windows at the moment in which one document follows another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import RunResult

    from .conftest import Lab

RELOAD = """
scenario: The page loads itself again just before the API is called
params: {ms: [0, 1, 2, 3, 5, 8, 12, 20]}
host: {html: "<p>Shop", embed: {account: demo}}
steps:
  - eval: "void setTimeout(function () { location.reload(); }, ${ms})"
  - flip:
"""

LINK = """
scenario: A link leads on, and the API is called there
params: {ms: [0, 2, 4, 8]}
host:
  html: "<a href='#' onclick='setTimeout(function () { location = \\"/next\\"; }, ${ms})'>on</a>"
  embed: {account: demo}
  pages: {"https://shop.example/next": {html: "<p>Next", embed: {account: demo}}}
steps:
  - click: a
  - flip:
"""

TAB = """
scenario: The page opens a window while a tab is opened
params: {ms: [0, 2, 5, 10, 20]}
host:
  html: "<p>Shop"
  embed: {account: demo}
  pages: {"https://shop.example/w": {html: "<title>W</title>"}}
steps:
  - eval: "void setTimeout(function () { open('/w'); }, ${ms})"
  - tab: {name: second}
  - check: {title: W}
    in: window1
"""

GONE = """
scenario: A window that comes and goes while a tab is opened
params: {ms: [0, 5, 20], life: [1, 30]}
host:
  html: "<p>Shop"
  pages: {"https://shop.example/w": {html: "<title>W</title>"}}
steps:
  - eval: >-
      void setTimeout(function () { var w = open('/w');
        setTimeout(function () { w.close(); }, ${life}); }, ${ms})
  - tab: {name: second}
    expect:
      - window: {action: opened, name: window1}
      - window: {action: closed, name: window1}
"""

TABS = """
scenario: A visitor with 19 tabs, and a page that opens a window
host:
  html: "<p>Shop"
  pages: {{"https://shop.example/w": {{html: "<title>W</title>"}}}}
steps:
{}
  - eval: "void open('/w')"
  - check: {{title: W}}
    in: window1
""".format("\n".join(f"  - tab: {{name: t{number}}}" for number in range(19)))

WINDOWS = """
scenario: The page opens %d windows
host:
  html: "<body><script>for (var i = 0; i < %d; i++) open('/w')</script>"
  pages: {"https://shop.example/w": {html: "<title>W</title>"}}
steps: [{check: {title: W}, in: window20}]
"""

BLOCKED = """
scenario: The page tries to open 400 windows, and may not
host: {html: "<body><script>for (var i = 0; i < 400; i++) open('/w')</script><p>Shop"}
browser: {popups: blocked}
steps: [{check: {text: {p: Shop}}}]
"""

SYNTAX = """
scenario: A script of the scenario that cannot be read
host: {html: "<p>Shop<script src='https://app.livechatoo.com/js/web.min.js'></script>"}
steps: [{init: {account: demo, onload: {js: "function ( {"}}}]
"""

WINDOW_AGAIN = """
scenario: A window is opened again right after it was closed
host: {html: "<p>Shop", device: phone, embed: {account: demo}}
steps:
  - visitor: opens
    expect: &opened {window: {action: opened, name: chat}}
  - close_window:
    in: chat
  - page: offline
    expect: *opened
  - close_window:
    in: chat
  - page: online
    expect: *opened
"""


@pytest.fixture(scope="module")
def results(make_lab: Callable[[], Lab]) -> dict[str, list[RunResult]]:
    texts = {
        "reload": RELOAD,
        "link": LINK,
        "tab": TAB,
        "gone": GONE,
        "tabs": TABS,
        "twenty": WINDOWS % (20, 20),
        "more": WINDOWS % (21, 21),
        "blocked": BLOCKED,
        "syntax": SYNTAX,
        "again": WINDOW_AGAIN,
    }
    return make_lab().run_all(texts)


@pytest.mark.parametrize(
    "name", ["reload", "link", "tab", "gone", "tabs", "twenty", "blocked", "again"]
)
def test_it_passes(results: dict[str, list[RunResult]], name: str) -> None:
    told = {one.run_id: one.verdict for one in results[name]}
    assert {verdict.status for verdict in told.values()} == {"passed"}, told


def test_a_window_more_ends_the_run(results: dict[str, list[RunResult]]) -> None:
    (result,) = results["more"]
    (failure,) = result.verdict.failures
    assert (result.verdict.status, failure.code) == ("failed", "window-flood")
    assert failure.message == "the page had more than 20 windows open at a time"


def test_a_script_that_cannot_be_read_is_the_scenarios(
    results: dict[str, list[RunResult]],
) -> None:
    (result,) = results["syntax"]
    (failure,) = result.verdict.failures
    assert (result.verdict.status, failure.code) == ("broken", "script")
    assert "holds a script that cannot be read: SyntaxError" in failure.message
