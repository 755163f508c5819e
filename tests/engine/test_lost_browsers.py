"""Browsers, their processes and their driver go away or stop: the run is done again, in time."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from harness.browser.session import Session
from harness.supervision import limits, processes
from harness.supervision.invocation import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .conftest import Lab

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

GOOD = """
scenario: A good one
timeout: 3s
host: {html: "<!doctype html><title>x</title><p>here</p>"}
steps:
  - check: {text: {p: here}}
  - refresh:
  - check: {title: x}
"""
BOMB = GOOD.replace("A good one", "A bomb")
NEVER_MATCHED = """
scenario: A pattern that never comes to its end
timeout: 20s
host: {html: "<!doctype html><title>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab</title>"}
steps: [{check: {title: {$re: "(a|a)+(a|a)+c$"}}}]
"""


def is_driver(one: processes.Process) -> bool:
    return "run-driver" in one.command


def is_browser(one: processes.Process) -> bool:
    return "--remote-debugging-pipe" in one.command


def is_renderer(one: processes.Process) -> bool:
    return "--type=renderer" in one.command


HASTY = {"STUCK": 1.0, "HELD_UP": 0.8, "HOLD": 2.0, "WHOLE": 5.0, "PREPARING": 4.0}
"""Limits that let the tests be over soon."""

KINDS = {"browser": is_browser, "driver": is_driver, "renderer": is_renderer}


def hit(kind: str, number: int) -> None:
    """Send a signal to all processes of a kind."""
    for one in processes.of_run(current().run):
        if KINDS[kind](one):
            os.kill(one.pid, number)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in HASTY.items():
        monkeypatch.setattr(limits, name, seconds)


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Does something to the browser each time that a bomb is prepared, so many times."""
    prepare = Session.prepare

    def plant(kind: str, number: int, times: int, *, is_before: bool) -> None:
        left = [times]

        async def prepared(session: Session) -> None:
            is_bomb = session.run.scenario.title == "A bomb" and left[0] > 0
            if not is_before:
                await prepare(session)
            if is_bomb:
                left[0] -= 1
                hit(kind, number)
            if is_before:
                await prepare(session)

        monkeypatch.setattr(Session, "prepare", prepared)

    yield plant
    hit("browser", signal.SIGCONT)


@pytest.mark.parametrize("is_before", [True, False], ids=["preparing", "prepared"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_run_is_done_again_whatever_becomes_of_its_browser(
    make_lab: Callable[[], Lab],
    fault: Callable[..., None],
    kind: str,
    number: int,
    *,
    is_before: bool,
) -> None:
    fault(kind, number, 1, is_before=is_before)
    lab = make_lab()
    results = lab.run({"bomb": BOMB, "good": GOOD})
    assert {name: one.verdict.status for name, one in results.items()} == {
        "bomb": "passed",
        "good": "passed",
    }, results
    lost = results["bomb"].lost
    is_harmless = kind == "renderer" and is_before  # its page has a process of its own
    assert len(lost) == 1 or is_harmless
    if lost:
        started = lab.recording(results["bomb"]).events[0]
        assert started.data["lost_attempts"] == list(lost)
        kept = lab.folder / "out" / results["bomb"].artifacts["events of attempt 1"]
        assert '"code":"browser-gone"' in kept.read_text().replace(" ", "")


def test_a_page_that_ends_its_browser_each_time_costs_itself_alone(
    make_lab: Callable[[], Lab], fault: Callable[..., None]
) -> None:
    fault("browser", signal.SIGKILL, 99, is_before=False)
    scenarios = {"bomb": BOMB, **{f"good-{number}": GOOD for number in range(8)}}
    results = make_lab().run(scenarios, in_flight=4)
    bomb = results.pop("bomb")
    (failure,) = bomb.verdict.failures
    assert (bomb.verdict.status, failure.code) == ("broken", "browser-gone")
    assert failure.message == "the browser went away at this run 3 times"
    assert len(failure.instead) == limits.ATTEMPTS
    assert {one.verdict.status for one in results.values()} == {"passed"}, results


def test_what_keeps_the_harness_itself_busy_costs_its_run(make_lab: Callable[[], Lab]) -> None:
    results = make_lab().run({"never": NEVER_MATCHED, "good": GOOD}, in_flight=2)
    assert results["good"].verdict.status == "passed"
    (failure,) = results["never"].verdict.failures
    assert (results["never"].verdict.status, failure.code) == ("broken", "stuck")


def test_it_is_told_so_though_its_time_was_over_meanwhile(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WHOLE", limits.WHOLE - limits.HOLD)
    monkeypatch.setattr(limits, "HOLD", 0.0)
    never = NEVER_MATCHED.replace("timeout: 20s", "timeout: 1s")
    result = make_lab().run({"never": never})["never"]
    assert [failure.code for failure in result.verdict.failures] == ["stuck"]
    assert result.lost == ()
