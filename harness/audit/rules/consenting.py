"""Visitors who have not agreed yet, block cookies, or come with a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.audit import causes
from harness.audit.absence import DEVICES, held_back, is_rested
from harness.audit.failures import has_strangers
from harness.audit.finding import Proof
from harness.audit.literals import runs_at_once
from harness.audit.reading import INITS
from harness.audit.rule import Hit, Rules
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot
    from harness.audit.visiting import Visit

RULES = Rules("policy")
_KEPT = """function allowed() {
  // the snippet
}
document.getElementById('accept').onclick = function () {
  localStorage.setItem('chat', 'yes');
  allowed();
};
if (localStorage.getItem('chat') === 'yes') allowed();"""
_MARK = re.compile(r"[\w-]{2,40}")
"""What names a category or a service that is agreed to."""

_FETCHING = frozenset({"preload", "prefetch", "modulepreload"})
"""Hints that ask for the file; `preconnect` and `dns-prefetch` ask for nothing."""


@RULES.rule(
    "gone-without-cookies",
    "warning",
    "The widget is there without third-party cookies.",
    rests_on="browsers: several block third-party cookies; observed: the frame's cookies are "
    "third-party ones; peers: freescout-help-desk/freescout#2347, botpress PR#4195",
    why="What the widget keeps in third-party cookies is for sharing a chat over hosts; a chat "
    "on this page may do without. This page shows no widget to visitors who block them.",
    remedy="do not make the embed wait for a test of cookies",
    example="livechatoo.embed.init({account: 'yourshop', session_per_host: true});",
)
def gone_without_cookies(evidence: Evidence) -> Iterator[Hit]:
    """Report a widget that the phone sees with cookies, and does not see without."""
    if _is_on_phone(evidence, "phone") is False and _is_on_phone(evidence, "phone-with-cookies"):
        text = "on the phone: a widget with third-party cookies, none without"
        spot = causes.condition(evidence.reading)
        yield Hit("the widget is gone without third-party cookies", spot, (Proof("measure", text),))


@RULES.rule(
    "missing-on-phone",
    "note",
    "The widget is there on phones.",
    rests_on="documented: Optimizing for mobile devices",
    why="A desktop shows the widget, a phone does not. That may be meant: the widget has a look "
    "of its own for phones.",
    remedy="let the widget choose its look, unless phones are left out on purpose",
    example="livechatoo.embed.init({account: 'yourshop', lang: 'en'});",
)
def missing_on_phone(evidence: Evidence) -> Iterator[Hit]:
    """Report a widget that a desktop sees, and a phone does not, with or without cookies."""
    if _is_on_phone(evidence, "phone-with-cookies") is False and evidence.widget_frames:
        yield Hit("phones see no widget", causes.condition(evidence.reading))


def _is_on_phone(evidence: Evidence, name: str) -> bool | None:
    """Whether a visit saw the widget; None when it did not come so far, or to rest without it."""
    frames = evidence.loaded(name).get("frames")
    if frames is None:
        return None
    return bool(frames) or (None if not is_rested(evidence, name) else False)


@RULES.rule(
    "request-before-consent",
    "warning",
    "Nothing is asked of the widget's host before the visitor agrees.",
    rests_on="observed: the loader sets a cookie, and the frame sets its own; peers: "
    "chatwoot/chatwoot#1976, tawk/tawk-wordpress#20",
    why="This page asks for consent, but the widget is there before.",
    remedy="put the snippet into the function that runs after consent, and keep the consent",
    example=_KEPT,
)
def request_before_consent(evidence: Evidence) -> Iterator[Hit]:
    """Report requests to the widget's host before consent, where a way to consent is known."""
    visit = evidence.visit("desktop")
    if evidence.consent is None or evidence.is_opener or visit is None:
        return
    for event in visit.recording.of_kind("request"):
        is_before = event.step is not None and event.step < _consent_step(visit)
        if is_before and event.data.get("host") == WIDGET_HOST:
            proof = Proof("request", f"{event.data['method']} {event.data['url']}")
            yield Hit("the widget is loaded before consent is given", _early(evidence), (proof,))
            return


