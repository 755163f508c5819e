"""The visitor uses the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.choosing import can_pick, is_assigned
from harness.model.context import CHAT, POPUP, predicts
from harness.model.forms import declines, gives, leaves_message, rates, reaches
from harness.model.looks import (
    operators_see,
    shows_bubble,
    shows_new_page,
    shows_popup,
    shows_side,
    shows_window,
)
from harness.model.sentences import MOBILE, STATUSES
from harness.model.state import OPEN, Chat
from harness.model.unknown import UNKNOWN

if TYPE_CHECKING:
    from harness.model.context import Scene

POPUP_SECTION = "Basic PopUp Window Functions"


@predicts("visitor")
def uses(scene: Scene) -> None:
    """The visitor does one thing."""
    argument = scene.argument
    if len(scene.memory.pages) > 1 and scene.visitor.proposal is not None:
        scene.visitor.proposal = UNKNOWN  # which of the pages shows it to whom is not said
    if isinstance(argument, str):
        _WORDS[argument](scene)
        return
    name = next(name for name in _ACTS if name in argument)
    _ACTS[name](scene)


def _opens(scene: Scene) -> None:
    """A click on the closed bar opens the chat: on the page, or on a new page."""
    page, expected, memory = scene.page, scene.expected, scene.memory
    if not scene.is_in_page:
        _sizes(scene, "res", None)
        return
    page.is_as_begun = False
    if page.seen in {"bar", "mini"} and scene.not_in_chat():
        expected.can_do("init-shows", "the bar is in sight")
    if page.is_small:
        if CHAT in memory.windows:
            memory.opener = scene.window
            expected.silent(MOBILE)
            return
        is_mobile = page.is_mobile
        rule = "mobile-new-page" if is_mobile else "mini-new-page"
        why = "it is mobile" if is_mobile else "the status is mini"
        expected.fires(rule, "window", {"action": "opened"}, why=why)
        memory.opens_from(scene.window)
        scene.may_change()
        page.opened_as = page.status
        scene.visitor.picked = None if scene.visitor.picked is None else UNKNOWN
        shows_new_page(scene)
        return
    if page.status is UNKNOWN and page.seen == "mini":
        expected.silent(STATUSES)
        return
    was_closed = page.seen == "bar"
    if not scene.not_in_chat():
        if scene.in_chat() and was_closed:
            why = "the chat box was minimized, and the visitor opened it"
            told = {"chat_status": {"$in": ["res", "max"]}}
            expected.fires("onchange-in-chat", "onchange", told, why=why)
        else:
            expected.unsure("onchange")
    elif page.status in {"start-online", "start-offline"}:
        page.status = UNKNOWN
    if was_closed:
        why = "the visitor opened the bar"
        expected.sees("init-shows", "chatbar", {"$in": list(OPEN)}, scene.window, why=why)
    shows_side(scene, "side-of-init")
    shows_window(scene)


def _sizes(scene: Scene, word: str, look: Any) -> None:
    """The chat box gets another size."""
    page, expected = scene.page, scene.expected
    if not scene.is_in_page:
        expected.unsure("onchange", of=MOBILE)
        return
    page.is_as_begun = False
    page.status = UNKNOWN
    if scene.in_chat() and not page.is_small:
        if page.is_open:
            expected.can_do("onchange-in-chat", "the chat box is open")
        why = f"the visitor made it {word} during a chat"
        expected.fires("onchange-in-chat", "onchange", {"chat_status": word}, why=why)
    elif not scene.not_in_chat():
        expected.unsure("onchange")
    if look is not None:
        rule, why = "onchange-in-chat", f"the visitor made the chat box {word}"
        expected.sees(rule, "chatbar", look, scene.window, why=why)
    shows_side(scene, "side-of-init")
    if word == "min":
        shows_bubble(scene)


def _minimizes(scene: Scene) -> None:
    _sizes(scene, "min", {"$not": {"$in": list(OPEN)}})


def _restores(scene: Scene) -> None:
    _sizes(scene, "res", "window")


def _maximizes(scene: Scene) -> None:
    _sizes(scene, "max", "maximized")


def _closes(scene: Scene) -> None:
    """What closing the window does to a chat is not said."""
    scene.expected.silent(STATUSES)
    scene.may_change()
    visitor, page = scene.visitor, scene.page
    page.status, page.is_as_begun = UNKNOWN, False
    if visitor.chat is not None:
        visitor.last, visitor.chat = visitor.chat, UNKNOWN
    if visitor.proposal is not None:
        visitor.proposal = UNKNOWN
    visitor.waiting = None


def _dismisses(scene: Scene) -> None:
    page = scene.page
    page.bubble = UNKNOWN
    why = "the visitor has closed the bubble"
    rule = "bubble-shows-and-hides"
    scene.expected.sees(rule, "bubble", "hidden", scene.host_window, why=why)


def _consents(scene: Scene) -> None:
    visitor, page = scene.visitor, scene.page
    is_known = page.options.get("c_email") or page.options.get("c_phone")
    is_open = scene.is_in_page and page.is_open and visitor.has_consented is False
    is_later = "consents" in visitor.refused and (visitor.waiting or scene.in_chat())
    if scene.world.is_private(page.options) and is_known and is_open and is_later:
        why = "the page tells an email or a phone, and there was no asking before the chat"
        scene.expected.can_do("consent-before-personal-data", why)
    visitor.has_consented = True
    operators_see(scene)


def _says(scene: Scene) -> None:
    """A message of the visitor's: into a chat, or one that begins it."""
    visitor, expected, text = scene.visitor, scene.expected, str(scene.argument["says"])
    if scene.window == POPUP:
        _says_in_popup(scene, text)
        return
    if scene.is_in_page and scene.page.is_open and _has_to_be_able(scene):
        expected.can_do("chat-carries-messages", "a chat is on show and can be answered")
    starts = scene.chat_starts()
    if isinstance(visitor.chat, Chat):
        reaches(scene, text)
        return
    visitor.texts = []
    if starts is True:
        _has_to_be_able_to_begin(scene)
        because = {"api": "to a proactive chat", "trigger": "to a trigger's message"}
        answer = because.get(str(visitor.proposal), "and nobody had addressed them")
        name = visitor.filters.get("operator_name") if visitor.proposal == "api" else None
        scene.start(is_sure=True, why=f"the visitor sent the first message, {answer}")
        if isinstance(visitor.chat, Chat):
            visitor.chat.shown_name = name
        reaches(scene, text)
        is_assigned(scene)
        visitor.proposal, visitor.waiting = None, None
        return
    asked = scene.surely_asked()
    online = scene.world.is_online(scene.page.options, visitor.filters)
    if visitor.chat is None and asked and online is True and not scene.world.is_manual:
        visitor.keeps(text)
        why = f"the visitor has to be asked for {', '.join(asked)} before the chat"
        pattern = {"$in": scene.still_asked()}
        rule = f"on{asked[0]}required-answer"
        if not scene.page.is_stopped and scene.is_in_page:
            expected.sees(rule, "asked", pattern, scene.window, why=why)
            visitor.is_asked = asked[0] if scene.still_asked() == asked[:1] else None
        return
    expected.unsure("onchatstart")
    visitor.keeps(text)
    if visitor.chat is None:
        visitor.chat = UNKNOWN


