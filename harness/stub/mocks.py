"""Other parties' endpoints: which mock answers a request, and with which of its replies."""

from __future__ import annotations

import json
import mimetypes
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from harness import patterns
from harness.scenario.model import MISSING
from harness.stub.wildcard import WILDCARD, joins
from harness.stub.wsgi import DEFAULT_PORTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scenario.model import Mock, Reply


_KINDS = mimetypes.MimeTypes()  # Python's own table: a machine's registry may know better, or worse


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as a mock can tell requests apart; the path is decoded."""

    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    is_preflight: bool = False


class Mocks:
    """The mocks of one run; each remembers how many requests it has answered."""

    def __init__(self, mocks: Sequence[Mock]) -> None:
        self._endpoints = tuple(_Endpoint(mock) for mock in mocks)
        self._lock = threading.Lock()

    def find(self, asked: Asked) -> tuple[Mock, Reply] | None:
        """The first mock that fits, with the reply whose turn it is; a preflight takes no turn.

        Raises ExpressionStuck.
        """
        for endpoint in self._endpoints:
            if endpoint.fits(asked):
                with self._lock:
                    turn = endpoint.served
                    endpoint.served += not asked.is_preflight
                replies = endpoint.mock.replies
                return endpoint.mock, replies[min(turn, len(replies) - 1)]
        return None


class _Endpoint:
    """A mock, prepared for being compared with many requests."""

    def __init__(self, mock: Mock) -> None:
        parts = urlsplit(mock.at)
        self.mock = mock
        self.served = 0
        self._method = mock.method and mock.method.upper()
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 443)
        self._origin = (parts.scheme, parts.hostname, port)
        self._path = [unquote(part) for part in (parts.path or "/").split(WILDCARD)]
        self._query = {name: _as_text(value) for name, value in mock.query.items()}

    def fits(self, asked: Asked) -> bool:
        """Whether the request is one that this mock answers."""
        return (
            self._method in {None, asked.method}
            and self._origin == (asked.scheme, asked.host, asked.port)
            and joins(self._path, asked.path)
            and self._has_query(asked.query)
        )

    def _has_query(self, query: str) -> bool:
        given = dict(parse_qsl(query, keep_blank_values=True))
        return not self._query or patterns.is_match(self._query, given)


def body_of(reply: Reply) -> tuple[bytes, str]:
    """What a reply says, and its content type. Raises OSError when its file cannot be read."""
    if reply.json is not MISSING:
        return json.dumps(reply.json).encode("ascii"), "application/json"
    if reply.file is not None:
        return reply.file.read_bytes(), kind_of(reply.file.name)
    return (reply.text or "").encode(), "text/plain"


def kind_of(name: str) -> str:
    """The content type of a file, by its name."""
    return _KINDS.guess_type(name, strict=False)[0] or "application/octet-stream"


def _as_text(value: Any) -> Any:
    """Values of a query are text, so a number that is written bare means its digits."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
