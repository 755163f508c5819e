from __future__ import annotations

import base64
import hashlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from harness.stub import connection
from harness.stub.wsgi import response_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.stub.certificates import Identity

SLOW = """
scenario: Slow
mocks:
  - {at: https://shop.example/slow, reply: {text: at last, delay: 300ms}}
  - {at: https://shop.example/never, reply: {hang: true}}
  - {at: https://shop.example/broken, reply: {abort: true}}
  - {at: http://shop.example/broken, reply: {abort: true}}
  - {at: https://shop.example/empty, reply: {status: 204, text: ignored}}
  - {at: https://shop.example/same, reply: {status: 304}}
  - {at: https://shop.example/named, reply: {json: {a: 1}, headers: {Content-Length: "99"}}}
host: {at: https://shop.example/, html: "<p>shop</p>"}
steps: [{refresh: }]
"""
GET = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"


def answers(sock: Any, count: int) -> bytes:
    """Everything up to the end of so many bodies of the shop."""
    got = b""
    while got.count(b"<p>shop</p>") < count:
        data = sock.recv(65536)
        assert data, got
        got += data
    return got


def rest(sock: socket.socket) -> bytes:
    """Everything until the server ends the connection."""
    got = b""
    with suppress(ConnectionResetError):
        while data := sock.recv(65536):
            got += data
    return got


def test_one_connection_serves_many_requests(shop: Any) -> None:
    with closing(shop.connection()) as made:
        for number in range(5):
            made.request("GET", f"/?{number}")
            response = made.getresponse()
            assert (response.status, response.read()) == (200, b"<p>shop</p>")
    assert [event["url"][-2:] for event in shop.events] == [f"?{n}" for n in range(5)]


def test_requests_that_come_together_are_answered_in_order(shop: Any) -> None:
    with closing(shop.tunnel()) as sock:
        sock.sendall(GET * 3)
        assert answers(sock, 3).count(b"HTTP/1.1 200 ") == 3


def test_a_request_that_comes_in_pieces_is_answered(shop: Any) -> None:
    with closing(shop.tunnel()) as sock:
        for at in range(0, len(GET), 9):
            sock.sendall(GET[at : at + 9])
            time.sleep(0.002)
        answers(sock, 1)


def test_a_request_that_never_ends_holds_up_nobody(shop: Any) -> None:
    with closing(shop.tunnel()) as half:
        half.sendall(GET[:20])
        assert shop.ask("https://shop.example/").status == 200


def test_slow_and_hanging_answers_hold_up_nobody(serve: Callable[..., Any]) -> None:
    served = serve(SLOW)
    with closing(served.tunnel()) as hanging, ThreadPoolExecutor(1) as pool:
        hanging.sendall(GET.replace(b"/ ", b"/never ", 1))
        began = time.monotonic()
        slow = pool.submit(served.ask, "https://shop.example/slow")
        assert served.ask("https://shop.example/").body == b"<p>shop</p>"
        assert not slow.done()
        assert slow.result().body == b"at last"
        assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_abort_is_an_error_at_the_client_and_one_request_without_status(
    serve: Callable[..., Any], scheme: str
) -> None:
    served = serve(SLOW)
    with closing(served.socket() if scheme == "http" else served.tunnel()) as sock:
        target = "http://shop.example/broken" if scheme == "http" else "/broken"
        sock.sendall(f"GET {target} HTTP/1.1\r\nHost: shop.example\r\n\r\n".encode())
        head = rest(sock)
    # Nothing at all would make a browser ask again on another connection.
    assert head.startswith(b"HTTP/1.1 ")
    assert b"\r\n\r\n" not in head or head.count(b"Content-Length") == 2
    assert [event["status"] for event in served.events] == [0]


@pytest.mark.parametrize(("path", "status"), [("/empty", 204), ("/same", 304)])
def test_answers_without_a_body_leave_the_connection_usable(
    serve: Callable[..., Any], path: str, status: int
) -> None:
    with closing(serve(SLOW).connection()) as made:
        made.request("GET", path)
        response = made.getresponse()
        assert (response.status, response.read()) == (status, b"")
        made.request("GET", "/")
        assert made.getresponse().read() == b"<p>shop</p>"


def test_head_tells_the_length_and_sends_no_body(shop: Any) -> None:
    with closing(shop.connection()) as made:
        made.request("HEAD", "/")
        response = made.getresponse()
        assert (response.getheader("Content-Length"), response.read()) == ("11", b"")
        made.request("GET", "/")
        assert made.getresponse().read() == b"<p>shop</p>"
    assert [event["bytes"] for event in shop.events] == [0, 11]


def test_the_length_is_that_of_what_is_sent(serve: Callable[..., Any]) -> None:
    answer = serve(SLOW).ask("https://shop.example/named")
    assert (answer.headers["content-length"], answer.body) == ("8", b'{"a": 1}')


def test_a_large_body_is_read_whole(shop: Any) -> None:
    body = b"x" * 3_000_000
    answer = shop.ask("https://shop.example/", "POST", body)
    assert answer.status == 200


