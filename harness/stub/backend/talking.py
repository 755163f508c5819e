"""What visitors say: in chats, about chats, and when nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.stub.backend.answering import Answering
from harness.stub.backend.chats import Message, Rating
from harness.stub.backend.chatting import Chatting
from harness.stub.backend.settings import PERSONAL, text_of
from harness.stub.backend.state import NotPossible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.stub.backend.chats import Chat, Partner
    from harness.stub.backend.visitors import View

_FORM = ("name", "email", "phone", "message")
_STARS = range(1, 6)


class Talking(Chatting, Answering):
    """Visitors talk."""

    def visitor_chooses(
        self, view_id: str, operator: int, department: int | None, department_name: str = ""
    ) -> None:
        """The visitor picks somebody of the list (Cloning of operators for departments)."""
        with self.lock:
            view = self.view(view_id)
            view.pick = self._row(view, operator, department or department_name or None)
            self._touch()

    def visitor_says(self, view_id: str, text: str) -> Chat:
        """The visitor sends a message; the first one starts a chat."""
        with self.lock:
            view = self.view(view_id)
            chat = view.session.chat or self._chat_from_visitor(view)
            chat.messages.append(Message("visitor", view.known("name"), text))
            self._touch(view.session, besides=view)
            return chat

    def visitor_ends(self, view_id: str) -> None:
        """The visitor closes the chat, if there is one."""
        with self.lock:
            view = self.view(view_id)
            view.proposal = None
            if view.session.chat:
                self._end(view.session, besides=view)

    def visitor_rates(
        self, view_id: str, ticket: str, stars: int, message: str = ""
    ) -> dict[str, Any]:
        """The visitor rates a chat of theirs; what `onchatrating` tells about it."""
        with self.lock:
            view = self.view(view_id)
            chat = self._chats.get(ticket)
            if chat is None or chat.session is not view.session:
                raise NotPossible("the visitor had no such chat")
            if not self.settings.rating:
                raise NotPossible("ratings are off")
            if stars not in _STARS:
                raise NotPossible("a rating has one to five stars")
            if chat.rating and not self._assumes("rate-again", value=True):
                raise NotPossible("this chat is rated already")
            chat.rating = Rating(stars, message)
            self._touch(view.session, besides=view)
            department = chat.partner.department
            return {
                "ticket": ticket,
                **{field: view.known(field) for field in ("name", *PERSONAL)},
                "rating": stars,
                "message": message,
                "operator_id": chat.operator.id,
                **({} if department is None else {"department_id": department}),
            }

    def visitor_leaves_message(self, view_id: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """The visitor sends the offline form; what `onofflinemessage` tells about it."""
        with self.lock:
            view = self.view(view_id)
            message = {name: text_of(form.get(name)) for name in _FORM}
            if any(message[field] for field in PERSONAL):
                self._needs_consent(view)
            row: dict[str, Any] = {"account": view.session.account, **message}
            pick = self._picked(view, form)
            if pick:
                row["operator_id"] = pick.operator.id
                if pick.place is not None:
                    row["department"] = pick.place
            self.offline_messages.append(row)
            self._touch()
            return {**message, "operator_id": pick.operator.id} if pick else message

    def _picked(self, view: View, form: Mapping[str, Any]) -> Partner | None:
        """Whom a message is for: the form's word, else the visitor's pick (offline-choice)."""
        if not self.settings.is_manual:
            return None
        operator, place = form.get("operator"), form.get("department")
        if type(operator) is int:
            return self._row(view, operator, place, is_any=place is None)
        return view.pick if view.pick in self._choices(view) else None

    def _row(self, view: View, operator: int, place: object, *, is_any: bool = False) -> Partner:
        """The row of the list with this operator in this department (id or name)."""
        rows = [row for row in self._choices(view) if row.operator.id == operator]
        for row in rows:
            if row.place == place or (place and row.department_name == place):
                return row
        if rows and is_any:
            return rows[0]
        raise NotPossible("there is no such choice")
