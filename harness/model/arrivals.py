"""A page with the widget is loaded, or the widget is initialised anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.context import OF_WIDGET, predicts
from harness.model.looks import looks_after_init
from harness.model.prediction import MAIN
from harness.model.sentences import BASIC, STATUSES
from harness.model.state import Chat, Page
from harness.model.triggering import launches_by_itself, may_launch
from harness.model.unknown import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model.context import Scene
    from harness.model.state import Visitor
    from harness.model.unknown import Unknown


@predicts("open")
def opens(scene: Scene) -> None:
    """The host page is opened for the first time."""
    loads(scene, scene.world.address)


@predicts("goto", "refresh", "tab")
def goes(scene: Scene) -> None:
    """A window goes to a page, comes to it again, or is opened with one."""
    if isinstance(scene.argument, dict):
        scene.window = scene.argument["name"]
        loads(scene, scene.argument.get("at", scene.world.address))
    else:
        loads(scene, scene.argument or scene.page.address)


def loads(scene: Scene, address: str) -> None:
    """A window gets a new document."""
    memory, window = scene.memory, scene.window
    before = memory.pages.get(window)
    visitor = memory.visitor(window) if before is not None else None
    memory.pages[window] = Page(address, _previous(scene, address, before))
    lets_go(scene)
    if before is not None and visitor is not None and before.is_begun:
        leaves(scene, before, visitor)
    options = scene.world.embed(address)
    if options is None:
        return
    begins(scene, options)


def lets_go(scene: Scene) -> None:
    """Whether a window that is open still tells a widget that ends or begins anew is not said."""
    if scene.window == scene.memory.opener and scene.memory.windows & OF_WIDGET:
        scene.memory.is_linked = False


def _previous(scene: Scene, address: str, before: Page | None) -> str | Unknown | None:
    """The page that the visitor was on before; a tab's, and the same page again, are uncertain."""
    if before is None:
        return None if scene.window == MAIN else UNKNOWN
    return UNKNOWN if before.address == address else before.address


def leaves(scene: Scene, before: Page, visitor: Visitor) -> None:
    """What is uncertain once the document has gone in which this visitor was."""
    if visitor.proposal is not None:
        visitor.proposal = UNKNOWN  # whether a proactive chat outlives its page is not said
    visitor.picked = UNKNOWN if visitor.picked is not None else None
    visitor.waiting = None
    if before.popup != "hidden":
        scene.page.popup = UNKNOWN
    for chat in (visitor.chat, visitor.last):
        if isinstance(chat, Chat) and before.is_stopped:
            visitor.chat = UNKNOWN


@predicts("init")
def inits(scene: Scene) -> None:
    """A page initialises the widget: with settings, or with those set up before."""
    page = scene.page
    options = scene.argument if scene.argument is not None else page.prepared
    if options is None:
        scene.expected.silent(BASIC)
        scene.memory.is_lost = True
        return
    if not page.is_begun or page.is_stopped:
        if page.is_stopped:
            page.previous = UNKNOWN
            lets_go(scene)
        page.is_stopped = False
        begins(scene, options)
        return
    _again(scene, options)


def _again(scene: Scene, options: Mapping[str, Any]) -> None:
    """Of a second init the page does not say what it does: only what both ask for is known."""
    page, expected = scene.page, scene.expected
    expected.unsure("onload", "onchatopened", "onchange", of=BASIC)
    for name in {*page.options, *options}:
        if page.options.get(name) != options.get(name):
            scene.memory.is_lost = True
    page.status = UNKNOWN
    page.is_as_begun = False
    page.seen = page.side = page.bubble = UNKNOWN
    scene.visitor.proposal = None if scene.visitor.proposal is None else UNKNOWN
    scene.visitor.picked = UNKNOWN if scene.visitor.picked is not None else None


@predicts("options")
def prepares(scene: Scene) -> None:
    """Settings are set up for an init without argument."""
    scene.page.prepared = scene.argument


