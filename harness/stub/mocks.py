"""Other parties' endpoints: which mock answers a request, and with which of its replies."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from harness import patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scenario.model import Mock, Reply

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as a mock can tell requests apart."""

    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str


class Mocks:
    """The mocks of one run; each remembers how many requests it has answered."""

    def __init__(self, mocks: Sequence[Mock]) -> None:
        self._mocks = tuple(mocks)
        self._served = [0] * len(self._mocks)
        self._lock = threading.Lock()

    def find(self, asked: Asked) -> tuple[Mock, Reply] | None:
        """The first mock that fits, with the reply whose turn it is."""
        for index, mock in enumerate(self._mocks):
            if _fits(mock, asked):
                with self._lock:
                    turn = self._served[index]
                    self._served[index] += 1
                return mock, mock.replies[min(turn, len(mock.replies) - 1)]
        return None


def _fits(mock: Mock, asked: Asked) -> bool:
    if mock.method is not None and mock.method.upper() != asked.method:
        return False
    parts = urlsplit(mock.at)
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 443)
    if (parts.scheme, parts.hostname, port) != (asked.scheme, asked.host, asked.port):
        return False
    if not _path_pattern(parts.path or "/").fullmatch(asked.path):
        return False
    wanted = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **mock.query}
    given = dict(parse_qsl(asked.query, keep_blank_values=True))
    return not wanted or not patterns.differences(wanted, given)


@lru_cache(maxsize=512)
def _path_pattern(path: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in path.split("*")), re.DOTALL)
