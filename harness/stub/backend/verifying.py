"""Identity: which calls of the integrator's API are due, and what became of them.

The calls themselves are made outside; here is what they ask, and what operators see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.stub.backend.state import NotPossible, State

if TYPE_CHECKING:
    from harness.stub.backend.visitors import Session, View


@dataclass(frozen=True, slots=True)
class Check:
    """One call that is due: the API's address and the `custom` value to send there."""

    number: int
    visitor: int
    url: str
    custom: str


class Verifying(State):
    """Asking the integrator who a visitor is."""

    def identity_answers(self, check: Check, status: int, result: Any) -> None:
        """The API has answered; an answer to a check that another has followed is dropped."""
        self._settle(check, {"state": "answered", "status": status, "result": result})

    def identity_fails(self, check: Check, reason: str, status: int | None = None) -> None:
        """No answer is to be had of the API, and why."""
        known = {} if status is None else {"status": status}
        self._settle(check, {"state": "failed", **known, "reason": reason})

    def operator_verifies(self, whom: str | int | None = None) -> None:
        """An operator asks who the visitor with this ticket, or with this number, is.

        Without either it is the latest one who chats, else who came last.
        """
        with self.lock:
            session = self._meant(whom)
            if not self.settings.api_url:
                raise NotPossible("the settings have no api_url")
            if session.last is None or not session.last.option("custom"):
                raise NotPossible("the visitor's page gives no custom value")
            self._ask(session, session.last)
            self._touch()

    def _meant(self, whom: str | int | None) -> Session:
        is_chatting = any(chat.is_running for chat in self._chats.values())
        if isinstance(whom, str) or (whom is None and is_chatting):
            return self._running(whom).session
        return self._latest_view(whom).session

    def _ask(self, session: Session, view: View) -> None:
        """Let the API be asked, when the account has one and the page a value (identity-when)."""
        custom = view.option("custom")
        if not custom or not self.settings.api_url:
            return
        session.check = self._count("checks")
        session.identity = {"state": "asked"}
        self.on_check(Check(session.check, session.number, self.settings.api_url, custom))

    def _settle(self, check: Check, identity: dict[str, Any]) -> None:
        with self.lock:
            for session in self._sessions.values():
                if session.check == check.number:
                    session.identity = identity
                    self._touch()
