from __future__ import annotations

import asyncio

from harness.browser.slots import Slots


def test_who_is_alone_waits_for_the_others_and_they_for_it() -> None:
    asyncio.run(_alone_among_others())


async def _alone_among_others() -> None:
    slots, told = Slots(2), []
    leave = asyncio.Event()

    async def other(name: str) -> None:
        async with slots.one():
            told.append(f"{name} in")
            await leave.wait()
            told.append(f"{name} out")

    async def alone() -> None:
        async with slots.alone():
            told.append("alone in")
            await asyncio.sleep(0)
            told.append("alone out")

    async with asyncio.TaskGroup() as tasks:
        for name in ("a", "b"):
            tasks.create_task(other(name))
        await asyncio.sleep(0)
        tasks.create_task(alone())
        await asyncio.sleep(0)
        tasks.create_task(other("c"))
        leave.set()
    assert told[:4] == ["a in", "b in", "a out", "b out"]
    assert told[4:] == ["alone in", "alone out", "c in", "c out"]


def test_who_gives_up_waiting_to_be_alone_lets_the_others_in() -> None:
    asyncio.run(_given_up())


async def _given_up() -> None:
    slots = Slots(1)
    async with asyncio.timeout(5), slots.one():
        waiting = asyncio.ensure_future(_enter(slots))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
    async with asyncio.timeout(5), slots.one():
        pass


async def _enter(slots: Slots) -> None:
    async with slots.alone():
        pass
