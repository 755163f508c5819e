"""The page calls a function of the widget."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from harness.model.arrivals import lets_go
from harness.model.context import CHAT, POPUP, predicts
from harness.model.looks import (
    IS_OPEN,
    shows_bubble,
    shows_popup,
    shows_side,
    shows_status,
    shows_window,
)
from harness.model.sentences import BASIC, MOBILE, PROACTIVE, STATUSES
from harness.model.state import OPEN, Chat
from harness.model.triggering import may_launch
from harness.model.unknown import UNKNOWN

if TYPE_CHECKING:
    from harness.model.context import Scene


def _is_dead(scene: Scene) -> bool:
    """Whether the page says nothing of a call, since the widget has not begun or is stopped."""
    is_dead = not scene.page.is_begun or scene.page.is_stopped
    if is_dead:
        scene.expected.silent(BASIC)
        scene.memory.is_lost = True
    return is_dead


@predicts("status", "popup.status")
def asks(scene: Scene) -> None:
    """What `status()` returns is not said."""
    scene.expected.silent(BASIC)


@predicts("stop")
def stops(scene: Scene) -> None:
    """The bar is hidden."""
    page = scene.page
    if not page.is_begun:
        return
    page.is_stopped, page.is_as_begun = True, False
    lets_go(scene)
    page.status = UNKNOWN
    scene.may_change()
    why = "stop() was called"
    scene.expected.sees("stop-hides", "chatbar", "hidden", scene.window, why=why)
    if isinstance(scene.visitor.chat, Chat):
        scene.visitor.chat = UNKNOWN
    if scene.visitor.proposal is not None:
        scene.visitor.proposal = UNKNOWN


@predicts("flip")
def flips(scene: Scene) -> None:
    """What is in sight is hidden, and what is hidden comes into sight."""
    if _is_dead(scene):
        return
    page, expected = scene.page, scene.expected
    scene.may_change()
    page.status, page.is_as_begun = UNKNOWN, False
    if page.seen is UNKNOWN:
        expected.silent(BASIC)
        return
    was_hidden = page.seen == "hidden"
    pattern: Any = {"$not": "hidden"} if was_hidden else "hidden"
    why = f"flip() was called while the bar was {'hidden' if was_hidden else 'in sight'}"
    expected.sees("flip-shows-and-hides", "chatbar", pattern, scene.window, why=why)
    shows_side(scene, "side-changes")
    if was_hidden:
        shows_bubble(scene)


@predicts("bubble")
def bubbles(scene: Scene) -> None:
    """The bubble is shown or hidden."""
    if _is_dead(scene):
        return
    page = scene.page
    page.bubble = bool(scene.argument)
    shows_bubble(scene)


@predicts("switch_side")
def switches(scene: Scene) -> None:
    """The bar goes to a side."""
    if _is_dead(scene):
        return
    scene.page.side = scene.argument
    shows_side(scene, "side-changes")


@predicts("page")
def changes_status(scene: Scene) -> None:
    """The page changes the status, or begins a proactive chat."""
    if _is_dead(scene):
        return
    argument = scene.argument
    status, *more = argument if isinstance(argument, list) else [argument]
    page, expected, visitor = scene.page, scene.expected, scene.visitor
    page.is_as_begun = False
    scene.may_change()
    if visitor.proposal is not None and status != "chat":
        visitor.proposal = UNKNOWN
    if status == "chat":
        _proposes(scene, more[0] if more else {})
        return
    page.status = scene.world.negated(status, is_online=scene.is_online())
    page.shows_chat = scene.not_in_chat()
    if not scene.not_in_chat() and status != "hidden":
        page.status = UNKNOWN
        expected.silent(STATUSES)
        if status != "mini":
            why = f"page('{status}') was called"
            pattern = {"$not": "hidden"}
            expected.sees("page-changes-status", "chatbar", pattern, scene.window, why=why)
        return
    if page.status is UNKNOWN:
        expected.silent(STATUSES)
        return
    shows_status(scene, "page-changes-status")
    shows_side(scene, "side-changes")
    shows_bubble(scene)
    shows_window(scene)


def _proposes(scene: Scene, given: dict[str, Any]) -> None:
    """`page('chat', …)`: the chat box opens with a message; nobody is called in yet."""
    page, expected, visitor = scene.page, scene.expected, scene.visitor
    page.status = UNKNOWN
    visitor.waiting = None
    visitor.picked = None if visitor.picked is None else UNKNOWN  # it was made of another list
    online = scene.world.is_online(page.options, given)
    if not scene.not_in_chat() or online is not True or scene.world.is_manual:
        expected.silent(PROACTIVE)
        visitor.proposal = UNKNOWN if scene.not_in_chat() else visitor.proposal
        visitor.filters = {} if online is True else dict(given)
        return
    visitor.proposal, visitor.filters = "api", dict(given)
    rule, why = "proactive-opens", "page('chat') was called"
    if page.is_mobile:
        if not scene.world.can_open_windows:  # where the chat is proposed then is not said
            expected.silent(MOBILE)
            visitor.proposal = UNKNOWN
        elif CHAT not in scene.memory.windows:
            told = {"action": "opened"}
            expected.fires("mobile-new-page", "window", told, why="it is mobile")
            scene.memory.opens_from(scene.window)
            _shows_proposal(scene, given, CHAT)
        return
    expected.sees(rule, "chatbar", {"$in": list(OPEN)}, scene.window, why=why)
    rule_of_call = "operator-called-on-answer"
    pattern: Any = {"$not": {"$has": {"running": True}}}
    if scene.memory.is_shared:
        expected.sees(rule_of_call, "chats", pattern, why="the visitor has not answered")
    _shows_proposal(scene, given, scene.window)
    shows_side(scene, "side-changes")


def _shows_proposal(scene: Scene, given: dict[str, Any], window: str) -> None:
    expected = scene.expected
    reached = [
        one
        for one in scene.world.allowed(scene.page.options, given)
        if one.id in scene.world.online
    ]
    only = reached[0] if len(reached) == 1 and scene.world.has_known_people else None
    name = given.get("operator_name") or (only.name if only else None)
    said = {"by": name} if name else {}
    if given.get("message"):
        pattern = {"$has": {**said, "text": given["message"]}}
        rule = "proactive-names" if name else "proactive-message"
        plain = {"$has": {"text": given["message"]}}
        why = "the message is given"
        expected.sees("proactive-message", "conversation", plain, window, why=why)
        if name:
            expected.sees(rule, "conversation", pattern, window, why=f"{name} is to be named")
    elif only and only.welcome:
        pattern = {"$has": {**said, "text": only.welcome}}
        why = f"{only.name} is the only one to be assigned"
        expected.sees("proactive-welcome", "conversation", pattern, window, why=why)
    else:
        expected.silent(PROACTIVE)
    if given.get("department_name") and window != CHAT:
        pattern = {"$re": re.escape(given["department_name"])}
        why = "the name of a department is given"
        expected.sees("proactive-names", "widget_text", pattern, window, IS_OPEN, why=why)
    if given.get("operator_photo"):
        photo = str(given["operator_photo"]).rpartition("/")[2]
        told = {"path": {"$re": f"{photo}$"}}
        why = "a photo is given"
        expected.fires("proactive-names", "request", told, high=None, why=why)


@predicts("popup.init")
def pops_up(scene: Scene) -> None:
    """The popup is initialised: a window, or a bubble that opens one."""
    page, expected, memory = scene.page, scene.expected, scene.memory
    options = scene.argument or {}
    mode, window = options.get("mode"), scene.window
    memory.opens_from(window)
    if scene.visitor.chat is None:
        expected.unsure("onchatopened", "onchange", of="Basic PopUp Window Functions")
    if page.popup != "hidden" or POPUP in memory.windows or mode is None:
        expected.silent("Basic PopUp Window Functions")
        page.popup = UNKNOWN
        return
    if mode == "custom":
        if scene.world.can_open_windows:
            why = "popup.init was called with the mode custom"
            expected.sees("popup-after-click", "popup", "open", window, why=why)
            page.popup, page.popup_options = "open", dict(options)
            shows_popup(scene, options)
        else:
            page.popup = UNKNOWN
        return
    page.popup, page.popup_options = "bubble", dict(options)
    why = "popup.init was called with the mode bubble"
    expected.sees("popup-bubble", "popup", "bubble", window, why=why)
    kind = options.get("btype")
    if kind:
        side = kind.rstrip("123")
        pattern = {"$re": f"-{side}$"}
        expected.sees("popup-bubble", "popup_place", pattern, window, why=f"btype is {kind}")


@predicts("popup.stop")
def stops_popup(scene: Scene) -> None:
    """The bubble is hidden, and the popup closed."""
    page = scene.page
    if page.popup is UNKNOWN:
        scene.expected.silent("Basic PopUp Window Functions")
    elif page.popup != "hidden":
        why = "popup.stop() was called"
        scene.expected.sees("popup-stop", "popup", "hidden", scene.window, why=why)
    page.popup = "hidden" if page.popup is not UNKNOWN else UNKNOWN


@predicts("popup.close")
def closes_popup(scene: Scene) -> None:
    """The popup is closed, and nothing else: a bubble stays."""
    page, window = scene.page, scene.window
    if page.popup is UNKNOWN:
        scene.expected.silent("Basic PopUp Window Functions")
        return
    why = "popup.close() was called"
    if page.popup == "bubble":
        scene.expected.sees("popup-close", "popup", "bubble", window, why=f"{why}; a bubble stays")
    elif page.popup in {"open", "bubble-open"}:
        left = "bubble" if page.popup == "bubble-open" else {"$not": "open"}
        scene.expected.sees("popup-close", "popup", left, window, why=why)
        page.popup = "bubble" if page.popup == "bubble-open" else "hidden"


@predicts("push_state")
def moves(scene: Scene) -> None:
    """The page changes its address without a load: nothing follows for the widget."""
    may_launch(scene)
    scene.page.address = urljoin(scene.page.address, scene.argument)