def test_a_body_beyond_the_limit_is_refused(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BODY_LIMIT", 1000)
    with closing(shop.tunnel()) as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2000\r\n\r\n")
        sock.sendall(b"x" * 2000)
        assert rest(sock).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_waits_for_100_continue_is_told_to_go_on(shop: Any) -> None:
    with closing(shop.tunnel()) as sock:
        head = b"POST / HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 4\r\n"
        sock.sendall(head + b"Expect: 100-continue\r\n\r\n")
        assert sock.recv(1000).startswith(b"HTTP/1.1 100 ")
        sock.sendall(b"body")
        answers(sock, 1)


@pytest.mark.parametrize(
    "garbage",
    [b"\x00\xff\x16\x03 nonsense\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n"],
)
def test_garbage_is_refused_and_ends_only_its_connection(shop: Any, garbage: bytes) -> None:
    with closing(shop.socket()) as sock:
        sock.sendall(garbage)
        assert rest(sock).startswith(b"HTTP/1.1 400 ")
    assert shop.ask("https://shop.example/").status == 200


def test_garbage_instead_of_a_handshake_ends_only_its_connection(shop: Any) -> None:
    with closing(shop.socket()) as sock:
        sock.sendall(b"CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example\r\n\r\n")
        assert b" 200 " in sock.recv(1000)
        sock.sendall(b"\x16" + b"garbage" * 10)
        rest(sock)
    assert shop.ask("https://shop.example/").status == 200


def test_an_endless_head_is_refused(shop: Any) -> None:
    head = b"GET / HTTP/1.1\r\nHost: shop.example\r\nX: "
    with closing(shop.tunnel()) as sock:
        # not a byte beyond the one that is too many: the server ends without reading more
        sock.sendall(head.ljust(connection.HEAD_LIMIT + 1, b"x"))
        assert rest(sock).startswith(b"HTTP/1.1 431 ")


def test_unknown_names_are_refused_in_tunnels(shop: Any) -> None:
    with closing(shop.socket()) as sock:
        sock.sendall(b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n")
        assert rest(sock).startswith(b"HTTP/1.1 403 ")
    assert shop.events == [
        {
            "method": "CONNECT",
            "url": "evil.example:443",
            "host": "evil.example",
            "path": "",
            "status": 0,
            "bytes": 0,
            "refused": True,
        }
    ]


def test_unknown_names_are_refused_over_plain_http(shop: Any) -> None:
    answer = shop.ask("http://evil.example:8080/x?y=1")
    assert (answer.status, answer.body) == (502, b"")
    (event,) = shop.events
    assert event["url"] == "http://evil.example:8080/x?y=1"
    assert event["refused"]


def test_a_request_to_the_port_itself_is_refused(shop: Any) -> None:
    with closing(HTTPConnection("127.0.0.1", shop.port, timeout=10)) as made:
        made.request("GET", "/")
        assert made.getresponse().status == 502


def test_no_tunnel_opens_within_a_tunnel(shop: Any) -> None:
    with closing(shop.tunnel()) as sock:
        sock.sendall(b"CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n")
        assert rest(sock).startswith(b"HTTP/1.1 400 ")


def test_plain_http_is_answered_in_absolute_form_and_in_tunnels(serve: Callable[..., Any]) -> None:
    served = serve("""
scenario: Plain
host: {at: http://shop.example/, html: "<p>shop</p>"}
steps: [{refresh: }]
""")
    assert served.ask("http://shop.example/").body == b"<p>shop</p>"
    with closing(served.socket()) as sock:
        sock.sendall(b"CONNECT shop.example:80 HTTP/1.1\r\nHost: shop.example:80\r\n\r\n")
        assert b" 200 " in sock.recv(1000)
        sock.sendall(GET)
        answers(sock, 1)
    assert [event["url"] for event in served.events] == ["http://shop.example/"] * 2


def test_fifty_connections_at_once_are_all_answered(shop: Any) -> None:
    ready = threading.Barrier(50)

    def visit(number: int) -> tuple[int, bytes]:
        with closing(shop.connection()) as made:
            made.connect()
            ready.wait(30)
            made.request("GET", f"/?{number}")
            response = made.getresponse()
            return response.status, response.read()

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(visit, range(50))) == {(200, b"<p>shop</p>")}
    assert len(shop.events) == 50


def test_the_certificate_is_the_one_whose_fingerprint_the_browser_is_told(
    shop: Any, identity: Identity
) -> None:
    with closing(shop.tunnel()) as sock:
        leaf = x509.load_der_x509_certificate(sock.getpeercert(binary_form=True) or b"")
    public = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.b64encode(hashlib.sha256(public).digest()).decode() == identity.fingerprint


def test_the_port_listens_on_loopback_only(shop: Any) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells the address of this machine
        except OSError:
            pytest.skip("this machine has no other address")
        other = probe.getsockname()[0]
    if other.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError, match="refused"), socket.create_connection((other, shop.port), 2):
        pass


def test_a_client_that_leaves_early_costs_nothing(serve: Callable[..., Any]) -> None:
    served = serve(SLOW)
    with closing(served.connection()) as made:
        made.timeout = 0.05
        made.request("GET", "/slow")
        with pytest.raises(TimeoutError):
            made.getresponse()
    assert served.ask("https://shop.example/").status == 200


def test_blanks_around_a_headers_value_are_no_part_of_it() -> None:
    head, _ = response_of(b"GET", "200 OK", [("X-Test", " a \t")], b"x")
    assert (b"x-test", b"a") in list(head.headers)
