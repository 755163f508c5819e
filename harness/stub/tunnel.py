"""Carrying bytes between a browser and a real server, without looking into them.

Everything here happens in the thread that serves the connection, which alone closes the
sockets. It returns when either side has ended, when the run is over, or when more came
than any page needs.
"""

from __future__ import annotations

import selectors
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    import h11

CHUNK = 65536

MOST = 256 * 1024 * 1024
"""Bytes that one connection carries to the browser; a page that sends more is cut off."""

_WAITING = 1024 * 1024
"""Bytes for a side that does not read, beyond which the other one is not read either."""

_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"}
    | {"te", "trailer", "transfer-encoding", "upgrade", "content-length"}
)
_AGAIN = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError, InterruptedError)


class TooMuch(Exception):  # noqa: N818 - the condition is named
    """The server sent more than `MOST`."""


def request_head(request: h11.Request, target: str, size: int) -> bytes:
    """The head of a forwarded request; its connection serves this one request."""
    lines = [b"%s %s HTTP/1.1" % (request.method, target.encode("latin-1"))]
    for name, value in request.headers.raw_items():
        if name.lower().decode("latin-1") not in _HOP:
            lines.append(name + b": " + value)
    lines.append(b"Connection: close")
    if size or request.method in {b"POST", b"PUT", b"PATCH"}:
        lines.append(b"Content-Length: %d" % size)
    return b"\r\n".join([*lines, b"", b""])


def carry(browser: socket.socket, server: socket.socket, first: bytes = b"") -> None:
    """Carry bytes both ways until either side ends; `first` goes to the browser. Raises TooMuch."""
    up, down = _Way(browser, server), _Way(server, browser, most=MOST)
    down.waiting += first
    for side in (browser, server):
        side.settimeout(0)
    with selectors.DefaultSelector() as selector:
        selector.register(browser, selectors.EVENT_READ)
        selector.register(server, selectors.EVENT_READ)
        while not (down.is_done or up.is_over):
            _watch(selector, up, down)
            has_more = up.has_pending or down.has_pending
            for _ in selector.select(0 if has_more else None):
                pass
            up.move()
            down.move()


def _watch(selector: selectors.BaseSelector, up: _Way, down: _Way) -> None:
    """Ask for what can be gone on with: a full side is not read, an empty one not written."""
    for way, back in ((up, down), (down, up)):
        wanted = selectors.EVENT_READ if way.takes else 0
        wanted |= selectors.EVENT_WRITE if back.waiting else 0
        if way.source in selector.get_map():
            selector.unregister(way.source)
        if wanted:
            selector.register(way.source, wanted)


class _Way:
    """One direction: what came from one side and has not gone to the other yet."""

    def __init__(self, source: socket.socket, sink: socket.socket, most: int | None = None) -> None:
        self.source = source
        self.waiting = bytearray()
        self.is_over = False
        self._sink = sink
        self._left = most

    @property
    def takes(self) -> bool:
        """Whether more is read."""
        return not self.is_over and len(self.waiting) < _WAITING

    @property
    def has_pending(self) -> bool:
        """Whether something was decrypted already, which a selector does not see."""
        pending = getattr(self.source, "pending", None)
        return self.takes and pending is not None and pending() > 0

    @property
    def is_done(self) -> bool:
        """Whether the source has ended and all of it was handed on."""
        return self.is_over and not self.waiting

    def move(self) -> None:
        """Read and write what can be done at once. Raises TooMuch and OSError."""
        if self.takes:
            with suppress(*_AGAIN):
                self._read()
        if self.waiting:
            with suppress(*_AGAIN):
                del self.waiting[: self._sink.send(self.waiting)]

    def _read(self) -> None:
        try:
            data = self.source.recv(CHUNK)
        except ssl.SSLEOFError:
            data = b""
        self.is_over = not data
        self.waiting += data
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise TooMuch
