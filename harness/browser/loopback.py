"""The network of this machine, by which every request of a page goes: whether it can be used."""

from __future__ import annotations

import asyncio
import errno
import socket
from contextlib import closing
from typing import Final

from harness.stub.server import LOOPBACK
from harness.supervision import limits

PATIENCE: Final = 2.0
"""Seconds for a word to come from this machine to itself."""

LOST: Final = f"this machine's network: {LOOPBACK} "
"""How the reason of an attempt begins that was lost by it."""

_WORD = b"harness\r\n\r\n"
"""What is no HTTP, so that the stub host answers it and takes no note of it."""

_OF_THE_MACHINE: Final = frozenset(
    {
        "ERR_PROXY_CONNECTION_FAILED",  # the proxy is the stub host's port
        "ERR_NETWORK_CHANGED",
        "ERR_NETWORK_IO_SUSPENDED",
        "ERR_NETWORK_ACCESS_DENIED",
        "ERR_INTERNET_DISCONNECTED",
    }
)
"""Chromium's words for requests that fail without any doing of the page or of a server."""

_REMEDIES: Final = {
    errno.ENETUNREACH: "bring the loopback interface up, such as by `ip link set lo up`",
    errno.EADDRNOTAVAIL: f"give the interface its address: `ip addr add {LOOPBACK}/8 dev lo`",
    errno.EADDRINUSE: "end what keeps so many ports, or allow more (net.ipv4.ip_local_port_range)",
}
_REMEDY = f"let programs listen on {LOOPBACK} and reach it, in the firewall or the container"


def try_out() -> int:
    """The number of a port that was had, and reached, just now. Raises OSError."""
    with socket.create_server((LOOPBACK, 0)) as server:
        server.settimeout(PATIENCE)
        port: int = server.getsockname()[1]
        with socket.create_connection((LOOPBACK, port), PATIENCE) as client:
            with closing(server.accept()[0]) as other:
                other.sendall(_WORD)
            if client.recv(len(_WORD)) != _WORD:
                raise OSError(errno.EPROTO, f"port {port} answers with something else")
    return port


def lack() -> str:
    """What is wrong where pages could not be served; empty when nothing is."""
    try:
        try_out()
    except OSError as error:
        return (
            f"this machine's network cannot be used: {LOOPBACK}: {_words(error)}\n"
            f"  hint: pages are served there; {remedy(error)}"
        )
    return ""


def remedy(error: OSError) -> str:
    """What to do about it."""
    return _REMEDIES.get(error.errno or 0, _REMEDY)


def no_port(error: OSError) -> str:
    """Why an attempt is lost for which the stub host could get no port."""
    return f"{LOST}gives no port: {_words(error)}"


def unreached(failure: str | None) -> str | None:
    """Why an attempt is lost in which a request failed so; None where that is the page's."""
    code = (failure or "").removeprefix("net::")
    if code not in _OF_THE_MACHINE:
        return None
    return f"{LOST}was not reached by the browser, which says {code}"


async def ailment(port: int) -> str | None:
    """What is wrong with a port of the stub host, None when it answers."""
    try:
        async with asyncio.timeout(limits.ANSWER):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            with closing(writer):
                writer.write(_WORD)
                if await reader.read(1):
                    return None
    except TimeoutError:
        return f"{LOST}does not answer"
    except OSError as error:
        return f"{LOST}cannot be reached: {_words(error)}"
    return f"{LOST}closes connections"


def _words(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer comes"
    # create_server adds what it attempted to its words
    return (error.strerror or str(error)).partition(" (while")[0]
