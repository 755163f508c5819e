from __future__ import annotations

import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from harness.stub.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from harness.stub.server import StubServer

HANGING = """
scenario: Hanging
mocks:
  - {at: https://shop.example/never, reply: {hang: true}}
  - {at: https://shop.example/slow, reply: {text: late, delay: 60s}}
host: {at: https://shop.example/, html: "<p>shop</p>"}
steps: [{refresh: }]
"""


def asks(served: Any, path: str) -> Any:
    sock = served.tunnel()
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: shop.example\r\n\r\n".encode())
    return sock


def is_over(sock: socket.socket) -> bool:
    try:
        while sock.recv(65536):
            pass
    except ConnectionError:
        return True
    return True  # a time-out is raised


def is_closed(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return True
    return False


def in_every_state(served: Any) -> list[Any]:
    """Connections that do nothing, are half-way through something, or wait for an answer."""
    idle, shaking, half = served.socket(), served.socket(), served.tunnel()
    shaking.sendall(b"CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example\r\n\r\n")
    assert b" 200 " in shaking.recv(1000)
    shaking.sendall(b"\x16")
    half.sendall(b"GET / HT")
    return [idle, shaking, half, asks(served, "/never"), asks(served, "/slow")]


def test_shutdown_leaves_no_thread_and_no_socket(
    server: StubServer, serve: Callable[..., Any], eventually: Any, threads: Any
) -> None:
    served, other = serve(HANGING), serve()
    sockets = [*in_every_state(served), other.tunnel()]
    assert eventually(lambda: served.world.parked == 2)
    assert len(threads()) == 7
    server.shutdown()
    assert threads() == []
    assert all(is_over(sock) for sock in sockets)
    assert is_closed(served.port)
    assert is_closed(other.port)
    for sock in sockets:
        sock.close()
    server.shutdown()  # again, which does nothing


def test_closing_a_world_ends_its_connections_and_no_others(
    server: StubServer, serve: Callable[..., Any], eventually: Any, threads: Any
) -> None:
    served, other = serve(HANGING), serve()
    sockets = in_every_state(served)
    with closing(other.connection()) as made:
        made.request("GET", "/")
        assert made.getresponse().read() == b"<p>shop</p>"
        server.close(served.port)
        assert all(is_over(sock) for sock in sockets)
        assert eventually(lambda: is_closed(served.port))
        made.request("GET", "/")
        assert made.getresponse().read() == b"<p>shop</p>"
        assert eventually(lambda: len(threads()) == 2)
    for sock in sockets:
        sock.close()


def test_a_descriptor_is_closed_by_the_thread_that_serves_it(
    server: StubServer,
    serve: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    eventually: Any,
) -> None:
    # Otherwise its number could be the next connection's while this thread still reads it.
    serving: dict[Connection, threading.Thread] = {}
    closing_threads: dict[Connection, threading.Thread] = {}
    serve_it, close_it = Connection.serve, Connection.close

    def note_serve(connection: Connection) -> None:
        serving[connection] = threading.current_thread()
        serve_it(connection)

    def note_close(connection: Connection) -> None:
        closing_threads[connection] = threading.current_thread()
        close_it(connection)

    monkeypatch.setattr(Connection, "serve", note_serve)
    monkeypatch.setattr(Connection, "close", note_close)
    served = serve(HANGING)
    sockets = in_every_state(served)
    assert eventually(lambda: len(serving) == 5)
    server.close(served.port)
    assert eventually(lambda: len(closing_threads) == 5)
    assert closing_threads == serving
    for sock in sockets:
        sock.close()


def test_a_world_that_opens_after_another_closed_is_served(
    server: StubServer, serve: Callable[..., Any]
) -> None:
    for _ in range(20):
        served = serve()
        assert served.ask("https://shop.example/").status == 200
        server.close(served.port)