@predicts("reload")
def reinitializes(scene: Scene) -> None:
    """The widget of a page is initialised again."""
    page, expected = scene.page, scene.expected
    if not page.is_begun or page.is_stopped:
        expected.silent(BASIC)
        scene.memory.is_lost = True
        return
    is_as_begun = page.is_as_begun
    expected.silent(BASIC)
    lets_go(scene)
    if scene.visitor.proposal is not None:
        scene.visitor.proposal = UNKNOWN
    scene.visitor.picked = UNKNOWN if scene.visitor.picked is not None else None
    page.status = UNKNOWN
    pattern: dict[str, Any] = {}
    _tells_online(scene, pattern)
    if is_as_begun and scene.not_in_chat():
        page.status = _status(scene)
        if page.status is not UNKNOWN:
            pattern["page"] = page.status
    scene.may_change()
    may_launch(scene)
    scene.visitor.views = UNKNOWN
    expected.fires("reload-reinitializes", "onload", pattern, why="the widget was reinitialised")
    _tells_of_chat(scene)
    if page.side != page.options.get("side"):
        page.side = UNKNOWN
    if page.bubble != page.options.get("bubble"):
        page.bubble = UNKNOWN
    page.seen = UNKNOWN
    if is_as_begun:
        looks_after_init(scene)


def begins(scene: Scene, options: Mapping[str, Any]) -> None:
    """The widget starts on a document: what it tells, and what is seen of it."""
    page, expected, memory = scene.page, scene.expected, scene.memory
    page.options, page.is_begun = dict(options), True
    memory.is_shared &= not options.get("session_per_host")
    page.is_mobile = bool(options.get("mobile", scene.world.is_phone))
    page.side = options.get("side", UNKNOWN)
    page.bubble = options.get("bubble", UNKNOWN)
    page.status = _status(scene)
    pattern: dict[str, Any] = {}
    _tells_online(scene, pattern)
    rule, why = "onload-each-load", "the page was loaded"
    if scene.not_in_chat() and page.status is not UNKNOWN:
        pattern["page"] = page.status
        if page.status != options.get("page"):
            rule, why = "negated-offline", "no operator is online"
        else:
            why = f"init asked for {page.status}"
    else:
        expected.silent(STATUSES)
    scene.may_change()  # whether a chat that is shown again counts is not said
    expected.fires(rule, "onload", pattern, why=why)
    _tells_of_chat(scene)
    visitor = scene.visitor
    if page.previous is UNKNOWN or visitor.views is UNKNOWN:
        visitor.views = UNKNOWN
    else:
        visitor.views += 1
    visitor.texts, visitor.is_asked = [], None
    launches_by_itself(scene)
    looks_after_init(scene)
    if "lang" in options and scene.window in {MAIN, "two"}:
        path = f"/{options['account']}/client-embed/{options['lang']}"
        told = {"host": "app.livechatoo.com", "path": path}
        why = f"lang is {options['lang']}"
        expected.fires("frame-address", "request", told, high=None, why=why)


def _status(scene: Scene) -> str | Unknown:
    asked = scene.page.options.get("page")
    if asked is None:
        scene.expected.silent(STATUSES)
        return UNKNOWN
    return scene.world.negated(asked, is_online=scene.is_online())


def _tells_online(scene: Scene, pattern: dict[str, Any]) -> None:
    online = scene.is_online()
    if online is UNKNOWN:
        scene.expected.silent("onload")
    else:
        pattern["online"] = online


def _tells_of_chat(scene: Scene) -> None:
    chat, expected = scene.visitor.chat, scene.expected
    if chat is UNKNOWN:
        expected.unsure("onchatopened")
    elif chat is not None:
        known = {"ticket": chat.ticket, "initiator": chat.initiator}
        pattern = {name: value for name, value in known.items() if value is not UNKNOWN}
        why = "a chat is going on"
        expected.fires("onchatopened-each-load", "onchatopened", pattern, why=why)