def _early(evidence: Evidence) -> Spot | None:
    """What asks without being asked: an element of the page, or a line that runs at once."""
    reading = evidence.reading
    for element in reading.document.elements:
        is_hint = element.tag == "link" and bool(
            _FETCHING & set(element.get("rel").lower().split())
        )
        is_frame = element.tag == "iframe" and not element.is_inert
        address = reading.absolute(element.get("href" if is_hint else "src"))
        if element in reading.loader_elements or (
            (is_hint or is_frame) and urlsplit(address).hostname == WIDGET_HOST
        ):
            return reading.document.spot(element)
    at_once = (
        script.spot(node) for script, node, _ in reading.loader_strings if runs_at_once(node)
    )
    return next(at_once, None)


def _consent_step(visit: Visit) -> int:
    return next((i for i, act in enumerate(visit.plan.acts) if act.label == "consent"), 0)


@RULES.rule(
    "nothing-after-consent",
    "error",
    "The widget comes once the visitor agrees.",
    rests_on="peers: flexpool/frontend PR#241",
    why="Consent was given, and the widget did not start.",
    remedy="run the snippet in the function that runs after consent, and keep the consent",
    example=_KEPT,
)
def nothing_after_consent(evidence: Evidence) -> Iterator[Hit]:
    """Report that no init followed consent, in a page that holds the snippet."""
    visit = evidence.visit("desktop")
    if evidence.consent is None or visit is None or not visit.seen("consented"):
        return
    if not any(event.data["function"] in INITS for _, event in evidence.page_calls):
        when = f"the click on {evidence.consent}" if evidence.is_opener else "consent"
        remedy = "let this click run the snippet" if evidence.is_opener else None
        message, spot = f"no init was called after {when}", causes.trigger(evidence.reading)
        held = _unreleased(evidence)
        if held is not None:
            message = f"{message}: nothing releases the snippet, which {held.text}"
            spot, remedy = held.spot, held.remedy
        yield Hit(message, spot, (), remedy)


@dataclass(frozen=True, slots=True)
class _Held:
    """How a snippet is held back, where, and how it would be released."""

    text: str
    spot: Spot | None
    remedy: str


def _unreleased(evidence: Evidence) -> _Held | None:
    """A snippet that is held back still when consent has been given."""
    is_set = any(one.data.get("action") == "set" for _, one in evidence.undisturbed("hook"))
    elements = [one.element for one in held_back(evidence) if one.element is not None]
    if is_set or evidence.is_loader_asked or not elements:
        return None
    first = elements[0]
    marks = {
        name: value
        for name, value in first.attributes.items()
        if name == "type" or (name.startswith("data-") and _MARK.fullmatch(value))
    }
    shown = " ".join(f'{name}="{value}"' for name, value in marks.items())
    names = [value for name, value in marks.items() if name != "type"]
    unnamed = [value for value in names if not _is_named(evidence, value)]
    text = f"is held back as {shown}"
    remedy = "release it in the function that runs after consent"
    if unnamed:
        text += f"; no script of this page names `{unnamed[0]}`"
        remedy = f"release `{unnamed[0]}` after consent, or use a name that is released"
    return _Held(text, evidence.reading.document.spot(first), remedy)


def _is_named(evidence: Evidence, value: str) -> bool:
    """Whether a script of the page names a category; of other parties' scripts nobody knows."""
    visits = [evidence.visit(name) for name in DEVICES]
    if any(has_strangers(evidence, one) for one in visits if one is not None):
        return True
    return any(value in script.text for script in evidence.reading.scripts)


@RULES.rule(
    "consent-forgotten",
    "warning",
    "Who has agreed finds the widget again after a reload.",
    rests_on="documented: onchatopened fires on each page load during a chat; peers: "
    "flexpool/frontend PR#241",
    why="Consent was given and the widget came; after a reload it did not. A visitor who chats "
    "loses the chat on the next page, or is asked again on every one.",
    remedy="keep the visitor's consent, and run the snippet on every page that finds it; was the "
    "click no consent, and only asked for the chat, say --click SELECTOR",
    example=_KEPT,
)
def consent_forgotten(evidence: Evidence) -> Iterator[Hit]:
    """Report a widget that came with consent, and did not come by itself after a reload."""
    visit = evidence.visit("remembered")
    if visit is None or not visit.seen("consented").get("frames"):
        return
    if visit.seen("remembered").get("frames") == []:
        text = "with consent: a widget; after a reload: none"
        spot = causes.trigger(evidence.reading)
        yield Hit("the widget is gone after a reload", spot, (Proof("measure", text),))
