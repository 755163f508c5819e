"""How chats begin and end: who gets them, and what the visitor sees of that before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.stub.backend.chats import Chat, Message, Partner, Proposal
from harness.stub.backend.state import NotPossible
from harness.stub.backend.verifying import Verifying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.stub.backend.visitors import Session, View


class Chatting(Verifying):
    """The beginning and the end of chats, for visitors, operators and triggers alike."""

    def _assigned(self, view: View, also: Mapping[str, Any] | None = None) -> Partner | None:
        """Who would get this visitor's chat without a choice of the visitor's."""
        return self._staff.first(view.options, also or {})

    def _choices(self, view: View) -> list[Partner]:
        """The list that the visitor chooses from, with manual assignment."""
        return self._staff.choices(view.options) if self.settings.is_manual else []

    def _has_to_choose(self, view: View) -> bool:
        """Whether a chat needs the visitor's choice; a proactive one shows who would get it."""
        return self.settings.is_manual and not (view.proposal and view.proposal.partner)

    def _partner(self, view: View) -> Partner:
        """Who gets the chat that the visitor is about to start."""
        proposal = view.proposal
        if proposal and proposal.partner and proposal.partner.operator.online:
            return proposal.partner
        if self._has_to_choose(view):
            return self._chosen(view)
        partner = self._assigned(view, proposal.filters if proposal else None)
        if partner is None:
            raise NotPossible("no operator is online")
        return partner

    def _chosen(self, view: View) -> Partner:
        choices = self._choices(view)
        if not any(row.operator.online for row in choices):
            raise NotPossible("no operator is online")
        if view.pick in choices and view.pick.operator.online:
            return view.pick
        raise NotPossible("choose")  # manual-needs-choice

    def _chat_from_visitor(self, view: View) -> Chat:
        initiator = view.proposal.initiator if view.proposal else "client"
        return self._start(view, initiator, self._partner(view), view.proposal or Proposal(""))

    def _start(self, view: View, initiator: str, partner: Partner, proposal: Proposal) -> Chat:
        ticket, session = self._next("T"), view.session
        names = (proposal.name, proposal.photo, proposal.department)
        chat = Chat(ticket, initiator, partner, session, view.origin, *names)
        if proposal.message:
            chat.messages.append(Message("operator", chat.name, proposal.message))
        view.page, view.proposal = "chat", None
        session.chat = self._chats[ticket] = chat
        session.ended = None
        session.chats += 1
        session.box = "res"
        self._ask(session, view)
        return chat

    def _end(self, session: Session, besides: View | None = None) -> None:
        if session.chat:
            session.chat.is_running = False
            session.ended, session.chat = session.chat, None
            if self._assumes("ask-again", "chat"):
                session.answered.clear()
        self._touch(session, besides=besides)
