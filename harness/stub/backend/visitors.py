"""Visitors: the pages that they have open, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.stub.backend.assigning import listed
from harness.stub.backend.settings import text_of

if TYPE_CHECKING:
    from harness.stub.backend.chats import Chat, Partner, Proposal

KINDS = ("embed", "popup", "page")
"""Where the widget's document is: in a host page, in the popup, or alone on a page."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A trigger that was launched for a page; `number` tells launches apart."""

    number: int
    id: int
    title: str

    def as_json(self) -> dict[str, Any]:
        """The launch as the frame is told of it."""
        return {"number": self.number, "id": self.id, "title": self.title}


@dataclass(slots=True, eq=False)
class View:
    """One loaded document of the widget; `news` is the version of its last news.

    `nth` counts the host pages that the visitor has seen, this one included. `details` are
    the prefilled email and phone, which come only once they may be sent. `order` numbers what
    it told of itself last, `turn` what it asked for last.
    """

    id: str
    session: Session
    lang: str
    options: dict[str, Any]
    kind: str = "embed"
    origin: str = ""
    page: str = ""
    url: str = ""
    title: str = ""
    previous_url: str = ""
    nth: int = 0
    details: dict[str, str] = field(default_factory=dict)
    proposal: Proposal | None = None
    has_seen_proposal: bool = False
    order: int = 0
    turn: int = 0
    pick: Partner | None = None
    launched: list[Launch] = field(default_factory=list)
    news: int = 0

    def option(self, name: str) -> str:
        """A text option of the page; '' when it is something else, or not given."""
        return text_of(self.options.get(name))

    def prefilled(self, field: str) -> str:
        """The name, email or phone that the page gave."""
        return self.option("c_name") if field == "name" else self.details.get(field, "")

    def known(self, field: str) -> str:
        """The visitor's name, email or phone: the page's word, else their own."""
        return self.prefilled(field) or self.session.given.get(field, "")


@dataclass(slots=True, eq=False)
class Session:
    """One visitor: the pages that are open, the chat that runs, and what is known of them.

    `given` is what the visitor told, `answered` which invitations to tell it they have seen
    to the end, `ended` the chat that was over last, and `check` the number of the identity
    call whose answer is waited for.
    """

    number: int
    account: str
    views: list[View] = field(default_factory=list)
    last: View | None = None
    loads: int = 0
    chat: Chat | None = None
    ended: Chat | None = None
    chats: int = 0
    box: str = "res"
    has_consented: bool = False
    given: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    launched: list[int] = field(default_factory=list)
    identity: dict[str, Any] = field(default_factory=lambda: {"state": "none"})
    check: int = 0

    def arrive(self, view: View) -> None:
        """Add a page that was loaded."""
        if view.kind == "embed":
            self.loads += 1
        view.nth = self.loads
        self.views.append(view)
        self.last = view

    def leave(self, view: View) -> None:
        """Drop a page that went away; the last one stays known."""
        self.views.remove(view)
        if self.views:
            self.last = self.views[-1]

    def as_seen_by_operators(self) -> dict[str, Any]:
        """The row of the Visitors tab."""
        last = self.last
        if last is None:  # nobody is listed before they have arrived
            return {}
        name = last.known("name")
        return {
            "visitor": self.number,
            "account": self.account,
            "online": bool(self.views),
            "pages": len(self.views),
            "page": last.page,
            "url": last.url,
            "title": last.title,
            "lang": last.lang,
            "name": last.option("c_name_byop") or name,
            "visitor_name": name,
            "email": last.known("email"),
            "phone": last.known("phone"),
            "departments": listed(last.options.get("departments")),
            "operators": listed(last.options.get("operators")),
            "targets": list(self.targets),
            "is_target": bool(self.targets),
            "custom": last.option("custom"),
            "identity": dict(self.identity),
            "consent": self.has_consented,
            "triggers": list(self.launched),
            "chat": self.chat.ticket if self.chat else None,
            "options": dict(last.options),
        }
