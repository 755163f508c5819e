"""Waiting for events: whoever waits can be stopped at any moment, however many events come in."""

from __future__ import annotations

import asyncio

import pytest

from harness.browser.intake import Intake


async def _stopped_after(rounds: int) -> bool:
    """Whether a wait that repeats for ever ends when it is cancelled so soon after an event."""
    intake = Intake(lambda _event: None)

    async def work() -> None:
        while True:
            await intake.change(60)

    waiting = asyncio.create_task(work())
    for _ in range(5):  # it waits
        await asyncio.sleep(0)
    intake.wake()
    for _ in range(rounds):
        await asyncio.sleep(0)
    waiting.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    is_stopped = waiting.done()
    while not waiting.done():
        waiting.cancel()
        await asyncio.sleep(0)
    return is_stopped


@pytest.mark.parametrize("rounds", range(8))
def test_a_wait_is_cancelled_also_as_an_event_comes_in(rounds: int) -> None:
    assert asyncio.run(_stopped_after(rounds))


def test_a_limit_ends_a_flood_of_events() -> None:
    async def work() -> bool:
        intake = Intake(lambda _event: None)
        loop = asyncio.get_running_loop()

        def flood() -> None:
            intake.wake()
            loop.call_soon(flood)

        loop.call_soon(flood)
        return await intake.until(lambda: False, 0.2)

    assert asyncio.run(work()) is False


def test_a_wait_without_time_ends_at_once() -> None:
    async def work() -> tuple[bool, bool]:
        intake = Intake(lambda _event: None)
        return await intake.change(0), await intake.change(-1)

    assert asyncio.run(work()) == (False, False)
