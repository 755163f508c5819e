"""Triggers launch: by themselves when their time has come, or because somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.patterns.expressions import ExpressionStuck
from harness.stub.backend.chats import Proposal
from harness.stub.backend.chatting import Chatting
from harness.stub.backend.state import NotPossible
from harness.stub.backend.triggers import holds
from harness.stub.backend.visitors import Launch

if TYPE_CHECKING:
    from harness.stub.backend.chats import Partner
    from harness.stub.backend.triggers import TriggerGiven
    from harness.stub.backend.visitors import View


class Launching(Chatting):
    """What triggers do (Interactive chat window opening; ontrigger)."""

    def trigger_is_due(self, view_id: str, trigger_id: int) -> None:
        """The page's timer has run out: the trigger launches if all else holds still."""
        with self.lock:
            view, trigger = self.view(view_id), self._trigger(trigger_id)
            if trigger in self._waiting(view):
                self._launch(view, trigger)
                self._touch(view.session, besides=view)

    def trigger_launches(self, trigger_id: int, visitor: int | None = None) -> None:
        """The trigger launches now, whatever its conditions, for the page that loaded last."""
        with self.lock:
            trigger, view = self._trigger(trigger_id), self._latest_view(visitor)
            if view.session.chat:
                raise NotPossible("this visitor is in a chat already")
            if trigger.message and not self._addressee(view, trigger):
                raise NotPossible("no operator is online")
            self._launch(view, trigger)
            self._touch(view.session)

    def _trigger(self, trigger_id: int) -> TriggerGiven:
        if trigger_id not in self.triggers:
            raise NotPossible(f"there is no trigger {trigger_id}")
        return self.triggers[trigger_id]

    def _waiting(self, view: View) -> list[TriggerGiven]:
        """The triggers that launch for this page once their time has come."""
        if view.kind != "embed" or view.session.chat:  # trigger-not-in-chat
            return []
        if self._assumes("trigger-once", "load"):
            launched = [launch.id for launch in view.launched]
        else:
            launched = view.session.launched
        return [
            trigger
            for trigger in self.triggers.values()
            if trigger.is_automatic
            and trigger.id not in launched
            and self._holds(trigger, view)
            and (not trigger.message or self._addressee(view, trigger))
        ]

    def _holds(self, trigger: TriggerGiven, view: View) -> bool:
        try:
            return holds(trigger, view)
        except ExpressionStuck as error:
            self.on_stuck(error)
            return False

    def _launch(self, view: View, trigger: TriggerGiven) -> None:
        view.launched.append(Launch(self._count("launches"), trigger.id, trigger.title))
        if trigger.id not in view.session.launched:
            view.session.launched.append(trigger.id)
        if trigger.message:  # trigger-message
            proactive = {"message": trigger.message, **_filters(trigger)}
            view.proposal = Proposal.of(proactive, self._addressee(view, trigger), "trigger")
            view.has_seen_proposal = False

    def _addressee(self, view: View, trigger: TriggerGiven) -> Partner | None:
        return self._assigned(view, _filters(trigger))


def _filters(trigger: TriggerGiven) -> dict[str, tuple[int, ...]]:
    return {"operators": tuple(trigger.operators), "departments": tuple(trigger.departments)}
