"""Content Security Policies for host pages: the smallest that allow a page and the widget in it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "Content-Security-Policy"


@dataclass(slots=True)
class Inline:
    """What a page has of inline code and style, and where the elements with it begin.

    `places` are (line, column) of script and style elements, as `html.parser` counts them.
    """

    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    style_attributes: list[str] = field(default_factory=list)
    places: list[tuple[int, int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Inline()
        self._within: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "style":
                self.found.style_attributes.append(value or "")
            elif name.startswith("on"):
                self.found.handlers.append(value or "")
        if tag in {"script", "style"}:
            self.found.places.append((*self.getpos(), tag))
            self._within = self.found.scripts if tag == "script" else self.found.styles
            self._within.append("")

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            self._within[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._within = None


def inline_of(html: str) -> Inline:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def by_hashes(html: str, hosts: Iterable[str]) -> str:
    """Scripts and styles from named hosts, and inline those that the page was written with."""
    found = inline_of(html)
    return _policy(
        [*_sources(hosts), *_hashes(found.scripts), *_of_attributes(found.handlers)],
        [*_hashes(found.styles), *_of_attributes(found.style_attributes)],
        hosts,
    )


def by_nonce(html: str, nonce: str, hosts: Iterable[str]) -> str:
    """Scripts with the nonce and those that they load (`strict-dynamic`), whatever their host."""
    found = inline_of(html)
    return _policy(
        [f"'nonce-{nonce}'", "'strict-dynamic'", *_of_attributes(found.handlers)],
        [f"'nonce-{nonce}'", *_of_attributes(found.style_attributes)],
        hosts,
    )


TRUSTED_TYPES = "require-trusted-types-for 'script'"
"""No text becomes a script, a script's address or HTML but by a policy of the page's."""


def with_nonce(html: str, nonce: str) -> str:
    """The page with the nonce on each script and style that it was written with."""
    lines = html.split("\n")
    for line, column, tag in reversed(inline_of(html).places):
        at = column + len(tag) + 1
        text = lines[line - 1]
        lines[line - 1] = f'{text[:at]} nonce="{nonce}"{text[at:]}'
    return "\n".join(lines)


def _policy(scripts: list[str], styles: list[str], hosts: Iterable[str]) -> str:
    others = sorted(hosts)
    return "; ".join(
        " ".join(words)
        for words in (
            ["default-src", "'self'", *others],
            ["script-src", *scripts],
            ["style-src", "'self'", *others, *styles],
            ["img-src", "'self'", "data:", *others],
            ["frame-src", "'self'", WIDGET_HOST, *others],
            ["object-src", "'none'"],
            ["base-uri", "'self'"],
        )
    )


def _sources(hosts: Iterable[str]) -> list[str]:
    """Named without a scheme: the page's own, or a safer one."""
    return ["'self'", WIDGET_HOST, *sorted(hosts)]


def _of_attributes(texts: list[str]) -> list[str]:
    return ["'unsafe-hashes'", *_hashes(texts)] if texts else []


def hash_source(text: str) -> str:
    """The source of an inline text; the browser hashes what it has read, line ends as it does."""
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(read.encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"


def _hashes(texts: list[str]) -> list[str]:
    """Each source once."""
    return list(dict.fromkeys(hash_source(text) for text in texts if text.strip()))
