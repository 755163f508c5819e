"""Which script elements a browser runs, and what keeps it from running the others.

HTML, "prepare the script element": https://html.spec.whatwg.org/#prepare-the-script-element.
The visits judge what ran by the same list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from harness.audit.markup import Element

JAVASCRIPT = (
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
)
"""https://mimesniff.spec.whatwg.org/#javascript-mime-type, without parameters."""

Kind = Literal["classic", "module", "importmap", "speculationrules", "data"]
_OTHERS: tuple[Kind, ...] = ("module", "importmap", "speculationrules")
_BLANKS = "\t\n\f\r "


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a script element is not run: the attribute that says so, if any does, and the reason."""

    attribute: str
    reason: str


def kind_of(element: Element) -> Kind:
    """What a script element is; `data` for whatever browsers do not know."""
    written = _type_of(element).lower()
    if written in JAVASCRIPT:
        return "classic"
    return next((kind for kind in _OTHERS if kind == written), "data")


def _type_of(element: Element) -> str:
    given = element.attributes.get("type")
    if given is not None:
        return given.strip(_BLANKS) if given else "text/javascript"
    language = element.get("language") if element.namespace == "html" else ""
    return f"text/{language}" if language else "text/javascript"


def obstacle(element: Element) -> Obstacle | None:
    """What keeps a browser from running a script element; None when it runs it."""
    if not element.is_closed:
        return Obstacle("", "it has no end tag")
    kind = kind_of(element)
    if kind == "classic":
        return _of_classic(element) if element.namespace == "html" else None
    if kind == "module":
        is_bare = element.get("type").lower() == kind  # Chromium 156 does not take blanks away here
        return None if is_bare else Obstacle("type", "there are blanks around `module`")
    name = "type" if "type" in element.attributes else "language"
    return Obstacle(name, f"{name}={element.get(name)!r} is no type of JavaScript")


def _of_classic(element: Element) -> Obstacle | None:
    if "nomodule" in element.attributes:
        return Obstacle("nomodule", "`nomodule` is for browsers that know no modules")
    return _of_event(element) if is_event_bound(element) else None


def is_event_bound(element: Element) -> bool:
    """Whether a script is bound to an event in the way of old browsers."""
    return {"for", "event"} <= set(element.attributes)


def _of_event(element: Element) -> Obstacle | None:
    """Browsers pass over such scripts, unless they are for the window's load."""
    if element.get("for").strip(_BLANKS).lower() != "window":
        return Obstacle("for", "`for` and `event` bind a script to nothing")
    if element.get("event").strip(_BLANKS).lower() not in {"onload", "onload()"}:
        return Obstacle("event", "`for` and `event` bind a script to nothing")
    return None


def runs(element: Element) -> bool:
    """Whether a browser runs a script element, as far as its attributes and its place tell."""
    is_script = element.tag == "script" and element.namespace != "math"
    return is_script and not element.is_inert and obstacle(element) is None


def address_of(element: Element) -> str | None:
    """The address that a script comes from; None for one whose text stands in the page.

    A drawing's script has it in `href`, with or without the old namespace (SVG 2).
    """
    if element.namespace == "html":
        return element.attributes.get("src")
    return element.attributes.get("href", element.attributes.get("xlink:href"))
