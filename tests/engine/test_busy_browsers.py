"""A browser that is busy for long is noted, for the runs that share it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from harness.browser.shared_browser import SharedBrowser
from harness.supervision import limits


class Slow:
    """A browser, and a session with it, that answers twice, each time after some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left = 2

    def is_connected(self) -> bool:
        self._left -= 1
        return self._left >= 0

    async def new_browser_cdp_session(self) -> Slow:
        return self

    async def send(self, _method: str) -> None:
        await asyncio.sleep(self._seconds)


@pytest.mark.parametrize(
    ("seconds", "users", "is_noted"), [(0.2, 2, True), (0.2, 1, False), (0.0, 2, False)]
)
def test_a_browser_that_answers_late_was_busy_for_all_that_share_it(
    monkeypatch: pytest.MonkeyPatch, *, seconds: float, users: int, is_noted: bool
) -> None:
    monkeypatch.setattr(limits, "HELD_UP", 0.1)
    slow: Any = Slow(seconds)

    async def watched() -> bool:
        held = SharedBrowser(slow, slow, "", 0.0, users=users)
        began = asyncio.get_running_loop().time()
        await held.watch()
        return held.was_busy(began, object())

    assert asyncio.run(watched()) is is_noted
