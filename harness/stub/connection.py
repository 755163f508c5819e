"""One connection of a browser to the stub host: proxy request, TLS, then HTTP/1.1 with keep-alive."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.types import WSGIEnvironment

import h11

if TYPE_CHECKING:
    import ssl

    from harness.stub.server import World

CHUNK = 65536
BODY_LIMIT = 32 * 1024 * 1024
"""Bytes of a request's body that are accepted; more ends the connection."""

WORLD_KEY = "harness.world"
"""Where the WSGI application finds the world of the request's run."""

App = Callable[[WSGIEnvironment, Any], Iterable[bytes]]


ABORT_KEY = "harness.abort"
"""Set by the application to end the connection without an answer."""


class _EndedError(Exception):
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
        self._target: tuple[str, int] | None = None

    def serve(self) -> None:
        """Answer requests until the connection ends; network errors end it silently."""
        with suppress(OSError, h11.ProtocolError, _EndedError):
            while self._answer_all():
                pass

    def end(self) -> None:
        """Make the thread that serves it return. Called from other threads.

        The descriptor stays open until that thread closes it: a number that was free again
        could be the next connection's, and this thread would read the other's bytes.
        """
        with suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptor back. Called by the serving thread, or when none was started."""
        with suppress(OSError):
            self._socket.close()

    def _answer_all(self) -> bool:
        """Answer one after the other; True when a tunnel was opened and HTTP starts anew in it."""
        protocol = h11.Connection(h11.SERVER, max_incomplete_event_size=CHUNK)
        while True:
            request = self._next(protocol)
            if not isinstance(request, h11.Request):
                return False
            if request.method == b"CONNECT":
                return self._open_tunnel(request)
            body = self._read_body(protocol)
            self._answer(protocol, request, body)
            if protocol.our_state is not h11.DONE or protocol.their_state is not h11.DONE:
                return False
            protocol.start_next_cycle()

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
        while True:
            event = self._next(protocol)
            if not isinstance(event, h11.Data):
                return b"".join(parts)
            size += len(event.data)
            if size > BODY_LIMIT:
                raise _EndedError
            parts.append(bytes(event.data))

    def _open_tunnel(self, request: h11.Request) -> bool:
        host, _, port = request.target.decode("ascii", "replace").rpartition(":")
        self._target = (host.strip("[]").lower(), int(port) if port.isdigit() else 443)
        if not self._world.knows(self._target[0]):
            self._world.refused(*self._target)
            self._socket.sendall(
                b"HTTP/1.1 403 Not a host of this scenario\r\nContent-Length: 0\r\n\r\n"
            )
            return False
        self._socket.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        # A tunnel carries TLS, or plain WebSocket and HTTP for http: pages; the first byte tells.
        if self._socket.recv(1, socket.MSG_PEEK) == b"\x16":
            self._socket = self._context.wrap_socket(self._socket, server_side=True)
            self._scheme = "https"
        return True

    def _answer(self, protocol: h11.Connection, request: h11.Request, body: bytes) -> None:
        host, environ = self._environ(request, body)
        if not self._world.knows(host):
            self._world.refused(host, int(environ["SERVER_PORT"]))
            self._send(protocol, request, "502 Not a host of this scenario", [], [b""])
            return
        answer: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            answer[:] = [status, headers]

        chunks = self._app(environ, start_response)
        try:
            data = list(chunks)
            if environ.get(ABORT_KEY):
                raise _EndedError
            self._send(protocol, request, answer[0], answer[1], data)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()

    def _send(
        self,
        protocol: h11.Connection,
        request: h11.Request,
        status: str,
        headers: list[tuple[str, str]],
        chunks: list[bytes],
    ) -> None:
        code, _, reason = status.partition(" ")
        body = b"" if request.method == b"HEAD" else b"".join(chunks)
        fields = [(name, value) for name, value in headers if name.lower() != "connection"]
        if not any(name.lower() == "content-length" for name, _ in fields) and code not in {
            "204",
            "304",
        }:
            fields.append(("Content-Length", str(len(body))))
        head = h11.Response(
            status_code=int(code),
            reason=reason.encode("latin-1", "replace"),
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields],
        )
        out = protocol.send(head) or b""
        if body:
            out += protocol.send(h11.Data(data=body)) or b""
        out += protocol.send(h11.EndOfMessage()) or b""
        self._socket.sendall(out)

    def _environ(self, request: h11.Request, body: bytes) -> tuple[str, WSGIEnvironment]:
        target = request.target.decode("latin-1")
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers
        ]
        parts = urlsplit(target)
        authority = parts.netloc or dict(headers).get("host", "")
        if self._target is not None:
            host, port = self._target
        else:
            host, port = _split_authority(authority)
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": request.method.decode("ascii"),
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
            "QUERY_STRING": parts.query,
            "RAW_URI": parts.path or "/",
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": str(len(body)),
            WORLD_KEY: self._world,
        }
        for name, value in headers:
            key = name.upper().replace("-", "_")
            if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
                key = f"HTTP_{key}"
            if key == "CONTENT_LENGTH":
                continue
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return host, environ


def _split_authority(authority: str) -> tuple[str, int]:
    host, _, port = authority.partition(":")
    return host.lower(), int(port) if port.isdigit() else 80
