"""How starts of the browser and its driver went, and when no further one is worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.browser.finding import BrowserNotFound
from harness.browser.unstarted import DriverDamaged, often
from harness.supervision import limits

if TYPE_CHECKING:
    from harness.browser.finding import NoBrowser


class Starts:
    """Counts starts that fail in a row, over all runs; one that goes well begins the count anew."""

    def __init__(self) -> None:
        self._failed = 0
        self._seconds = 0.0
        self.given_up: NoBrowser | None = None
        """Why no further start is tried, once that is so."""

    def succeeded(self) -> None:
        """A browser has opened a page."""
        self._failed, self._seconds = 0, 0.0

    def failed(self, error: NoBrowser, seconds: float) -> None:
        """A start has failed, after so long."""
        self._failed += 1
        self._seconds += seconds
        is_enough = self._failed >= limits.STARTS or self._seconds >= limits.STARTS_TOGETHER
        if self.given_up is None and (
            is_enough or isinstance(error, BrowserNotFound | DriverDamaged)
        ):
            self.given_up = often(error, self._failed)
