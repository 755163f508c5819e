"""What the predictions of an act are made from: the world, the pages and the visitors so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.model.prediction import MAIN, Expected
from harness.model.state import Chat, Page, Visitor
from harness.model.unknown import UNKNOWN, Unknown
from harness.model.world import Operator, World, host_of

if TYPE_CHECKING:
    from collections.abc import Callable

POPUP = "popup"
CHAT = "chat"
OF_WIDGET = frozenset({POPUP, CHAT})
"""The windows that are the widget's own: they belong to the page that opened them."""


@dataclass(slots=True)
class Memory:
    """All that the model remembers of a run."""

    world: World
    pages: dict[str, Page] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    windows: frozenset[str] = frozenset({MAIN})
    opener: str = MAIN
    looks_of: dict[str, str] = field(default_factory=dict)
    """How a status looked on a desktop without a chat when it was seen first."""
    is_shared: bool = True
    """Whether one visitor is behind all windows."""
    is_linked: bool = True
    """Whether the page that opened the widget's own window is still in the document that did."""
    has_popup_chat: bool = False
    """Whether something was written in a popup, which may have a chat and a visitor of its own."""
    is_lost: bool = False
    """Whether something was done of which the page says nothing; nothing is predicted then."""

    def opens_from(self, window: str) -> None:
        """A page opens a window of the widget's own, perhaps beside one that has lost its page."""
        self.opener = window
        self.is_linked |= not self.windows & OF_WIDGET

    def page(self, window: str) -> Page:
        """The host page of a window; the widget's own windows belong to the one that opened it."""
        return self.pages[self.opener if window in OF_WIDGET else window]

    def visitor(self, window: str) -> Visitor:
        """Who is in a window."""
        page = self.page(window)
        key = host_of(page.address) if page.options.get("session_per_host") else ""
        return self.visitors.setdefault(key, Visitor())


@dataclass(slots=True)
class Scene:
    """One act: where it happens, what it is, and what is expected of it."""

    memory: Memory
    window: str
    argument: Any
    expected: Expected

    @property
    def world(self) -> World:
        """The world of the run."""
        return self.memory.world

    @property
    def page(self) -> Page:
        """The host page that it is about."""
        return self.memory.page(self.window)

    @property
    def host_window(self) -> str:
        """The window of that page."""
        return self.memory.opener if self.window in OF_WIDGET else self.window

    @property
    def visitor(self) -> Visitor:
        """Who acts, or is acted upon."""
        return self.memory.visitor(self.window)

    @property
    def is_in_page(self) -> bool:
        """Whether it happens on the host page, and not in a window of the widget's own."""
        return self.window not in OF_WIDGET

    def operators(self) -> tuple[Operator, ...]:
        """Those to whom the page's parameters, and a proactive chat's, leave a chat."""
        return self.world.allowed(self.page.options, self.visitor.filters)

    def is_online(self) -> bool | Unknown:
        """Whether an operator is online for this page."""
        return self.world.is_online(self.page.options)

    def chat_starts(self) -> bool | Unknown:
        """Whether a first message starts a chat at once."""
        visitor, options = self.visitor, self.page.options
        if visitor.chat is not None:
            return False if visitor.chat is not UNKNOWN else UNKNOWN
        online = self.world.is_online(options, visitor.filters)
        if online is not True or self.page.is_stopped:
            return UNKNOWN
        if self.world.is_manual and not isinstance(visitor.picked, str):
            return UNKNOWN
        waits = self.world.is_private(options) and visitor.has_consented is not True
        if waits and (options.get("c_email") or options.get("c_phone")):
            return UNKNOWN  # the page does not say whether a chat waits for the consent
        return not self.still_asked() or UNKNOWN

    def still_asked(self) -> list[str]:
        """The invitations that were not answered yet."""
        return [name for name in self.world.asked if name not in self.visitor.answered]

    def surely_asked(self) -> list[str]:
        """Those of them of which the widget cannot know the answer from the page."""
        return [name for name in self.still_asked() if not self.page.options.get(f"c_{name}")]

    def start(self, *, is_sure: bool, why: str) -> None:
        """A chat starts, or may: with a ticket, and by whom it was begun."""
        visitor = self.visitor
        pattern: dict[str, Any] = {"ticket": "$str"}
        if visitor.proposal is not UNKNOWN:
            pattern["initiator"] = visitor.proposal or "client"
        if self.window == POPUP:
            self.expected.unsure("onchatstart", of="Basic PopUp Window Functions")
            visitor.chat = UNKNOWN
            return
        self.expected.fires("onchatstart-once", "onchatstart", pattern, low=int(is_sure), why=why)
        visitor.chat = Chat() if is_sure else UNKNOWN

    def may_change(self) -> None:
        """During a chat, whether this makes the chat box smaller or larger is not said."""
        if not self.not_in_chat():
            self.expected.unsure("onchange")

    def not_in_chat(self) -> bool:
        """Whether surely no chat goes on."""
        return self.visitor.chat is None

    def in_chat(self) -> bool:
        """Whether surely a chat goes on."""
        return isinstance(self.visitor.chat, Chat)


Act = "Callable[[Scene], None]"
"""How an act is predicted: what is expected goes into the scene, and the memory moves on."""

ACTS: dict[str, Callable[[Scene], None]] = {}


def predicts(*verbs: str) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Register what predicts these verbs."""

    def register(act: Callable[[Scene], None]) -> Callable[[Scene], None]:
        for verb in verbs:
            ACTS[verb] = act
        return act

    return register
