"""The visits that an audit makes, each a run of the engine: who comes, and what the loader does.

A page is visited three times: from a desktop with everything well, by a phone whose browser
refuses third-party cookies while the loader is slow, and while the loader first hangs and
then fails. A fourth visit chats, where the page has callbacks that only a chat fires.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.widget_api import GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE, PIECES, MOST = 15_000, 10, 1_500_000
"""Letters of a piece, pieces of an answer, and letters in all that a page's texts may have."""

_KEPT = "harness.audit.kept"

STRANGER = "https://stranger.example"
"""The origin of messages that nobody has asked for."""

_ASKING = Path(__file__).parent / "asking"
_PLACE_OF_LOADER = LOADER_URL.partition(WIDGET_HOST)[2]
_KNOWN = {"host": WIDGET_HOST, "loader": _PLACE_OF_LOADER, "hook": HOOK, "global": GLOBAL}

Loader = Literal["normal", "slow", "withheld"]


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a visit; `label` names what it brings, `is_probe` that it disturbs the page."""

    verb: str
    argument: Any
    label: str
    is_probe: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One visit to be made."""

    name: str
    device: Literal["desktop", "phone"]
    cookies: Literal["allowed", "blocked"]
    loader: Loader
    acts: tuple[Act, ...]
    until: Literal["load", "commit"] = "load"


def first_plans(consent: str | None, *, pictures: bool) -> list[Plan]:
    """The visits that every page gets."""
    agreed = _agreeing(consent)
    picture = (Act("screenshot", "loaded", "picture"),) if pictures else ()
    desktop = (
        Act("check", {"widgets": "$any"}, "rest"),
        _ask("facts", "loaded", _KNOWN),
        *agreed,
        *picture,
        *_probes(),
    )
    phone = (
        Act("check", {"widgets": "$any"}, "rest"),
        *(agreed or (_ask("facts", "loaded", _KNOWN),)),
        *picture,
    )
    withheld = (
        _ask("loaded", "parsed", {"event": "DOMContentLoaded", "patience": 400}),
        *agreed[:1],
        _ask("facts", "held", _KNOWN),
        _ask("loaded", "failed-load", {"event": "load", "patience": 4000}),
        Act("check", {"widgets": "$any"}, "rest"),
        _ask("facts", "failed", _KNOWN),
    )
    return [
        Plan("desktop", "desktop", "allowed", "normal", desktop),
        Plan("phone", "phone", "blocked", "slow", phone),
        Plan("withheld", "desktop", "allowed", "withheld", withheld, until="commit"),
    ]


def brief_plan(consent: str | None) -> Plan:
    """The first visit alone, without probes."""
    acts = (
        Act("check", {"widgets": "$any"}, "rest"),
        _ask("facts", "loaded", _KNOWN),
        *_agreeing(consent),
    )
    return Plan("desktop", "desktop", "allowed", "normal", acts)


def cookies_plan(consent: str | None) -> Plan:
    """The phone's visit with cookies allowed: tells the phone from the cookies."""
    acts = brief_plan(consent).acts
    return Plan("phone-with-cookies", "phone", "allowed", "slow", acts)


def chat_plan(consent: str | None) -> Plan:
    """A visit that chats, comes again, and finds the chat still open."""
    acts = (
        Act("check", {"widgets": "$any"}, "rest"),
        *_agreeing(consent),
        Act("page", "online", "open", is_probe=True),
        Act("visitor", {"says": "Hello"}, "say", is_probe=True),
        Act("check", {"widgets": "$any"}, "said", is_probe=True),
        Act("visitor", "minimizes", "minimize", is_probe=True),
        Act("check", {"widgets": "$any"}, "minimized", is_probe=True),
        Act("refresh", None, "refresh", is_probe=True),
        Act("check", {"widgets": "$any"}, "again", is_probe=True),
        _ask("facts", "again-facts", _KNOWN, is_probe=True),
    )
    return Plan("chat", "desktop", "allowed", "normal", acts)


def reload_plan(consent: str | None) -> Plan:
    """A visit that comes again and again: first a service worker takes over, then it answers."""
    acts = (
        Act("check", {"widgets": "$any"}, "rest"),
        *_agreeing(consent),
        Act("refresh", None, "refresh", is_probe=True),
        Act("check", {"widgets": "$any"}, "rest", is_probe=True),
        Act("refresh", None, "again", is_probe=True),
        Act("check", {"widgets": "$any"}, "again-rest", is_probe=True),
        _ask("facts", "again-facts", _KNOWN, is_probe=True),
    )
    return Plan("second", "desktop", "allowed", "normal", acts)


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
        Act("check", {"widgets": "$any"}, "rest"),
        _ask("facts", "consented", _KNOWN),
    )


def _probes() -> tuple[Act, ...]:
    again = (_ask("again", "again", _KNOWN, is_probe=True),)
    return (
        _ask("forge", "forged", {"origin": STRANGER}, is_probe=True),
        _ask("pause", "heard", {"time": 50}, is_probe=True),
        _ask("watch", "watch", _KNOWN, is_probe=True),
        _ask("tally", "tally", _KNOWN, is_probe=True),
        _ask("pause", "quiet", {"time": 150}, is_probe=True),
        _ask("tally", "tally-0", _KNOWN, is_probe=True),
        *again,
        _ask("tally", "tally-1", _KNOWN, is_probe=True),
        *again,
        _ask("tally", "tally-2", _KNOWN, is_probe=True),
        *again,
        _ask("tally", "tally-3", _KNOWN, is_probe=True),
        _ask("follow", "follow", _KNOWN, is_probe=True),
        _ask("pause", "arrived", {"time": 250}, is_probe=True),
        _ask("facts", "followed", _KNOWN, is_probe=True),
    )


def _ask(question: str, label: str, given: dict[str, Any], *, is_probe: bool = False) -> Act:
    return Act("eval", f"({_source(question)})({json.dumps(given)})", label, is_probe)


@cache
def _source(question: str) -> str:
    text = (_ASKING / f"{question}.js").read_text(encoding="utf-8").strip()
    return text.removesuffix(";")
