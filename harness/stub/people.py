"""The nouns of the world behind the widget: operators, visitors' pages, sessions and chats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class DepartmentGiven(Protocol):
    """A department as a scenario declares it."""

    @property
    def id(self) -> int:
        """The number that options name it by."""

    @property
    def name(self) -> str:
        """The name that visitors see."""


class OperatorGiven(Protocol):
    """An operator as a scenario declares them."""

    @property
    def id(self) -> int:
        """The number that options name it by."""

    @property
    def name(self) -> str:
        """The name that visitors see."""

    @property
    def online(self) -> bool:
        """Whether the operator is there from the start."""

    @property
    def departments(self) -> Sequence[int]:
        """The departments that the operator belongs to."""

    @property
    def welcome(self) -> str | None:
        """What the operator says first, if anything."""

    @property
    def photo(self) -> str | None:
        """Where the operator's picture is, if anywhere."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department that operators belong to."""

    id: int
    name: str


@dataclass(slots=True)
class Operator:
    """Someone who answers visitors while online."""

    id: int
    name: str
    online: bool = True
    departments: tuple[int, ...] = ()
    welcome: str | None = None
    photo: str | None = None

    @classmethod
    def of(cls, given: OperatorGiven) -> Self:
        """An operator of this world's own, who may come and go."""
        departments = tuple(given.departments)
        return cls(given.id, given.name, given.online, departments, given.welcome, given.photo)

    def as_shown(self) -> dict[str, Any]:
        """What a visitor gets to see of the operator."""
        return {"name": self.name, "photo": self.photo, "welcome": self.welcome}


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
class Proposal:
    """A proactive chat that is on show and waits for the visitor's first message."""

    message: str
    name: str = ""
    photo: str = ""
    department: str = ""
    operator: Operator | None = None

    @classmethod
    def of(cls, proactive: Mapping[str, Any], operator: Operator | None) -> Proposal:
        """What `page('chat', proactive)` asks for, completed from the assigned operator."""

        def text(name: str) -> str:
            value = proactive.get(name)
            return value if isinstance(value, str) else ""

        return cls(
            text("message") or (operator and operator.welcome) or "",
            text("operator_name"),
            text("operator_photo"),
            text("department_name"),
            operator,
        )

    def as_shown(self) -> dict[str, Any]:
        """What a visitor gets to see of the proposal."""
        operator = self.operator
        return {
            "message": self.message,
            "name": self.name or (operator.name if operator else ""),
            "photo": self.photo or (operator.photo if operator else None),
            "department": self.department,
        }


@dataclass(slots=True)
class Chat:
    """One conversation with a ticket of its own; `origin` is the page that it began on."""

    ticket: str
    initiator: str
    operator: Operator
    session: Session
    origin: str
    messages: list[Message] = field(default_factory=list)
    is_running: bool = True
    name: str = ""
    photo: str = ""
    department: str = ""

    def as_shown(self, view: View) -> dict[str, Any]:
        """What the frame on this page is told; `here` says that the chat began on it."""
        return {
            "ticket": self.ticket,
            "initiator": self.initiator,
            "here": view.origin == self.origin,
            "box": self.session.box,
            "name": self.name or self.operator.name,
            "photo": self.photo or self.operator.photo,
            "department": self.department,
            "messages": [message.as_json() for message in self.messages],
        }

    def as_seen_by_operators(self) -> dict[str, Any]:
        """The chat with its transcript."""
        return {
            "ticket": self.ticket,
            "initiator": self.initiator,
            "operator": self.operator.id,
            "running": self.is_running,
            "messages": [message.as_json() for message in self.messages],
        }


@dataclass(slots=True, eq=False)
class View:
    """One loaded page with the widget on it; `news` is the version of its last news."""

    id: str
    session: Session
    lang: str
    options: dict[str, Any]
    origin: str = ""
    page: str = ""
    url: str = ""
    title: str = ""
    proposal: Proposal | None = None
    news: int = 0


@dataclass(slots=True, eq=False)
class Session:
    """One visitor: the pages that are open, the chat that runs, and what is known of them."""

    number: int
    account: str
    views: list[View] = field(default_factory=list)
    last: View | None = None
    chat: Chat | None = None
    box: str = "res"

    def arrive(self, view: View) -> None:
        """Add a page that was loaded."""
        self.views.append(view)
        self.last = view

    def leave(self, view: View) -> None:
        """Drop a page that went away; the last one stays known."""
        self.views.remove(view)
        if self.views:
            self.last = self.views[-1]

    @property
    def url(self) -> str:
        """The address of the page that the visitor looked at last."""
        return self.last.url if self.last else ""

    @property
    def name(self) -> str:
        """The visitor's name, as the site gave it."""
        return self._given("c_name")

    def _given(self, option: str) -> str:
        value = self.last.options.get(option) if self.last else None
        return value if isinstance(value, str) else ""

    def as_seen_by_operators(self) -> dict[str, Any]:
        """The row of the Visitors tab."""
        last = self.last
        return {
            "visitor": self.number,
            "account": self.account,
            "online": bool(self.views),
            "pages": len(self.views),
            "page": last.page if last else "",
            "url": self.url,
            "title": last.title if last else "",
            "lang": last.lang if last else "",
            "name": self._given("c_name_byop") or self.name,
            "email": self._given("c_email"),
            "phone": self._given("c_phone"),
            "chat": self.chat.ticket if self.chat else None,
            "options": dict(last.options) if last else {},
        }
