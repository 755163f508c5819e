"""What happens in a sequence, leg by leg: each is a few acts that belong together.

Acts of the visitor that can be done on the page or on the chat's own new page stand in the
window `HERE`: the one where the chat is open by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration.chances import happens
from harness.exploration.worlds import ADDRESSES, Levels

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Steps = list[dict[str, Any]]

HERE = "here"

_SAID = (
    *("Hello", "Where is my parcel?", "<b>bold</b> & <img src=x>", "Dobrý deň 👋", "0", "null"),
    *("a  b", "5 < 6", "Ahoj\tty", "مرحبا", "x" * 300),
)
_PAGES = ("start-online", "online", "start-offline", "offline", "hidden", "mini")
_FORM = {"name": "Ann", "email": "ann@example.com", "phone": "+421 900 123 456"}


def _text(chance: Random) -> str:
    return chance.choice(_SAID)


def _opens(_: Random, __: Levels) -> Steps:
    return [{"visitor": "opens"}]


def _chat(chance: Random, levels: Levels) -> Steps:
    """A chat that the visitor begins, with all that is asked before it."""
    steps: Steps = [*_opens(chance, levels)]
    if levels["assignment"] == "manual":
        steps.append(
            {"visitor": {"picks": chance.choice(("Alex", "Alexa", "Alex, Orders"))}, "in": HERE}
        )
    steps.append({"visitor": {"says": _text(chance)}, "in": HERE})
    steps += _answers(chance, levels)
    if happens(chance, 0.5):
        steps.append({"operator": {"says": _text(chance)}})
    if happens(chance, 0.4):
        steps.append({"visitor": {"says": _text(chance)}, "in": HERE})
    return steps


def _answers(chance: Random, levels: Levels) -> Steps:
    asked = ("name", "email", "phone") if levels["ask"] == "all" else (levels["ask"],)
    given = {"name": "Bob", "email": "bob@example.com", "phone": "0900 111 222"}
    steps: Steps = []
    for field in asked:
        if field == "none":
            continue
        if levels["privacy"] != "none" and field != "name" and happens(chance, 0.7):
            steps.append({"visitor": "consents", "in": HERE})
        answer = {"gives": {field: given[field]}} if happens(chance, 0.6) else {"declines": field}
        steps.append({"visitor": answer, "in": HERE})
    return steps


def _sizes(chance: Random, _: Levels) -> Steps:
    words = chance.choice(
        (
            ("minimizes", "opens"),
            ("maximizes", "restores"),
            ("maximizes", "minimizes", "opens"),
            ("opens", "maximizes"),
        )
    )
    return [{"visitor": word} for word in words]


def _rates(chance: Random, _: Levels) -> Steps:
    told = {"message": _text(chance)} if happens(chance, 0.6) else {}
    return [{"visitor": {"rates": chance.randint(1, 5), **told}, "in": HERE}]


def _chat_and_rating(chance: Random, levels: Levels) -> Steps:
    ends: Steps = [{"operator": "ends"}] if happens(chance, 0.3) else []
    return [*_chat(chance, levels), *ends, *_rates(chance, levels)]


def _chat_over_loads(chance: Random, levels: Levels) -> Steps:
    """A chat that goes on over some loads."""
    steps = _chat(chance, levels)
    for _ in range(chance.choice((1, 2))):
        steps += _loads(chance, levels)
    steps.append({"visitor": {"says": _text(chance)}, "in": HERE})
    return [*steps, *(_rates(chance, levels) if happens(chance, 0.4) else [])]


def _second_chat(chance: Random, levels: Levels) -> Steps:
    over = {"operator": "ends"} if happens(chance, 0.6) else {"visitor": "closes", "in": HERE}
    return [over, *_chat(chance, levels), *_rates(chance, levels)]


def _offline(chance: Random, levels: Levels) -> Steps:
    form = {name: value for name, value in _FORM.items() if happens(chance, 0.8)}
    if levels["assignment"] == "manual" and happens(chance, 0.6):
        form["picks"] = chance.choice(("Alex", "Alexa", "John"))
    before: Steps = [] if levels["page"] == "offline" else [{"page": "offline"}]
    before += _opens(chance, levels) if happens(chance, 0.5) else []
    if levels["privacy"] != "none" and happens(chance, 0.6):
        before.append({"visitor": "consents", "in": HERE})
    return [
        *before,
        {"visitor": {"leaves_message": {**form, "message": _text(chance)}}, "in": HERE},
    ]


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
    if happens(chance, 0.4):
        return [{"stop": None}, *_loads(chance, levels)]
    return [{"stop": None}]


def _reloads(chance: Random, _: Levels) -> Steps:
    moved: Steps = [{"push_state": "/view"}] if happens(chance, 0.2) else []
    return [*moved, {"reload": None}]


def _loads(chance: Random, _: Levels) -> Steps:
    if happens(chance, 0.4):
        return [{"refresh": None}]
    return [{"goto": chance.choice(ADDRESSES)}]


def _tab(chance: Random, levels: Levels) -> Steps:
    """A second tab, and something in it."""
    steps: Steps = [{"tab": {"name": "two", "at": chance.choice(ADDRESSES)}}]
    acts = chance.choice((_flips, _sides, _statuses, _reloads, _sizes, _chat))
    done = [
        {**step, "in": "two"} if "operator" not in step else step for step in acts(chance, levels)
    ]
    return [*steps, *done]


def _popup(chance: Random, _: Levels) -> Steps:
    options: dict[str, Any] = {"account": "demo", "mode": "custom"}
    steps: Steps = [{"popup.init": options}]
    if happens(chance, 0.5):
        steps.append({"visitor": {"says": _text(chance)}, "in": "popup"})
    return [*steps, {chance.choice(("popup.close", "popup.stop")): None}]


def _popup_bubble(chance: Random, _: Levels) -> Steps:
    kind = chance.choice(("right1", "right2", "right3", "left1", "left2", "left3"))
    steps: Steps = [{"popup.init": {"account": "demo", "mode": "bubble", "btype": kind}}]
    if happens(chance, 0.7):
        steps.append({"visitor": {"opens": "popup"}})
    ends = [{"popup.close": None}, {"popup.stop": None}]
    return [*steps, *(ends if happens(chance, 0.6) else ends[1:])]


def _proposes(chance: Random, levels: Levels) -> Steps:
    known = {
        "message": "An offer",
        "operators": chance.choice(("1", "10", "1,10")),
        "departments": chance.choice(("2", "20")),
        "department_name": "Sales",
        "operator_name": "Great Offer",
        "operator_photo": "https://shop.example/face.png",
    }
    given = {name: value for name, value in known.items() if happens(chance, 0.4)}
    if levels["people"] != "many":
        given.pop("departments", None)
    argument: Any = ["chat", given] if given or happens(chance, 0.5) else "chat"
    answer: Steps = [{"visitor": {"says": _text(chance)}, "in": HERE}]
    answer += _answers(chance, levels)
    return [{"page": argument}, *(answer if happens(chance, 0.8) else [])]


def _trigger(chance: Random, levels: Levels) -> Steps:
    steps: Steps = [{"trigger": chance.choice((7, 7, 70))}]
    if happens(chance, 0.5):
        steps.append({"visitor": {"says": _text(chance)}, "in": HERE})
        steps += _answers(chance, levels)
    return steps


def _invites(chance: Random, _: Levels) -> Steps:
    steps: Steps = [{"operator": {"invites": _text(chance)}}]
    if happens(chance, 0.7):
        steps.append({"visitor": {"says": _text(chance)}, "in": HERE})
    return steps


def _operators(chance: Random, levels: Levels) -> Steps:
    away: Steps = [{"operator": {"goes": "offline"}}]
    back: Steps = [{"operator": {"goes": "online"}}]
    first, second = (away, back) if levels["online"] != "none" else (back, away)
    between = _loads(chance, levels) if happens(chance, 0.6) else _statuses(chance, levels)
    return [*first, *between, *(second if happens(chance, 0.3) else [])]


def _verifies(chance: Random, levels: Levels) -> Steps:
    return [*_chat(chance, levels), {"operator": "verifies"}]


def _dismisses(chance: Random, _: Levels) -> Steps:
    steps: Steps = [{"page": "start-online"}, {"bubble": True}, {"visitor": "dismisses"}]
    return [*steps, *([{"bubble": True}] if happens(chance, 0.6) else [])]


def _inits_again(_: Random, __: Levels) -> Steps:
    return [{"init": None, "unchecked": True}]


LEGS: dict[str, tuple[Callable[[Random, Levels], Steps], int]] = {
    "chat": (_chat, 9),
    "chat and rating": (_chat_and_rating, 7),
    "second chat": (_second_chat, 2),
    "chat over loads": (_chat_over_loads, 5),
    "rating": (_rates, 2),
    "sizes": (_sizes, 5),
    "offline message": (_offline, 6),
    "statuses": (_statuses, 7),
    "flip": (_flips, 4),
    "sides": (_sides, 4),
    "bubble": (_bubbles, 4),
    "stop": (_stops, 3),
    "reload": (_reloads, 5),
    "load": (_loads, 7),
    "tab": (_tab, 4),
    "popup": (_popup, 4),
    "popup bubble": (_popup_bubble, 4),
    "proactive": (_proposes, 7),
    "trigger": (_trigger, 4),
    "invitation": (_invites, 4),
    "operators": (_operators, 5),
    "identity": (_verifies, 1),
    "dismissal": (_dismisses, 2),
    "init again": (_inits_again, 1),
}
"""Every leg by its name, and how often it is taken."""
