"""What Playwright says of calls that failed reaches nobody as it is where that is known."""

from __future__ import annotations

import pytest

from harness.browser.failed_calls import GONE, is_of_an_end, words


@pytest.mark.parametrize(
    ("text", "told", "is_end"),
    [
        ("Page.goto: Target page, context or browser has been closed\nlog", GONE, True),
        ("Page.evaluate: Target closed", GONE, True),
        ("Protocol error (Target.createTarget): Session closed.", GONE, True),
        ("Connection closed while reading from the driver", GONE, True),
        (
            "Page.evaluate: Target crashed",
            "the browser's process for the page ended meanwhile",
            True,
        ),
        ("Locator.click: Error: strict mode violation", "Error: strict mode violation", False),
        ("Page.x: \x1b[31mred", "\\x1b[31mred", False),
    ],
)
def test_the_end_of_a_browser_is_told_as_that(text: str, told: str, *, is_end: bool) -> None:
    assert (words(text), is_of_an_end(text)) == (told, is_end)
