"""One connection of a browser to the stub host: proxy request, TLS, HTTP/1.1 with keep-alive."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import h11

from harness.stub.outing import Outing
from harness.stub.wsgi import (
    ABORT_KEY,
    GONE_KEY,
    WORLD_KEY,
    App,
    authority,
    environ_of,
    response_of,
    target_of,
)

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from harness.stub.server import World

CHUNK = 65536
HEAD_LIMIT = 256 * 1024
"""Bytes of a request's head that are accepted; more is answered with 431."""

BODY_LIMIT = 32 * 1024 * 1024
"""Bytes of a request's body that are accepted; more is answered with 413."""

# A connection that ends before the first byte of an answer makes a browser ask again when it
# had used the connection before, and a scenario would see one request or two. An answer that
# is broken beyond its first bytes is an error at once: over TLS a head without an end, over
# plain HTTP (where half a head is taken for a whole one) a head that contradicts itself.
_BROKEN = {
    "https": b"HTTP/1.1 200 OK\r\n",
    "http": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n",
}


class EndedError(Exception):
    """The connection ends here, without a further answer."""


class Connection:
    """Speaks HTTP/1.1 with one client until either side ends it."""

    def __init__(
        self, client: socket.socket, app: App, context: ssl.SSLContext, world: World
    ) -> None:
        self._socket = client
        self._app = app
        self._context = context
        self._world = world
        self._scheme = "http"
        self._tunnel: tuple[str, int] | None = None
        self._lock = threading.Lock()
        self._is_ended = False

    def serve(self) -> None:
        """Answer requests until the connection ends; network errors end it silently."""
        with suppress(OSError, EndedError):
            while self._converse():
                pass

    def end(self) -> None:
        """Make the thread that serves it return. Called from other threads.

        The descriptor stays open until that thread closes it: a number that was free again
        could be the next connection's, and this thread would read the other's bytes.
        """
        with self._lock, suppress(OSError):
            self._is_ended = True
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptor back. Called by the serving thread, or when none was started."""
        with self._lock, suppress(OSError):
            self._socket.close()

    def is_gone(self) -> bool:
        """Whether the client has left while its request is being answered.

        May be called from other threads, and only then: a client that waits for an answer
        sends nothing, so whatever comes from it over TLS is its farewell.
        """
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._socket, selectors.EVENT_READ)
                if not selector.select(0):
                    return False
            return self._scheme == "https" or not self._socket.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True

    def _converse(self) -> bool:
        """Answer one after the other; True when a tunnel was opened and HTTP starts anew in it."""
        protocol = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
        try:
            while isinstance(request := self._next(protocol), h11.Request):
                if request.method == b"CONNECT":
                    return self._open_tunnel(request, protocol)
                self._answer(protocol, request, self._read_body(protocol))
                if protocol.our_state is not h11.DONE or protocol.their_state is not h11.DONE:
                    return False
                protocol.start_next_cycle()
        except h11.RemoteProtocolError as error:
            if protocol.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                self.refuse(error.error_status_hint, "Not HTTP")
        return False

    def _next(self, protocol: h11.Connection) -> Any:
        while True:
            event = protocol.next_event()
            if event is not h11.NEED_DATA:
                return event
            if protocol.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[])
                self._socket.sendall(protocol.send(go_on))
            protocol.receive_data(self._socket.recv(CHUNK))

    def _read_body(self, protocol: h11.Connection) -> bytes:
        parts: list[bytes] = []
        size = 0
        while isinstance(event := self._next(protocol), h11.Data):
            size += len(event.data)
            if size > BODY_LIMIT:
                self.refuse(413, "Content Too Large")
                raise EndedError
            parts.append(bytes(event.data))
        return b"".join(parts)

    def _open_tunnel(self, request: h11.Request, protocol: h11.Connection) -> bool:
        if self._tunnel is not None or protocol.trailing_data[0]:
            self.refuse(400, "A tunnel begins after its answer, and not in another one")
            return False
        host, port = authority(request.target.decode("latin-1"), 443)
        if not self._world.knows(host):
            Outing(self, self._world).tunnel(host, port)
            return False
        self._tunnel = host, port
        self._socket.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        # A tunnel carries TLS, or plain HTTP for http: pages; the first byte tells.
        if self._socket.recv(1, socket.MSG_PEEK) == b"\x16":
            self.start_tls()
        return True

    @property
    def socket(self) -> socket.socket:
        """The client's end, for the serving thread alone."""
        return self._socket

    @property
    def is_ended(self) -> bool:
        """Whether it is to return as soon as it can."""
        return self._is_ended

    def start_tls(self) -> None:
        """Speak TLS from here on, with the stub host's own key."""
        with self._lock:
            if self._is_ended:
                raise EndedError
            secure = self._context.wrap_socket(
                self._socket, server_side=True, do_handshake_on_connect=False
            )
            self._socket, self._scheme = secure, "https"
        secure.do_handshake()

    def _answer(self, protocol: h11.Connection, request: h11.Request, body: bytes) -> None:
        target = target_of(request, self._scheme, self._tunnel)
        if not self._world.knows(target.host):
            if self._tunnel is None and Outing(self, self._world).forward(request, target, body):
                raise EndedError
            self._send(protocol, request, "502 Not a host of this scenario", [], b"")
            return
        environ = environ_of(request, target, body)
        environ |= {WORLD_KEY: self._world, GONE_KEY: self.is_gone}
        answer: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            answer[:] = [status, headers]

        chunks = self._app(environ, start_response)
        try:
            data = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        if environ.get(ABORT_KEY):
            self._socket.sendall(_BROKEN[self._scheme])
            raise EndedError
        self._send(protocol, request, answer[0], answer[1], data)

    def _send(
        self,
        protocol: h11.Connection,
        request: h11.Request,
        status: str,
        headers: Sequence[tuple[str, str]],
        data: bytes,
    ) -> None:
        head, body = response_of(request.method, status, headers, data)
        out = protocol.send(head) or b""
        if body:
            out += protocol.send(h11.Data(data=body)) or b""
        out += protocol.send(h11.EndOfMessage()) or b""
        self._socket.sendall(out)

    def refuse(self, status: int, reason: str) -> None:
        """Answer without having been asked in HTTP, or without understanding it."""
        head = f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        self._socket.sendall(head.encode("ascii"))
