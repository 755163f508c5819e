"""Serves worlds on loopback: each run has a port of its own, its browser context's proxy.

A context's proxy sees everything that the context sends, whatever the scheme and the name,
so a request belongs to its run by the port it came in on: no header, cookie or name is
added to what the page can see. A name that the run's world does not hold is refused here
and never looked up, unless the run reaches for real pages (`harness.stub.reach`).
"""

from __future__ import annotations

import errno
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from harness.stub.connection import Connection

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from harness.stub.reach import Reach
    from harness.stub.wsgi import App

LOOPBACK = "127.0.0.1"

FULL = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOBUFS})
"""What the system says when it has nothing more to give."""

BREATH = 0.02
"""Seconds until a connection is taken again for which there was no file handle; nothing tells of
one that is free."""

LEAVING = 5.0
"""Seconds that the threads of ended connections are given to return."""


class World(Protocol):
    """What the server has to know of a run's world."""

    def knows(self, host: str) -> bool:
        """Whether the world holds a virtual host of this name."""
        ...

    @property
    def reach(self) -> Reach | None:
        """What of the real network is reached beside it."""
        ...

    def refused(
        self, method: str, url: str, host: str, path: str, reason: str | None = None
    ) -> None:
        """Take note that the browser asked for what neither the world nor the network gives."""
        ...

    def passed_on(self, method: str, url: str, host: str, path: str, status: int) -> None:
        """Take note that a request, or a connection, was passed on to a real server."""
        ...

    def cut_off(self, host: str, size: int) -> None:
        """Take note that a real server sent more than any page needs."""
        ...

    def lacks(self, reason: str) -> None:
        """Take note that a connection could not be served, which is the machine's doing."""
        ...

    def close(self) -> None:
        """Let go of every request that is held; may be called again."""
        ...


class StubServer:
    """Accepts connections for all worlds of a process; each connection has a thread.

    The selector and the listening sockets belong to the accepting thread alone: others
    leave it tasks and wake it.
    """

    def __init__(self, app: App, context: ssl.SSLContext) -> None:
        self._app = app
        self._context = context
        self._lock = threading.Lock()
        self._gates: dict[int, _Gate] = {}
        self._serving: set[threading.Thread] = set()
        self._tasks: deque[Callable[[], object]] = deque()
        self._waker, self._wakee = socket.socketpair()
        self._is_closing = False
        self._thread = threading.Thread(target=self._accept, name="stub-host", daemon=True)
        self._thread.start()

    def open(self, world: World) -> int:
        """Listen for this world; returns the port on loopback."""
        listener = socket.create_server((LOOPBACK, 0), backlog=128)
        listener.settimeout(0)
        gate = _Gate(listener, world)
        port = int(listener.getsockname()[1])
        with self._lock:
            self._gates[port] = gate
        self._do(lambda: self._selector.register(listener, selectors.EVENT_READ, gate))
        return port

    def close(self, port: int) -> None:
        """Stop listening for a world and end its connections, without waiting for their threads."""
        with self._lock:
            gate = self._gates.pop(port, None)
        if gate is not None:
            gate.close()
            self._do(lambda: self._forget(gate.listener))

    def shutdown(self) -> None:
        """End everything; no thread or socket of the server is left when this returns."""
        for port in list(self._gates):
            self.close(port)
        self._do(self._stop)
        self._thread.join()
        self._waker.close()
        deadline = time.monotonic() + LEAVING
        for thread in list(self._serving):
            thread.join(max(0.0, deadline - time.monotonic()))

    def _do(self, task: Callable[[], object]) -> None:
        self._tasks.append(task)
        with suppress(OSError):  # after shutdown there is nobody to wake
            self._waker.send(b"\0")

    def _stop(self) -> None:
        self._is_closing = True

    def _forget(self, listener: socket.socket) -> None:
        self._selector.unregister(listener)
        listener.close()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as self._selector:
            self._selector.register(self._wakee, selectors.EVENT_READ)
            while not self._is_closing:
                for key, _ in self._selector.select():
                    if key.data is None:
                        self._wakee.recv(1)
                        self._tasks.popleft()()
                    else:
                        self._welcome(key.data)
        self._wakee.close()

    def _welcome(self, gate: _Gate) -> None:
        try:
            client, _ = gate.listener.accept()
        except OSError as error:
            if error.errno in FULL - {errno.EAGAIN}:
                gate.world.lacks(error.strerror or str(error))
                time.sleep(BREATH)
            return  # else the client left between select and accept, or its gate closed
        client.settimeout(None)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(client, self._app, self._context, gate.world)
        if not gate.takes(connection):
            connection.close()
            return
        thread = threading.Thread(
            target=self._serve, args=(gate, connection), name="stub-connection", daemon=True
        )
        self._serving.add(thread)
        try:
            thread.start()
        except RuntimeError:  # the system gives no more threads
            gate.world.lacks("no further thread can be started")
            self._serving.discard(thread)
            gate.lets_go(connection)
            connection.close()

    def _serve(self, gate: _Gate, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            connection.close()
            gate.lets_go(connection)
            self._serving.discard(threading.current_thread())


class _Gate:
    """One listening port with its world and the connections that came in on it."""

    def __init__(self, listener: socket.socket, world: World) -> None:
        self.listener = listener
        self.world = world
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._is_closed = False

    def takes(self, connection: Connection) -> bool:
        """Keep a connection to end it later; False when the gate is closed already."""
        with self._lock:
            if not self._is_closed:
                self._connections.add(connection)
            return not self._is_closed

    def lets_go(self, connection: Connection) -> None:
        """Forget a connection that is over."""
        with self._lock:
            self._connections.discard(connection)

    def close(self) -> None:
        """End the connections that are there and take no further ones."""
        with self._lock:
            self._is_closed = True
            connections = list(self._connections)
        self.world.close()
        for connection in connections:
            connection.end()
