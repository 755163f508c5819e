"""Reads from a recording where the visitor had the widget before them, and in what phase.

This is what was asked for, as the vendor's page and the assumptions tell what follows from a
call or an act, put right by each look at the widget that the run took. It shows that there
was such a situation, and not that the widget did right in it: that is for expectations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.coverage.host_page import HostPage
from harness.coverage.places import CHAT, OWN_PAGE, POPUP
from harness.judging.registering import options_of
from harness.judging.rules.rule import field_of
from harness.scenario.window_names import CHAT as CHAT_WINDOW
from harness.scenario.window_names import MAIN
from harness.scenario.window_names import POPUP as POPUP_WINDOW

if TYPE_CHECKING:
    from harness.recording import Event, Recording

PHONE_WIDTH = 480
"""A viewport of at most this width, in CSS pixels, counts as a phone (mobile-automatic)."""


_STAYING = frozenset({"visitor", "operator", "trigger", "flip", "page"})
"""Verbs of steps that act within a document."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The places and phases of one moment in one window, and the host page it belongs to.

    `popup_places` and `popup_phases` are those of what is said of the popup: a bar that is
    minimized says nothing of it.
    """

    page: str
    places: frozenset[str]
    phases: frozenset[str]
    popup_places: frozenset[str]
    popup_phases: frozenset[str]

    def pairs(self, *, of_popup: bool) -> set[tuple[str, str]]:
        """Each place with each phase."""
        places = self.popup_places if of_popup else self.places
        phases = self.popup_phases if of_popup else self.phases
        return {(place, phase) for place in places for phase in phases}


@dataclass(slots=True)
class Situations:
    """The situation before and after each event, by its number, and at its step's beginning.

    The last is there for steps that act within a document and load none.
    """

    before: dict[int, Situation] = field(default_factory=dict)
    after: dict[int, Situation] = field(default_factory=dict)
    start: dict[int, Situation] = field(default_factory=dict)

    def around(self, seq: int, *, of_popup: bool) -> set[tuple[str, str]]:
        """The places and phases of what led to an event and of what it led to."""
        known = [one[seq] for one in (self.before, self.after, self.start) if seq in one]
        return set().union(*(one.pairs(of_popup=of_popup) for one in known))


def situations(recording: Recording) -> Situations:
    """Go through the events once."""
    visit = _Visit()
    found = Situations()
    starts: dict[int | None, Situation] = {}
    for event in recording:
        visit.prepare(event)
        found.before[event.seq] = visit.situation(event)
        if event.kind == "step_started" and event.data.get("verb") in _STAYING:
            starts[event.step] = found.before[event.seq]
        elif event.step in starts:
            found.start[event.seq] = starts[event.step]
        visit.take_in(event)
        found.after[event.seq] = visit.situation(event)
    return found


@dataclass(slots=True)
class _Visit:
    """What is known so far of one run."""

    is_phone: bool = False
    is_chat: bool = False
    is_nobody: bool = False
    is_popup_open: bool = False
    pages: dict[str, HostPage] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    windows: dict[int | None, str] = field(default_factory=dict)
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    box: str = ""

    def situation(self, event: Event) -> Situation:
        window = self._window(event)
        name = self._owner(window)
        page = self._page(name)
        own = {CHAT_WINDOW: frozenset({OWN_PAGE}), POPUP_WINDOW: frozenset({POPUP})}
        chat = frozenset({CHAT}) if self.is_chat else frozenset()
        is_popup = self.is_popup_open or window == POPUP_WINDOW
        return Situation(
            name,
            own.get(window, page.places),
            page.phases | chat,
            page.popup_bubble | (frozenset({POPUP}) if is_popup else frozenset()),
            page.popup_phases | chat,
        )

    def prepare(self, event: Event) -> None:
        """What has to be known of an event before the situation before it can be told."""
        if event.kind == "run_started":
            width = (event.data.get("viewport") or [PHONE_WIDTH + 1])[0]
            self.is_phone = event.data.get("device") == "phone" or width <= PHONE_WIDTH
        elif event.kind == "step_started":
            self.windows[event.step] = str(event.data.get("in") or MAIN)
            if "leaves_message" in _words(event.data.get("argument")):
                self._page(self._owner(self._window(event))).is_offline = True

    def take_in(self, event: Event) -> None:
        """What an event changes."""
        handler = _HANDLERS.get(event.kind)
        if handler:
            handler(self, event, self._page(self._owner(self._window(event))))

    def _window(self, event: Event) -> str:
        """The window that an event is about: a callback's is where the visitor has acted."""
        doing = self.windows.get(event.step, MAIN)
        if event.kind == "callback" and doing in {CHAT_WINDOW, POPUP_WINDOW}:
            return doing
        return event.page or doing

    def _owner(self, window: str) -> str:
        return self.owners.get(window, MAIN) if window in {CHAT_WINDOW, POPUP_WINDOW} else window

    def _page(self, name: str) -> HostPage:
        if name not in self.pages:
            self.pages[name] = HostPage(is_phone=self.is_phone, is_tab=name != MAIN)
            self.pages[name].is_offline = self.is_nobody
        return self.pages[name]

    def navigation(self, event: Event, page: HostPage) -> None:
        if event.data.get("way") == "load" and event.page not in {CHAT_WINDOW, POPUP_WINDOW}:
            page.load()

    def window(self, event: Event, page: HostPage) -> None:
        name, action = str(event.data.get("name")), event.data.get("action")
        if action == "opened" and name in {CHAT_WINDOW, POPUP_WINDOW}:
            self.owners[name] = self._owner(self.windows.get(event.step, MAIN))
        if name == POPUP_WINDOW:
            self.is_popup_open = action == "opened"
        if action == "blocked":
            page.show_within()

    def call(self, event: Event, page: HostPage) -> None:
        function = str(event.data.get("function"))
        arguments = event.data.get("args") or []
        if function in {"embed.init", "popup.init"}:
            options = options_of(event)
            if not arguments and not options:
                options = self.given.get(function, {})  # the last ones go on (second-init)
            if isinstance(options.get("account"), str):
                self.given[function] = options
                page.init(function, options, is_phone=self.is_phone)
        else:
            page.call(function, arguments[0] if arguments else None, is_nobody=self.is_nobody)

    def callback(self, event: Event, page: HostPage) -> None:
        name = event.data.get("name")
        if name == "onload":
            self.is_nobody = field_of(event, "online") is False
            page.appear(field_of(event, "page"), self.box, is_offline=self.is_nobody)
        elif name == "onchange":
            page.change(str(field_of(event, "chat_status")))
        elif name in {"onchatstart", "onchatopened"}:
            self.is_chat = True
            page.is_offline = False
            if name == "onchatstart":
                page.start_chat()
        self.box = page.place or self.box

    def check(self, event: Event, page: HostPage) -> None:
        of, recorded = str(event.data.get("of")), event.data.get("recorded")
        if of == "chats" and isinstance(recorded, list):
            self.is_chat = bool(recorded) and recorded[-1].get("running") is True
        elif event.page not in {CHAT_WINDOW, POPUP_WINDOW}:
            page.see(of, recorded)

    def step_started(self, event: Event, page: HostPage) -> None:
        verb, argument = event.data.get("verb"), event.data.get("argument")
        words = _words(argument)
        if verb == "visitor":
            if "closes" in words:
                self.is_chat = False
            if self._window(event) not in {CHAT_WINDOW, POPUP_WINDOW}:
                page.act(words)
        elif verb == "operator":
            self._operator(argument, words, page)
        elif verb == "resize" and isinstance(argument, dict):
            self.is_phone = int(argument.get("width", 0)) <= PHONE_WIDTH

    def _operator(self, argument: Any, words: frozenset[str], page: HostPage) -> None:
        if "ends" in words:
            self.is_chat = False
        elif "invites" in words:
            page.show_within()
        elif "goes" in words and isinstance(argument, dict) and "id" not in argument:
            self.is_nobody = argument["goes"] == "offline"
            for one in self.pages.values():
                one.is_offline = self.is_nobody and not self.is_chat


_HANDLERS = {
    "navigation": _Visit.navigation,
    "window": _Visit.window,
    "call": _Visit.call,
    "callback": _Visit.callback,
    "check": _Visit.check,
    "step_started": _Visit.step_started,
}


def _words(argument: Any) -> frozenset[str]:
    """What a step of people says that they do."""
    if isinstance(argument, str):
        return frozenset({argument})
    return frozenset(map(str, argument)) if isinstance(argument, dict) else frozenset()
