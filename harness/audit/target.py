"""What is audited: a page of a real server, or a file that is served with the files beside it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urljoin, urlsplit

from harness.audit.decoding import codec_of_page, decode_page, decode_script
from harness.audit.reading import Reading
from harness.audit.script_types import address_of
from harness.audit.sources import Source
from harness.scenario.model import Host, HostPage, Mock, Reply
from harness.scenario.places import Place
from harness.stub import pages
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SITE = "https://site.example/"
"""Where a file is served: over https, since that is what sites are."""

SAMPLE = {"account": "demo", "lang": "en"}
"""The options of the snippet that takes the place of the mark in a page of the harness's own."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_BEGINNING = 2048
"""Letters in which a file that is none of text shows itself."""

_SCRIPTS = frozenset({".js", ".mjs"})


class Unusable(Exception):  # noqa: N818 - the condition is named
    """There is nothing to audit at what was named."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page to audit: a file, or without one the page at the address `name`.

    `served` maps addresses of other parties to files that stand in for them; `headers` go with
    a file. What its visits record is filed under `label`, else under its name.
    """

    name: str
    file: Path | None = None
    served: tuple[tuple[str, Path], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    label: str = ""

    @property
    def at(self) -> str:
        """The address that the page is opened at."""
        if self.file is None:
            return self.name
        return urljoin(
            SITE, "" if self.file.name == "index.html" else quote(os.fsencode(self.file.name))
        )

    @property
    def place(self) -> Place:
        """The target as a whole."""
        return Place(self.name, 1, 1)


def target_of(name: str, served: Mapping[str, Path] | None = None) -> Target:
    """The target that somebody names. Raises Unusable."""
    stand_ins = tuple((served or {}).items())
    if _ADDRESS.match(name):
        parts = urlsplit(name)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Unusable(f"{name}: only http and https addresses can be audited")
        return Target(name, None, stand_ins)
    file = Path(name)
    if not file.is_file():
        raise Unusable(f"{name}: {'is a folder' if file.is_dir() else 'there is no such file'}")
    return Target(name, file, stand_ins)


def host_for(
    target: Target, device: Literal["desktop", "phone"], until: Literal["load", "commit"]
) -> Host:
    """How the engine opens the target."""
    return Host(_page(target), until=until, device=device, headers=dict(target.headers))


def _page(target: Target) -> HostPage:
    if target.file is None:
        return HostPage(target.at, target.place, is_real=True)
    is_marked = pages.MARK in target.file.read_bytes()
    embed = SAMPLE if is_marked else None
    return HostPage(target.at, target.place, file=target.file, embed=embed)


def names_of(target: Target) -> frozenset[str]:
    """The host names that the stub host has to answer for."""
    addresses = [address for address, _ in target.served]
    if target.file is not None:
        addresses.append(target.at)
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    return frozenset(hosts - {"", WIDGET_HOST})


def mocks_of(target: Target) -> tuple[Mock, ...]:
    """The files that stand in for other parties."""
    return tuple(
        Mock(address, (Reply(file=file),), target.place, name=address)
        for address, file in target.served
    )


def stand_ins(target: Target) -> dict[str, Source]:
    """The scripts that stand in for other parties, by address."""
    return {
        address: Source(str(file), address, decode_script(file.read_bytes()))
        for address, file in target.served
        if file.suffix in _SCRIPTS
    }


def page_source(target: Target) -> Source:
    """A file as it is served. Raises Unusable."""
    try:
        html = pages.render(_page(target))
    except OSError as error:
        raise Unusable(f"{target.name}: {error.strerror}") from None
    text = decode_page(html, _content_type(target, html))
    if "\0" in text[:_BEGINNING]:
        raise Unusable(f"{target.name}: this is not a page of text")
    return Source(target.name, target.at, text)


def _content_type(target: Target, html: bytes) -> str:
    """What a file is served as, unless its headers say something else."""
    named = {name.lower(): value for name, value in target.headers}
    return named.get("content-type", pages.kind(html))


def _codec(target: Target) -> str:
    html = pages.render(_page(target))
    return codec_of_page(html, _content_type(target, html))


def script_sources(target: Target, page: Source) -> dict[str, Source]:
    """The scripts beside a file, by address."""
    if target.file is None:
        return {}
    found: dict[str, Source] = {}
    codec = _codec(target)
    folder = target.file.parent.resolve()
    for address in _script_addresses(page):
        path = urlsplit(address).path.lstrip("/")
        if not address.startswith(SITE) or address in {*found, target.at}:
            continue
        file = (folder / path).resolve()
        if file.is_relative_to(folder) and file.is_file():
            shown = (Path(target.name).parent / path).as_posix()
            data = file.read_bytes()
            kind = pages.kind(data, "text/javascript")
            found[address] = Source(shown, address, decode_script(data, codec, kind))
    return found


def _script_addresses(page: Source) -> Iterator[str]:
    """The addresses of script elements, and of scripts that other scripts bring."""
    reading = Reading(page)
    for element in reading.document.all("script"):
        named = address_of(element)
        if named:
            yield reading.absolute(named)
    for match in _SOURCE.finditer(page.text):
        address = reading.absolute(match.group(1))
        if address.partition("?")[0].endswith(tuple(_SCRIPTS)):
            yield address


def text_beside(target: Target, name: str) -> str:
    """The text of a file beside the target's, empty when there is none."""
    if target.file is None or "//" in name or not name:
        return ""
    folder = target.file.parent.resolve()
    file = (folder / name.partition("?")[0].lstrip("/")).resolve()
    is_there = file.is_relative_to(folder) and file.is_file()
    if not is_there:
        return ""
    data = file.read_bytes()
    return decode_page(data, pages.kind(data))