def _says_in_popup(scene: Scene, text: str) -> None:
    """Of what the popup and the bar share the page does not speak: the message reaches somebody."""
    visitor, expected, world = scene.visitor, scene.expected, scene.world
    is_private = world.is_private(scene.page.popup_options)
    scene.memory.has_popup_chat = True
    is_plain = not (world.is_manual or world.asked or is_private)
    if is_plain and visitor.chat is None and len(world.online) == len(world.operators):
        why = "the visitor has sent it"
        row = {"$has": {"text": text}}
        expected.sees("chat-carries-messages", "conversation", row, POPUP, why=why)
        expected.sees("chat-carries-messages", "chats", {"$has": {"messages": row}}, why=why)
        able = [one.id for one in world.allowed(scene.page.popup_options)]
        pattern = {"$has": {"messages": row, "operator": {"$in": able}}}
        why = "the popup's options leave it to these"
        expected.sees("operators-filter", "chats", pattern, why=why)
    expected.unsure("onchatstart", of=POPUP_SECTION)
    visitor.chat = UNKNOWN


def _has_to_be_able(scene: Scene) -> bool:
    return (scene.in_chat() and scene.page.shows_chat) or (
        scene.visitor.proposal == "api" and scene.not_in_chat() and scene.visitor.waiting is None
    )


def _has_to_be_able_to_begin(scene: Scene) -> None:
    """Somebody is online and the chat is open: it can be begun."""
    status = scene.page.status
    if scene.is_in_page and scene.page.is_open and status == "online":
        why = "the status is online, and the window is open"
        scene.expected.can_do("page-changes-status", why)
    if scene.window == CHAT and scene.page.opened_as in {"online", "start-online", "mini"}:
        why = "the chat has opened here, and somebody is online"
        scene.expected.can_do("mobile-new-page", why)


def _picks(scene: Scene) -> None:
    name = str(scene.argument["picks"])
    if can_pick(scene, name):
        scene.expected.can_do("clones-listed", f"{name} is in the list to be selected")
    scene.visitor.picked = name


def _opens_popup(scene: Scene) -> None:
    """A click on the popup's bubble opens its window."""
    page, expected = scene.page, scene.expected
    scene.memory.opens_from(scene.window)
    if page.popup != "bubble":
        expected.silent(POPUP_SECTION)
        page.popup = UNKNOWN
        return
    page.popup = "bubble-open"
    why = "the visitor clicked on the popup's bubble"
    expected.unsure("onchatopened", "onchange", of=POPUP_SECTION)
    expected.sees("popup-bubble", "popup", "open", scene.window, why=why)
    shows_popup(scene, page.popup_options)


_WORDS = {
    "opens": _opens,
    "minimizes": _minimizes,
    "restores": _restores,
    "maximizes": _maximizes,
    "closes": _closes,
    "dismisses": _dismisses,
    "consents": _consents,
}
_ACTS = {
    "says": _says,
    "rates": rates,
    "leaves_message": leaves_message,
    "gives": gives,
    "declines": declines,
    "picks": _picks,
    "opens": _opens_popup,
}
