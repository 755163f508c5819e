"""A browser for this room alone: Playwright's synchronous loop is over when its tests are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from harness.browser.finding import find

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser that the harness finds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find().path)
        yield browser
        browser.close()
