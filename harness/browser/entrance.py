"""Being let in: headers and HTTP authentication for the environment's own origin alone.

The DevTools protocol pauses the requests of one window to that origin, and no others; a
redirect to elsewhere is not paused, so nothing secret goes along. The cache stays as it is.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from harness.project.model import Environment


class Entrance:
    """Watches over the requests of one window."""

    def __init__(self, session: CDPSession, environment: Environment) -> None:
        self._session = session
        self._environment = environment
        self._answered: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Pause requests from here on, when there is anything to be added to them."""
        environment = self._environment
        if environment.origin is None or not (environment.headers or environment.basic_auth):
            return
        self._session.on("Fetch.requestPaused", lambda event: self._begin(self._go_on(event)))
        self._session.on("Fetch.authRequired", lambda event: self._begin(self._answer(event)))
        asked = {
            "patterns": [{"urlPattern": f"{environment.origin}/*"}],
            "handleAuthRequests": environment.basic_auth is not None,
        }
        await self._session.send("Fetch.enable", asked)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _go_on(self, event: dict[str, Any]) -> None:
        request = event["request"]
        asked: dict[str, Any] = {"requestId": event["requestId"]}
        more = self._environment.headers
        if more:
            own = {name.lower() for name in more}
            kept = {name: v for name, v in request["headers"].items() if name.lower() not in own}
            fields = {**kept, **more}.items()
            asked["headers"] = [{"name": name, "value": value} for name, value in fields]
        with suppress(PlaywrightError):  # the window has left meanwhile
            await self._session.send("Fetch.continueRequest", asked)

    async def _answer(self, event: dict[str, Any]) -> None:
        """Say who asks, once for each request; who is not believed is not asked for ever."""
        number = event["requestId"]
        auth = self._environment.basic_auth
        answer = {"response": "CancelAuth"}
        is_origin = event.get("authChallenge", {}).get("origin") == self._environment.origin
        if auth is not None and is_origin and number not in self._answered:
            self._answered.add(number)
            answer = {"response": "ProvideCredentials", "username": auth[0], "password": auth[1]}
        asked = {"requestId": number, "authChallengeResponse": answer}
        with suppress(PlaywrightError):
            await self._session.send("Fetch.continueWithAuth", asked)
