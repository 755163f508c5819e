"""The account that is kept of what one page sets off, and what an intake makes of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from harness.browser import floods
from harness.browser.floods import Floods
from harness.browser.intake import Intake
from harness.recording import LONGEST


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    given = Clock()
    monkeypatch.setattr(floods, "time", given)
    return given


def test_what_comes_by_and_by_is_no_flood(clock: Clock) -> None:
    account = Floods()
    for _ in range(20_000):
        clock.now += 0.02
        account.note("asked", 100)
    assert account.trouble is None


@pytest.mark.usefixtures("clock")
def test_what_comes_at_once_is_a_flood_and_the_largest_part_is_named() -> None:
    account = Floods()
    ended: list[str] = []
    account.listen(lambda: ended.append("ended"))
    for _ in range(100):
        account.admits("page_error", {"message": "x"})
    for _ in range(2000):
        account.note("frame")
    assert ended == ["ended"]
    assert account.trouble is not None
    assert account.trouble.code == "flood"
    assert account.trouble.message.startswith("the page made frames 6")


@pytest.mark.usefixtures("clock")
def test_what_others_feel_is_told_before_it_is_a_flood() -> None:
    account = Floods()
    felt: list[str] = []
    account.felt = lambda: felt.append("felt")
    for _ in range(20):
        account.note("worker")
    assert not felt
    for _ in range(20):
        account.note("worker")
    assert felt
    assert account.trouble is None


@pytest.mark.usefixtures("clock")
def test_much_text_is_a_flood_too() -> None:
    account = Floods()
    account.admits("console", {"text": "x" * 50_000_000})
    assert account.trouble is not None
    assert "wrote to the console once, with 50 million characters" in account.trouble.message


def test_who_listens_later_hears_of_it_at_once() -> None:
    account = Floods()
    account.end(floods.Trouble("first", "x"))
    account.end(floods.Trouble("second", "x"))
    ended: list[str] = []
    account.listen(lambda: ended.append("ended"))
    assert ended == ["ended"]
    assert account.trouble is not None
    assert account.trouble.code == "first"


def test_a_block_is_over_when_the_run_has_to_end() -> None:
    async def work() -> float:
        account = Floods()
        began = time.monotonic()
        asyncio.get_running_loop().call_later(0.05, account.end, floods.Trouble("x", "x"))
        with pytest.raises(TimeoutError):
            async with account.ending(asyncio.timeout(60)):
                await asyncio.sleep(60)
        with pytest.raises(TimeoutError):
            async with account.ending(asyncio.timeout(60)):
                await asyncio.sleep(60)
        return time.monotonic() - began

    assert asyncio.run(work()) < 30


def test_an_intake_records_so_much_and_counts_the_rest(clock: Clock) -> None:
    async def work() -> Intake:
        intake = Intake(lambda _event: 10)
        for number in range(2500):
            clock.now += 1
            intake.add("console", {"text": str(number)})
        intake.add("step_started", {"index": 0})
        intake.seal()
        return intake

    recording = asyncio.run(work()).recording
    most = floods.KINDS["console"].most
    assert Counter(event.kind for event in recording) == {
        "console": most,
        "dropped": 2,
        "step_started": 1,
    }
    assert recording.of_kind("dropped")[-1].data == {"of": "console", "count": 2500 - most}


def test_a_log_does_not_grow_beyond_its_limit(clock: Clock) -> None:
    async def work() -> Intake:
        intake = Intake(lambda _event: 100_000)
        for _ in range(100):
            clock.now += 10
            intake.add("callback", {"name": "onload", "args": []})
        return intake

    recording = asyncio.run(work()).recording
    assert len(recording.of_kind("callback")) == floods.LETTERS / 100_000


def test_long_texts_are_cut_where_they_come_in() -> None:
    async def work() -> Intake:
        intake = Intake(lambda _event: None)
        intake.add("page_error", {"message": "x" * 30_000, "stack": "", "line": 3})
        intake.add("check", {"recorded": "x" * 30_000})
        return intake

    event, read = asyncio.run(work()).recording
    assert read.data["recorded"] == "x" * 30_000, "it may be searched to its end"
    assert event.data["message"] == "x" * LONGEST + "… (+10,000 characters)"
    assert event.data["line"] == 3
