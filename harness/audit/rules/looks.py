"""What visitors see: the bar, what covers it, and what it does to the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.audit import causes
from harness.audit.finding import Proof
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot

RULES = Rules("behaviour")
_SHARE = 0.25
_SHIFT = 0.1
_CLOSED = frozenset({None, "start-online", "start-offline", "hidden", "mini"})


def _pictures(evidence: Evidence, name: str) -> tuple[Proof, ...]:
    visit = evidence.visit(name)
    return tuple(Proof("picture", path) for path in visit.pictures) if visit else ()


def is_closed(evidence: Evidence) -> bool:
    """Whether the page leaves the widget closed, as far as options and calls tell."""
    pages: list[Any] = [
        setup.options["page"].value for setup in evidence.setups if "page" in setup.options
    ]
    calls = [event for _, event in evidence.page_calls if event.data["function"] == "embed.page"]
    return all(page in _CLOSED for page in pages if isinstance(page, str)) and not calls


@RULES.rule(
    "css-reaches-frame",
    "warning",
    "No rule of the page's style sheets is about all frames.",
    rests_on="observed: the widget is an iframe; peers: Mintplex-Labs/anything-llm#919, "
    "chatwoot/chatwoot PR#2809",
    why="A rule for `iframe` reaches the widget's frame too. Whether the widget's own styles are "
    "stronger depends on the build.",
    remedy="narrow the selector to the frames that are meant",
    example="main iframe { width: 100%; }",
)
def css_reaches_frame(evidence: Evidence) -> Iterator[Hit]:
    """Report rules of the page that match the widget's frame and change its place or sight."""
    for hit in evidence.loaded().get("reaching", []):
        text = f"{hit['selector']} {{ {'; '.join(hit['declarations'])} }}"
        spot = _rule_spot(evidence, str(hit["selector"]))
        yield Hit(f"this rule reaches the widget's frame: {text}", spot, (Proof("source", text),))


def _rule_spot(evidence: Evidence, selector: str) -> Spot | None:
    from harness.audit.sources import Spot

    document = evidence.reading.document
    for element in document.all("style"):
        start, end = element.content
        at = evidence.reading.page.text.find(selector, start, end)
        if at >= 0:
            return Spot(evidence.reading.page, at, len(selector))
    return None


@RULES.rule(
    "widget-covered",
    "warning",
    "Nothing of the page covers the bar.",
    rests_on="documented: Basic Embedded ChatBar Functions (side); assumed: the bar sits in the "
    "lower corner of that side; peers: elastic/kibana PR#124581",
    why="A banner or a button of the page lies over the bar, and visitors cannot reach it.",
    remedy="move the element away from the bar's corner, or, where the other side is free, the bar "
    "with `side`",
    example="livechatoo.embed.init({account: 'yourshop', side: 'left'});",
)
def widget_covered(evidence: Evidence) -> Iterator[Hit]:
    """Report elements that lie over the middle of the widget."""
    for name in ("desktop", "phone"):
        facts = evidence.loaded(name)
        over = facts.get("over")
        if over:
            message = f"{over} lies over the widget ({name})"
            remedy = _OF_BOTH if facts.get("isOverBoth") else None
            yield Hit(message, _element_spot(evidence, over), _pictures(evidence, name), remedy)
            return


_OF_BOTH = (
    "it reaches over both sides, so that another `side` does not help: keep it clear of the lower "
    "corner, give it a lower z-index than the widget, or show it only when the visitor asks"
)


@RULES.rule(
    "widget-inert",
    "warning",
    "The visitor can reach the chat once the page is there.",
    rests_on="browsers: what is `inert`, or outside of an open modal dialog, hears no click and no "
    "key; observed: the widget is a frame in the page's body",
    why="The bar can be seen, but neither mouse nor keyboard reaches it, and screen readers skip "
    "it. Another side or another z-index does not help.",
    remedy="put `inert` on the page's own content, not on an element that the widget is in",
    example="document.querySelector('main').inert = true;",
)
def widget_inert(evidence: Evidence) -> Iterator[Hit]:
    """Report modal dialogs and `inert` that take the widget out of the visitor's reach."""
    for name in ("desktop", "phone"):
        found = evidence.loaded(name).get("inert")
        if found:
            by, pictures = str(found["by"]), _pictures(evidence, name)
            spot = _element_spot(evidence, by) or _inert_spot(evidence)
            if found["way"] == "modal":
                message = f"{by} is open as a modal dialog, which makes the chat inert ({name})"
                yield Hit(message, spot, pictures, _MODAL)
            else:
                yield Hit(f"`inert` on {by} reaches the chat too ({name})", spot, pictures)
            return


_MODAL = (
    "open it with show() in the place of showModal(), or only when the visitor asks for it; what "
    "is modal takes the chat away until it is closed"
)


