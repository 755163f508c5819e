"""Whether a source of a list, such as `https://*.shop.example/js/`, is that of an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(
    r"""(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?
    (?P<host>\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)
    (?::(?P<port>\d+|\*))?
    (?P<path>/[^?#]*)?(?:[?#].*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_USUAL = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_SAFER = {"http": "https", "ws": "wss"}
"""What a scheme in a source stands for besides itself, as Chromium has it."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart as sources are held against it; `port` 0 is no port at all."""

    scheme: str
    host: str
    port: int
    path: str = "/"

    @property
    def is_of_network(self) -> bool:
        """Whether the address is one that `*` stands for."""
        return self.scheme in _USUAL


def address_of(url: str) -> Address:
    """Take an address apart; one that cannot be is like no other."""
    try:
        parts = urlsplit(url)
        port = parts.port or _USUAL.get(parts.scheme, 0)
    except ValueError:
        return Address("", "", 0)
    return Address(parts.scheme.lower(), (parts.hostname or "").lower(), port, parts.path or "/")


def is_one_of(url: str, sources: Iterable[str], page: str) -> bool:
    """Whether any of the sources is that of an address; `page` is whose policy it is."""
    asked, own = address_of(url), address_of(page)
    return any(_is_of(source, asked, own) for source in sources)


def is_address(source: str) -> bool:
    """Whether a source speaks of addresses: a host, a scheme or `'self'`, not a nonce or a hash."""
    return source.lower() == "'self'" or not source.startswith("'")


def _is_of(source: str, asked: Address, own: Address) -> bool:
    if source == "*":
        return asked.is_of_network or asked.scheme == own.scheme
    if source.lower() == "'self'":
        return _is_self(asked, own)
    scheme = _SCHEME.fullmatch(source)
    if scheme:
        return _is_scheme(scheme.group(1).lower(), asked.scheme)
    host = _HOST.fullmatch(source)
    return host is not None and bool(asked.host) and _is_host(host, asked, own)


def _is_self(asked: Address, own: Address) -> bool:
    if not asked.host or asked.host != own.host:
        return False
    is_same_port = asked.port == own.port or _are_usual(asked, own)
    return is_same_port and (asked.scheme == own.scheme or asked.scheme in _of_self(own.scheme))


def _of_self(scheme: str) -> set[str]:
    """What `'self'` stands for besides the page's own scheme."""
    return {"https", "wss"} | ({"ws"} if scheme == "http" else set())


def _are_usual(asked: Address, own: Address) -> bool:
    return asked.port == _USUAL.get(asked.scheme) and own.port == _USUAL.get(own.scheme)


def _is_scheme(written: str, asked: str) -> bool:
    return asked == written or asked == _SAFER.get(written)


def _is_host(source: re.Match[str], asked: Address, own: Address) -> bool:
    scheme = (source["scheme"] or own.scheme).lower()
    return (
        _is_scheme(scheme, asked.scheme)
        and _is_name(source["host"].lower(), asked.host)
        and _is_port(source["port"], scheme, asked)
        and _is_path(source["path"] or "", asked.path)
    )


def _is_name(written: str, asked: str) -> bool:
    if written == "*":
        return True
    return asked.endswith(written[1:]) if written.startswith("*.") else asked == written


def _is_port(written: str | None, scheme: str, asked: Address) -> bool:
    """Whether a port is the one asked for; with its scheme, port 80 may become port 443."""
    if written == "*":
        return True
    if written is None:
        return asked.port == _USUAL.get(asked.scheme, 0)
    is_made_safe = scheme != asked.scheme and _are_usual(asked, Address(scheme, "", int(written)))
    return int(written) == asked.port or is_made_safe


def _is_path(written: str, asked: str) -> bool:
    if not written:
        return True
    wanted, given = unquote(written), unquote(asked)
    return given.startswith(wanted) if wanted.endswith("/") else given == wanted
