"""Between HTTP on the wire and the WSGI application: a request's target, an answer's head."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

import h11

if TYPE_CHECKING:
    from collections.abc import Sequence

WORLD_KEY = "harness.world"
"""Where the application finds the world of the request's run."""

URL_KEY = "harness.url"
"""Where the application finds the address that the client asked for, as it was sent."""

GONE_KEY = "harness.is_gone"
"""A function that says whether the client has left before its answer came."""

ABORT_KEY = "harness.abort"
"""Set by the application to break the connection off without an answer."""

App = Callable[[WSGIEnvironment, Any], Iterable[bytes]]

DEFAULT_PORTS = {"http": 80, "https": 443}
_BODILESS = (204, 304)
_LENGTH = "Content-Length"
_OURS = frozenset({"connection", "transfer-encoding", _LENGTH.lower()})
"""Header fields that the connection sets by what it really sends."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a request asks for; path and query are as they were sent."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def url(self) -> str:
        """The whole address."""
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.origin_form}"

    @property
    def origin_form(self) -> str:
        """The path with its query."""
        return f"{self.path}{'?' if self.query else ''}{self.query}"


def authority(text: str, default_port: int) -> tuple[str, int]:
    """Host and port of `host:port`, `host` or `[address]:port`."""
    host, colon, port = text.rpartition("@")[2].rpartition(":")
    if not colon or "]" in port:
        host, port = f"{host}{colon}{port}", ""
    is_number = port.isascii() and port.isdecimal()
    return host.strip("[]").lower(), int(port) if is_number else default_port


def target_of(request: h11.Request, scheme: str, tunnel: tuple[str, int] | None) -> Target:
    """What a request asks for: inside a tunnel the tunnel says of whom, else the request."""
    text = request.target.decode("latin-1")
    named = _header(request, b"host")
    if not text.startswith("/") and "://" in text:
        named, slash, rest = text.partition("://")[2].partition("/")
        text = slash + rest
    host, port = tunnel or authority(named, DEFAULT_PORTS[scheme])
    path, _, query = text.partition("?")
    return Target(scheme, host, port, path or "/", query)


def environ_of(request: h11.Request, target: Target, body: bytes) -> WSGIEnvironment:
    """The WSGI environment of a request."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method.decode("ascii"),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(target.path).decode("latin-1"),
        "QUERY_STRING": target.query,
        "SERVER_NAME": target.host,
        "SERVER_PORT": str(target.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": target.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        URL_KEY: target.url,
    }
    for name, value in request.headers:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def response_of(
    method: bytes, status: str, headers: Sequence[tuple[str, str]], body: bytes
) -> tuple[h11.Response, bytes]:
    """The head and the body to send; the application has left out the body for HEAD itself."""
    code, _, reason = status.partition(" ")
    fields = [
        (name.encode("latin-1"), value.strip().encode("latin-1"))  # blanks around it are no part
        for name, value in headers
        if name.lower() not in _OURS
    ]
    if int(code) in _BODILESS:
        body = b""
    elif method == b"HEAD":
        fields += [(b"Content-Length", v.encode("ascii")) for n, v in headers if n == _LENGTH]
    else:
        fields.append((b"Content-Length", str(len(body)).encode("ascii")))
    head = h11.Response(
        status_code=int(code), reason=reason.encode("latin-1", "replace"), headers=fields
    )
    return head, body


def _header(request: h11.Request, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in request.headers if name == wanted), "")


def _add_header(environ: WSGIEnvironment, name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    if key == "CONTENT_LENGTH":
        return  # the body is here whole, and its length is known
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
