"""The journey by hand for pytest-playwright, as its documentation teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def heard(page: Page, name: str) -> Any:
    found = page.wait_for_function(
        "(name) => heard.find((one) => one.name === name)?.data", arg=name
    )
    return found.json_value()


def test_visitor_starts_a_chat(page: Page, number: int) -> None:
    page.goto("https://shop.example/")
    assert heard(page, "onload") == {"page": "start-online", "online": True}

    page.evaluate("livechatoo.embed.page('online')")
    chat = page.frame_locator("iframe")
    chat.get_by_role("textbox", name="Your message").fill(f"Hello from visitor {number}")
    chat.get_by_role("button", name="Send").click()
    started = heard(page, "onchatstart")
    assert started["initiator"] == "client"
    assert isinstance(started["ticket"], str)

    page.evaluate("livechatoo.embed.flip()")
    assert heard(page, "onchange") == {"chat_status": "min"}
