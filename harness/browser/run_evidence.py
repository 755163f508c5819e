"""What is kept of a run on disk: its event log, its picture, and the logs of lost attempts."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser.pictures import take_picture
from harness.report.event_log import EventLog, log_of_attempt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.browser.attempt import Attempt
    from harness.browser.session import Session
    from harness.masking import Mask


class RunEvidence:
    """The files of an attempt at a run. What cannot be written costs the file and not the run.

    `lost_attempts` is the number of attempts before this one.
    """

    def __init__(self, folder: Path, run_id: str, mask: Mask, lost_attempts: int) -> None:
        self._folder = folder
        self._lost_attempts = lost_attempts
        self._screenshot: str | None = None
        self._unkept: dict[str, str] = {}
        self.log = EventLog(folder, run_id, mask)

    @property
    def artifacts(self) -> dict[str, str]:
        """The names of the files that are there, by what they are."""
        found = {"events": self.log.path.name} if self.log.is_there else {}
        if self._screenshot:
            found["screenshot"] = self._screenshot
        for number in range(1, self._lost_attempts + 1):
            kept = log_of_attempt(self.log.path.stem, number)
            if (self._folder / kept).exists():
                found[f"events of attempt {number}"] = kept
        return found

    @property
    def unkept(self) -> dict[str, str]:
        """Why files could not be written, by what they are."""
        return {**self._unkept, "events": self.log.unkept} if self.log.unkept else self._unkept

    def note_unkept(self, unkept: dict[str, str]) -> None:
        """Further files could not be written."""
        self._unkept |= unkept

    async def take_screenshot(self, session: Session, attempt: Attempt) -> str | None:
        """Take a picture of the page as it is now. Its name; None when there is none."""
        name = f"{session.slug}.png"
        with suppress(PlaywrightError, TimeoutError), self._or_unkept("screenshot"):
            async with attempt.picture():
                page = session.windows["main"]
                if await take_picture(session, page, self._folder / name):
                    self._screenshot = name
        return self._screenshot

    def set_aside(self) -> None:
        """Keep the event log of a lost attempt apart from the next one's."""
        kept = self._folder / log_of_attempt(self.log.path.stem, self._lost_attempts + 1)
        with self._or_unkept("events of a lost attempt"):
            kept.parent.mkdir(exist_ok=True)
            self.log.path.replace(kept)

    @contextmanager
    def _or_unkept(self, kind: str) -> Iterator[None]:
        try:
            yield
        except TimeoutError:  # an OSError too
            raise
        except OSError as error:
            self._unkept[kind] = error.strerror or str(error)
