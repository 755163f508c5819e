"""Whether the embed is in the page at all, alive, and from the right address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.audit import causes
from harness.audit.early import brought, early_errors
from harness.audit.edits import node_replaced, quoted_like, substituted
from harness.audit.finding import Proof
from harness.audit.policies.refusals import refusals
from harness.audit.reading import LOADER_PATH, is_live, is_loader
from harness.audit.rule import Hit, Rules
from harness.audit.rules.inert import held_scripts, script_not_run, snippet_as_text, snippet_inert
from harness.audit.rules.refusing import robots_refused
from harness.audit.rules.snippet import ADDRESS, EXAMPLE, SNIPPET, is_embedded
from harness.audit.rules.unreadable import script_unreadable
from harness.audit.script_types import address_of
from harness.audit.sources import Spot
from harness.widget_api import GLOBAL, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("loading")
_FILE = LOADER_PATH.rpartition("/")[2]
_HINTS = frozenset({"preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload"})


@RULES.rule(
    "no-embed",
    "error",
    "The page loads the widget's script.",
    rests_on="documented: Implementing",
    why="Nothing in the page, and nothing that it loads, asks for the widget's loader, so there "
    "is no chat and every call of the widget's functions throws.",
    remedy="paste the snippet from the administration into the page",
    example=EXAMPLE,
)
def no_embed(evidence: Evidence) -> Iterator[Hit]:
    """Report a page without any trace of the loader that another rule explains."""
    others = (
        *(snippet_commented_out, hint_only, snippet_inert, loader_address),
        *(loader_self_hosted, frame_hard_coded, script_unreadable),
        *(script_not_run, snippet_as_text),
    )
    is_held = any(True for _ in held_scripts(evidence))
    if is_embedded(evidence) or is_held or any(True for one in others for _ in one(evidence)):
        return
    at = evidence.reading.document.body_end
    early = next(iter(early_errors(evidence)), None)
    proofs = (Proof("stack", early.stack[:300]),) if early else ()
    remedy, example = brought(evidence, early) or (None, None)
    end = ", so its call throws" if early else ""
    message = f"nothing in this page loads {LOADER_URL}{end}"
    yield Hit(message, at, proofs, remedy, example=example)


@RULES.rule(
    "snippet-commented-out",
    "error",
    "The snippet is not inside of a comment.",
    rests_on=SNIPPET,
    why="What stands in a comment is not run; a snippet that was put there for a while is easily "
    "forgotten.",
    remedy="move the snippet out of the comment, or remove it when the chat is not wanted",
    example=EXAMPLE,
)
def snippet_commented_out(evidence: Evidence) -> Iterator[Hit]:
    """Report comments that hold the only loader."""
    if is_embedded(evidence):
        return
    page = evidence.reading.page
    for comment in evidence.reading.document.comments:
        if ADDRESS in comment.text:
            yield Hit("the snippet is inside of an HTML comment", Spot(page, comment.start, 4))
    for script in evidence.reading.scripts:
        for node in script.comments:
            if ADDRESS in (node.text or b"").decode("utf-8", "replace"):
                yield Hit("the loader's address is inside of a comment", script.spot(node))
                return


@RULES.rule(
    "hint-only",
    "error",
    "A hint to the browser comes with the snippet that it is for.",
    rests_on=SNIPPET,
    why="`preconnect`, `dns-prefetch` and `preload` make a later request faster; they run nothing.",
    remedy="add the snippet, or remove the hint when the chat is not wanted",
    example=EXAMPLE,
)
def hint_only(evidence: Evidence) -> Iterator[Hit]:
    """Report hints without a loader."""
    reading = evidence.reading
    document = reading.document
    is_alive = reading.loader_elements or reading.loader_strings or evidence.is_loader_run
    if is_alive or any(ADDRESS in one.text for one in document.comments):
        return
    for element in document.all("link"):
        is_hint = _HINTS & set(element.get("rel").lower().split())
        if is_hint and urlsplit(evidence.reading.absolute(element.get("href"))).hostname == (
            WIDGET_HOST
        ):
            message = f'the page only hints at {WIDGET_HOST} (rel="{element.get("rel")}")'
            yield Hit(message, document.spot(element))


@RULES.rule(
    "loader-not-requested",
    "note",
    "The loader is asked for when the page is visited.",
    rests_on=SNIPPET,
    why="The page holds the loader's address, but no visit made it ask for it. It may wait for a "
    "click, or for consent.",
    remedy="if it waits for a click, say for which: --consent SELECTOR where that is consent, "
    "--click SELECTOR where it asks for the chat",
    example='harness audit page.html --consent "#accept-all"',
)
def loader_not_requested(evidence: Evidence) -> Iterator[Hit]:
    """Report a live loader that was not asked for, where no error explains that."""
    is_unasked = is_embedded(evidence) and not evidence.is_loader_asked
    if is_unasked and not _is_explained(evidence) and evidence.visits:
        spot = causes.condition(evidence.reading)
        yield Hit("the loader is in the page, but was not asked for in any visit", spot)


def _is_explained(evidence: Evidence) -> bool:
    """Whether something else tells why the loader was not asked for."""
    has_thrown = any(True for _ in evidence.undisturbed("page_error"))
    is_refused = any(one.what == "inline" and not one.is_report for one in refusals(evidence))
    is_robots = any(True for _ in robots_refused(evidence))
    return has_thrown or is_refused or is_robots or evidence.consent is not None


@RULES.rule(
    "loader-address",
    "error",
    "The loader comes from the address that the vendor publishes.",
    rests_on=SNIPPET,
    why="Another host or path of the vendor's does not serve the loader.",
    remedy=f"use {LOADER_URL}",
    example=f'<script async src="{LOADER_URL}"></script>',
)
def loader_address(evidence: Evidence) -> Iterator[Hit]:
    """Report script addresses at the vendor's domain that are not the loader's."""
    reading = evidence.reading
    for script, node, text in reading.loader_strings:
        is_joined = node.parent is not None and node.parent.type == "binary_expression"
        if text.startswith(WIDGET_HOST) and not is_joined:
            edits = tuple(node_replaced(script, node, quoted_like(node, f"https://{text}")))
            message = f"{text} is no whole address: without // before it the host is a folder"
            yield Hit(message, script.spot(node), edits=edits)
    if reading.loader_elements or reading.loader_strings:
        return
    for element in reading.document.all("script"):
        address = reading.absolute(address_of(element) or "")
        is_meant = _is_vendors(address) or WIDGET_HOST in (address_of(element) or "")
        if is_live(element) and is_meant and not is_loader(address):
            message = f"{address_of(element)} is not where the loader is"
            spot = reading.document.attribute_spot(element, "src")
            edits = substituted(spot, address_of(element) or "", LOADER_URL)
            yield Hit(message, spot, edits=edits)
    for script in reading.scripts:
        for text, node in script.strings:
            address = "https:" + text[text.find("//") :] if "//" in text else ""
            if address.endswith(".js") and _is_vendors(address) and not is_loader(address):
                right = f"{text[: text.find('//')]}//{ADDRESS}"
                edits = tuple(node_replaced(script, node, quoted_like(node, right)))
                message = f"{text} is not where the loader is"
                yield Hit(message, script.spot(node), edits=edits)


@RULES.rule(
    "loader-self-hosted",
    "warning",
    "The loader is not a copy.",
    rests_on="observed: the loader has no version; several builds were seen at one address",
    why="The vendor changes the loader at its one address. A copy stays behind the frame and the "
    "back end that it talks to, until one day it does not fit any more.",
    remedy=f"load {LOADER_URL} itself",
    example=f'<script async src="{LOADER_URL}"></script>',
)
def loader_self_hosted(evidence: Evidence) -> Iterator[Hit]:
    """Report script elements named like the loader on other hosts, in pages that use the widget."""
    reading = evidence.reading
    is_used = bool(reading.hooks or reading.calls)
    for element in reading.document.all("script"):
        address = reading.absolute(address_of(element) or "")
        is_meant = _is_vendors(address) or WIDGET_HOST in (address_of(element) or "")
        is_copy = urlsplit(address).path.endswith(f"/{_FILE}") and not is_meant
        is_only = not reading.loader_elements and not reading.loader_strings
        if is_used and is_live(element) and is_copy and is_only:
            message = f"{address_of(element)} looks like a copy of the loader"
            spot = reading.document.attribute_spot(element, "src")
            edits = substituted(spot, address_of(element) or "", LOADER_URL)
            yield Hit(message, spot, edits=edits)


@RULES.rule(
    "frame-hard-coded",
    "warning",
    "The loader makes the widget's frame; the page does not.",
    rests_on="observed: the loader asks for the frame's document",
    why="A frame that is written into the page has no loader to talk to: no options, no "
    "callbacks, and beside the snippet it is a second widget.",
    remedy="remove the iframe and use the snippet",
    example=EXAMPLE,
)
def frame_hard_coded(evidence: Evidence) -> Iterator[Hit]:
    """Report iframe elements of the widget's host in the page's own source."""
    document = evidence.reading.document
    for element in document.all("iframe"):
        address = evidence.reading.absolute(element.get("src"))
        if urlsplit(address).hostname == WIDGET_HOST:
            proof = Proof("source", element.get("src"))
            yield Hit(
                "the widget's frame is written into the page", document.spot(element), (proof,)
            )


def _is_vendors(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host == f"{GLOBAL}.com" or host.endswith(f".{GLOBAL}.com")
