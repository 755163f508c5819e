"""What a difference rests on: its names in the API, its section, the assumptions it touches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.assumptions import ASSUMPTIONS, Assumption
from harness.widget_api import API, BASIC, STATUSES

if TYPE_CHECKING:
    from harness.drift.difference import Spot
    from harness.drift.findings import Compared

OBSERVED = {"request": "facts, observed 2", "cookies": "facts, observed 3"}
"""What was observed of the real widget, by the area or subject that it tells of."""

FAR = 4
"""The rank of an assumption that is not worth a try."""

_OF_THE_STATE = frozenset({"act", "look", "return"})
"""Areas of differences that any behaviour may lead to, by the state that it leaves behind."""

_SEEN = {
    "chatbar": (STATUSES, ("page", "embed.page")),
    "side": (BASIC, ("side", "embed.switch_side")),
    "bubble": (BASIC, ("bubble", "embed.bubble")),
    "widgets": (BASIC, ("embed.init", "embed.stop")),
    "visitors": (STATUSES, ("hidden-is-seen",)),
    "chats": ("onchatstart", ("onchatstart",)),
    "offline_messages": ("onofflinemessage", ("onofflinemessage",)),
    "rating": ("onchatrating", ("onchatrating",)),
    "popup": ("Basic PopUp Window Functions", ("popup.init",)),
}
"""The section and the names of what a scenario looks at."""

_WORD = re.compile(r"[A-Za-z_.]+")


def names_of(spot: Spot) -> frozenset[str]:
    """The names of the API that a difference at this spot is about."""
    found: set[str] = set()
    during = spot.during if spot.during in API.functions else ""
    subject = "" if spot.area == "act" else spot.subject
    for part in _WORD.findall(f"{subject} {during}"):
        head = part.partition(".")[0]
        found |= {part, ".".join(part.split(".")[:2]), head}
        found |= set(_SEEN[head][1]) if head in _SEEN else set()
    known = API.functions.keys() | API.callbacks.keys() | API.options.keys()
    fields = {f"{one.name}.{value.name}" for one in API.callbacks.values() for value in one.data}
    names = {name for name in found if name in known or name in fields}
    if spot.area in {"analytics", "order"}:
        names |= {f"analytics-{name}" for name in names if name in API.callbacks}
    return frozenset(names | {name for name in found if name.endswith("-seen")})


def section_of(spot: Spot) -> str:
    """The section of the vendor's page, or the observed fact, that the spot belongs to."""
    head = re.split(r"[.\[]", spot.subject)[0]
    for name in (spot.area, head):
        if name in OBSERVED:
            return OBSERVED[name]
    if head in _SEEN:
        return _SEEN[head][0]
    for name in sorted(names_of(spot), key=lambda one: (one not in spot.subject, one)):
        if name in API.callbacks:
            return API.callbacks[name].section
        if name in API.functions:
            return API.functions[name].section
    return ""


def touched(spot: Spot) -> list[Assumption]:
    """The assumptions about just what differs, those with the fewest other subjects first."""
    names = names_of(spot)
    if spot.area == "surface":
        return []
    if spot.area == "data" and "." in spot.subject:
        return [one for one in ASSUMPTIONS.values() if spot.subject in one.subjects]
    own = {name for name in names if name in spot.subject} or names
    found = [one for one in ASSUMPTIONS.values() if own & set(one.subjects)]
    return sorted(found, key=lambda one: (len(names & set(one.subjects)) < 2, len(one.subjects)))  # noqa: PLR2004 - both what differs and during what


def rank(assumption: Assumption, spot: Spot, run: Compared) -> int:
    """How near an assumption is to a difference: the nearest is tried first."""
    if assumption.id in run.assumes:
        return 0
    subjects = set(assumption.subjects)
    if subjects & names_of(spot):
        return 1
    if subjects & set(run.about):
        return 2
    return 3 if spot.area in _OF_THE_STATE else FAR
