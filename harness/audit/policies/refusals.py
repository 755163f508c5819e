"""What a browser refused by a page's policies, read from the words that it says in the console.

The words are those of Chromium, in the older and the newer way, and of Firefox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from harness.audit.finding import Proof
from harness.audit.sources import Spot
from harness.widget_api import LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.policies.policy import Kind
    from harness.audit.sources import Source
    from harness.recording import Event

What = Literal["inline", "handler", "address", "types"]

_VIOLATES = re.compile(r"(?:because it |as it )?violates the following", re.IGNORECASE)
_TYPES = re.compile(r"This document requires '?(Trusted\w+)'? assignment")
_NAMED = re.compile(r"Creating a TrustedTypePolicy named '([^']*)'")
_REPORTS = re.compile(r"report[ -]only", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"[\w\s-]{0,40}directive:?\s*(?:“(.+?)”|[\"'](.+?)[\"'](?:\.|$))", re.DOTALL
)
_HASH = re.compile(r"'sha256-[\w+/-]+=*'")
_QUOTED = re.compile(r"'[^']*'|[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"]+", re.IGNORECASE)
_LOADER_PATH = urlsplit(LOADER_URL).path

_LONGEST, _LONGEST_ADDRESS = 20_000, 2_000
"""Letters that are read of what the console says, and of what it says before the directive."""

_WORDS: tuple[tuple[str, Kind, What], ...] = (
    ("event handler", "script-src-attr", "handler"),
    ("javascript url", "script-src-attr", "handler"),
    ("inline style", "style-src-elem", "inline"),
    ("style", "style-src-elem", "address"),
    ("inline script", "script-src-elem", "inline"),
    ("script", "script-src-elem", "address"),
    ("fram", "frame-src", "address"),
    ("image", "img-src", "address"),
    ("connect", "connect-src", "address"),
)
"""What the browser's words speak of; the first that fits."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the browser refused, or would if a policy did more than report.

    `directive` is the one of the page's that the browser names, whole; `at` the document or
    script and the line that asked.
    """

    kind: Kind
    what: What
    address: str
    directive: str
    hashes: frozenset[str]
    text: str
    at: tuple[str, int]
    is_report: bool = False

    @property
    def name(self) -> str:
        """The directive's name."""
        return self.directive.partition(" ")[0].lower()

    @property
    def is_of_widget(self) -> bool:
        """Whether it is the widget's host that was asked."""
        return self.what == "address" and urlsplit(self.address).hostname == WIDGET_HOST

    @property
    def proof(self) -> Proof:
        """The browser's words."""
        return Proof("console", self.text[:500])

    def spot(self, evidence: Evidence) -> Spot | None:
        """Who asked: the element with the address, else the line that the browser names."""
        document = evidence.reading.document
        for element in document.elements:
            named = element.get("src") or element.get("href")
            if named and evidence.reading.absolute(named) == self.address:
                return document.spot(element)
        url, line = self.at
        for source in evidence.sources.values():
            if source.url == url.partition("#")[0]:
                return _line_of(source, line)
        return None


def _line_of(source: Source, line: int) -> Spot:
    """A line, counted from 0, without the blanks around it."""
    start = source.offset(line + 1, 1)
    end = source.text.find("\n", start)
    text = source.text[start : end if end >= 0 else len(source.text)]
    blank = len(text) - len(text.lstrip())
    return Spot(source, start + blank, max(1, len(text.strip())))


def refusals(evidence: Evidence) -> tuple[Refusal, ...]:
    """What was refused in any visit before the audit disturbed the page, each once."""
    return _refusals(evidence, len(evidence.visits))


@lru_cache(maxsize=2)
def _refusals(evidence: Evidence, _visits: int) -> tuple[Refusal, ...]:
    """They are read once, though each rule asks for them."""
    found = refused_in(event for _, event in evidence.undisturbed("console"))
    return tuple({one.text: one for one in found}.values())


def refused_in(events: Iterable[Event]) -> Iterator[Refusal]:
    """The refusals among what was said in the console, but for those of the widget's own frame."""
    for event in events:
        at = str(event.data.get("url", "")), int(event.data.get("line", 0))
        one = refusal_of(str(event.data.get("text", "")).strip(), at)
        if one is not None and not _is_of_frame(one):
            yield one


def _is_of_frame(one: Refusal) -> bool:
    """Whether the widget's own document was refused something, by a policy of its own.

    A frame that is refused speaks for itself: what it was to show is where it says so.
    """
    parts = urlsplit(one.at[0])
    is_widgets = parts.hostname == WIDGET_HOST and parts.path != _LOADER_PATH
    return is_widgets and one.kind != "frame-src"


def refusal_of(text: str, at: tuple[str, int] = ("", 0)) -> Refusal | None:
    """The refusal that a line of the console tells of; None when it tells of something else."""
    text = text[:_LONGEST]
    is_report = _REPORTS.search(text) is not None
    types = _TYPES.search(text)
    if types:
        directive = "require-trusted-types-for 'script'"
        kind: Kind = "script-src-elem"
        return Refusal(kind, "types", types.group(1), directive, frozenset(), text, at, is_report)
    about, *rest = _VIOLATES.split(text, maxsplit=1)
    about = about[:_LONGEST_ADDRESS]
    quoted = _DIRECTIVE.match(rest[0]) if rest else None
    if quoted is None:
        return None
    directive = " ".join((quoted.group(1) or quoted.group(2)).split())
    named = _NAMED.search(about)
    if named:
        kind = "script-src-elem"
        return Refusal(kind, "types", named.group(1), directive, frozenset(), text, at, is_report)
    words = _QUOTED.sub("", about).lower()
    for word, kind, what in _WORDS:
        if word in words:
            found = _ADDRESS.search(about)
            address = found.group().rstrip(".,") if found else ""
            hashes = frozenset(_HASH.findall(text))
            return Refusal(kind, what, address, directive, hashes, text, at, is_report)
    return None
