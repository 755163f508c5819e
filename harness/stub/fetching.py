"""Requests of the harness's own to real servers: a build of a widget, a page beside a mock."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from harness.stub.reach import Unreached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.stub.reach import IsOver, Reach
    from harness.stub.wsgi import Target

LONGEST = 32 * 1024 * 1024
"""Bytes of an answer that are taken."""

_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}
    | {"transfer-encoding", "content-length"}
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer as it came, still compressed if it was."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def fetch(
    reach: Reach,
    target: Target,
    is_over: IsOver,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> Fetched:
    """Ask a real server. Raises Unreached."""
    connection = HTTPConnection(target.host, target.port)
    try:
        connection.sock = reach.connect(target.host, target.port, is_over)
        if target.scheme == "https":
            context = ssl.create_default_context()
            if reach.is_lenient:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            connection.sock = context.wrap_socket(connection.sock, server_hostname=target.host)
        connection.putrequest(method, target.origin_form, skip_accept_encoding=True)
        for name, value in headers:
            if name.lower() not in _HOP | {"host"}:
                connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return _read(connection)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreached(str(reason).lower()) from None
    finally:
        connection.close()


def _read(connection: HTTPConnection) -> Fetched:
    response = connection.getresponse()
    content = response.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise Unreached("the answer is too large")
    kept = [pair for pair in response.getheaders() if pair[0].lower() not in _HOP]
    return Fetched(response.status, kept, content)
