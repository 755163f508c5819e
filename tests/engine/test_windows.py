"""Windows that are gone before the harness has come to speak with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from harness.browser.intake import Intake
from harness.browser.profile import STUB_PROFILE
from harness.browser.windows import Windows
from harness.scenario.model import BrowserWish

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = "https://app.livechatoo.com/demo/client-popup/en"


class Page:
    """A page that a page opens, with Playwright's events."""

    url = ADDRESS

    def __init__(self) -> None:
        self.listeners: dict[str, list[Callable[[Any], object]]] = {}

    def on(self, name: str, listener: Callable[[Any], object]) -> None:
        self.listeners.setdefault(name, []).append(listener)

    def is_closed(self) -> bool:
        return False

    def close(self) -> None:
        for listener in self.listeners.get("close", []):
            listener(self)


class Session:
    """A session of the protocol that nothing comes through."""

    def on(self, *_listener: object) -> None: ...

    async def send(self, *_command: object) -> dict[str, object]:
        return {}


class Context:
    """A browser context in which a window is closed while its session is made."""

    def __init__(self, closing: Page) -> None:
        self.closing = closing

    async def new_cdp_session(self, _page: Page) -> Session:
        self.closing.close()
        await asyncio.sleep(0)
        return Session()


async def _let_in(_session: object) -> None: ...


async def _actions(*, closes_at_once: bool) -> list[dict[str, Any]]:
    page = Page()
    intake = Intake(lambda _event: None)
    context: Any = Context(page)
    windows = Windows(context, intake, BrowserWish(), _let_in, STUB_PROFILE)
    opened: Any = page
    windows._opened(opened)
    if closes_at_once:
        page.close()
        context.closing = Page()
    await asyncio.gather(*windows._arriving)
    return [event.data for event in intake.recording.of_kind("window")]


@pytest.mark.parametrize("closes_at_once", [True, False])
def test_a_window_that_closes_while_it_is_attached_to_is_recorded_as_closed(
    *, closes_at_once: bool
) -> None:
    actions = asyncio.run(_actions(closes_at_once=closes_at_once))
    assert actions == [
        {"action": "opened", "name": "popup", "url": ADDRESS},
        {"action": "closed", "name": "popup"},
    ]
