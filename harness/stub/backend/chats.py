"""Chats: who talks to whom, what was said, and how the visitor rated it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.stub.backend.settings import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.stub.backend.people import Operator
    from harness.stub.backend.visitors import Session, View


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a chat; `author` is `visitor` or `operator`."""

    author: str
    name: str
    text: str

    def as_json(self) -> dict[str, str]:
        """The message as the frame and the transcript hold it."""
        return {"author": self.author, "name": self.name, "text": self.text}


@dataclass(frozen=True, slots=True)
class Partner:
    """An operator in one department: whom a visitor talks to, or may choose.

    A department that only `clone_operators` names has no id (clone-department-id).
    """

    operator: Operator
    department: int | None = None
    department_name: str = ""

    def as_choice(self) -> dict[str, Any]:
        """The row in the list that visitors choose from."""
        return {
            "operator": self.operator.id,
            "name": self.operator.name,
            "photo": self.operator.photo,
            "department": self.department,
            "department_name": self.department_name,
            "online": self.operator.online,
        }

    @property
    def place(self) -> int | str | None:
        """The department's id, or the name of one without."""
        return self.department_name or None if self.department is None else self.department


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proactive chat that is on show and waits for the visitor's first message.

    `filters` say to whom the chat may be assigned, and `partner` is who would get it now.
    """

    message: str
    name: str = ""
    photo: str = ""
    department: str = ""
    partner: Partner | None = None
    initiator: str = "api"
    filters: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, proactive: Mapping[str, Any], partner: Partner | None, initiator: str = "api"
    ) -> Proposal:
        """What was asked for, completed from the assigned operator (proactive-shows-assigned)."""
        welcome = partner.operator.welcome if partner else None
        return cls(
            text_of(proactive.get("message")) or welcome or "",
            text_of(proactive.get("operator_name")),
            text_of(proactive.get("operator_photo")),
            text_of(proactive.get("department_name")),
            partner,
            initiator,
            {name: proactive.get(name) for name in ("operators", "departments")},
        )

    def as_shown(self) -> dict[str, Any]:
        """What a visitor gets to see of the proposal."""
        partner = self.partner
        return {
            "message": self.message,
            "name": self.name or (partner.operator.name if partner else ""),
            "photo": self.photo or (partner.operator.photo if partner else None),
            "department": self.department or (partner.department_name if partner else ""),
        }


@dataclass(frozen=True, slots=True)
class Rating:
    """How many stars a visitor gave, and in which words."""

    stars: int
    message: str

    def as_json(self) -> dict[str, Any]:
        """The rating as operators see it."""
        return {"stars": self.stars, "message": self.message}


@dataclass(slots=True)
class Chat:
    """One conversation with a ticket of its own; `origin` is the page that it began on.

    `name`, `photo` and `department` are those that the visitor sees.
    """

    ticket: str
    initiator: str
    partner: Partner
    session: Session
    origin: str
    name: str = ""
    photo: str | None = None
    department: str = ""
    messages: list[Message] = field(default_factory=list)
    is_running: bool = True
    rating: Rating | None = None

    def __post_init__(self) -> None:
        self.name = self.name or self.operator.name
        self.photo = self.photo or self.operator.photo
        self.department = self.department or self.partner.department_name

    @property
    def operator(self) -> Operator:
        """Who answers in this chat."""
        return self.partner.operator

    def as_shown(self, view: View) -> dict[str, Any]:
        """What the frame on this page is told; `here` says that the chat began on it."""
        return {
            "ticket": self.ticket,
            "initiator": self.initiator,
            "here": view.origin == self.origin,
            "box": self.session.box,
            "name": self.name,
            "photo": self.photo,
            "department": self.department,
            "operator_id": self.operator.id,
            "department_id": self.partner.department,
            "rated": self.rating is not None,
            "messages": [message.as_json() for message in self.messages],
        }

    def as_ended(self) -> dict[str, Any]:
        """What the frame is told of it when it is over and can be rated."""
        is_rated = self.rating is not None
        return {"ticket": self.ticket, "name": self.name, "photo": self.photo, "rated": is_rated}

    def as_seen_by_operators(self) -> dict[str, Any]:
        """The chat with its transcript."""
        return {
            "ticket": self.ticket,
            "initiator": self.initiator,
            "operator": self.operator.id,
            "department": self.partner.place,
            "running": self.is_running,
            "rating": self.rating.as_json() if self.rating else None,
            "messages": [message.as_json() for message in self.messages],
        }
