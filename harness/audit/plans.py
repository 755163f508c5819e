"""The visits that an audit makes, each a run of the engine: who comes, and what the loader does.

A page is visited five times: from a desktop with everything well, by a phone whose browser
refuses third-party cookies while the loader is slow, while the loader first hangs and then
fails, while its server answers with an error, and with something else in the loader's place.
Further visits are for pages that have something to be tried: callbacks that only people's acts
fire (`conversations`), a service worker, listeners for being put aside and coming back, a way to
consent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.audit.script_types import JAVASCRIPT
from harness.scenario.model import Backend
from harness.scenario.window_names import MAIN
from harness.web import RECORDER_NAME
from harness.widget_api import API, GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE, PIECES, MOST = 15_000, 10, 1_500_000
"""Letters of a piece, pieces of an answer, and letters in all that a page's texts may have."""

_KEPT = "harness.audit.kept"

STRANGER = "https://stranger.example"
"""The origin of messages that nobody has asked for."""

STARTS = 3
"""How often the widget is started anew: growth shows, and the least of so many is no chance."""

WAIT = 15.0
"""Seconds that a page may take until its chat comes, unless `--wait` says otherwise: timers that
are due by then are waited for, and a page that has none is not waited for."""

REPEATING = 3.0
"""Seconds that timers are watched which come again and again, and may be waiting for something."""

NEAR = 1.0
"""Seconds of timers that are waited for once the chat is there: what they bring may cover it."""

ANSWERING = 1500
"""Milliseconds that a function of the browser's is given to answer when it is tried."""

_ASKING = Path(__file__).parent / "asking"
_PLACE_OF_LOADER = LOADER_URL.partition(WIDGET_HOST)[2]
_KNOWN = {
    "host": WIDGET_HOST,
    "loader": _PLACE_OF_LOADER,
    "hook": HOOK,
    "global": GLOBAL,
    "types": JAVASCRIPT,
}
_RESTART = {**_KNOWN, "callbacks": sorted(API.callbacks)}
_ASIDE = frozenset(
    {"addresses", "facts", "follow", "gather", "loaded", "pause", "pieces", "return"}
)
"""Questions about the document alone; the others are asked in the world of the page's scripts."""

Loader = Literal["normal", "slow", "withheld", "refused", "foreign"]
"""What becomes of the loader: `withheld` hangs and then fails, `refused` is answered with an
error of the server, `foreign` with status 200 and something else, as by a proxy."""

WORKING = frozenset({"normal", "slow"})
"""With these the loader comes."""


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a visit; `label` names what it brings, `is_probe` that it disturbs the page."""

    verb: str
    argument: Any
    label: str
    is_probe: bool = False
    window: str = MAIN


@dataclass(frozen=True, slots=True)
class Plan:
    """One visit to be made; `backend` says who answers, and what the administration has set."""

    name: str
    device: Literal["desktop", "phone"]
    cookies: Literal["allowed", "blocked"]
    loader: Loader
    acts: tuple[Act, ...]
    until: Literal["load", "commit"] = "load"
    backend: Backend = field(default_factory=Backend)


def first_plans(consent: str | None, *, pictures: bool) -> list[Plan]:
    """The visits that every page gets."""
    agreed = _agreeing(consent)
    picture = (Act("screenshot", "loaded", "picture"),) if pictures else ()
    desktop = (
        *_settled(),
        _ask("facts", "loaded", _KNOWN),
        *agreed,
        *picture,
        *_probes(),
    )
    phone = (
        *_settled(),
        *(agreed or (_ask("facts", "loaded", _KNOWN),)),
        *picture,
    )
    withheld = (
        _ask("loaded", "parsed", {"event": "DOMContentLoaded", "patience": 400}),
        *agreed[:1],
        _ask("facts", "held", _KNOWN),
        _ask("loaded", "failed-load", {"event": "load", "patience": 4000}),
        *_settled("rest", without=True),
        _ask("facts", "failed", _KNOWN),
    )
    return [
        Plan("desktop", "desktop", "allowed", "normal", desktop),
        Plan("phone", "phone", "blocked", "slow", phone),
        Plan("withheld", "desktop", "allowed", "withheld", withheld, until="commit"),
        Plan("refused", "desktop", "allowed", "refused", _without(agreed)),
        Plan("foreign", "desktop", "allowed", "foreign", _without(agreed)),
    ]


def _without(agreed: Sequence[Act]) -> tuple[Act, ...]:
    """A visit to which no widget comes; `agreed` begins with the click that gives consent."""
    asked = (*agreed[:1], *_settled(without=True)) if agreed else ()
    return (*_settled(without=True), *asked, _ask("facts", "failed", _KNOWN))


def arriving(consent: str | None) -> tuple[Act, ...]:
    """The visitor waits for the chat, and agrees where that is asked for."""
    return (*_settled(), *_agreeing(consent))


def looking(label: str) -> Act:
    """The page is asked for its facts once more."""
    return _ask("facts", label, _KNOWN, is_probe=True)


def brief_plan(consent: str | None) -> Plan:
    """The first visit alone, without probes."""
    acts = (
        *_settled(),
        _ask("facts", "loaded", _KNOWN),
        *_agreeing(consent),
    )
    return Plan("desktop", "desktop", "allowed", "normal", acts)


def cookies_plan(consent: str | None) -> Plan:
    """The phone's visit with cookies allowed: tells the phone from the cookies."""
    acts = brief_plan(consent).acts
    return Plan("phone-with-cookies", "phone", "allowed", "slow", acts)


