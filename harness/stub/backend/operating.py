"""What operators do, and what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.stub.backend.chats import Message, Proposal
from harness.stub.backend.chatting import Chatting
from harness.stub.backend.state import NotPossible

if TYPE_CHECKING:
    from harness.stub.backend.chats import Chat, Partner
    from harness.stub.backend.visitors import View


class Operating(Chatting):
    """The operators' side."""

    def operator_goes(self, state: str, operator_id: int | None = None) -> None:
        """One operator (all of them without an id) goes `online` or `offline`."""
        with self.lock:
            if operator_id is None and not self.operators:
                raise NotPossible("there is no operator")
            chosen = self.operators if operator_id is None else [operator_id]
            for operator in [self._operator(number) for number in chosen]:
                operator.online = state == "online"
            self._touch(*self._sessions.values())

    def operator_says(
        self, text: str, ticket: str | None = None, operator_id: int | None = None
    ) -> Chat:
        """An operator writes into a running chat: the named one, else the latest."""
        with self.lock:
            chat = self._running(ticket)
            operator = chat.operator if operator_id is None else self._operator(operator_id)
            name = chat.name if operator is chat.operator else operator.name
            chat.messages.append(Message("operator", name, text))
            self._touch(chat.session)
            return chat

    def operator_invites(
        self, text: str, visitor: int | None = None, operator_id: int | None = None
    ) -> Chat:
        """An operator starts a chat with a visitor: the numbered one, else the latest arrival."""
        with self.lock:
            view = self._latest_view(visitor)
            if view.session.chat:
                raise NotPossible("this visitor is in a chat already")
            partner = self._inviter(view, operator_id)
            chat = self._start(view, "operator", partner, Proposal(text))
            self._touch(view.session)
            return chat

    def _inviter(self, view: View, operator_id: int | None) -> Partner:
        if operator_id is None:
            partner = self._assigned(view)
            if partner is None:
                raise NotPossible("no operator is online")
            return partner
        operator = self._operator(operator_id)
        if not operator.online:
            raise NotPossible(f"operator {operator_id} is offline")
        return self._staff.alone(operator)

    def operator_ends(self, ticket: str | None = None) -> None:
        """An operator ends a running chat: the named one, else the latest."""
        with self.lock:
            self._end(self._running(ticket).session)

    def visitors(self) -> list[dict[str, Any]]:
        """All visitors in the order of their first arrival, as the Visitors tab lists them."""
        with self.lock:
            return [session.as_seen_by_operators() for session in self._sessions.values()]

    def chats(self) -> list[dict[str, Any]]:
        """All chats with their transcripts, in the order in which they started."""
        with self.lock:
            return [chat.as_seen_by_operators() for chat in self._chats.values()]
