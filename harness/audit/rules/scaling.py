"""How wide a phone lays the page out, and how small it draws all that is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.edits import inserted, substituted
from harness.audit.finding import Proof
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element

RULES = Rules("behaviour")
_CONTENT = "width=device-width, initial-scale=1"
_VIEWPORT = f'<meta name="viewport" content="{_CONTENT}">'
_FITS = 1.25
"""A page may be so many times as wide as the screen and is still drawn in nearly its size."""

_WIDENS = re.compile(r"width\s*=\s*[\d.]+|scale\s*=\s*0?\.\d", re.IGNORECASE)


@RULES.rule(
    "viewport-missing",
    "warning",
    "The page is made for phones.",
    rests_on="documented: Optimizing for mobile devices; browsers: without a viewport phones "
    "show a page of 980 pixels, made small",
    why="Without a viewport everything is drawn small, the bar too.",
    remedy="add the viewport",
    example=_VIEWPORT,
)
def viewport_missing(evidence: Evidence) -> Iterator[Hit]:
    """Report pages without a viewport that a widget is shown in."""
    facts = evidence.loaded("phone")
    is_written_anew = facts.get("isAnew")  # without the page's own head
    if facts.get("frames") and facts.get("viewport") is None and not is_written_anew:
        proof = Proof("measure", f"on a phone the page is {facts.get('width')} pixels wide")
        document = evidence.reading.document
        head = next(iter(document.all("head")), None)
        spot = document.spot(head) if head else None
        edits = (inserted(document.source, head.end, f"\n{_VIEWPORT}"),) if head else ()
        yield Hit("the page has no viewport for phones", spot, (proof,), edits=edits)


@RULES.rule(
    "viewport-wide",
    "warning",
    "A phone lays the page out in its own width.",
    rests_on="documented: Optimizing for mobile devices; browsers: CSS Viewport "
    "Module Level 1 (width and initial-scale make the width that a page is laid out in)",
    why="A page that is laid out wider than the phone is drawn smaller, the bar and the chat too.",
    remedy=f"have one viewport, with `{_CONTENT}`",
    example=_VIEWPORT,
)
def viewport_wide(evidence: Evidence) -> Iterator[Hit]:
    """Report pages with a viewport that a phone lays out wider than it is."""
    facts = evidence.loaded("phone")
    laid, screen = facts.get("laidOut") or 0, facts.get("screen") or 0
    is_told = facts.get("frames") and facts.get("viewport") is not None
    if not is_told or facts.get("isAnew") or laid <= screen * _FITS:
        return
    proof = Proof("measure", f"a phone of {screen} pixels lays the page out {laid} pixels wide")
    document = evidence.reading.document
    metas = [one for one in document.all("meta") if one.get("name").strip().lower() == "viewport"]
    blamed = _blamed(metas)
    spot = document.attribute_spot(blamed, "content") if blamed else None
    old = blamed.get("content") if blamed else ""
    is_right = not _WIDENS.search(old) and "device-width" in old  # a script has changed it
    edits = substituted(spot, old, _CONTENT, is_safe=False) if spot and old and not is_right else ()
    yield Hit("on a phone the viewport makes the page small", spot, (proof,), edits=edits)


def _blamed(metas: list[Element]) -> Element | None:
    """The viewport that makes the page wide: the last one with a width or a scale that does."""
    wide = [one for one in metas if _WIDENS.search(one.get("content"))]
    return next(reversed(wide or metas), None)
