"""One attempt at a run in one browser: it ends in time, and tells when the browser went away."""

from __future__ import annotations

import asyncio
import math
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from harness.browser import failed_calls, loopback
from harness.browser.trouble import Trouble
from harness.judging.verdict import NO_BROWSER
from harness.stub.server import FULL
from harness.supervision import limits
from harness.wording import times

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Request

    from harness.browser.finding import NoBrowser
    from harness.browser.shared_browser import SharedBrowser
    from harness.supervision.heartbeat import Heartbeat

NOTHING_LEFT = "the system has nothing left to give"
HELD_UP = "the harness itself was held up"
"""How reasons begin that are the machine's."""

BESIDE = "a page beside it kept the browser busy"
"""Why a run is done again that came to a bad end while another page kept the browser busy."""


class Attempt:
    """Holds a run to its time from outside; `lost` says why nothing can be judged of it.

    `seconds` are those of the scenario's steps; without them nobody has to be done in time.
    """

    def __init__(
        self, held: SharedBrowser, heartbeat: Heartbeat, seconds: float | None, scale: float
    ) -> None:
        self.held = held
        self._heartbeat = heartbeat
        self.lost: str | None = None
        self._scale = max(1.0, scale)
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._seconds = seconds
        self.end = math.inf
        if seconds is not None:
            self.end = self._began + seconds + limits.WHOLE * self._scale
        self._whole: asyncio.Timeout | None = None
        self._is_over = False

    @asynccontextmanager
    async def bounded(self) -> AsyncIterator[None]:
        """A block that ends in time, and at once when the browser does. Sets `lost`."""
        if self._seconds is None:
            yield
            return
        hold = self.end - (limits.WHOLE - limits.HOLD)
        self.held.listeners.append(self.browser_ended)
        try:
            async with asyncio.timeout_at(hold) as self._whole:
                yield
        except TimeoutError:
            self.lost = self.lost or await self._why("the browser did not answer in time")
        except PlaywrightError as error:
            self.lost = self.lost or await self._why(_went_away(str(error)))
            if self.lost is None:
                raise
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.lost = f"{NOTHING_LEFT}: {error.strerror}"
        finally:
            self._whole = None
            self.held.listeners.remove(self.browser_ended)

    @asynccontextmanager
    async def preparing(self) -> AsyncIterator[None]:
        """A block that takes a tenth of a second where the browser is well."""
        async with asyncio.timeout(limits.PREPARING * self._scale):
            yield

    def closing(self) -> asyncio.Timeout:
        """A block in which something is closed; a run that is late has not much time for it."""
        return asyncio.timeout(max(limits.HURRY, min(limits.CLOSING * self._scale, self._left)))

    def picture(self) -> asyncio.Timeout:
        """A block in which a picture is taken, if there is time for it."""
        return asyncio.timeout(max(0.0, min(limits.PICTURE, self._left - limits.CLOSING)))

    @property
    def is_cut_off(self) -> bool:
        """Whether it was lost by this machine's network."""
        return (self.lost or "").startswith(loopback.LOST)

    @property
    def blames_browser(self) -> bool:
        """Whether it was lost by what another browser would mend."""
        return self.lost not in {None, BESIDE} and not self.is_cut_off

    @property
    def _left(self) -> float:
        return self.end - self._loop.time()

    def browser_ended(self) -> None:
        """The browser is gone, which ends the attempt."""
        self.lose("the browser ended")

    def page_crashed(self, *_: object) -> None:
        """The browser's process for a page is gone, which ends the attempt."""
        self.lose("the browser's process for the page ended")

    def request_failed(self, request: Request) -> None:
        """A request failed; where this machine is to blame, that ends the attempt."""
        reason = loopback.unreached(request.failure)
        if reason is not None:
            self.lose(reason)

    def lose(self, reason: str) -> None:
        """Break the attempt off: what is seen from here on tells nothing of the page."""
        if self._whole is not None and self.lost is None and not self._is_over:
            self.lost = reason
            with suppress(RuntimeError):  # it is being broken off already
                self._whole.reschedule(self._loop.time())

    def release(self) -> None:
        """Limit the attempt no more: what is left to do has limits of its own."""
        if self._whole is not None:
            self._whole.reschedule(None)

    async def complete(self, port: int, lack: str | None, *, is_bad: bool) -> None:
        """All that the verdict rests on is there; what becomes of the browser does not matter now.

        Where the verdict is bad, the browser has to be well and free for this run, and the stub
        host to answer at its port: else that may be the reason. `lack` says what connections were
        not served for: then nothing is known of what they would have brought.
        """
        if self._seconds is not None:
            self.lost = self.lost or lack
        if is_bad and self._seconds is not None and self.lost is None:
            self.lost = await self.held.ailment() or await loopback.ailment(port)
            # A page that floods holds up the harness as well: then the page is the reason.
            if self.lost is None and self.held.was_busy(self._began, self):
                self.lost = BESIDE
            if self.lost is None and self._heartbeat.was_held_up(self._began):
                self.lost = f"{HELD_UP} for more than {limits.HELD_UP:g} s"
        self.release()
        self._is_over = True

    async def _why(self, otherwise: str | None) -> str | None:
        return await self.held.ailment() or otherwise


def gone(reasons: tuple[str, ...], end: NoBrowser | None = None) -> Trouble:
    """The trouble of a run at which the browser went away in every attempt.

    `end` says why there is no further browser, whatever is run.
    """
    often = times(len(reasons))
    instead = tuple(f"attempt {number}: {reason}" for number, reason in enumerate(reasons, 1))
    if end is not None:
        message = f"the browser went away at this run, and then: {end}"
        hint = "nothing is judged of it, and its page is not the reason"
        return Trouble(NO_BROWSER, message, hint, instead=instead, what="harness")
    if all(map(_is_of_machine, reasons)):
        message = f"this machine kept the run from being judged {often}"
        hint = "this is not about your page; `harness doctor` tells what the machine lacks"
        return Trouble("machine", message, hint, instead=instead, what="harness")
    message = f"the browser went away at this run {often}"
    hint = "nothing is judged of it; a page that takes very much memory ends browsers"
    return Trouble("browser-gone", message, hint, instead=instead, what="harness")


def _is_of_machine(reason: str) -> bool:
    """Whether it was neither the browser nor the page that was in the way."""
    return reason.startswith((loopback.LOST, NOTHING_LEFT, HELD_UP))


def _went_away(text: str) -> str | None:
    """The reason, where an error says that the browser or a page of it is gone."""
    return failed_calls.words(text) if failed_calls.is_of_an_end(text) else None
