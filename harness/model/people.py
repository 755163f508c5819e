"""Operators act, and triggers are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.context import CHAT, predicts
from harness.model.forms import shows_earlier
from harness.model.looks import IS_OPEN
from harness.model.prediction import MAIN
from harness.model.sentences import PROACTIVE, STATUSES
from harness.model.state import OPEN, Chat
from harness.model.unknown import UNKNOWN
from harness.model.world import OFFLINE_OF

if TYPE_CHECKING:
    from harness.model.context import Scene


@predicts("operator")
def operates(scene: Scene) -> None:
    """An operator does one thing."""
    argument = scene.argument
    acts = {argument: None} if isinstance(argument, str) else argument
    name = next(name for name in _ACTS if name in acts)
    scene.argument = acts
    _ACTS[name](scene)


def _goes(scene: Scene) -> None:
    """Operators come or go. What that does to a page that is open is not said for sure."""
    acts, online = scene.argument, scene.world.online
    everybody = {one.id for one in scene.world.operators}
    who = {acts["id"]} if "id" in acts else everybody
    before = bool(online)
    if acts["goes"] == "online":
        online |= who
    else:
        online -= who
    if bool(online) == before and not scene.world.is_manual:
        return
    moving = {*OFFLINE_OF, *OFFLINE_OF.values()}
    for page in scene.memory.pages.values():
        if page.status in moving or page.status is UNKNOWN:
            page.status = UNKNOWN
            page.seen = UNKNOWN
        if page.status != "hidden":
            page.is_as_begun = page.is_as_begun and page.status is not UNKNOWN
    scene.expected.silent(STATUSES)
    scene.may_change()
    for visitor in scene.memory.visitors.values():
        if visitor.proposal is not None:
            visitor.proposal = UNKNOWN
        if visitor.waiting is not None and visitor.chat is None:
            visitor.chat = UNKNOWN
            scene.expected.unsure("onchatstart")
        visitor.picked = UNKNOWN if visitor.picked is not None else None


def _is_everybody_there(scene: Scene) -> bool:
    """Whether no operator is away: who of them can do what then, is not said."""
    return len(scene.world.online) == len(scene.world.operators)


def _says(scene: Scene) -> None:
    """What an operator writes is in the conversation of the visitor."""
    text = scene.argument["says"]
    expected, rule = scene.expected, "chat-carries-messages"
    scene.may_change()
    if not scene.in_chat() or len(scene.memory.visitors) > 1:
        return
    chat = scene.visitor.chat
    told, why = {"text": text}, "the operator has sent it"
    if isinstance(chat, Chat):
        if _is_everybody_there(scene):
            scene.expected.can_do(rule, "a chat is going on")
        if chat.shown_name is not None:
            told["by"] = chat.shown_name
    row = {"$has": told}
    for window, page in scene.memory.pages.items():
        if page.is_begun and not page.is_stopped:
            expected.sees(rule, "conversation", row, window, IS_OPEN, why=why)
    if scene.memory.is_linked and CHAT in scene.memory.windows:
        expected.sees(rule, "conversation", row, CHAT, why=why)
    shows_earlier(scene, MAIN)
    scene.visitor.texts.append(text)


def _invites(scene: Scene) -> None:
    """An operator addresses a visitor, who is reached even when the chat is hidden."""
    expected, memory = scene.expected, scene.memory
    if len(memory.visitors) > 1 or len(memory.pages) > 1:
        expected.unsure("onchatstart", "onchange", of=STATUSES)
        for visitor in memory.visitors.values():
            visitor.chat = UNKNOWN
        return
    visitor, page = scene.visitor, scene.page
    expected.unsure("onchange")
    if not scene.not_in_chat() or page.is_stopped:
        expected.unsure("onchatstart")
        return
    if page.is_begun and _is_everybody_there(scene) and not scene.world.is_manual:
        expected.can_do("hidden-is-seen", "a visitor is there who can be reached")
    told = {"initiator": "operator"}
    why = "an operator began it"
    expected.fires("onchatstart-once", "onchatstart", told, low=0, why=why)
    visitor.proposal, visitor.chat = "operator", UNKNOWN
    status = page.status
    page.status, page.is_as_begun = UNKNOWN, False
    if page.is_begun and not page.is_small and status != "mini":
        why = "an operator has invited the visitor"
        expected.sees("hidden-is-seen", "chatbar", {"$not": "hidden"}, scene.window, why=why)
        row = {"$has": {"text": scene.argument["invites"]}}
        rule = "chat-carries-messages"
        expected.sees(rule, "conversation", row, scene.window, IS_OPEN, why=why)


def _ends(scene: Scene) -> None:
    """The chat is over."""
    visitor = scene.visitor
    scene.may_change()
    if isinstance(visitor.chat, Chat):
        if _is_everybody_there(scene):
            scene.expected.can_do("chat-carries-messages", "a chat is going on")
        visitor.last, visitor.chat = visitor.chat, None
    elif visitor.chat is UNKNOWN:
        visitor.last = UNKNOWN
        visitor.chat = None
    if scene.memory.has_popup_chat:  # which of two chats an operator ends is not said
        visitor.last = visitor.chat = UNKNOWN
    visitor.proposal = None if visitor.proposal is None else UNKNOWN
    visitor.texts = []
    visitor.picked = None if visitor.picked is None else UNKNOWN
    for page in scene.memory.pages.values():
        page.status, page.is_as_begun = UNKNOWN, False
        page.seen = UNKNOWN


def _verifies(scene: Scene) -> None:
    """The operator sees what the site's own API answers."""
    custom, world = scene.page.options.get("custom"), scene.world
    if custom and world.settings.get("api_url") and scene.memory.is_shared:
        pattern = {"$has": {"identity": {"state": "answered"}, "custom": custom}}
        if scene.page.is_begun and not scene.page.is_stopped and len(scene.memory.pages) == 1:
            scene.expected.can_do("identity-seen", "the page tells who the visitor is")
        why = "the operator has asked who the visitor is"
        scene.expected.sees("identity-seen", "visitors", pattern, why=why)


