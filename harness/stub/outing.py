"""A browser's request for a server of the real network: refused, tunnelled or forwarded."""

from __future__ import annotations

import selectors
from contextlib import closing
from typing import TYPE_CHECKING

from harness.stub.reach import Unreached, secured
from harness.stub.tunnel import CHUNK, MOST, TooMuch, carry, request_head

if TYPE_CHECKING:
    import socket

    import h11

    from harness.project.model import ClientCertificate
    from harness.stub.connection import Connection
    from harness.stub.server import World
    from harness.stub.wsgi import Target

_GLANCE = 0.1


class Outing:
    """Serves one connection from there on; the caller ends it."""

    def __init__(self, connection: Connection, world: World) -> None:
        self._connection = connection
        self._world = world

    def tunnel(self, host: str, port: int) -> None:
        """Answer a CONNECT: with a tunnel to the server, or by saying that there is none."""
        url = f"{host}:{port}"
        try:
            server = self._connect(host, port)
        except Unreached as error:
            self._world.refused("CONNECT", url, host, "", str(error) or None)
            if self._world.reach is None:
                self._connection.refuse(403, "Not a host of this scenario")
            else:
                self._connection.refuse(502, "Not reached")
            return
        with closing(server):
            self._world.passed_on("CONNECT", url, host, "", 200)
            self._connection.socket.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            reach = self._world.reach
            given = reach.certificate(host, port) if reach else None
            if given is None:
                self._carry(server, host)
            else:
                self._carry_opened(server, host, given)

    def forward(self, request: h11.Request, target: Target, body: bytes) -> bool:
        """Send a plain request on, and carry its answer back. Whether there was a way to."""
        method = request.method.decode("ascii")
        about = (method, target.url, target.host, target.path)
        try:
            server = self._connect(target.host, target.port)
        except Unreached as error:
            self._world.refused(*about, str(error) or None)
            return self._world.reach is not None  # a broken answer is no page to look at
        with closing(server):
            server.sendall(request_head(request, target.origin_form, len(body)) + body)
            first = self._first(server)
            self._world.passed_on(*about, _status(first))
            self._carry(server, target.host, first)
        return True

    def _connect(self, host: str, port: int) -> socket.socket:
        if self._world.reach is None:
            raise Unreached
        return self._world.reach.connect(host, port, self._is_over)

    def _is_over(self) -> bool:
        return self._connection.is_ended or self._connection.is_gone()

    def _carry_opened(self, server: socket.socket, host: str, given: ClientCertificate) -> None:
        """Speak TLS on both sides, since only the harness can prove who asks."""
        try:
            secure = secured(server, host, given)
        except Unreached as error:
            self._world.refused("CONNECT", host, host, "", str(error))
            return
        with closing(secure):
            self._connection.start_tls()
            self._carry(secure, host)

    def _carry(self, server: socket.socket, host: str, first: bytes = b"") -> None:
        try:
            carry(self._connection.socket, server, first)
        except TooMuch:
            self._world.cut_off(host, MOST)

    def _first(self, server: socket.socket) -> bytes:
        """The beginning of the answer; nothing when none comes and nobody waits any more."""
        with selectors.DefaultSelector() as selector:
            selector.register(server, selectors.EVENT_READ)
            while not selector.select(_GLANCE):
                if self._is_over():
                    return b""
        return server.recv(CHUNK)


def _status(first: bytes) -> int:
    words = first[:20].split(b" ")
    code = words[1][:3] if len(words) > 1 else b""
    return int(code) if code.isdigit() else 0
