"""The visitor uses the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.context import CHAT, POPUP, predicts
from harness.model.looks import IS_OPEN, operators_see, shows_bubble, shows_side, shows_window
from harness.model.sentences import MOBILE, PREFILLED, STATUSES
from harness.model.state import OPEN, Chat
from harness.model.unknown import UNKNOWN

if TYPE_CHECKING:
    from harness.model.context import Scene

POPUP_SECTION = "Basic PopUp Window Functions"


@predicts("visitor")
def uses(scene: Scene) -> None:
    """The visitor does one thing."""
    argument = scene.argument
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
        memory.opener = scene.window
        if CHAT in memory.windows:
            expected.silent(MOBILE)
            return
        is_mobile = page.is_mobile
        rule = "mobile-new-page" if is_mobile else "mini-new-page"
        why = "it is mobile" if is_mobile else "the status is mini"
        expected.fires(rule, "window", {"action": "opened"}, why=why)
        memory.is_linked = True
        scene.may_change()
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
    scene.visitor.has_consented = True
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
        _reaches(scene, text)
        return
    if starts is True:
        because = {"api": "to a proactive chat", "trigger": "to a trigger's message"}
        answer = because.get(str(visitor.proposal), "and nobody had addressed them")
        scene.start(is_sure=True, why=f"the visitor sent the first message, {answer}")
        _reaches(scene, text)
        _is_assigned(scene)
        visitor.proposal, visitor.waiting = None, None
        return
    asked = scene.surely_asked()
    online = scene.world.is_online(scene.page.options, visitor.filters)
    if visitor.chat is None and asked and online is True and not scene.world.is_manual:
        visitor.waiting, visitor.has_draft = text, True
        why = f"the visitor has to be asked for {', '.join(asked)} before the chat"
        pattern = {"$in": scene.still_asked()}
        rule = f"on{asked[0]}required-answer"
        if not scene.page.is_stopped and scene.is_in_page:
            expected.sees(rule, "asked", pattern, scene.window, why=why)
        return
    expected.unsure("onchatstart")
    visitor.waiting, visitor.has_draft = text, True
    if visitor.chat is None:
        visitor.chat = UNKNOWN


def _says_in_popup(scene: Scene, text: str) -> None:
    """Of what the popup and the bar share the page does not speak: the message reaches somebody."""
    visitor, expected, world = scene.visitor, scene.expected, scene.world
    is_plain = not (world.is_manual or world.asked or world.settings.get("url_privacy"))
    if is_plain and visitor.chat is None and len(world.online) == len(world.operators):
        why = "the visitor has sent it"
        row = {"$has": {"text": text}}
        expected.sees("chat-carries-messages", "conversation", row, POPUP, why=why)
        expected.sees("chat-carries-messages", "chats", {"$has": {"messages": row}}, why=why)
    expected.unsure("onchatstart", of=POPUP_SECTION)
    visitor.chat = UNKNOWN


def _has_to_be_able(scene: Scene) -> bool:
    return (scene.in_chat() and scene.page.shows_chat) or (
        scene.visitor.proposal == "api" and scene.not_in_chat()
    )


def _reaches(scene: Scene, text: str) -> None:
    """The message is in the conversation and with the operator."""
    expected, rule, visitor = scene.expected, "chat-carries-messages", scene.visitor
    why = "the visitor has sent it"
    if visitor.has_draft:  # what was typed before may still stand in the field
        visitor.has_draft = False
        return
    row = {"$has": {"text": text}}
    if scene.window not in {CHAT, POPUP}:
        expected.sees(rule, "conversation", row, scene.window, IS_OPEN, why=why)
    else:
        expected.sees(rule, "conversation", row, scene.window, why=why)
    if scene.memory.is_shared:
        expected.sees(rule, "chats", {"$has": {"messages": row}}, why=why)


def _is_assigned(scene: Scene) -> None:
    """The operator who gets a chat is one to whom it may be assigned, and is online."""
    visitor = scene.visitor
    filters = [visitor.filters] if visitor.filters else [scene.page.options]
    able = [one for one in scene.world.allowed(*filters) if one.id in scene.world.online]
    rule = "proactive-assignment" if visitor.filters else "operators-filter"
    pattern: dict[str, Any] = {"running": True, "operator": {"$in": [one.id for one in able]}}
    if scene.world.is_manual and isinstance(visitor.picked, str):
        name = visitor.picked.partition(",")[0]
        able = [one for one in able if one.name == name]
        pattern["operator"] = {"$in": [one.id for one in able]}
        rule = "clones-listed"
    if able and scene.memory.is_shared:
        why = f"it may be assigned to {', '.join(one.name for one in able)}"
        scene.expected.sees(rule, "chats", {"$has": pattern}, why=why)
    visitor.filters = {}


def _gives(scene: Scene) -> None:
    """An answer to an invitation: told with what was given, once it may be sent."""
    ((field, value),) = scene.argument["gives"].items()
    visitor, expected = scene.visitor, scene.expected
    name = f"on{field}required"
    needs_consent = field in {"email", "phone"} and scene.world.is_private(scene.page.options)
    is_good = bool(str(value).strip()) and (field != "email" or "@" in str(value))
    if needs_consent and visitor.has_consented is not True:
        if visitor.has_consented is False:
            rule = "consent-before-personal-data"
            told = {"accepted": True}
            why = "the visitor has not consented"
            expected.fires(rule, name, told, low=0, high=0, why=why)
        else:
            expected.unsure(name)
        _may_start(scene)
        return
    if not is_good:
        expected.unsure(name)
        _may_start(scene)
        return
    told = {"accepted": True, field: value}
    if _is_told_here(scene, name):
        why = f"the visitor gave their {field}"
        expected.fires(f"{name}-answer", name, told, why=why)
    visitor.given[field] = value
    visitor.answered.add(field)
    _goes_on(scene)


def _declines(scene: Scene) -> None:
    field = scene.argument["declines"]
    name = f"on{field}required"
    if _is_told_here(scene, name):
        why = f"the visitor gave no {field}"
        scene.expected.fires(f"{name}-answer", name, {"accepted": False}, why=why)
    scene.visitor.answered.add(field)
    _goes_on(scene)


def _is_told_here(scene: Scene, name: str) -> bool:
    """Whether callbacks tell of it: of what happens in the popup the page does not say so."""
    if scene.window == POPUP:
        scene.expected.unsure(name, of=POPUP_SECTION)
        return False
    return True


def _goes_on(scene: Scene) -> None:
    """The message that waited goes out with the last answer."""
    visitor = scene.visitor
    still = scene.still_asked()
    if still or visitor.waiting is None:
        if scene.surely_asked() and visitor.waiting and scene.is_in_page:
            why = f"{still[0]} was not asked for yet"
            pattern = {"$in": still}
            rule = f"on{still[0]}required-answer"
            scene.expected.sees(rule, "asked", pattern, scene.window, why=why)
            return
        _may_start(scene)
        return
    if scene.chat_starts() is True:
        text, visitor.has_draft = visitor.waiting, False
        scene.start(is_sure=True, why="all invitations before the chat were answered")
        _reaches(scene, text)
        visitor.waiting, visitor.proposal = None, None
        return
    _may_start(scene)


def _may_start(scene: Scene) -> None:
    scene.expected.unsure("onchatstart")
    if scene.visitor.chat is None:
        scene.visitor.chat = UNKNOWN


def _rates(scene: Scene) -> None:
    """A rating that is sent is told with its chat, stars, words, and who was rated."""
    visitor, expected, argument = scene.visitor, scene.expected, scene.argument
    chat = visitor.chat if visitor.chat is not None else visitor.last
    if scene.window == POPUP:
        expected.unsure("onchatrating", of=POPUP_SECTION)
        return
    told: dict[str, Any] = {"rating": argument["rates"]}
    if "message" in argument:
        told["message"] = argument["message"]
    if isinstance(chat, Chat):
        if chat.is_rated is not False:
            expected.unsure("onchatrating")
            return
        if chat.ticket is not UNKNOWN:
            told["ticket"] = chat.ticket
        chat.is_rated = True
    else:
        expected.silent("onchatrating")
    told |= _visitor_information(scene)
    if scene.world.has_known_people:
        of_operators = [one.id for one in scene.world.operators]
        told["operator_id"] = {"$in": [*of_operators, *map(str, of_operators)]}
    expected.fires("rating-on-send", "onchatrating", told, why="the visitor sent a rating")
    if scene.memory.is_shared:
        row = {"$has": {"rating": {"stars": argument["rates"]}}}
        expected.sees("rating-on-send", "chats", row, why="the visitor sent a rating")


def _visitor_information(scene: Scene) -> dict[str, Any]:
    """The name, email and phone that are surely known."""
    options, given = scene.page.options, scene.visitor.given
    told = {}
    for field in ("name", "email", "phone"):
        is_held = field != "name" and scene.world.is_private(options)
        here, there = options.get(f"c_{field}"), given.get(field)
        if is_held or (here and there and here != there):
            continue
        if here or there:
            told[field] = here or there
    return told


def _leaves_message(scene: Scene) -> None:
    """An offline message is told with what the visitor typed, once it may be sent."""
    form, expected, visitor = scene.argument["leaves_message"], scene.expected, scene.visitor
    if scene.window == POPUP:
        expected.unsure("onofflinemessage", of=POPUP_SECTION)
        return
    is_private = scene.world.is_private(scene.page.options)
    if is_private and visitor.has_consented is False and (form.get("email") or form.get("phone")):
        rule = "consent-before-personal-data"
        why = "the visitor has not consented"
        expected.fires(rule, "onofflinemessage", low=0, high=0, why=why)
        return
    is_whole = "@" in str(form.get("email", "")) and form.get("message")
    if not is_whole or (is_private and visitor.has_consented is not True):
        expected.unsure("onofflinemessage")
        return
    typed = {name: form[name] for name in ("name", "email", "phone", "message") if name in form}
    told: dict[str, Any] = dict(typed)
    if "picks" in form and scene.world.is_manual:
        chosen = form["picks"].partition(",")[0]
        found = [one.id for one in scene.world.operators if one.name == chosen]
        if len(found) == 1:
            told["operator_id"] = {"$in": [found[0], str(found[0])]}
    why = "the visitor sent an offline message"
    expected.fires("offline-on-send", "onofflinemessage", told, why=why)
    expected.sees("offline-on-send", "offline_messages", {"$has": typed}, why=why)


def _picks(scene: Scene) -> None:
    scene.visitor.picked = scene.argument["picks"]


def _opens_popup(scene: Scene) -> None:
    """A click on the popup's bubble opens its window."""
    page, expected = scene.page, scene.expected
    scene.memory.opener, scene.memory.is_linked = scene.window, True
    if page.popup != "bubble":
        expected.silent(POPUP_SECTION)
        page.popup = UNKNOWN
        return
    page.popup = "bubble-open"
    why = "the visitor clicked on the popup's bubble"
    expected.unsure("onchatopened", "onchange", of=POPUP_SECTION)
    expected.sees("popup-bubble", "popup", "open", scene.window, why=why)
    scene.expected.silent(PREFILLED)


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
    "rates": _rates,
    "leaves_message": _leaves_message,
    "gives": _gives,
    "declines": _declines,
    "picks": _picks,
    "opens": _opens_popup,
}
