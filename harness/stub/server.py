"""Serves worlds on loopback: each run has a port of its own, which its browser context uses as proxy.

A context's proxy sees everything that the context sends, whatever the scheme and the name,
so a request belongs to its run by the port it came in on: no header, cookie or name is
added to what the page can see. A name that the run's world does not hold is refused here
and never looked up.
"""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from harness.stub.connection import App, Connection

if TYPE_CHECKING:
    import ssl

LOOPBACK = "127.0.0.1"


class World(Protocol):
    """What the server has to know of a run's world."""

    def knows(self, host: str) -> bool:
        """Whether the world holds a virtual host of this name."""
        ...

    def refused(self, host: str, port: int) -> None:
        """Take note that the browser asked for a name that the world does not hold."""
        ...


class StubServer:
    """Accepts connections for all worlds of a process; each connection has a thread."""

    def __init__(self, app: App, context: ssl.SSLContext) -> None:
        self._app = app
        self._context = context
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._gates: dict[int, _Gate] = {}
        self._waker, self._wakee = socket.socketpair()
        self._selector.register(self._wakee, selectors.EVENT_READ, None)
        self._is_closing = False
        self._thread = threading.Thread(target=self._accept, name="stub-host", daemon=True)
        self._thread.start()

    def open(self, world: World) -> int:
        """Listen for this world; returns the port on loopback."""
        listener = socket.create_server((LOOPBACK, 0), backlog=64)
        listener.setblocking(False)
        gate = _Gate(listener, world)
        port = int(listener.getsockname()[1])
        with self._lock:
            self._gates[port] = gate
            self._selector.register(listener, selectors.EVENT_READ, gate)
        self._wake()
        return port

    def close(self, port: int) -> None:
        """Stop listening for a world and end its connections."""
        with self._lock:
            gate = self._gates.pop(port, None)
            if gate is None:
                return
            with suppress(KeyError):
                self._selector.unregister(gate.listener)
        gate.close()
        self._wake()

    def shutdown(self) -> None:
        """End everything; no thread or socket of the server is left when this returns."""
        for port in list(self._gates):
            self.close(port)
        self._is_closing = True
        self._wake()
        self._thread.join()
        self._selector.close()
        self._waker.close()
        self._wakee.close()

    def _wake(self) -> None:
        self._waker.send(b"\0")

    def _accept(self) -> None:
        while not self._is_closing:
            for key, _ in self._selector.select():
                if key.data is None:
                    self._wakee.recv(64)
                else:
                    self._serve(key.data)

    def _serve(self, gate: _Gate) -> None:
        try:
            client, _ = gate.listener.accept()
        except OSError:
            return  # the gate closed, or the client left, between select and accept
        client.setblocking(True)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(client, self._app, self._context, gate.world)
        gate.start(connection)


class _Gate:
    """One listening port with its world and the connections that came in on it."""

    def __init__(self, listener: socket.socket, world: World) -> None:
        self.listener = listener
        self.world = world
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._is_closed = False

    def start(self, connection: Connection) -> None:
        with self._lock:
            if self._is_closed:
                connection.close()
                return
            self._connections.add(connection)
        threading.Thread(
            target=self._run, args=(connection,), name="stub-connection", daemon=True
        ).start()

    def _run(self, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            connection.close()
            with self._lock:
                self._connections.discard(connection)

    def close(self) -> None:
        self.listener.close()
        with self._lock:
            self._is_closed = True
            connections = list(self._connections)
        for connection in connections:
            connection.end()
