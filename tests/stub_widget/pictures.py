"""Takes pictures of the stub widget in its states, into the folder named on the command line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from stage import Stage, stage

from harness.stub.backend import Operator

ALEX = Operator(1, "Alex")
AWAY = Operator(1, "Alex", online=False)
PHONE = (390, 844)
Act = Callable[[Stage], Awaitable[Any]]


async def _nothing(_: Stage) -> None:
    """Leave the widget as it loaded."""


def _call(*calls: str) -> Act:
    async def act(made: Stage) -> None:
        for call in calls:
            await made.api(call)

    return act


async def _chat(made: Stage) -> None:
    await made.api("page('online')")
    await made.says("Hello, do the chairs come with cushions?")
    made.backend.operator_says("Good morning! They do: two for each chair, in linen or wool.")
    made.backend.operator_says("Shall I show you the colours?")
    await made.says("Yes please :)")


async def _maximized_chat(made: Stage) -> None:
    await _chat(made)
    await made.press("Maximize")


async def _unread_chat(made: Stage) -> None:
    await _chat(made)
    await made.press("Minimize")
    made.backend.operator_says("Here they are.")


async def _proactive(made: Stage) -> None:
    await made.api(
        "page('chat', {message: 'Free delivery today. Any questions?', "
        "operator_name: 'Great Offer', department_name: 'Retention Department'})"
    )


async def _focused(made: Stage) -> None:
    await made.api("page('online')")
    await made.frame.locator("#minimize").focus()
    await made.page.keyboard.press("Tab")


async def _sent(made: Stage) -> None:
    await made.leaves_message(name="Jan", email="jan@example.com", message="When do you open?")


PICTURES: dict[str, tuple[dict[str, Any], Operator, Act]] = {
    "bar-online": ({}, ALEX, _nothing),
    "bar-online-left": ({"side": "left"}, ALEX, _nothing),
    "bar-offline": ({}, AWAY, _nothing),
    "bubble": ({"bubble": True}, ALEX, _nothing),
    "bubble-left-offline": ({"bubble": True, "side": "left"}, AWAY, _nothing),
    "mini": ({"page": "mini"}, ALEX, _nothing),
    "window": ({"page": "online"}, ALEX, _nothing),
    "window-left-sk": ({"page": "online", "side": "left", "lang": "sk"}, ALEX, _nothing),
    "window-focus": ({}, ALEX, _focused),
    "offline": ({"page": "online"}, AWAY, _nothing),
    "offline-sent": ({"page": "offline", "c_phone": "0123"}, AWAY, _sent),
    "chat": ({}, ALEX, _chat),
    "chat-maximized": ({}, ALEX, _maximized_chat),
    "chat-unread": ({}, ALEX, _unread_chat),
    "proactive": ({}, ALEX, _proactive),
    "hidden": ({}, ALEX, _call("page('hidden')")),
    "switched": ({"bubble": True}, ALEX, _call("switch_side('left')")),
    "hungarian": ({"lang": "hu", "bubble": True}, AWAY, _nothing),
}
ON_PHONE = ("bar-online", "bar-offline", "mini", "window", "offline", "chat", "chat-maximized")


async def _take(folder: Path, name: str, size: tuple[int, int], suffix: str, back: str) -> None:
    options, operator, act = PICTURES[name]
    async with stage(options, (operator,), size=size) as made:
        made.back = back
        await made.open()
        await act(made)
        await asyncio.sleep(0.15)
        await made.page.screenshot(path=folder / f"{name}{suffix}.png")
        if made.errors:
            print(name, made.errors)


async def main(folder: Path) -> None:
    """Take all pictures, one browser after the other."""
    for name in PICTURES:
        await _take(folder, name, (1280, 720), "", "#fff")
    for name in ON_PHONE:
        await _take(folder, name, PHONE, "-phone", "#fff")
    await _take(folder, "bubble", (1280, 720), "-dark", "#0b1220;color-scheme:dark;color:#eee")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
