"""One host page as its recording tells it: what the visitor has before them, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.coverage.places import (
    AGAIN,
    BUBBLE,
    FIRST,
    HIDDEN,
    MAXIMIZED,
    MINIMIZED,
    NEXT,
    OFFLINE,
    OPEN,
    RELOAD,
    SMALL,
    TAB,
)

_OF_PAGE = {"online": OPEN, "offline": OPEN, "chat": OPEN, "hidden": HIDDEN, "mini": SMALL}
"""Where a page of the API is shown; the others are collapsed (start-is-collapsed)."""

_OF_SIGHT = {"window": OPEN, "maximized": MAXIMIZED, "hidden": HIDDEN, "mini": SMALL}
"""What `check: {chatbar: …}` saw."""

_OFFLINE_PAGES = frozenset({"offline", "start-offline"})


@dataclass(slots=True)
class HostPage:
    """The state of one host page; None as its place means that there is no widget."""

    is_phone: bool
    is_tab: bool
    loads: int = 0
    is_reloaded: bool = False
    is_stopped: bool = False
    is_again: bool = False
    is_popup_stopped: bool = False
    is_popup_again: bool = False
    place: str | None = None
    behind: str = MINIMIZED
    is_mini: bool = False
    has_bubble: bool = False
    has_popup_bubble: bool = False
    is_offline: bool = False
    wanted: str = ""

    @property
    def places(self) -> frozenset[str]:
        """Where the visitor has the widget before them: a bubble comes beside its bar."""
        seen = {self.place} if self.place else set()
        if self.has_bubble and self.place == MINIMIZED:
            seen.add(BUBBLE)
        return frozenset(seen)

    @property
    def popup_bubble(self) -> frozenset[str]:
        """The bubble of the popup, if it is there."""
        return frozenset({BUBBLE}) if self.has_popup_bubble else frozenset()

    @property
    def phases(self) -> frozenset[str]:
        """The phases of the bar's life."""
        return self._phases(is_reloaded=self.is_reloaded, is_again=self.is_again)

    @property
    def popup_phases(self) -> frozenset[str]:
        """The phases of the popup's: `reload()` is the bar's."""
        return self._phases(is_reloaded=False, is_again=self.is_popup_again)

    def _phases(self, *, is_reloaded: bool, is_again: bool) -> frozenset[str]:
        held = {
            RELOAD: is_reloaded,
            AGAIN: is_again,
            NEXT: self.loads > 1,
            TAB: self.is_tab,
        }
        later = {name for name, holds in held.items() if holds} or {FIRST}
        return frozenset(later | ({OFFLINE} if self.is_offline else set()))

    def load(self) -> None:
        """A document comes; what was done to the last one is over."""
        self.loads += 1
        self.is_reloaded = self.is_stopped = self.is_again = False
        self.is_popup_stopped = self.is_popup_again = self.has_popup_bubble = False
        self.place = None

    def init(self, function: str, options: dict[str, Any], *, is_phone: bool) -> None:
        """One of the two inits, with an account."""
        if function == "popup.init":
            self.has_popup_bubble = options.get("mode") == "bubble"
            self.is_popup_again |= self.is_popup_stopped
            return
        mobile = options.get("mobile")
        self.is_phone = mobile if isinstance(mobile, bool) else is_phone
        self.is_again |= self.is_stopped
        self.is_stopped = self.is_reloaded = self.is_mini = False
        self.has_bubble = options.get("bubble") is True
        self.wanted = str(options.get("page"))
        self._show(self.wanted if self.wanted != "chat" else "")

    def call(self, function: str, argument: object, *, is_nobody: bool) -> None:
        """A call of another function."""
        if function == "popup.stop":
            self.has_popup_bubble, self.is_popup_stopped = False, True
        elif function == "embed.stop":
            self.is_stopped = self.is_stopped or self.place is not None
            self.place = None
        elif self.place is None:
            return
        elif function == "embed.reload":
            self.is_reloaded = True
            self._show(self.wanted)
        elif function == "embed.bubble" and isinstance(argument, bool):
            self.has_bubble = argument
        elif function == "embed.flip":
            self._flip()
        elif function == "embed.page" and isinstance(argument, str):
            self._show(argument)
            self.is_offline = argument in _OFFLINE_PAGES or is_nobody
            if self.is_phone and self.place == OPEN:
                self.place = SMALL  # the chat opens on a page of its own (mobile-window)

    def _flip(self) -> None:
        if self.place == HIDDEN:
            self.place = self.behind
        elif self.place:
            self.behind, self.place = self.place, HIDDEN

    def _show(self, page: str) -> None:
        self.is_mini = page == "mini"
        if page == "hidden":
            self.behind = self.place if self.place not in {None, HIDDEN} else self._closed
        self.place = _OF_PAGE.get(page, self._closed)

    @property
    def _closed(self) -> str:
        return SMALL if self.is_phone or self.is_mini else MINIMIZED

    def appear(self, page: object, box: str, *, is_offline: bool) -> None:
        """`onload`: with a chat the widget is as it was left, on phones closed (chat-reopens)."""
        self.is_offline = is_offline or page in _OFFLINE_PAGES
        if page == "chat":
            self.place = self._closed if self.is_phone else box or self._closed
        else:
            self._show(str(page))

    def change(self, chat_status: str) -> None:
        """`onchange`; a hidden box counts as min (onchange-rule)."""
        if chat_status == "min":
            self.place = self.place if self.place == HIDDEN else self._closed
        else:
            self.place = MAXIMIZED if chat_status == "max" else OPEN

    def start_chat(self) -> None:
        """A chat that begins opens a collapsed bar, if it is no phone's."""
        if self.place == MINIMIZED:
            self.place = OPEN

    def show_within(self) -> None:
        """What opens the window within the page, on phones too (mobile-init-open)."""
        if self.place is not None and not self.is_mini and self.place != MAXIMIZED:
            self.place = OPEN

    def act(self, words: frozenset[str]) -> None:
        """What the visitor does in the widget."""
        if self.place is None:
            return
        if words & {"minimizes", "closes"}:
            self.place = self._closed
        elif "restores" in words or ("opens" in words and not (self.is_phone or self.is_mini)):
            self.place = OPEN
        elif "maximizes" in words:
            self.place = MAXIMIZED
        elif "dismisses" in words:
            self.has_bubble = False

    def see(self, of: str, recorded: object) -> None:
        """A look at the widget that the run took puts right what was thought."""
        if of == "chatbar" and self.place is not None:
            self.place = _OF_SIGHT.get(str(recorded), self._closed)
        elif of == "bubble":
            self.has_bubble = recorded == "shown"
        elif of == "status" and isinstance(recorded, str) and recorded:
            self.is_offline = recorded in _OFFLINE_PAGES
