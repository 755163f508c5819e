"""Options that are addresses: style sheets, links, photos."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.audit.edits import (
    substituted,
    text_replaced,
)
from harness.audit.finding import Proof
from harness.audit.placeholders import is_placeholder
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.reading import Given

RULES = Rules("options")
LINKS = ("url_contact", "url_faq", "url_privacy")
_MISSING = 400
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"(https?:)?//[^/\s]", re.IGNORECASE)
_STYLE = re.compile(r"\s*@(?:import|charset|media|font-face)\b|[^{}]+\{[^{}]*:[^{}]*\}")
_SHEET = re.compile(r"(?:https?:)?//[^\s{}]+|[^\s{}:;]+\.css(?:[?#][^\s{}]*)?", re.IGNORECASE)
_OTHER = re.compile(r"(?!https?:)[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)
"""A scheme that no web page has; `shop:8080` is a host."""

_PAGE = "give the address of a page, with https://"
_LINK = "url_faq: 'https://yourshop.example/faq'"
_EXAMPLE = "css_file: '//yourshop.example/chat.css'"


def is_style(text: str) -> bool:
    """Whether a text is CSS rather than an address."""
    is_address = _WEB.match(text) is not None and " {" not in text
    return not text.startswith("data:") and not is_address and _STYLE.match(text) is not None


def texts(evidence: Evidence, *names: str) -> Iterator[tuple[Given, str]]:
    """The options of these names that are texts of one's own."""
    for given in evidence.options:
        value = given.value
        if given.name in names and isinstance(value, str) and value and not is_placeholder(value):
            yield given, value


def photos(evidence: Evidence) -> Iterator[tuple[Any, str]]:
    """The photos of proactive chats: their place, and the address."""
    for given in evidence.reading.proactive:
        if given.name == "operator_photo" and isinstance(given.value, str) and given.value:
            yield given.spot, given.value


def worth_asking(evidence: Evidence) -> list[str]:
    """Addresses of the page's own site that files answer, so that a missing one can be told."""
    site = urlsplit(evidence.reading.page.url).netloc
    given = [value for _, value in (*_sheets(evidence), *texts(evidence, *LINKS))]
    given += [address for _, address in photos(evidence)]
    found = []
    for value in given:
        address = evidence.reading.absolute(value)
        parts = urlsplit(address)
        is_file = bool(PurePosixPath(parts.path).suffix)
        if parts.scheme in {"http", "https"} and parts.netloc == site and is_file:
            found.append(address)
    return sorted(set(found))


def _statuses(evidence: Evidence) -> dict[str, int]:
    visit = evidence.visit("addresses")
    if visit is None:
        return {}
    answers = visit.facts.get("asked")
    listed = answers if isinstance(answers, list) else []
    return {str(one["address"]): int(one["status"]) for one in listed}


def _is_missing(evidence: Evidence, value: str) -> int:
    status = _statuses(evidence).get(evidence.reading.absolute(value), 0)
    return status if status >= _MISSING else 0


def _sheets(evidence: Evidence) -> Iterator[tuple[Given, str]]:
    """The addresses of style sheets."""
    return (one for one in texts(evidence, "css_file") if not is_style(one[1]))


@RULES.rule(
    "css-swapped",
    "error",
    "CSS is given as css_text, the address of a style sheet as css_file.",
    rests_on="documented: Custom CSS styles",
    why="CSS is no address, and an address is no CSS: nothing is styled.",
    remedy="give CSS as css_text, and an address as css_file",
    example="css_text: '.chat-header { background: #532; }'",
)
def css_swapped(evidence: Evidence) -> Iterator[Hit]:
    """Report CSS in css_file, and addresses in css_text."""
    for setup in evidence.setups:
        wrong = {
            given.name: given
            for given in setup.options.values()
            if isinstance(given.value, str) and _is_swapped(given.name, given.value)
        }
        for name, given in wrong.items():
            right = "css_text" if name == "css_file" else "css_file"
            is_pair = re.match(rf"""['"]?{name}['"]?\s*:""", given.spot.text) is not None
            is_free = is_pair and (right not in setup.options or right in wrong)
            edits = substituted(given.spot, name, right) if is_free else ()
            what = "CSS, not an address" if name == "css_file" else "an address, not CSS"
            yield Hit(f"`{name}` is {what}", given.spot, (), f"name it {right}", edits)


def _is_swapped(name: str, value: str) -> bool:
    if is_placeholder(value):
        return False
    is_address = name == "css_text" and _SHEET.fullmatch(value.strip()) is not None
    return is_address or (name == "css_file" and is_style(value))


