"""The model: predicts what follows from each act, and learns from what was seen."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from harness.model import arrivals, calls, chatting, people
from harness.model.context import ACTS, CHAT, OF_WIDGET, POPUP, Memory, Scene
from harness.model.prediction import MAIN, Expected, Prediction
from harness.model.sentences import MOBILE
from harness.model.state import Chat
from harness.model.unknown import UNKNOWN
from harness.model.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model.seen import Occurrence, Seen
    from harness.model.unknown import Unknown

ACTING = (arrivals, calls, chatting, people)
"""The families of acts; each registers how its own are predicted."""

MODIFIERS = frozenset({"in", "unchecked", "expect", "timeout", "within", "label", "why"})


class Model:
    """Goes through a run beside the widget: `predict` an act, then `learn` what was seen of it."""

    def __init__(self, world: Mapping[str, Any], *, has_known_people: bool = True) -> None:
        self._memory = Memory(World(world, has_known_people=has_known_people))
        self._before = self._memory
        self._acts: set[str] = set()
        self._window = MAIN
        self.unknown: Counter[str] = Counter()
        """How often the page had nothing to say, by section."""

    def predict(self, step: Mapping[str, Any] | None = None) -> list[Prediction]:
        """What follows from a step of a scenario; from opening the host page without one."""
        verb, argument = ("open", None) if step is None else _act(step)
        self._before = deepcopy(self._memory)
        self._acts = _acts_of_visitor(verb, argument)
        self._window = str((step or {}).get("in", MAIN))
        memory = self._memory
        memory.is_lost |= verb not in ACTS
        if memory.is_lost:
            self.unknown["what was done before"] += 1
            return []
        scene = Scene(memory, str((step or {}).get("in", MAIN)), argument, Expected())
        if verb not in {"open", "goto", "tab"} and not self._is_there(scene):
            memory.is_lost = True
            return []
        if scene.window in OF_WIDGET and not memory.is_linked:
            return self._apart(scene)
        _forget_what_is_asked(memory, verb, argument)
        if verb != "visitor":
            for page in memory.pages.values():
                page.opened_as = UNKNOWN
        ACTS[verb](scene)
        expected = scene.expected
        if memory.is_lost:
            self.unknown += expected.unknown
            return []
        self._stay_quiet(scene)
        self.unknown += expected.unknown
        return expected.predictions

    def _apart(self, scene: Scene) -> list[Prediction]:
        """Whom a chat's window tells of what is done in it, once its page has gone, is not said.

        It is the same visitor all the same, whose consent and answers count from then on.
        """
        self.unknown[MOBILE] += 1
        visitor = scene.visitor
        visitor.chat = visitor.picked = UNKNOWN
        visitor.waiting = visitor.is_asked = None
        if visitor.proposal is not None:
            visitor.proposal = UNKNOWN
        if scene.argument == "consents":
            visitor.has_consented = True
        if isinstance(scene.argument, dict) and not _TOLD.isdisjoint(scene.argument):
            scene.memory.is_lost = True
        return []

    def undo(self) -> None:
        """The act could not be done after all."""
        self._memory = self._before
        if self._window in self._memory.pages:
            visitor = self._memory.visitor(self._window)
            when = "" if visitor.chat is None and visitor.waiting is None else " in chat"
            visitor.refused |= {f"{act}{when}" for act in self._acts & _AT_SOME_TIME}

    def subjects(self) -> list[tuple[str, str]]:
        """What it has to look at after each act, by window and subject, to know how things are."""
        pages = self._memory.pages
        return [(window, "chatbar") for window, page in pages.items() if page.is_begun]

    def learn(self, seen: Seen) -> None:
        """Take note of what followed."""
        memory = self._memory
        if memory.is_lost:
            return
        for event in seen.events:
            self._hear(event)
        for (window, subject), value in seen.looks.items():
            if subject == "chatbar" and window in memory.pages:
                self._see(window, value)
            elif subject == "chats" and seen.has_back_end:
                self._count(value)
        memory.windows = seen.windows
        for window in list(memory.pages):
            if window not in seen.windows:
                del memory.pages[window]
        opener = memory.pages.get(memory.opener)
        if opener is not None and POPUP not in seen.windows and opener.popup in _OPEN_POPUPS:
            opener.popup = "bubble" if opener.popup == "bubble-open" else "hidden"

    def _is_there(self, scene: Scene) -> bool:
        memory = self._memory
        window = memory.opener if scene.window in {POPUP, CHAT} else scene.window
        return window in memory.pages

    def _stay_quiet(self, scene: Scene) -> None:
        """No callback fires beyond those spoken of, where a page could hear it."""
        expected, memory = scene.expected, self._memory
        if not all(visitor.chat is None for visitor in memory.visitors.values()):
            expected.unsure("onchange")
        if any(visitor.may_launch for visitor in memory.visitors.values()):
            expected.unsure("ontrigger")
        if scene.window == POPUP:
            expected.unsure("onchange", "onchatopened", of="Basic PopUp Window Functions")
        expected.quiet()
        page = memory.pages.get(scene.host_window)
        has_analytics = page is not None and memory.world.has_analytics(page.address)
        if len(memory.pages) == 1 and scene.window != POPUP:
            expected.recorded(has_analytics=has_analytics)

    def _hear(self, event: Occurrence) -> None:
        """Callbacks tell of chats."""
        if event.name not in {"onchatstart", "onchatopened"} or not isinstance(event.value, dict):
            return
        window = event.window or MAIN
        if window not in self._memory.pages:
            return
        visitor = self._memory.visitor(window)
        ticket, initiator = _text(event.value, "ticket"), _text(event.value, "initiator")
        if isinstance(visitor.chat, Chat) and visitor.chat.ticket is not UNKNOWN:
            return
        visitor.chat = Chat(ticket, initiator)
        if event.name == "onchatstart":
            visitor.proposal, visitor.waiting, visitor.filters = None, None, {}
        for name, page in self._memory.pages.items():
            if len(self._memory.pages) > 1 and not ("says" in self._acts and name == self._window):
                page.shows_chat = False  # what a chat of another page makes of it is not said

    def _see(self, window: str, value: object) -> None:
        page = self._memory.pages[window]
        page.seen = str(value)
        visitor = self._memory.visitor(window)
        is_plain = not page.is_small and visitor.chat is None and not page.is_stopped
        if is_plain and isinstance(page.status, str) and visitor.proposal is None:
            self._memory.looks_of.setdefault(page.status, page.seen)

    def _count(self, chats: object) -> None:
        """The operators' list of chats tells whether one that may have ended has."""
        if not isinstance(chats, list) or len(self._memory.visitors) != 1:
            return
        (visitor,) = self._memory.visitors.values()
        if visitor.chat is UNKNOWN and not any(chat.get("running") for chat in chats):
            visitor.chat = None


_AT_SOME_TIME = frozenset({"rates", "consents"})
"""What visitors have to be able to do, and the page does not say exactly when."""

_ANSWERS = frozenset({"gives", "declines"})

_TOLD = _ANSWERS | {"leaves_message"}
"""Acts by which visitors tell something of themselves, or refuse to."""


def _forget_what_is_asked(memory: Memory, verb: str, argument: object) -> None:
    """Only answers and the consent to them leave an invitation as it is for sure."""
    is_answer = isinstance(argument, dict) and not _ANSWERS.isdisjoint(argument)
    if verb == "visitor" and (is_answer or argument == "consents"):
        return
    for visitor in memory.visitors.values():
        visitor.is_asked = None


_OPEN_POPUPS = frozenset({"open", "bubble-open"})


def _text(data: Mapping[str, Any], name: str) -> str | Unknown:
    value = data.get(name)
    return value if isinstance(value, str) else UNKNOWN


def _acts_of_visitor(verb: str, argument: Any) -> set[str]:
    if verb != "visitor":
        return set()
    return {argument} if isinstance(argument, str) else set(argument)


def _act(step: Mapping[str, Any]) -> tuple[str, Any]:
    verb = next(name for name in step if name not in MODIFIERS)
    return verb, step[verb]