def reload_plan(consent: str | None) -> Plan:
    """A visit that comes again and again: first a service worker takes over, then it answers."""
    acts = (
        *arriving(consent),
        Act("refresh", None, "refresh", is_probe=True),
        Act("check", {"widgets": "$any"}, "rest", is_probe=True),
        Act("refresh", None, "again", is_probe=True),
        Act("check", {"widgets": "$any"}, "again-rest", is_probe=True),
        looking("again-facts"),
    )
    return Plan("second", "desktop", "allowed", "normal", acts)


def return_plan(consent: str | None) -> Plan:
    """A visit in which the page hears that it is put aside as it is, and that it comes back."""
    acts = (
        *brief_plan(consent).acts,
        _ask("return", "return", {}, is_probe=True),
        Act("check", {"widgets": "$any"}, "returned", is_probe=True),
        _ask("facts", "back", _KNOWN, is_probe=True),
    )
    return Plan("returned", "desktop", "allowed", "normal", acts)


def remembered_plan(consent: str) -> Plan:
    """A visit that agrees, and comes again without being asked."""
    acts = (
        *brief_plan(consent).acts,
        Act("refresh", None, "refresh", is_probe=True),
        *_settled(),
        _ask("facts", "remembered", _KNOWN, is_probe=True),
    )
    return Plan("remembered", "desktop", "allowed", "normal", acts)


def reading_plan() -> Plan:
    """A visit that brings the page's text and its scripts' as their server sends them."""
    counts = range(0, MOST // PIECE, PIECES)
    return Plan(
        "source",
        "desktop",
        "allowed",
        "normal",
        (
            _ask("gather", "gathered", {"key": _KEPT, "size": PIECE, "most": MOST}),
            *(
                _ask("pieces", f"pieces-{start}", {"key": _KEPT, "from": start, "count": PIECES})
                for start in counts
            ),
        ),
    )


def touched_plan(consent: str | None) -> Plan:
    """A visit to a page without a chat, by somebody who moves the mouse, scrolls, presses a key."""
    acts = (
        *brief_plan(consent).acts,
        Act("stir", None, "stir", is_probe=True),
        *(replace(act, is_probe=True) for act in _settled("stirred")),
        _ask("facts", "touched", _KNOWN, is_probe=True),
    )
    return Plan("touched", "desktop", "allowed", "normal", acts)


def asking_plan(addresses: Sequence[str]) -> Plan:
    """A visit that asks for addresses that the options name."""
    return Plan(
        "addresses",
        "desktop",
        "allowed",
        "normal",
        (_ask("addresses", "asked", {"addresses": list(addresses)}, is_probe=True),),
    )


def _agreeing(consent: str | None) -> tuple[Act, ...]:
    if consent is None:
        return ()
    return (
        Act("click", consent, "consent"),
        *_settled(),
        _ask("facts", "consented", _KNOWN),
    )


def _settled(label: str = "arrival", *, without: bool = False) -> tuple[Act, ...]:
    """Waits for the chat, or until the page is at rest; `without` where no chat can come."""
    given = {"repeating": REPEATING, "near": NEAR, "without": without}
    return (Act("await_chat", given, label),)


def _probes() -> tuple[Act, ...]:
    starts: list[Act] = []
    for number in range(1, STARTS + 1):
        starts.append(_ask("again", f"again-{number}", _RESTART, is_probe=True))
        starts.append(_ask("tally", f"tally-{number}", _KNOWN, is_probe=True))
    return (
        _ask("builtins", "builtins", {"limit": ANSWERING}, is_probe=True),
        _ask("forge", "forged", {"origin": STRANGER}, is_probe=True),
        _ask("pause", "heard", {"time": 50}, is_probe=True),
        _ask("follow", "follow", _KNOWN, is_probe=True),
        _ask("pause", "arrived", {"time": 250}, is_probe=True),
        _ask("facts", "followed", _KNOWN, is_probe=True),
        _ask("watch", "watch", _KNOWN, is_probe=True),
        _ask("tally", "tally", _KNOWN, is_probe=True),
        _ask("pause", "quiet", {"time": 150}, is_probe=True),
        _ask("tally", "tally-0", _KNOWN, is_probe=True),
        *starts,
    )


def _ask(question: str, label: str, given: dict[str, Any], *, is_probe: bool = False) -> Act:
    way = "aside" if question in _ASIDE else "within"
    argument = {way: _source(question), "given": given}
    if question == "facts":
        argument["within"] = _source("globals")
    return Act("ask", argument, label, is_probe)


@cache
def watching() -> str:
    """What runs in each document of a visit before any script of its own."""
    widget = [f"//{WIDGET_HOST}{_PLACE_OF_LOADER}", HOOK]
    text = _source("from_the_start").replace("__WIDGET__", json.dumps(widget))
    return text.replace("__RECORDER__", RECORDER_NAME)


@cache
def _source(question: str) -> str:
    text = (_ASKING / f"{question}.js").read_text(encoding="utf-8").strip()
    return text.removesuffix(";")
