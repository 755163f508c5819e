from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from harness.stub import tunnel
from harness.stub.reach import Reach, Unreached, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.stub.server import StubServer

EVERYTHING = Reach(resolve={"real.test": "127.0.0.1"}, has_loopback=True)
NOBODY = lambda: False  # noqa: E731 - it has one line


class Echo(socketserver.StreamRequestHandler):
    """Says what it hears; `flood` without end; an HTTP request is answered with its own head."""

    def handle(self) -> None:
        first = self.rfile.readline()
        if first == b"flood\n":
            with suppress(OSError):
                while True:
                    self.wfile.write(b"x" * 65536)
        elif b" HTTP/1.1" in first:
            head = first
            while (line := self.rfile.readline()) != b"\r\n":
                head += line
            size = int(dict(_fields(head)).get(b"content-length", 0))
            body = head + self.rfile.read(size)
            self.wfile.write(b"HTTP/1.1 203 Fine\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        else:
            while first:
                self.wfile.write(first)
                first = self.rfile.readline()


def _fields(head: bytes) -> list[tuple[bytes, bytes]]:
    pairs = (line.partition(b":") for line in head.splitlines()[1:])
    return [(name.lower(), value.strip()) for name, _, value in pairs]


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as real:
        real.daemon_threads = True
        real.block_on_close = False
        thread = threading.Thread(target=real.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield real.server_address[1]
        real.shutdown()
        thread.join()


@pytest.fixture
def echo() -> Iterator[int]:
    with listening(Echo) as port:
        yield port


def connect(served: Any, target: str) -> tuple[socket.socket, bytes]:
    made = served.socket()
    made.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    return made, made.recv(1000)


def heard(made: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (chunk := made.recv(size - len(data))):
        data += chunk
    return data


def test_a_name_that_the_scenario_does_not_have_is_tunnelled_as_it_is(
    serve: Callable[..., Any], echo: int
) -> None:
    served = serve(reach=EVERYTHING)
    made, answer = connect(served, f"real.test:{echo}")
    with made:
        assert answer.startswith(b"HTTP/1.1 200 ")
        for size in (1, 100_000, 1_000_000):
            line = b"\x00" * size + b"\n"
            threading.Thread(target=made.sendall, args=(line,), daemon=True).start()
            assert heard(made, len(line)) == line
    (event,) = served.events
    assert event["url"] == f"real.test:{echo}"
    assert event["real"] is True


def test_a_plain_request_is_forwarded_with_its_body_and_without_the_proxys_fields(
    serve: Callable[..., Any], echo: int
) -> None:
    served = serve(reach=EVERYTHING)
    url = f"http://real.test:{echo}/a/b?c=1"
    own = {"X-Own": "kept", "Proxy-Authorization": "Basic c2VjcmV0"}
    answer = served.ask(url, "POST", b"body", own)
    assert answer.status == 203
    assert answer.body.startswith(b"POST /a/b?c=1 HTTP/1.1\r\n")
    assert answer.body.endswith(b"body")
    assert b"X-Own: kept" in answer.body
    assert b"proxy" not in answer.body.lower()
    (event,) = served.events
    assert (event["url"], event["status"]) == (url, 203)


def test_the_widgets_host_is_never_reached_whatever_is_allowed(
    serve: Callable[..., Any], echo: int
) -> None:
    names = {"app.livechatoo.com": "127.0.0.1", "www.livechatoo.com": "127.0.0.1"}
    served = serve(reach=Reach(resolve=names, has_loopback=True))
    assert b"livechatoo" in served.ask("https://app.livechatoo.com/js/web.min.js").body
    other, answer = connect(served, f"www.livechatoo.com:{echo}")
    with other:
        assert answer.startswith(b"HTTP/1.1 502 ")
    asked, refused = served.events
    assert "real" not in asked
    assert refused["reason"] == "nothing of the vendor is reached in this run"


def test_names_of_the_scenario_stay_virtual_beside_the_real_network(
    serve: Callable[..., Any],
) -> None:
    served = serve(reach=EVERYTHING)
    assert served.ask("https://shop.example/").body == b"<p>shop</p>"


@pytest.mark.parametrize("target", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"])  # noqa: S104 - an address
def test_addresses_of_this_machine_are_not_reached_from_elsewhere(
    serve: Callable[..., Any], echo: int, target: str
) -> None:
    served = serve(reach=Reach())
    made, answer = connect(served, f"{target}:{echo}")
    with made:
        assert answer.startswith(b"HTTP/1.1 502 ")
    assert "this machine" in served.events[0]["reason"]


def test_who_cannot_be_reached_is_noted_with_the_reason(serve: Callable[..., Any]) -> None:
    served = serve(reach=EVERYTHING)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for target in (f"real.test:{port}", "no-such-name.invalid:443"):
        made, answer = connect(served, target)
        with made:
            assert answer.startswith(b"HTTP/1.1 502 ")
    assert [event["reason"] for event in served.events] == [
        "connection refused",
        "no such name is known",
    ]


def test_a_flood_is_cut_off(
    serve: Callable[..., Any], echo: int, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    monkeypatch.setattr(tunnel, "MOST", 3_000_000)
    served = serve(reach=EVERYTHING)
    made, _ = connect(served, f"real.test:{echo}")
    with made:
        made.sendall(b"flood\n")
        with suppress(ConnectionError):
            while made.recv(65536):
                pass
    assert eventually(lambda: any(event.get("cut") for event in served.events))


def test_the_end_of_the_world_ends_its_tunnels_and_leaves_no_thread(
    server: StubServer, serve: Callable[..., Any], echo: int, eventually: Any, threads: Any
) -> None:
    served = serve(reach=EVERYTHING)
    made = [connect(served, f"real.test:{echo}")[0] for _ in range(3)]
    made[0].sendall(b"flood\n")
    server.close(served.port)
    assert eventually(lambda: threads() == ["stub-host"])
    for one in made:
        one.close()


class Silent(socketserver.BaseRequestHandler):
    """Takes the connection and says nothing."""

    def handle(self) -> None:
        self.request.recv(1)
        self.request.recv(1_000_000)
        self.request.recv(1)


def test_a_server_that_never_answers_keeps_nobody_beyond_the_end_of_the_world(
    server: StubServer, serve: Callable[..., Any], eventually: Any, threads: Any
) -> None:
    with listening(Silent) as port:
        served = serve(reach=EVERYTHING)
        made = served.socket()
        made.sendall(f"GET http://real.test:{port}/ HTTP/1.1\r\nHost: real.test\r\n\r\n".encode())
        assert eventually(lambda: len(threads()) == 2)
        server.close(served.port)
        assert eventually(lambda: threads() == ["stub-host"])
        made.close()


class Proxy(socketserver.StreamRequestHandler):
    """A proxy that knows one user, and says where it was asked to go."""

    def handle(self) -> None:
        first = self.rfile.readline()
        head = first
        while (line := self.rfile.readline()) != b"\r\n":
            head += line
        if b"Basic dXNlcjpw4oKs" not in head:  # user:p€
            self.wfile.write(b"HTTP/1.1 407 Who?\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Yes\r\n\r\nwent to " + first.split()[1])


def test_a_proxy_on_the_way_is_asked_with_its_password(serve: Callable[..., Any]) -> None:
    with listening(Proxy) as port:
        served = serve(reach=Reach(proxy=f"http://user:p%E2%82%AC@127.0.0.1:{port}"))
        made, answer = connect(served, "far.example:443")
        with made:
            answer += heard(made, 1000)
        assert answer.endswith(b"went to far.example:443")
        other = serve(reach=Reach(proxy=f"http://127.0.0.1:{port}"))
        refused, answer = connect(other, "far.example:443")
        with refused:
            assert answer.startswith(b"HTTP/1.1 502 ")
        assert other.events[0]["reason"] == "the proxy answered 407 Who?"


def test_what_belongs_to_this_machine_is_known_without_asking() -> None:
    own = ("localhost", "a.localhost", "127.8.9.1", "::1", "::ffff:127.0.0.1", "0.0.0.0")  # noqa: S104 - an address
    assert all(map(is_loopback, own))
    assert not any(map(is_loopback, ("shop.example", "10.0.0.1", "192.168.1.1", "::2")))


def test_only_what_a_run_needs_is_reached_when_names_are_given() -> None:
    few = Reach(names=frozenset({"cdn.example"}))
    assert few.refusal("cdn.example") is None
    with pytest.raises(Unreached, match="only what its widget needs"):
        few.connect("shop.example", 443, NOBODY)
