"""What of the real network a run may reach through its proxy, and by which way.

Only runs on real pages, and those of a widget that is not the stub, reach anything. The
vendor's names are never among it unless the live widget is what is looked at, and this
machine's own addresses only where the page itself is served from one.
"""

from __future__ import annotations

import base64
import ipaddress
import selectors
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from harness.project.model import ClientCertificate

VENDOR = WIDGET_HOST.partition(".")[2]
"""The domain of the widget's vendor."""

CONNECTING = 10.0
"""Seconds that a server is given to take a connection."""

_LONGEST_HEAD = 16 * 1024
_GLANCE = 0.1

IsOver = Callable[[], bool]
"""Whether nobody waits for the connection any more."""


class Unreached(Exception):  # noqa: N818 - the condition is named
    """Why an address cannot be reached, in a few words."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The names that are looked for in the real network; None means every name.

    `resolve` says where names are, `proxy` is the address of a proxy on the way, and
    `certificates` are keyed by `host:port`. `has_vendor`: the live widget is looked at;
    `is_lenient`: servers that nobody vouches for are spoken to as well.
    """

    names: frozenset[str] | None = None
    resolve: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = field(default=None, repr=False)
    certificates: Mapping[str, ClientCertificate] = field(default_factory=dict)
    has_loopback: bool = False
    has_vendor: bool = False
    is_lenient: bool = False

    def refusal(self, host: str) -> str | None:
        """Why a name is not reached; None when it is."""
        if is_vendors(host):
            return None if self.has_vendor else "nothing of the vendor is reached in this run"
        if self.names is not None and host not in self.names:
            return "this run reaches only what its widget needs"
        return None

    def connect(self, host: str, port: int, is_over: IsOver) -> socket.socket:
        """A connection to a server, or through the proxy to it. Raises Unreached."""
        refusal = self.refusal(host)
        if refusal:
            raise Unreached(refusal)
        address = self.resolve.get(host)
        if self.proxy and address is None and not is_loopback(host):
            return self._through_proxy(host, port, is_over)
        return self._connected(address or host, port, is_over)

    def certificate(self, host: str, port: int) -> ClientCertificate | None:
        """The client certificate for a server."""
        return self.certificates.get(f"{host}:{port}")

    def _through_proxy(self, host: str, port: int, is_over: IsOver) -> socket.socket:
        parts = urlsplit(self.proxy or "")
        upstream = _opened(_addresses(parts.hostname or "", parts.port or 80), is_over)
        try:
            _ask_proxy(upstream, f"{host}:{port}", _credentials(parts.username, parts.password))
        except BaseException:
            upstream.close()
            raise
        return upstream

    def _connected(self, host: str, port: int, is_over: IsOver) -> socket.socket:
        found = _addresses(host, port)
        if not self.has_loopback and any(is_loopback(str(one[4][0])) for one in found):
            raise Unreached("addresses of this machine are reached only from a page on it")
        return _opened(found, is_over)


def is_vendors(host: str) -> bool:
    """Whether a name belongs to the widget's vendor."""
    return host == VENDOR or host.endswith(f".{VENDOR}")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, without asking anybody."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified


def secured(plain: socket.socket, host: str, given: ClientCertificate) -> ssl.SSLSocket:
    """TLS to a server that wants to know who asks. Raises Unreached."""
    context = ssl.create_default_context()
    context.check_hostname = False
    # The browser sees the stub host's key here, so what it would check is checked by nobody:
    # only a server that the user has a certificate for is spoken to in this way.
    context.verify_mode = ssl.CERT_NONE
    try:
        context.load_cert_chain(given.certificate, given.key, given.password or "")
        context.set_alpn_protocols(["http/1.1"])
        return context.wrap_socket(plain, server_hostname=host)
    except (OSError, ValueError) as error:
        raise Unreached(f"the client certificate does not do: {_told(error)}") from None


_Address = tuple[int, int, int, str, tuple[str | int, ...]]


def _addresses(host: str, port: int) -> list[_Address]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # type: ignore[return-value]
    except (OSError, UnicodeError):
        raise Unreached("no such name is known") from None


def _opened(addresses: list[_Address], is_over: IsOver) -> socket.socket:
    """A connection to the first of the addresses that takes one. Raises Unreached."""
    reason = "no address"
    for family, kind, protocol, _, address in addresses:
        attempt = socket.socket(family, kind, protocol)
        try:
            _open(attempt, address, is_over)
        except OSError as error:
            reason = _told(error)
            attempt.close()
        except BaseException:
            attempt.close()
            raise
        else:
            return attempt
    raise Unreached(reason)


def _open(attempt: socket.socket, address: tuple[str | int, ...], is_over: IsOver) -> None:
    """Connect, looking now and then whether anybody still waits for it."""
    attempt.settimeout(0)
    attempt.connect_ex(address)
    with selectors.DefaultSelector() as selector:
        selector.register(attempt, selectors.EVENT_WRITE)
        for _ in range(round(CONNECTING / _GLANCE)):
            if selector.select(_GLANCE):
                break
            if is_over():
                raise Unreached("nobody waits for it any more")
        else:
            raise TimeoutError("no answer")
    code = attempt.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, _words(code))
    attempt.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    attempt.settimeout(CONNECTING)


def _ask_proxy(upstream: socket.socket, target: str, credentials: str) -> None:
    upstream.sendall(
        f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{credentials}\r\n".encode("ascii")
    )
    answer = b""
    try:
        while b"\r\n\r\n" not in answer and len(answer) < _LONGEST_HEAD:
            byte = upstream.recv(1)  # what comes after the head belongs to the browser
            if not byte:
                break
            answer += byte
    except OSError as error:
        raise Unreached(f"the proxy: {_told(error)}") from None
    words = answer.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    if len(words) < 2 or not words[1].startswith("2"):  # noqa: PLR2004 - version, status
        raise Unreached(f"the proxy answered {' '.join(words[1:]) or 'nothing'}")


def _credentials(user: str | None, password: str | None) -> str:
    if user is None:
        return ""
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return f"Proxy-Authorization: Basic {base64.b64encode(pair).decode('ascii')}\r\n"


def _words(code: int) -> str:
    import os

    return os.strerror(code).lower()


def _told(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = getattr(error, "strerror", None) or str(error)
    return str(text).lower() or type(error).__name__
