"""Clocks that people set: an event's time is right to some milliseconds, whatever they show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from harness.browser import clocks
from harness.browser.clocks import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

HOUR = 3_600_000.0
NEAR = 5.0
"""Milliseconds by which the clocks of the harness and of the browser may differ."""


class Times:
    """Both clocks, as a test moves them on."""

    def __init__(self) -> None:
        self.steady = 5_000.0
        self.wall = 1_800_000_000_000.0

    def pass_by(self, milliseconds: float) -> None:
        self.steady += milliseconds
        self.wall += milliseconds


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    given = Times()
    monkeypatch.setattr(clocks, "steady", lambda: given.steady)
    monkeypatch.setattr(clocks, "wall", lambda: given.wall)
    monkeypatch.setattr(clocks, "_WALL", clocks._Wall())
    return given


def test_a_documents_stamp_tells_the_moment_and_not_its_arrival(times: Times) -> None:
    clock = Clock()
    times.pass_by(100)
    stamp = times.wall
    times.pass_by(40)
    assert clock.in_document("a", stamp) == 100
    assert clock.now() == 140


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -200.0, 200.0])
def test_a_document_that_is_older_than_a_jump_keeps_its_times(times: Times, jump: float) -> None:
    clock = Clock()
    times.pass_by(100)
    began = times.wall
    assert clock.in_document("a", began) == 100
    times.wall += jump
    times.pass_by(50)
    assert clock.in_document("a", began + 45) == 145


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -200.0, 200.0])
def test_a_document_that_is_younger_than_a_jump_is_timed_by_its_messages(
    times: Times, jump: float
) -> None:
    clock = Clock()
    times.pass_by(100)
    times.wall += jump
    stamp = times.wall
    times.pass_by(20)  # on its way
    assert clock.in_document("a", stamp) == 120
    times.pass_by(30)
    assert clock.in_document("a", stamp + 48) == 150, "it came after 2 ms, the first after 20"
    assert clock.in_document("a", stamp + 49) == 150


@pytest.mark.parametrize("offset", [-HOUR, HOUR])
def test_a_document_with_another_clock_is_timed_by_its_messages(
    times: Times, offset: float
) -> None:
    clock = Clock()
    times.pass_by(100)
    assert clock.in_document("a", times.wall + offset) == 100
    times.pass_by(30)
    assert clock.in_document("a", times.wall + offset - 10) == 120


def test_times_within_a_document_never_go_back(times: Times) -> None:
    clock = Clock()
    times.pass_by(100)
    stamp = times.wall + HOUR
    moments = []
    for late in (30, 5, 20, 1):
        times.pass_by(10)
        stamp += 10
        moments.append(clock.in_document("a", stamp - late))
    assert moments == sorted(moments)
    assert all(0 <= one <= clock.now() for one in moments)


def test_a_wall_clock_that_is_slowed_is_not_set(times: Times) -> None:
    clock = Clock()
    times.pass_by(10_000)
    times.wall -= 1.5
    stamp = times.wall - 100
    assert clock.in_document("a", stamp) == pytest.approx(9_900, abs=2)


def test_after_a_while_the_wall_clock_is_trusted_again(times: Times) -> None:
    Clock()
    times.wall -= HOUR
    Clock()
    times.pass_by(clocks.STALE + 1)
    clock = Clock()
    times.pass_by(100)
    assert clock.in_document("a", times.wall - 30) == 70


VISIT = """
scenario: A visit of several pages
within: 8s
host:
  html: |
    <!doctype html><title>x</title><script>
    Date.now = function () { return 5; };
    Date = function () { return {getTime: function () { return 5; }}; };
    </script><a id=a href="#" onclick="livechatoo.embed.flip(); return false">x</a>
  embed: {account: demo}
steps:
  - expect: {onload: {page: $str}}
  - {click: "#a", expect: {call: {function: embed.flip}}}
  - {goto: "https://shop.example/next", expect: {onload: {page: $str}}}
  - {click: "#a", expect: {call: {function: embed.flip}}}
  - {refresh: , expect: {onload: {page: $str}}}
  - {click: "#a", expect: {call: {function: embed.flip}}}
"""


@pytest.mark.parametrize("jump", [0.0, -HOUR, HOUR, 700.0, -700.0])
def test_a_run_during_which_the_clock_is_set_has_right_times(
    make_lab: Callable[[], Lab], monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """The browser's clock is right, the harness's goes on by `jump` as the second page is open."""
    began = time.monotonic()

    def wall() -> float:
        return time.time() * 1000 + (jump if time.monotonic() - began > 0.9 else 0)

    monkeypatch.setattr(clocks, "wall", wall)
    monkeypatch.setattr(clocks, "_WALL", clocks._Wall())
    lab = make_lab()
    result = lab.run({"visit": VISIT, "again": VISIT, "third": VISIT}, in_flight=1)
    for one in result.values():
        assert one.verdict.status == "passed", one.verdict
        recording = lab.recording(one)
        began = 0.0
        for event in recording:
            assert 0 <= event.time <= one.seconds * 1000
            if event.kind == "step_started":
                began = event.time
            elif event.kind in {"call", "callback", "navigation", "request"}:
                assert event.time >= began - NEAR, (event, began)
            elif event.kind == "step_ended":
                later = [other.time for other in recording.events[: event.seq]]
                assert event.time == max(later), event
