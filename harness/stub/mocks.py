"""Other parties' endpoints: which mock answers a request, and with which of its replies."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from harness import patterns
from harness.stub.wsgi import DEFAULT_PORTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scenario.model import Mock, Reply


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
        """The first mock that fits, with the reply whose turn it is; a preflight takes no turn."""
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
        self._path = _path_pattern(parts.path or "/")
        self._query = {name: _as_text(value) for name, value in mock.query.items()}

    def fits(self, asked: Asked) -> bool:
        """Whether the request is one that this mock answers."""
        return (
            self._method in {None, asked.method}
            and self._origin == (asked.scheme, asked.host, asked.port)
            and self._path.fullmatch(asked.path) is not None
            and self._has_query(asked.query)
        )

    def _has_query(self, query: str) -> bool:
        given = dict(parse_qsl(query, keep_blank_values=True))
        return not self._query or patterns.is_match(self._query, given)


def _path_pattern(path: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(unquote(part)) for part in path.split("*")), re.DOTALL)


def _as_text(value: Any) -> Any:
    """Values of a query are text, so a number that is written bare means its digits."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
