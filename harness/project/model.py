"""A project as the front doors see it: its environments, with all values filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from harness.masking import Mask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What the harness proves itself with to one server; the password stays out of texts."""

    certificate: Path
    key: Path
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """Where real pages stand, and what it takes to be let in there.

    Headers, cookies and the basic authentication go to the origin of `base_url` and to no
    other. `certificates` are keyed by `host:port`. `mask` knows every secret of it.
    """

    name: str = ""
    base_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    basic_auth: tuple[str, str] | None = field(default=None, repr=False)
    cookies: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    storage_state: Path | None = None
    certificates: Mapping[str, ClientCertificate] = field(default_factory=dict, repr=False)
    proxy: str | None = field(default=None, repr=False)
    resolve: Mapping[str, str] = field(default_factory=dict)
    without_chat: tuple[str, ...] = ()
    certificate_errors: Literal["refused", "ignored"] = "refused"
    mask: Mask = field(default_factory=Mask)

    @property
    def origin(self) -> str | None:
        """The origin of its pages, `https://host:port` without a default port."""
        return origin_of(self.base_url) if self.base_url else None


@dataclass(frozen=True, slots=True)
class Project:
    """A project file: those of its environments that were asked for, and the names of all.

    `mask` knows the secrets that it lists; each environment's own mask knows them too.
    """

    path: Path
    environments: Mapping[str, Environment] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    mask: Mask = field(default_factory=Mask)


def origin_of(url: str) -> str:
    """The origin of an address."""
    parts = urlsplit(url)
    is_default = parts.port in {None, _PORTS.get(parts.scheme)}
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{'' if is_default else f':{parts.port}'}"


def server_of(url: str) -> str:
    """The server of an address, as `host:port`."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 443)}"
