"""What happens in chats, and before and after them: a few acts that belong together.

Acts of the visitor that can be done on the page or on the chat's own new page stand in the
window `HERE`: the one where the chat is open by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration.chances import happens
from harness.exploration.worlds import ADDRESSES, Levels

if TYPE_CHECKING:
    from random import Random

Steps = list[dict[str, Any]]

HERE = "here"

_SAID = (
    *("Hello", "Where is my parcel?", "<b>bold</b> & <img src=x>", "Dobrý deň 👋", "0", "null"),
    *("a  b", "5 < 6", "Ahoj\tty", "مرحبا", "x" * 300),
)
_FORM = {"name": "Ann", "email": "ann@example.com", "phone": "+421 900 123 456"}


def text(chance: Random) -> str:
    """Something that people write."""
    return chance.choice(_SAID)


def _opens(chance: Random, levels: Levels) -> Steps:
    """The chat is opened; now and then by a status that lets it be, whatever was before."""
    is_closed = levels["page"] in {"hidden", "offline", "start-offline"}
    before: Steps = [{"page": "online"}] if happens(chance, 0.6 if is_closed else 0.2) else []
    return [*before, {"visitor": "opens"}]


def begins(chance: Random, levels: Levels) -> Steps:
    """A chat that the visitor begins, with all that is asked before it."""
    steps: Steps = [*_opens(chance, levels)]
    if levels["assignment"] == "manual":
        steps.append({"visitor": {"picks": chance.choice(_listed(levels))}, "in": HERE})
    may_be_private = levels["privacy"] != "none" and levels["prefilled"] == "all"
    consent: Steps = [{"visitor": "consents", "in": HERE}] if may_be_private else []
    steps += consent if happens(chance, 0.7) else []
    steps.append({"visitor": {"says": text(chance)}, "in": HERE})
    steps += consent if happens(chance, 0.5) else []
    steps += answers(chance, levels)
    if happens(chance, 0.5):
        steps.append({"operator": {"says": text(chance)}})
    if happens(chance, 0.4):
        steps.append({"visitor": {"says": text(chance)}, "in": HERE})
    return steps


def _listed(levels: Levels) -> tuple[str, ...]:
    """Rows of the list of operators: most of them are there."""
    if levels["extra"] == "clones":
        return ("Alex, Tech", "Alex, Eshop", "Alexa, Tech", "Alex, tech", "Alex")
    return {
        "one": ("Alex",),
        "two": ("Alex", "Alexa"),
        "many": ("Alex, Orders", "Alexa, Support", "John, Orders", "John, Support"),
        "both": ("John, Orders", "John, Support", "Joh, Support"),
    }[levels["people"]]


def answers(chance: Random, levels: Levels) -> Steps:
    """Answers to the invitations of this world, now and then with the consent before."""
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


def resizes(chance: Random, _: Levels) -> Steps:
    """The chat box gets other sizes."""
    words = chance.choice(
        (
            ("minimizes", "opens"),
            ("maximizes", "restores"),
            ("maximizes", "minimizes", "opens"),
            ("opens", "maximizes"),
        )
    )
    return [{"visitor": word} for word in words]


def rates(chance: Random, _: Levels) -> Steps:
    """A rating, with words or without."""
    told = {"message": text(chance)} if happens(chance, 0.6) else {}
    return [{"visitor": {"rates": chance.randint(1, 5), **told}, "in": HERE}]


def begins_and_rates(chance: Random, levels: Levels) -> Steps:
    """A chat that is rated, while it goes on or after its end."""
    rated = rates(chance, levels)
    ends: Steps = []
    if happens(chance, 0.4):
        ends = [*(rates(chance, levels) if happens(chance, 0.3) else []), {"operator": "ends"}]
    return [*begins(chance, levels), *ends, *rated]


def goes_on_over_loads(chance: Random, levels: Levels) -> Steps:
    """A chat that goes on over some loads."""
    steps = begins(chance, levels)
    for _ in range(chance.choice((1, 2))):
        steps += loads(chance, levels)
    steps.append({"visitor": {"says": text(chance)}, "in": HERE})
    return [*steps, *(rates(chance, levels) if happens(chance, 0.4) else [])]


def begins_again(chance: Random, levels: Levels) -> Steps:
    """A second chat, after the first one has ended or was closed."""
    over = {"operator": "ends"} if happens(chance, 0.6) else {"visitor": "closes", "in": HERE}
    return [over, *begins(chance, levels), *rates(chance, levels)]


def leaves_message(chance: Random, levels: Levels) -> Steps:
    """An offline message, with some of what its form asks for."""
    form = {name: value for name, value in _FORM.items() if happens(chance, 0.8)}
    if levels["assignment"] == "manual" and happens(chance, 0.6):
        form["picks"] = chance.choice(_listed(levels))
    before: Steps = [] if levels["page"] == "offline" else [{"page": "offline"}]
    before += _opens(chance, levels) if happens(chance, 0.5) else []
    if levels["privacy"] != "none" and happens(chance, 0.6):
        before.append({"visitor": "consents", "in": HERE})
    return [
        *before,
        {"visitor": {"leaves_message": {**form, "message": text(chance)}}, "in": HERE},
    ]


def loads(chance: Random, _: Levels) -> Steps:
    """Another page, or the same one again."""
    if happens(chance, 0.4):
        return [{"refresh": None}]
    return [{"goto": chance.choice(ADDRESSES)}]


def begins_on_a_new_page(chance: Random, levels: Levels) -> Steps:
    """A chat where the bar is small: it opens on a page of its own."""
    steps: Steps = [{"page": "mini"}, *begins_and_rates(chance, levels)]
    return [*steps, *(loads(chance, levels) if happens(chance, 0.3) else [])]


def is_asked_over_a_load(chance: Random, levels: Levels) -> Steps:
    """Invitations that are left for a load, and answered after it."""
    chat = begins(chance, levels)
    at = next((index for index, step in enumerate(chat) if _is_answer(step)), len(chat))
    return [*chat[:at], *loads(chance, levels), *begins(chance, levels)]


def _is_answer(step: dict[str, Any]) -> bool:
    act = step.get("visitor")
    return isinstance(act, dict) and ("gives" in act or "declines" in act)


def flips(chance: Random, levels: Levels) -> Steps:
    """A chat that is hidden and shown again."""
    return [*begins(chance, levels), *resizes(chance, levels), {"flip": None}, {"flip": None}]


def reloads(chance: Random, levels: Levels) -> Steps:
    """A chat during which the widget is reinitialised."""
    return [*begins(chance, levels), {"reload": None}, {"visitor": {"says": text(chance)}}]