@RULES.rule(
    "css-file-unreachable",
    "error",
    "The style sheet for the widget is there.",
    rests_on="documented: Custom CSS styles",
    why="A style sheet that is not found leaves the widget without the design it should have.",
    remedy="put the file there, or correct css_file",
    example=_EXAMPLE,
)
def css_file_unreachable(evidence: Evidence) -> Iterator[Hit]:
    """Report style sheets of the page's own site that are not found."""
    for given, value in _sheets(evidence):
        status = _is_missing(evidence, value)
        if status:
            proof = Proof("request", f"GET {evidence.reading.absolute(value)} -> {status}")
            yield Hit(f"css_file {value} is answered with {status}", given.spot, (proof,))


@RULES.rule(
    "link-unreachable",
    "warning",
    "Addresses that the widget shows are there.",
    rests_on="documented: Pre-filled data, Interactive chat window opening",
    why="Visitors see a dead link, or a photo that does not load.",
    remedy="correct the address",
    example="url_contact: 'https://yourshop.example/contact'",
)
def link_unreachable(evidence: Evidence) -> Iterator[Hit]:
    """Report links and photos of the page's own site that are not found."""
    named = [(given.spot, value, given.name) for given, value in texts(evidence, *LINKS)]
    named += [(spot, address, "operator_photo") for spot, address in photos(evidence)]
    for spot, value, name in named:
        status = _is_missing(evidence, value)
        if status:
            proof = Proof("request", f"GET {evidence.reading.absolute(value)} -> {status}")
            yield Hit(f"{name} {value} is answered with {status}", spot, (proof,))


@RULES.rule(
    "css-file-over-http",
    "error",
    "The style sheet for the widget comes over https.",
    rests_on="observed: the frame is served over https; browsers block mixed style sheets",
    why="The widget's frame is a page over https, in which browsers refuse style sheets over http.",
    remedy="write https, or leave the protocol away as the vendor's sample does",
    example=_EXAMPLE,
)
def css_file_over_http(evidence: Evidence) -> Iterator[Hit]:
    """Report style sheets over http."""
    for given, value in _sheets(evidence):
        if value.lower().startswith("http:"):
            edits = text_replaced(evidence, given, f"https:{value[5:]}")
            yield Hit(f"css_file {value} is over http", given.spot, edits=edits)


@RULES.rule(
    "photo-over-http",
    "warning",
    "The photo of a proactive chat comes over https.",
    rests_on="documented: Interactive chat window opening (the sample leaves the protocol away); "
    "browsers: W3C Mixed Content (pictures of a page over https are asked for over https)",
    why="In a page over https browsers ask for a picture over https, whatever its address says. "
    "Where its server does not answer that, the chat has no photo.",
    remedy="write https, or leave the protocol away as the vendor's sample does",
    example="if (window.livechatoo) "
    "livechatoo.embed.page('chat', {operator_photo: '//yourshop.example/jana.jpg'});",
)
def photo_over_http(evidence: Evidence) -> Iterator[Hit]:
    """Report photos over http in pages over https."""
    if urlsplit(evidence.reading.page.url).scheme != "https":
        return
    for given in evidence.reading.proactive:
        value = given.value if given.name == "operator_photo" else None
        if isinstance(value, str) and value.lower().startswith("http:"):
            edits = text_replaced(evidence, given, f"https:{value[5:]}")
            yield Hit(f"operator_photo {value} is over http", given.spot, edits=edits)


@RULES.rule(
    "css-file-relative",
    "warning",
    "The address of the style sheet is whole.",
    rests_on="documented: Custom CSS styles (the samples name the host); what a relative "
    "address is relative to is not documented",
    why="The style sheet is for a frame of the vendor's host, where a relative address would "
    "lead to the vendor's server. The stub takes it against the page, which is an assumption.",
    remedy="write the host too",
    example=_EXAMPLE,
)
def css_file_relative(evidence: Evidence) -> Iterator[Hit]:
    """Report style sheets without a host."""
    for given, value in _sheets(evidence):
        if not _WEB.match(value) and not _SCHEME.match(value):
            yield Hit(f"css_file {value} does not name a host", given.spot)


@RULES.rule(
    "url-not-absolute",
    "warning",
    "Addresses for the widget's links are whole.",
    rests_on="documented: Pre-filled data (the samples are whole addresses)",
    why="The links stand in a frame of the vendor's host. `www.yourshop.example/faq` is a path "
    "there, and so is `/faq`.",
    remedy="write the whole address, with https://",
    example=_LINK,
)
def url_not_absolute(evidence: Evidence) -> Iterator[Hit]:
    """Report links that are no whole web addresses."""
    for given, value in texts(evidence, *LINKS):
        if _OTHER.match(value):
            message = f"{given.name} {value!r} is an address, but not that of a web page"
            yield Hit(message, given.spot, (), _PAGE, example=_LINK)
        elif not _WEB.match(value):
            is_host = value.lower().startswith("www.")
            edits = text_replaced(evidence, given, f"https://{value}") if is_host else ()
            yield Hit(f"{given.name} {value!r} is no whole address", given.spot, edits=edits)
