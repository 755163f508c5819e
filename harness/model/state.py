"""What the model holds to be so: of each page with the widget, and of each visitor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.model.unknown import UNKNOWN, Unknown

OPEN = ("window", "maximized")
"""What an open chat window looks like to `check`."""


@dataclass(slots=True)
class Chat:
    """One chat, as callbacks have told of it, and to whom and where it may have been assigned."""

    ticket: str | Unknown = UNKNOWN
    initiator: str | Unknown = UNKNOWN
    is_rated: bool | Unknown = False
    operators: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    shown_name: str | None = None


@dataclass(slots=True)
class Page:
    """A window with a host page in it.

    `status` is one of the documented words, `seen` what was last seen of the bar. `is_begun`
    tells that the widget was initialised, `is_as_begun` that no call has changed its status
    since. `opened_as` is the status with which its chat's own new page was opened, `popup` what
    is to be seen of the popup. `previous` is the address that its window had before, None when it
    had none.
    """

    address: str
    previous: str | Unknown | None = None
    options: dict[str, Any] = field(default_factory=dict)
    prepared: dict[str, Any] | None = None
    is_begun: bool = False
    is_stopped: bool = False
    is_mobile: bool = False
    is_as_begun: bool = True
    status: str | Unknown = UNKNOWN
    seen: str | Unknown = UNKNOWN
    side: str | Unknown = UNKNOWN
    bubble: bool | Unknown = UNKNOWN
    popup: str | Unknown = "hidden"
    popup_options: dict[str, Any] = field(default_factory=dict)
    shows_chat: bool = True
    has_left: bool = False
    opened_as: str | Unknown = UNKNOWN

    @property
    def is_small(self) -> bool:
        """Whether chats open on a new page: on mobiles, and with the status `mini`."""
        return self.is_mobile or self.status == "mini"

    @property
    def is_open(self) -> bool:
        """Whether the chat window was last seen open on the page itself."""
        return self.seen in OPEN


@dataclass(slots=True)
class Visitor:
    """One session: what goes on in it, and what the visitor has told.

    `chat` is None while there surely is none. `proposal` is what a first message would answer:
    `api`, `trigger` or `operator`. `waiting` is a message that waits for the answers to
    invitations; with `has_draft` something that was not sent may stand in the field, and with
    `is_mixed` what waits may have such a thing before it. `views` counts
    the pages that were loaded, `texts` are what has been written in the chat since the last load,
    `is_asked` is the only thing that they may be asked for now. With
    `may_launch` a trigger may be launched at any time. `refused` are acts that they could
    not do at one of the times at which a widget may let them.
    """

    chat: Chat | Unknown | None = None
    last: Chat | Unknown | None = None
    proposal: str | Unknown | None = None
    filters: dict[str, Any] = field(default_factory=dict)
    has_consented: bool | Unknown = False
    answered: set[str] = field(default_factory=set)
    given: dict[str, Any] = field(default_factory=dict)
    waiting: str | None = None
    has_draft: bool = False
    is_mixed: bool = False
    picked: str | Unknown | None = None
    launched: set[int] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    views: int | Unknown = 0
    texts: list[str] = field(default_factory=list)
    is_asked: str | None = None
    may_launch: bool = False
    refused: set[str] = field(default_factory=set)

    def keeps(self, text: str) -> None:
        """A message is written that may have to wait, beside what may stand in the field."""
        self.is_mixed = self.has_draft
        self.waiting, self.has_draft = text, True
