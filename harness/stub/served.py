"""What a scenario serves, for the back end's own requests: its mocks first, then host pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from harness.stub.mocks import Asked, body_of
from harness.stub.wsgi import DEFAULT_PORTS

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from harness.scenario.model import Reply
    from harness.stub.world import World


class Unanswered(Exception):  # noqa: N818 - the endpoint's failing, and no defect
    """No answer that can be used came, and why."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back."""

    status: int
    body: bytes


Pause = Callable[[float], None]
"""Waits for a mock that is late; raises Unanswered when nobody wants to wait so long."""

Fetch = Callable[[str, Pause], Fetched]
"""GETs an address, without leaving the process. Raises Unanswered."""

_FOR_EVER = float("inf")


def fetch(world: World, url: str, pause: Pause) -> Fetched:
    """GET an address that the scenario serves, noted as a request. Raises Unanswered."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Unanswered(f"{url} is no address") from None
    host, path = parts.hostname or "", parts.path or "/"
    asked = Asked("GET", parts.scheme, host, port, unquote(path), parts.query)
    event: dict[str, Any] = {"method": "GET", "url": url, "host": host, "path": asked.path}
    found = world.mocks.find(asked)
    try:
        if found is None:
            answer = _page(world, url, parts)
        else:
            event["mock"] = found[0].name or found[0].at
            answer = _reply(world, url, parts, found[1], pause)
    except Unanswered:
        world.note({**event, "status": 0, "bytes": 0})
        raise
    world.note({**event, "status": answer.status, "bytes": len(answer.body)})
    return answer


def _reply(world: World, url: str, parts: SplitResult, reply: Reply, pause: Pause) -> Fetched:
    if reply.delay or reply.hang:
        pause(_FOR_EVER if reply.hang else reply.delay)
    if reply.abort:
        raise Unanswered("the connection was broken off")
    if reply.passes:
        answer = _page(world, url, parts)
        pause(reply.answer_delay)
        return answer
    try:
        return Fetched(reply.status, body_of(reply)[0])
    except OSError as error:
        world.lose(error.filename, error.strerror or str(error))
        return Fetched(500, f"{error.filename}: {error.strerror}".encode())


def _page(world: World, url: str, parts: SplitResult) -> Fetched:
    page = world.page_at(url)
    if page is None:
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"
        raise Unanswered(f"the scenario serves nothing at {place}")
    try:
        return Fetched(200, world.render(page).html)
    except OSError as error:
        world.lose(error.filename, error.strerror or str(error))
        return Fetched(500, f"{error.filename}: {error.strerror}".encode())
