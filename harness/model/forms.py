"""What a visitor answers, rates and leaves: the forms of the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.choosing import is_assigned
from harness.model.context import CHAT, POPUP
from harness.model.looks import IS_OPEN
from harness.model.state import Chat
from harness.model.unknown import UNKNOWN

if TYPE_CHECKING:
    from harness.model.context import Scene
    from harness.model.unknown import Unknown

POPUP_SECTION = "Basic PopUp Window Functions"

EARLIER = 3
"""So many of the messages before are looked for."""


def reaches(scene: Scene, text: str) -> None:
    """The message is in the conversation and with the operator."""
    expected, rule, visitor = scene.expected, "chat-carries-messages", scene.visitor
    why = "the visitor has sent it"
    if visitor.has_draft:  # what was typed before may still stand in the field
        visitor.has_draft = visitor.is_mixed = False
        return
    row = {"$has": {"text": text}}
    shows_earlier(scene, scene.window)
    visitor.texts.append(text)
    if scene.window not in {CHAT, POPUP}:
        expected.sees(rule, "conversation", row, scene.window, IS_OPEN, why=why)
    else:
        expected.sees(rule, "conversation", row, scene.window, why=why)
    if scene.memory.is_shared:
        expected.sees(rule, "chats", {"$has": {"messages": row}}, why=why)


def shows_earlier(scene: Scene, window: str) -> None:
    """What was written before on this page is still to be read."""
    if window not in {CHAT, POPUP}:
        for text in scene.visitor.texts[-EARLIER:]:
            row = {"$has": {"text": text}}
            why = "it was written before, in the same chat"
            rule = "chat-carries-messages"
            scene.expected.sees(rule, "conversation", row, window, IS_OPEN, why=why)


def _has_to_answer(scene: Scene, field: str) -> None:
    """Who is invited to give one thing can give it, or decline."""
    if scene.visitor.is_asked == field and scene.is_in_page and scene.page.is_open:
        scene.expected.can_do(f"on{field}required-answer", f"the visitor is asked for {field}")
    scene.visitor.is_asked = None


def gives(scene: Scene) -> None:
    """An answer to an invitation: told with what was given, once it may be sent."""
    ((field, value),) = scene.argument["gives"].items()
    visitor, expected = scene.visitor, scene.expected
    name = f"on{field}required"
    needs_consent = field in {"email", "phone"} and scene.world.is_private(scene.page.options)
    if not needs_consent or visitor.has_consented is True:
        _has_to_answer(scene, field)
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


def declines(scene: Scene) -> None:
    """An invitation that is declined is told as such."""
    field = scene.argument["declines"]
    name = f"on{field}required"
    _has_to_answer(scene, field)
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
            visitor.is_asked = still[0] if len(still) == 1 else None
            return
        _may_start(scene)
        return
    if scene.chat_starts() is True:
        text, visitor.has_draft, visitor.is_mixed = visitor.waiting, visitor.is_mixed, False
        scene.start(is_sure=True, why="all invitations before the chat were answered")
        reaches(scene, text)
        is_assigned(scene)
        visitor.waiting, visitor.proposal = None, None
        return
    _may_start(scene)


def _may_start(scene: Scene) -> None:
    scene.expected.unsure("onchatstart")
    if scene.visitor.chat is None:
        scene.visitor.chat = UNKNOWN


def rates(scene: Scene) -> None:
    """A rating that is sent is told with its chat, stars, words, and who was rated."""
    visitor, expected, argument = scene.visitor, scene.expected, scene.argument
    chat = visitor.chat if visitor.chat is not None else visitor.last
    if scene.window == POPUP:
        expected.unsure("onchatrating", of=POPUP_SECTION)
        return
    is_over = visitor.chat is None and isinstance(chat, Chat) and chat.is_rated is False
    is_open = scene.is_in_page and scene.page.is_open
    if is_over and is_open and "rates in chat" in visitor.refused and scene.world.has_rating:
        expected.can_do("rating-on-send", "the chat is over, and could not be rated before")
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
        told |= _who_was_rated(scene, chat)
    expected.fires("rating-on-send", "onchatrating", told, why="the visitor sent a rating")
    if scene.memory.is_shared:
        row = {"$has": {"rating": {"stars": argument["rates"]}}}
        expected.sees("rating-on-send", "chats", row, why="the visitor sent a rating")


def _who_was_rated(scene: Scene, chat: Chat | Unknown | None) -> dict[str, Any]:
    """The data of the operator: one of those to whom the chat may have been assigned."""
    known = chat if isinstance(chat, Chat) else Chat()
    able = known.operators or tuple(one.id for one in scene.world.operators)
    told: dict[str, Any] = {"operator_id": {"$in": [*able, *map(str, able)]}}
    if known.departments:
        told["department_id"] = {"$in": [*known.departments, *map(str, known.departments)]}
    return told


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


def leaves_message(scene: Scene) -> None:
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
    page = scene.page
    is_offline = page.status == "offline" and page.is_open and scene.is_in_page
    if scene.window == CHAT:
        is_offline = page.opened_as in {"offline", "start-offline"}
    if is_offline and not (page.has_left or scene.world.is_manual) and scene.not_in_chat():
        expected.can_do("offline-on-send", "the status is offline, and the window is open")
    page.has_left = True
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
