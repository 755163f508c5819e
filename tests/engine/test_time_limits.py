"""`--timeout-scale` stretches every limit of time, those inside of verbs included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

LATE = """
scenario: What comes late
host: {html: "<!doctype html><title>x</title>"}
steps:
  - eval: "setTimeout(function () { document.title = 'y'; addButton(); }, 1000);
      function addButton() { document.body.innerHTML = '<button>now</button>'; }"
  - check: {title: y}
    within: 200ms
"""
LATE_BUTTON = LATE.replace("  - check: {title: y}\n    within: 200ms\n", "") + (
    "  - click: button\n    timeout: 200ms\n"
)


@pytest.mark.parametrize(("scale", "status"), [(1.0, "failed"), (20.0, "passed")])
def test_a_scaled_limit_waits_longer(
    make_lab: Callable[[], Lab], scale: float, status: str
) -> None:
    results = make_lab().run({"check": LATE, "click": LATE_BUTTON}, timeout_scale=scale)
    assert {name: result.verdict.status for name, result in results.items()} == {
        "check": status,
        "click": status,
    }, results


POLLING = """
scenario: A page that asks its server all the time
timeout: 200s
host:
  html: |
    <!doctype html><title>x</title><script>
    (async function ask() { await fetch("/news"); setTimeout(ask, 10); })();
    </script>
steps:
  - check: {title: y}
    within: 20s
"""


def test_a_check_of_a_page_that_never_rests_tells_what_it_saw(make_lab: Callable[[], Lab]) -> None:
    verdict = make_lab().run({"polling": POLLING}, timeout_scale=0.1)["polling"].verdict
    (failure,) = verdict.failures
    assert (failure.code, failure.recorded) == ("check", '"x" (string)'), failure


FLOODING = """
scenario: A page that asks its server without end, ten times at once
timeout: 2s
host:
  html: |
    <!doctype html><title>x</title><script>
    async function ask() { await fetch("/news").catch(() => {}); ask(); }
    for (let i = 0; i < 10; i += 1) ask();
    </script>
steps:
  - goto: /again
  - check: {title: y}
    within: 60s
    timeout: 60s
"""


def test_a_flood_of_requests_does_not_outlive_the_limit(make_lab: Callable[[], Lab]) -> None:
    result = make_lab().run({"flooding": FLOODING})["flooding"]
    assert result.verdict.status == "failed", result
    codes = {failure.code for failure in result.verdict.failures}
    assert codes & {"run-timeout", "flood"}, result
    assert result.seconds < 30, result  # 2 s, what is put away, and a busy machine


UNENDED = """
scenario: A step that is not done in time
timeout: 20s
host: {html: "<!doctype html><title>x</title>"}
mocks: [{at: "https://shop.example/never", reply: {hang: true}}]
steps:
  - STEP
    timeout: 500ms
"""
LONGER = "`timeout: 1s` gives the step more time, within the scenario's"


@pytest.mark.parametrize(
    ("step", "code", "message", "hint"),
    [
        (
            'eval: "new Promise(function () {})"',
            "not-ended",
            "gave a promise that did not settle within 0.5 s",
            f"if it takes so long by design, {LONGER}",
        ),
        (
            "check: {eval: {'new Promise(function () {})': 1}}",
            "not-ended",
            "was not done within 0.5 s, though the page answers",
            f"if it takes so long by design, {LONGER}",
        ),
        (
            "goto: /never",
            "no-answer",
            "was not done within 0.5 s: no answer came from https://shop.example/never",
            f"look at what serves this address, such as a mock that hangs; {LONGER}",
        ),
        (
            'eval: "for (;;) {}"',
            "no-answer",
            "was not done within 0.5 s: the page does not answer",
            "a script that never ends, such as a loop, keeps the page from answering",
        ),
    ],
    ids=["promise", "check", "server", "loop"],
)
def test_a_step_that_is_not_done_in_time_says_what_it_waits_for(
    make_lab: Callable[[], Lab], step: str, code: str, message: str, hint: str
) -> None:
    verdict = make_lab().run({"one": UNENDED.replace("STEP", step)})["one"].verdict
    failure = verdict.failures[0]
    assert (verdict.status, failure.code) == ("failed", code), verdict
    assert failure.message.endswith(message)
    assert (failure.hint, failure.place and failure.place.line) == (hint, 7)
