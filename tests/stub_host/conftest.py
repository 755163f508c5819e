"""A stub host with one world or several, and clients that speak to it as a browser does."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from harness.scenario import load, plan
from harness.stub.certificates import Identity, make_identity
from harness.stub.host import make_app
from harness.stub.server import LOOPBACK, StubServer
from harness.stub.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from harness.stub.reach import Reach

PATIENCE = 10.0

SHOP = """
scenario: Shop
host: {at: https://shop.example/, html: "<p>shop</p>"}
steps: [{refresh: }]
"""


@dataclass(frozen=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A world that is being served, and the ways to ask it."""

    server: StubServer
    world: World
    port: int
    events: list[dict[str, Any]] = field(default_factory=list)

    def socket(self) -> socket.socket:
        """A plain connection to the port."""
        return socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE)

    def tunnel(self, host: str = "shop.example") -> ssl.SSLSocket:
        """A TLS connection to a virtual host, as a browser opens it."""
        plain = self.socket()
        plain.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
        assert plain.recv(1000).startswith(b"HTTP/1.1 200 ")
        return trusting().wrap_socket(plain, server_hostname=host)

    def connection(self, host: str = "shop.example") -> HTTPSConnection:
        """A connection for several requests."""
        made = HTTPSConnection(LOOPBACK, self.port, timeout=PATIENCE, context=trusting())
        made.set_tunnel(host, 443)
        return made

    def ask(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request on a connection of its own."""
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        made: HTTPConnection
        if parts.scheme == "https":
            made = self.connection(parts.netloc)
        else:
            made = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
            target, headers = url, {"Host": parts.netloc, **(headers or {})}
        with closing(made):
            made.request(method, target, body, headers or {})
            return read(made.getresponse())


@cache
def trusting() -> ssl.SSLContext:
    """A client that does not ask who signed the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def read(response: HTTPResponse) -> Answer:
    return Answer(
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        response.read(),
    )


@pytest.fixture(scope="session")
def identity() -> Identity:
    return make_identity()


@pytest.fixture(autouse=True)
def others() -> frozenset[threading.Thread]:
    """The threads that there are before the server: tests before may have left some."""
    return frozenset(threading.enumerate())


@pytest.fixture
def server(identity: Identity) -> Iterator[StubServer]:
    made = StubServer(make_app(), identity.context)
    yield made
    made.shutdown()


@pytest.fixture
def serve(server: StubServer, tmp_path: Path) -> Callable[..., Served]:
    """Serves the world of a scenario, which is given as text."""

    def serve(
        text: str = SHOP,
        on_change: Callable[[], None] | None = None,
        reach: Reach | None = None,
    ) -> Served:
        (tmp_path / "fixtures" / "pages").mkdir(parents=True, exist_ok=True)
        file = tmp_path / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        loaded = load([file], tmp_path)
        assert not loaded.problems, loaded.render_problems()
        events: list[dict[str, Any]] = []
        (run,) = plan(loaded)
        note = lambda _wall, data: events.append(data)  # noqa: E731 - it has one line
        world = World(run, note, on_change=on_change, reach=reach)
        return Served(server, world, server.open(world), events)

    return serve


@pytest.fixture
def shop(serve: Callable[..., Served]) -> Served:
    return serve()


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], bool]:
    """Waits for a condition; whether it came to hold."""

    def eventually(condition: Callable[[], object]) -> bool:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    return eventually


@pytest.fixture
def threads(others: frozenset[threading.Thread]) -> Callable[[], list[str]]:
    """The names of the server's threads."""
    return lambda: [
        one.name
        for one in threading.enumerate()
        if one.name.startswith("stub-") and one not in others
    ]
