"""Pages with the widget come, show something, and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from harness.stub.backend.chats import Proposal
from harness.stub.backend.chatting import Chatting
from harness.stub.backend.settings import text_of
from harness.stub.backend.state import NotPossible
from harness.stub.backend.targets import reached
from harness.stub.backend.visitors import KINDS, View

if TYPE_CHECKING:
    from harness.stub.backend.visitors import Session

_PERSONAL = ("c_email", "c_phone")
"""Options that are not kept, should a widget send them: they may need a consent first."""


class Visiting(Chatting):
    """What happens to visitors' pages."""

    def browser_known_as(self, token: str | None) -> str:
        """The token by which a browser is recognised again: its own when known, else a new one."""
        with self.lock:
            if token is None or token not in self._browsers:
                token = self._next("B")
                self._browsers.add(token)
            return token

    def is_browser(self, token: str) -> bool:
        """Whether a token was handed out in this world."""
        with self.lock:
            return token in self._browsers

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
        with self.lock:
            view_id = text_of(seen.get("view")) or self.next_view()
            if view_id not in self._expected:
                raise NotPossible("this page has gone")
            self._expected.remove(view_id)
            opener = self._opener(seen, account)
            options = _options(seen)
            kind = text_of(seen.get("kind"))
            if opener and kind == "page":
                session = opener.session  # the window that mini opens is the page's own
            else:
                session = self._session(browser, account, _host_key(seen, options))
            view = View(view_id, session, lang, options, kind if kind in KINDS else "embed")
            _describe(view, seen, opener)
            self._arrive(session, view)
            return view

    def visitor_leaves(self, view_id: str) -> None:
        """The page went away; whoever waits for news of it is released."""
        with self.lock:
            self._expected.discard(view_id)
            view = self._views.pop(view_id, None)
            if view:
                view.session.leave(view)
                self._touch()

    def visitor_asks(self, view_id: str, turn: int) -> None:
        """A page asks for something, numbered from 1 on; 0 is always heard.

        Raises NotPossible for what was heard before.
        """
        with self.lock:
            view = self._views.get(view_id)
            if view and turn:
                if turn <= view.turn:
                    raise NotPossible("this was asked before")
                view.turn = turn

    def visitor_sees(
        self,
        view_id: str,
        page: str,
        box: str | None = None,
        proactive: Mapping[str, Any] | None = None,
        order: int = 0,
    ) -> View:
        """The widget shows another page (`start-online` …), perhaps with a proactive chat.

        `order` numbers what a page tells from 1 on: what is older than known is not heard, since
        two requests may overtake each other. 0 is always heard.
        """
        with self.lock:
            view = self.view(view_id)
            if 0 < order < view.order:
                return view
            view.order = order or view.order
            view.page = page
            chat = view.session.chat
            if chat and box in {"min", "res", "max"}:
                view.session.box = box
            if page == "chat" and not chat and proactive is not None:
                view.proposal = Proposal.of(proactive, self._assigned(view, proactive))
            if page == "chat":
                view.has_seen_proposal = True
            elif page != "hidden" and view.has_seen_proposal:
                view.proposal = None  # proactive-leaves
            self._touch()
            return view

    def _opener(self, seen: Mapping[str, Any], account: str) -> View | None:
        opener = self._views.get(text_of(seen.get("from")))
        return opener if opener and opener.session.account == account else None

    def _arrive(self, session: Session, view: View) -> None:
        session.arrive(view)
        for pattern in reached(view.options.get("target"), view.url):
            if pattern not in session.targets:
                session.targets.append(pattern)
        self._views[view.id] = view
        self._touch()


def _describe(view: View, seen: Mapping[str, Any], opener: View | None) -> None:
    """Fill in what the page is; a window that no page told anything takes over from its opener."""
    before = view.session.last
    known = opener or before
    was_told = bool(text_of(seen.get("url")))
    if view.kind != "embed" and not view.options and not was_told and known:
        view.options, view.details = dict(known.options), dict(known.details)
    view.origin = opener.origin if opener else view.id
    view.page = text_of(seen.get("page"))
    view.url = text_of(seen.get("url")) or (known.url if known else "")
    view.title = text_of(seen.get("title")) or (opener.title if opener else "")
    view.previous_url = before.url if before else ""


def _options(seen: Mapping[str, Any]) -> dict[str, Any]:
    given = seen.get("options")
    options = dict(given) if isinstance(given, Mapping) else {}
    return {name: value for name, value in options.items() if name not in _PERSONAL}


def _host_key(seen: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """What keeps sessions apart: the host with `session_per_host`, else nothing."""
    return text_of(seen.get("host")) if options.get("session_per_host") is True else ""
