"""What the widget's frame is told, so that it can draw itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.stub.backend.answering import Answering
from harness.stub.backend.launching import Launching

if TYPE_CHECKING:
    from harness.stub.backend.visitors import View


class Showing(Launching, Answering):
    """The frame's side."""

    def has_news(self, view_id: str, since: int) -> bool:
        """Whether something happened that this page has not seen, or the page is gone."""
        view = self._views.get(view_id)
        return view is None or view.news > since

    def snapshot(self, view_id: str) -> dict[str, Any]:
        """Everything that the frame needs to draw itself, as of `version`."""
        with self.lock:
            view = self.view(view_id)
            chat, ended = view.session.chat, view.session.ended
            return {
                "version": self.version,
                "view": view.id,
                "bubble": self.settings.bubble,
                "settings": self._settings_for(view),
                **self._people_for(view),
                "proposal": view.proposal.as_shown() if view.proposal and not chat else None,
                "chat": chat.as_shown(view) if chat else None,
                "ended": ended.as_ended() if ended and self.settings.rating else None,
                "timers": [
                    {"id": trigger.id, "ms": round(trigger.after * 1000)}
                    for trigger in self._waiting(view)
                ],
                "launched": [launch.as_json() for launch in view.launched],
                "assumed": self.assumed,
            }

    def _settings_for(self, view: View) -> dict[str, Any]:
        return {
            "ask": self._asked(view),
            "manual": self._has_to_choose(view),
            "rating": self.settings.rating,
            **self.settings.links(view.options),
            "consent": self._consent(view),
        }

    def _people_for(self, view: View) -> dict[str, Any]:
        """Who is there: with manual assignment the list, else who would get a chat."""
        choices = self._choices(view)
        chosen = choices.index(view.pick) if view.pick in choices else None
        if self.settings.is_manual:
            operator = None if chosen is None else choices[chosen].operator
            is_online = any(row.operator.online for row in choices)
        else:
            partner = self._assigned(view)
            operator = partner.operator if partner else None
            is_online = partner is not None
        return {
            "online": is_online,
            "operator": operator.as_shown() if operator else None,
            "choices": [row.as_choice() for row in choices],
            "chosen": chosen,
        }
