"""What visitors tell about themselves, and agree to (Pre-filled data)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.stub.backend.settings import PERSONAL
from harness.stub.backend.state import NotPossible, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.stub.backend.visitors import View


class Answering(State):
    """Names, emails, phones, and the consent to have the last two processed."""

    def visitor_details(self, view_id: str, details: Mapping[str, str]) -> None:
        """The page's prefilled email and phone, which it may send now."""
        with self.lock:
            view = self.view(view_id)
            if any(details.get(field) for field in PERSONAL):
                self._needs_consent(view)
            view.details = {field: details.get(field, "") for field in PERSONAL}
            self._touch()

    def visitor_consents(self, view_id: str) -> None:
        """The visitor consents to the processing of personal data (consent-lasts)."""
        with self.lock:
            view = self.view(view_id)
            view.session.has_consented = True
            self._touch(view.session, besides=view)

    def visitor_gives(self, view_id: str, field: str, value: str) -> None:
        """The visitor accepts an invitation to enter a name, an email or a phone."""
        with self.lock:
            view = self.view(view_id)
            if field in PERSONAL:
                self._needs_consent(view)
            view.session.given[field] = value
            view.session.answered.add(field)
            self._touch(view.session, besides=view)

    def visitor_declines(self, view_id: str, field: str) -> None:
        """The visitor declines an invitation to enter a name, an email or a phone."""
        with self.lock:
            view = self.view(view_id)
            view.session.answered.add(field)
            self._touch(view.session, besides=view)

    def _consent(self, view: View) -> str:
        """`none` where no privacy address is in force, else whether consent is needed or given."""
        if not self.settings.links(view.options)["url_privacy"]:
            return "none"
        return "given" if view.session.has_consented else "needed"

    def _needs_consent(self, view: View) -> None:
        if self._consent(view) == "needed":
            raise NotPossible("consent")

    def _asked(self, view: View) -> list[str]:
        """What the visitor is still to be asked for before a chat (ask-what-is-unknown)."""
        session = view.session
        if session.chat:
            return []
        return [
            field
            for field in self.settings.asked
            if not view.prefilled(field) and field not in session.answered
        ]