def _inert_spot(evidence: Evidence) -> Spot | None:
    """Where a script of the page makes something inert."""
    for script in evidence.reading.scripts:
        for one in script.assignments:
            if one.path.rpartition(".")[2] == "inert":
                return one.spot
    return None


def _element_spot(evidence: Evidence, named: str) -> Spot | None:
    document = evidence.reading.document
    tag, mark, rest = named.partition("#")
    if not mark:
        tag, mark, rest = named.partition(".")
    for element in document.elements:
        given = element.get("id") if mark == "#" else element.get("class").split(" ")[0]
        if element.tag == tag and given == rest:
            return document.spot(element)
    return None


@RULES.rule(
    "fixed-broken",
    "warning",
    "The bar stays in its corner while the page scrolls.",
    rests_on="browsers: transform, filter and their like on an ancestor end position: fixed; "
    "assumed: the bar is fixed to the window",
    why="With such a property on the body, the corner is that of the whole page, and the bar is "
    "out of sight on long pages.",
    remedy="put the property on an element inside of the body",
    example='<body><div style="transform: translateZ(0)">all of the page</div></body>',
)
def fixed_broken(evidence: Evidence) -> Iterator[Hit]:
    """Report properties of html and body that end fixed places."""
    found = evidence.loaded().get("containing", [])
    if found and evidence.loaded().get("frames"):
        proof = Proof("measure", f"computed style: {', '.join(found)}")
        tag, _, name = str(found[0]).partition(" ")
        spot = causes.declaration(evidence, re.split("[.#]", tag)[0], name)
        message = f"{tag} has `{name}`, so `position: fixed` is fixed to {tag}, not to the window"
        yield Hit(message, spot, (proof,))


@RULES.rule(
    "clicks-swallowed",
    "warning",
    "A closed widget leaves the page's clicks to the page.",
    rests_on="peers: chatwoot/chatwoot#3625, Wolox/react-chat-widget#211",
    why="The widget's frame is larger than what is seen of it, and catches clicks that were for "
    "the page.",
    remedy="leave the size of the widget's elements as it is",
    example="",
)
def clicks_swallowed(evidence: Evidence) -> Iterator[Hit]:
    """Report a closed widget that catches a large share of the window."""
    for name in ("desktop", "phone"):
        caught = evidence.loaded(name).get("caught", 0)
        if is_closed(evidence) and caught > _SHARE:
            text = f"{caught:.0%} of the window is the widget's though it is closed ({name})"
            proofs = (Proof("measure", text), *_pictures(evidence, name))
            reaching = evidence.loaded(name).get("reaching") or [{"selector": "\0"}]
            spot = _rule_spot(evidence, str(reaching[0]["selector"]))
            spot = spot or causes.changing(evidence.callbacks)
            yield Hit("the closed widget catches clicks", spot, proofs)
            return


@RULES.rule(
    "focus-stolen",
    "warning",
    "Loading the widget leaves the focus where it was.",
    rests_on="peers: papercups-io/papercups#323, owncast/owncast#3500",
    why="Visitors who were about to type find their letters in the chat, and readers of screens "
    "are moved away from what they read.",
    remedy="do not focus the widget, and open it only when the visitor asks for it",
    example="",
)
def focus_stolen(evidence: Evidence) -> Iterator[Hit]:
    """Report that the widget's frame has the focus after loading."""
    for name in ("desktop", "phone"):
        facts = evidence.loaded(name)
        if facts.get("isWidgetActive"):
            was = facts.get("autofocus")
            proof = Proof(
                "measure", f"the focus is in the widget{f', not in {was}' if was else ''}"
            )
            opened = [one.spot for one in evidence.options if one.name == "page"]
            spot = next((one for one in (causes.calling(evidence, "focus"), *opened) if one), None)
            yield Hit("the widget has the focus once the page is loaded", spot, (proof,))
            return


@RULES.rule(
    "layout-shift",
    "warning",
    "The page does not jump when the widget comes.",
    rests_on="browsers: layout shift of 0.1 and more is felt; peers: canonical/ubuntu.com#7917",
    why="Something that appears together with the widget moves what the visitor reads.",
    remedy="keep room for what your callbacks put into the page",
    example="#chat-hint { min-height: 3rem; }",
)
def layout_shift(evidence: Evidence) -> Iterator[Hit]:
    """Report shifts that the page has with the widget, but not without."""
    visit = evidence.visit("withheld")
    if visit is None or not visit.seen("failed"):
        return
    usual = float(evidence.loaded().get("shift", 0))
    without = float(visit.seen("failed").get("shift", 0))
    if usual - without >= _SHIFT:
        text = f"layout shift {usual:.2f} with the widget, {without:.2f} without"
        spot = causes.changing(evidence.callbacks)
        yield Hit("the page jumps when the widget comes", spot, (Proof("measure", text),))
