"""What happens in a sequence, leg by leg: each is a few acts that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration import chats, popups
from harness.exploration.chances import happens
from harness.exploration.chats import HERE, Steps
from harness.exploration.worlds import ADDRESSES, Levels, embed

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_PAGES = ("start-online", "online", "start-offline", "offline", "hidden", "mini")


def _statuses(chance: Random, _: Levels) -> Steps:
    return [{"page": page} for page in chance.sample(_PAGES, 2)]


def _flips(chance: Random, _: Levels) -> Steps:
    return [{"flip": None}] * chance.choice((1, 2, 2))


def _sides(chance: Random, _: Levels) -> Steps:
    sides = ["left", "right"]
    chance.shuffle(sides)
    return [{"switch_side": side} for side in sides]


def _bubbles(chance: Random, _: Levels) -> Steps:
    shown = [True, False]
    chance.shuffle(shown)
    steps: Steps = [{"bubble": is_shown} for is_shown in shown]
    if happens(chance, 0.4):
        steps.insert(0, {"page": "start-online"})
    return steps


def _stops(chance: Random, levels: Levels) -> Steps:
    if happens(chance, 0.3):
        return [{"stop": None}, *chats.loads(chance, levels)]
    if happens(chance, 0.4):
        return [{"stop": None}, {"init": embed(chance, levels)}]
    return [{"stop": None}]


def _reloads(chance: Random, _: Levels) -> Steps:
    moved: Steps = [{"push_state": "/view"}] if happens(chance, 0.2) else []
    return [*moved, {"reload": None}]


def _tab(chance: Random, levels: Levels) -> Steps:
    """A second tab, and something in it."""
    steps: Steps = [{"tab": {"name": "two", "at": chance.choice(ADDRESSES)}}]
    acts = chance.choice(
        (_flips, _sides, _statuses, _reloads, chats.resizes, chats.begins, _bubbles, chats.loads)
    )
    done = [
        {**step, "in": "two"} if "operator" not in step else step for step in acts(chance, levels)
    ]
    return [*steps, *done]


def _proposes(chance: Random, levels: Levels) -> Steps:
    known = {
        "message": "An offer",
        "operators": chance.choice(
            ("21", "2") if levels["people"] == "both" else ("1", "10", "1,10")
        ),
        "departments": chance.choice(("2", "20")),
        "department_name": "Sales",
        "operator_name": "Great Offer",
        "operator_photo": "https://shop.example/face.png",
    }
    given = {name: value for name, value in known.items() if happens(chance, 0.4)}
    if levels["people"] not in {"many", "both"}:
        given.pop("departments", None)
    argument: Any = ["chat", given] if given or happens(chance, 0.5) else "chat"
    answer: Steps = [{"visitor": {"says": chats.text(chance)}, "in": HERE}]
    answer += chats.answers(chance, levels)
    return [{"page": argument}, *(answer if happens(chance, 0.8) else [])]


def _trigger(chance: Random, levels: Levels) -> Steps:
    steps: Steps = [{"trigger": chance.choice((7, 7, 70))}]
    if happens(chance, 0.5):
        steps.append({"visitor": {"says": chats.text(chance)}, "in": HERE})
        steps += chats.answers(chance, levels)
    return steps


def _invites(chance: Random, levels: Levels) -> Steps:
    who = {"id": {"both": 2, "one": 1}.get(levels["people"], 10)} if happens(chance, 0.3) else {}
    steps: Steps = [{"operator": {"invites": chats.text(chance), **who}}]
    if happens(chance, 0.7):
        steps.append({"visitor": {"says": chats.text(chance)}, "in": HERE})
    return steps


def _operators(chance: Random, levels: Levels) -> Steps:
    who = {"id": {"both": 21}.get(levels["people"], 1)} if happens(chance, 0.3) else {}
    away: Steps = [{"operator": {"goes": "offline", **who}}]
    back: Steps = [{"operator": {"goes": "online", **who}}]
    first, second = (away, back) if levels["online"] != "none" else (back, away)
    between = chats.loads(chance, levels) if happens(chance, 0.6) else _statuses(chance, levels)
    return [*first, *between, *(second if happens(chance, 0.3) else [])]


def _verifies(chance: Random, levels: Levels) -> Steps:
    return [*chats.begins(chance, levels), {"operator": "verifies"}]


def _dismisses(chance: Random, _: Levels) -> Steps:
    steps: Steps = [{"page": "start-online"}, {"bubble": True}, {"visitor": "dismisses"}]
    return [*steps, *([{"bubble": True}] if happens(chance, 0.6) else [])]


def _inits_again(_: Random, __: Levels) -> Steps:
    return [{"init": None, "unchecked": True}]


LEGS: dict[str, tuple[Callable[[Random, Levels], Steps], int]] = {
    "chat": (chats.begins, 9),
    "chat and rating": (chats.begins_and_rates, 7),
    "second chat": (chats.begins_again, 2),
    "chat over loads": (chats.goes_on_over_loads, 5),
    "rating": (chats.rates, 2),
    "sizes": (chats.resizes, 5),
    "offline message": (chats.leaves_message, 6),
    "statuses": (_statuses, 7),
    "flip": (_flips, 4),
    "sides": (_sides, 4),
    "bubble": (_bubbles, 4),
    "stop": (_stops, 3),
    "reload": (_reloads, 5),
    "load": (chats.loads, 7),
    "tab": (_tab, 4),
    "popup": (popups.opens, 4),
    "popup bubble": (popups.opens_by_bubble, 4),
    "proactive": (_proposes, 7),
    "trigger": (_trigger, 4),
    "invitation": (_invites, 4),
    "operators": (_operators, 5),
    "identity": (_verifies, 1),
    "dismissal": (_dismisses, 2),
    "init again": (_inits_again, 1),
    "new page": (chats.begins_on_a_new_page, 4),
    "asked over a load": (chats.is_asked_over_a_load, 1),
    "flip in chat": (chats.flips, 3),
    "reload in chat": (chats.reloads, 3),
}
"""Every leg by its name, and how often it is taken."""