@predicts("trigger")
def launches(scene: Scene) -> None:
    """A trigger is launched: told once, with its id and title."""
    memory, expected, world = scene.memory, scene.expected, scene.world
    number = scene.argument if isinstance(scene.argument, int) else scene.argument["id"]
    trigger = world.triggers[number]
    page, visitor = scene.page, scene.visitor
    is_known = (
        scene.not_in_chat()
        and number not in visitor.launched
        and page.is_begun
        and not page.is_stopped
        and len(memory.visitors) == 1
    )
    visitor.launched.add(number)
    visitor.waiting = None
    page.is_as_begun = False
    status, page.status = page.status, UNKNOWN
    scene.may_change()
    if not is_known:
        expected.unsure("ontrigger")
        if visitor.chat is None and trigger.get("message"):
            visitor.proposal = UNKNOWN
            visitor.filters = {}
        return
    if _is_everybody_there(scene):
        expected.can_do("trigger-fires", "the trigger is there, and the visitor too")
    told = {"id": {"$in": [number, str(number)]}, "title": trigger["title"]}
    expected.fires("trigger-fires", "ontrigger", told, why="the trigger was launched")
    message = trigger.get("message")
    if not message:
        page.status = status
        return
    # Whether it is shown is not said where the bar is hidden, opens the chat elsewhere, or is one
    # of several.
    is_shown = page.seen in {"bar", *OPEN} and not page.is_small and not world.is_manual
    is_shown = is_shown and world.is_online(page.options) is True and len(memory.pages) == 1
    visitor.proposal = "trigger" if is_shown else UNKNOWN
    visitor.filters = {}
    expected.silent(PROACTIVE)
    if is_shown:
        row = {"$has": {"text": message}}
        why = "the trigger has this message"
        rule = "proactive-message"
        expected.sees(rule, "conversation", row, scene.window, IS_OPEN, why=why)


_ACTS: dict[str, Any] = {
    "goes": _goes,
    "says": _says,
    "invites": _invites,
    "ends": _ends,
    "verifies": _verifies,
}
