"""The world behind the widget: operators, visitors, chats and messages as a pure state machine.

No clock, no input or output, no chance: numbers come from counters, so two worlds that see
the same actions in the same order are equal. Many threads may use one world; each method
takes `lock` itself, and a caller who needs several in one piece holds it around them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from harness.stub.assigning import first_allowed
from harness.stub.people import Chat, Department, Message, Operator, Proposal, Session, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.stub.people import DepartmentGiven, OperatorGiven

__all__ = ["Backend", "Department", "NotPossible", "Operator"]


class NotPossible(Exception):  # noqa: N818 - it says what it is, and is no defect
    """What was asked cannot be done in the present state of the world."""


class Backend:
    """One world. `version` grows with every change; `changed` is notified each time."""

    def __init__(
        self,
        operators: Iterable[OperatorGiven] = (),
        departments: Iterable[DepartmentGiven] = (),
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.operators = {given.id: Operator.of(given) for given in operators}
        self.departments = {given.id: Department(given.id, given.name) for given in departments}
        self.settings = dict(settings or {})
        self.version = 0
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.offline_messages: list[dict[str, Any]] = []
        self._browsers: set[str] = set()
        self._expected: set[str] = set()
        self._sessions: dict[tuple[str, str, str], Session] = {}
        self._views: dict[str, View] = {}
        self._chats: dict[str, Chat] = {}
        self._numbers = {kind: count(1) for kind in "BVTS"}

    # What visitors do.

    def browser_known_as(self, token: str | None) -> str:
        """The token by which a browser is recognised again: its own when known, else a new one."""
        with self.lock:
            if token is None or token not in self._browsers:
                token = self._next("B")
                self._browsers.add(token)
            return token

    def next_view(self) -> str:
        """An id for a page that is about to load, under which it may arrive and leave."""
        with self.lock:
            view_id = self._next("V")
            self._expected.add(view_id)
            return view_id

    def visitor_arrives(
        self, browser: str, account: str, lang: str, seen: Mapping[str, Any]
    ) -> View:
        """A page with the widget was loaded; `seen` holds what the loader reported about it."""
        options = _mapping(seen.get("options"))
        with self.lock:
            view_id = str(seen.get("view") or "") or self.next_view()
            if view_id not in self._expected:
                raise NotPossible("this page has gone")
            self._expected.remove(view_id)
            session = self._session(browser, account, _host_key(seen, options))
            opener = self._views.get(str(seen.get("from")))
            view = View(view_id, session, lang, options)
            view.origin = opener.origin if opener else view.id
            view.page = str(seen.get("page") or "")
            view.url = str(seen.get("url") or (opener.url if opener else session.url))
            view.title = str(seen.get("title") or (opener.title if opener else ""))
            session.arrive(view)
            self._views[view.id] = view
            self._touch()
            return view

    def visitor_leaves(self, view_id: str) -> None:
        """The page went away; whoever waits for news of it is released."""
        with self.lock:
            self._expected.discard(view_id)
            view = self._views.pop(view_id, None)
            if view:
                view.session.leave(view)
                self._touch()

    def visitor_sees(
        self,
        view_id: str,
        page: str,
        box: str | None = None,
        proactive: Mapping[str, Any] | None = None,
    ) -> View:
        """The widget shows another page (`start-online` …), perhaps with a proactive chat."""
        with self.lock:
            view = self.view(view_id)
            view.page = page
            chat = view.session.chat
            if chat and box:
                view.session.box = box
            if page == "chat" and not chat and proactive is not None:
                view.proposal = Proposal.of(proactive, self._assigned(view, proactive))
            elif page not in {"chat", "hidden"}:
                view.proposal = None
            self._touch()
            return view

    def visitor_says(self, view_id: str, text: str) -> Chat:
        """The visitor sends a message; the first one starts a chat."""
        with self.lock:
            view = self.view(view_id)
            chat = view.session.chat or self._chat_from_visitor(view)
            chat.messages.append(Message("visitor", view.session.name, text))
            self._touch(view.session, besides=view)
            return chat

    def visitor_ends(self, view_id: str) -> None:
        """The visitor closes the chat, if there is one."""
        with self.lock:
            view = self.view(view_id)
            view.proposal = None
            if view.session.chat:
                self._end(view.session, besides=view)

    def visitor_leaves_message(self, view_id: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """The visitor sends the offline form."""
        with self.lock:
            view = self.view(view_id)
            fields = ("name", "email", "phone", "message")
            message = {name: str(form.get(name) or "") for name in fields}
            self.offline_messages.append({**message, "account": view.session.account})
            self._touch()
            return message

    # What operators do.

    def operator_goes(self, state: str, operator_id: int | None = None) -> None:
        """One operator (all of them without an id) goes `online` or `offline`."""
        with self.lock:
            chosen = self.operators if operator_id is None else {operator_id: None}
            if not chosen or not chosen.keys() <= self.operators.keys():
                raise NotPossible(f"there is no operator {operator_id or ''}".rstrip())
            for number in chosen:
                self.operators[number].online = state == "online"
            self._touch(*self._sessions.values())

    def operator_says(
        self, text: str, ticket: str | None = None, operator_id: int | None = None
    ) -> Chat:
        """An operator writes into a running chat: the named one, else the latest."""
        with self.lock:
            chat = self._running(ticket)
            operator = self.operators.get(operator_id or -1) or chat.operator
            chat.messages.append(Message("operator", chat.name or operator.name, text))
            self._touch(chat.session)
            return chat

    def operator_invites(self, text: str, visitor: int | None = None) -> Chat:
        """An operator starts a chat with a visitor: the numbered one, else the latest arrival."""
        with self.lock:
            view = self._latest_view(visitor)
            if view.session.chat:
                raise NotPossible("this visitor is in a chat already")
            chat = self._start(view, "operator", Proposal(text))
            self._touch(view.session)
            return chat

    def operator_ends(self, ticket: str | None = None) -> None:
        """An operator ends a running chat: the named one, else the latest."""
        with self.lock:
            self._end(self._running(ticket).session)

    # What operators see.

    def visitors(self) -> list[dict[str, Any]]:
        """All visitors in the order of their first arrival, as the Visitors tab lists them."""
        with self.lock:
            return [session.as_seen_by_operators() for session in self._sessions.values()]

    def chats(self) -> list[dict[str, Any]]:
        """All chats with their transcripts, in the order in which they started."""
        with self.lock:
            return [chat.as_seen_by_operators() for chat in self._chats.values()]

    # What the widget's frame is told.

    def view(self, view_id: str) -> View:
        """The loaded page with this id. Raises NotPossible when it has gone."""
        try:
            return self._views[view_id]
        except KeyError:
            raise NotPossible("this page has gone") from None

    def has_news(self, view_id: str, since: int) -> bool:
        """Whether something happened that this page has not seen, or the page is gone."""
        view = self._views.get(view_id)
        return view is None or view.news > since

    def snapshot(self, view_id: str) -> dict[str, Any]:
        """Everything that the frame needs to draw itself, as of `version`."""
        with self.lock:
            view = self.view(view_id)
            operator = self._assigned(view)
            chat = view.session.chat
            return {
                "version": self.version,
                "view": view.id,
                "online": operator is not None,
                "bubble": bool(self.settings.get("bubble", False)),
                "operator": operator.as_shown() if operator else None,
                "proposal": view.proposal.as_shown() if view.proposal and not chat else None,
                "chat": chat.as_shown(view) if chat else None,
            }

    # Inside.

    def _next(self, kind: str) -> str:
        return f"{kind}-{next(self._numbers[kind]):06d}"

    def _touch(self, *told: Session, besides: View | None = None) -> None:
        self.version += 1
        for session in told:
            for view in session.views:
                if view is not besides:
                    view.news = self.version
        self.changed.notify_all()

    def _session(self, browser: str, account: str, host: str) -> Session:
        key = (browser, account, host)
        if key not in self._sessions:
            self._sessions[key] = Session(len(self._sessions) + 1, account)
        return self._sessions[key]

    def _assigned(self, view: View, also: Mapping[str, Any] | None = None) -> Operator | None:
        """The operator who would get this visitor's chat."""
        by_department = bool(self.settings.get("departments", bool(self.departments)))
        filters = (view.options, also or {})
        return first_allowed(self.operators.values(), filters, by_department=by_department)

    def _chat_from_visitor(self, view: View) -> Chat:
        initiator = "api" if view.proposal else "client"
        return self._start(view, initiator, view.proposal or Proposal(""))

    def _start(self, view: View, initiator: str, proposal: Proposal) -> Chat:
        operator = proposal.operator or self._assigned(view)
        if operator is None:
            raise NotPossible("no operator is online")
        ticket = self._next("T")
        chat = Chat(ticket, initiator, operator, view.session, view.origin)
        chat.name, chat.photo, chat.department = proposal.name, proposal.photo, proposal.department
        if proposal.message:
            chat.messages.append(Message("operator", chat.name or operator.name, proposal.message))
        view.page, view.proposal = "chat", None
        view.session.chat = self._chats[ticket] = chat
        view.session.box = "res"
        return chat

    def _end(self, session: Session, besides: View | None = None) -> None:
        if session.chat:
            session.chat.is_running = False
            session.chat = None
        self._touch(session, besides=besides)

    def _running(self, ticket: str | None) -> Chat:
        for chat in reversed(self._chats.values()):
            if chat.is_running and ticket in {None, chat.ticket}:
                return chat
        raise NotPossible(f"no chat {ticket} is running" if ticket else "no chat is running")

    def _latest_view(self, visitor: int | None) -> View:
        for view in reversed(self._views.values()):
            if visitor in {None, view.session.number}:
                return view
        raise NotPossible("no such visitor is here" if visitor else "no visitor is here")


def _mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _host_key(seen: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """What keeps sessions apart: the host with `session_per_host`, else nothing."""
    return str(seen.get("host") or "") if options.get("session_per_host") is True else ""
