"""What happens in a sequence, as steps of the scenario language: single acts, and runs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration import odd_values as values
from harness.exploration.chances import happens
from harness.exploration.wild_worlds import ADDRESSES
from harness.widget_api import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Steps = list[dict[str, Any]]

_WORDS = ("opens", "minimizes", "restores", "maximizes", "closes", "consents", "dismisses")
_SAID = ("Hello", "<img src=x onerror=alert(1)>", "Dobrý deň 👋", "0", "null")
_EMAILS = ("jane@example.com", "jane@example.com", "no email")


def steps(chance: Random, backend: dict[str, Any], length: int) -> Steps:
    """About so many steps; those of popup, phone page and second tab name their windows."""
    found: Steps = []
    while len(found) < length:
        act = chance.choices(_KINDS, weights=_WEIGHTS)[0]
        found += act(chance, backend)
    if sum("tab" in step for step in found) > 1:
        first = next(index for index, step in enumerate(found) if "tab" in step)
        found = [one for index, one in enumerate(found) if index <= first or "tab" not in one]
    return _in_windows(chance, found)


def _in_windows(chance: Random, found: Steps) -> Steps:
    """Let some acts happen in another window than the first, where one may be open."""
    others: list[str] = []
    for step in found:
        if "tab" in step:
            others.append("two")
        elif "popup.init" in step or step.get("visitor") == {"opens": "popup"}:
            others.append("popup")
        elif step.get("page") == "mini" or step.get("visitor") == "opens":
            others.append("chat")
        elif not others or "in" in step or "operator" in step or "trigger" in step:
            continue
        elif "visitor" in step and happens(chance, 0.4):
            step["in"] = chance.choice(others)
        elif "two" in others and happens(chance, 0.25):
            step["in"] = "two"
    return found


def _init(chance: Random, _: dict[str, Any]) -> Steps:
    of = "embed" if happens(chance, 0.7) else "popup"
    verb = "init" if of == "embed" else "popup.init"
    given: Any = values.options(chance, of)
    if of == "embed":
        given |= values.callbacks(chance)
    if happens(chance, 0.1):
        given = None
    elif happens(chance, 0.06):
        given = chance.choice(values.ODD)
    elif of == "embed" and happens(chance, 0.12):
        return [{"options": given, "unchecked": True}, {"init": None, "unchecked": True}]
    return [{verb: given, "unchecked": True}]


def _call(chance: Random, _: dict[str, Any]) -> Steps:
    verb, argument = chance.choice(
        (
            *((name, None) for name in ("status", "stop", "flip", "flip", "reload", "reload")),
            *((f"popup.{name}", None) for name in ("status", "stop", "close")),
            ("bubble", happens(chance, 0.5)),
            ("switch_side", chance.choice(("left", "right"))),
            ("bubble", chance.choice(values.ODD)),
            ("switch_side", chance.choice(values.ODD)),
        )
    )
    return [{verb: argument, "unchecked": True}]


def _page(chance: Random, _: dict[str, Any]) -> Steps:
    page = chance.choice(PAGES if happens(chance, 0.85) else values.ODD)
    argument = [page, values.proactive(chance)] if page == "chat" and happens(chance, 0.7) else page
    return [{"page": argument, "unchecked": True}]


def _burst(chance: Random, _: dict[str, Any]) -> Steps:
    return [{"eval": values.burst(chance)}]


def _visitor(chance: Random, _: dict[str, Any]) -> Steps:
    return [{"visitor": chance.choice((*_WORDS, {"opens": "popup"}))}]


def _says(chance: Random, _: dict[str, Any]) -> Steps:
    return [{"visitor": {"says": chance.choice(_SAID)}}]


def _rates(chance: Random, _: dict[str, Any]) -> Steps:
    told = {"message": chance.choice(_SAID)} if happens(chance, 0.5) else {}
    return [{"visitor": {"rates": chance.randint(1, 5), **told}}]


def _answers(chance: Random, backend: dict[str, Any]) -> Steps:
    """What visitors do when they are asked for something before a chat."""
    done: Steps = []
    for field, given in (
        ("name", "Jane"),
        ("email", chance.choice(_EMAILS)),
        ("phone", "0123"),
    ):
        if not backend["settings"].get(f"ask_{field}"):
            continue
        if happens(chance, 0.5):
            done.append({"visitor": "consents"})
        is_given = happens(chance, 0.6)
        done.append({"visitor": {"gives": {field: given}} if is_given else {"declines": field}})
    return done


def _picks(chance: Random, _: dict[str, Any]) -> Steps:
    return [{"visitor": {"picks": chance.choice(("Alex", "Alex, Orders", "John", "Alex, New"))}}]


def _leaves_message(chance: Random, _: dict[str, Any]) -> Steps:
    form = {"name": "Jane", "email": chance.choice(_EMAILS), "phone": "0123"}
    given = {name: value for name, value in form.items() if happens(chance, 0.85)}
    before: Steps = [{"page": "offline", "unchecked": True}] if happens(chance, 0.8) else []
    if happens(chance, 0.4):
        before.append({"visitor": "consents"})
    return [*before, {"visitor": {"leaves_message": {**given, "message": chance.choice(_SAID)}}}]


def _operator(chance: Random, backend: dict[str, Any]) -> Steps:
    who = chance.choice(backend["operators"])["id"]
    acts: tuple[Any, ...] = (
        *({"goes": "online"}, {"goes": "offline", "id": who}, {"goes": "offline"}),
        *({"says": "Good morning"}, {"says": "<b>Hi</b>"}, {"invites": "May I help?"}),
        *("ends", "ends", "verifies", {"invites": "Hello", "id": who}),
    )
    return [{"operator": chance.choice(acts)}]


def _trigger(chance: Random, backend: dict[str, Any]) -> Steps:
    triggers = backend["triggers"]
    return [{"trigger": chance.choice(triggers)["id"]}] if triggers else []


def _goes(chance: Random, _: dict[str, Any]) -> Steps:
    there: Steps = [{"goto": chance.choice(ADDRESSES)}, {"back": None}, {"forward": None}]
    ways: tuple[Steps, ...] = (
        [{"refresh": None}],
        there[: chance.randint(1, 3)],
        [{"push_state": "/view"}, {"reload": None}],
        [{"close_window": None, "in": chance.choice(("popup", "chat"))}],
        [{"tab": {"name": "two", "at": chance.choice(ADDRESSES)}}],
        there[:1],
    )
    return chance.choice(ways)


def _chats(chance: Random, backend: dict[str, Any]) -> Steps:
    """A whole chat, with whatever happens in between."""
    between = (_call, _visitor, _operator, _page, _goes, _init, _sizes)
    done: Steps = [{"page": chance.choice(("online", "chat")), "unchecked": True}]
    acts = [_says, _answers, _operator, _sizes, _says, _rates]
    for act in [_picks, *acts] if backend["settings"]["assignment"] == "manual" else acts:
        if happens(chance, 0.85):
            done += act(chance, backend)
        if happens(chance, 0.3):
            done += chance.choice(between)(chance, backend)
    return done


def _sizes(chance: Random, _: dict[str, Any]) -> Steps:
    """The window is opened, closed and made larger and smaller."""
    known = (("maximizes", "restores"), ("minimizes", "opens"), ("closes", "opens"))
    return [{"visitor": word} for word in chance.choice(known)]


_SHARES: dict[Callable[[Random, dict[str, Any]], Steps], int] = {
    _init: 7,
    _call: 16,
    _page: 10,
    _burst: 7,
    _visitor: 7,
    _sizes: 8,
    _says: 6,
    _rates: 3,
    _answers: 2,
    _picks: 2,
    _leaves_message: 4,
    _operator: 10,
    _trigger: 3,
    _goes: 8,
    _chats: 14,
}
_KINDS, _WEIGHTS = list(_SHARES), list(_SHARES.values())
