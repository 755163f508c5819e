"""What one world consists of, and how its parts are found; the rest of the room builds on it."""

from __future__ import annotations

import threading
from itertools import count
from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS, assumed
from harness.stub.backend.assigning import Staff
from harness.stub.backend.people import Department, Operator
from harness.stub.backend.settings import Settings
from harness.stub.backend.visitors import Session, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from harness.patterns import ExpressionStuck
    from harness.stub.backend.chats import Chat
    from harness.stub.backend.people import DepartmentGiven, OperatorGiven
    from harness.stub.backend.triggers import TriggerGiven
    from harness.stub.backend.verifying import Check


class NotPossible(Exception):  # noqa: N818 - it says what it is, and is no defect
    """What was asked cannot be done in the present state of the world."""


class State:
    """The parts of a world; its owner sets `on_check` to hear of identity calls that are due.

    `on_stuck` is called with a regular expression of a trigger that does not come to its end.
    """

    def __init__(
        self,
        operators: Iterable[OperatorGiven] = (),
        departments: Iterable[DepartmentGiven] = (),
        settings: Mapping[str, Any] | None = None,
        triggers: Iterable[TriggerGiven] = (),
        assume: Mapping[str, Any] | None = None,
    ) -> None:
        self.operators = {given.id: Operator.of(given) for given in operators}
        self.departments = {given.id: Department(given.id, given.name) for given in departments}
        self.settings = Settings.of(settings or {}, has_departments=bool(self.departments))
        self.triggers = {given.id: given for given in triggers}
        self.version = 0
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.on_check: Callable[[Check], None] = lambda _: None
        self.on_stuck: Callable[[ExpressionStuck], None] = lambda _: None
        self.offline_messages: list[dict[str, Any]] = []
        self._assume = dict(assume or {})
        self._staff = Staff(self.operators, self.departments, self.settings.departments)
        self._browsers: set[str] = set()
        self._expected: set[str] = set()
        self._sessions: dict[tuple[str, str, str], Session] = {}
        self._views: dict[str, View] = {}
        self._chats: dict[str, Chat] = {}
        self._counters: dict[str, count[int]] = {}

    @property
    def assumed(self) -> dict[str, Any]:
        """The assumptions that are otherwise in this world than by default."""
        return {
            name: value
            for name, value in self._assume.items()
            if name in ASSUMPTIONS and value != ASSUMPTIONS[name].default
        }

    def view(self, view_id: str) -> View:
        """The loaded page with this id. Raises NotPossible when it has gone."""
        try:
            return self._views[view_id]
        except KeyError:
            raise NotPossible("this page has gone") from None

    def _assumes(self, name: str, value: object) -> bool:
        return assumed(self._assume, name) == value

    def _count(self, kind: str) -> int:
        return next(self._counters.setdefault(kind, count(1)))

    def _next(self, kind: str) -> str:
        return f"{kind}-{self._count(kind):06d}"

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

    def _operator(self, operator_id: int) -> Operator:
        if operator_id not in self.operators:
            raise NotPossible(f"there is no operator {operator_id}")
        return self.operators[operator_id]

    def _running(self, ticket: str | None) -> Chat:
        for chat in reversed(self._chats.values()):
            if chat.is_running and ticket in {None, chat.ticket}:
                return chat
        raise NotPossible(f"no chat {ticket} is running" if ticket else "no chat is running")

    def _latest_view(self, visitor: int | None) -> View:
        """The page that loaded last, of one visitor or of all; a host page where there is one."""
        views = [
            view
            for view in reversed(self._views.values())
            if visitor in {None, view.session.number}
        ]
        if not views:
            raise NotPossible("no such visitor is here" if visitor else "no visitor is here")
        return next((view for view in views if view.kind == "embed"), views[0])
