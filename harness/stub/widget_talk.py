"""`ajax.ims`: what the widget's frame says and asks, each a short JSON request.

Only the address is observed (facts, Observed 2); what is said there is the stub's own. What
cannot be done is answered with 409, what makes no sense with 400, and nothing is an error.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from harness.stub.backend import NotPossible
from harness.stub.backend.settings import FIELDS, PERSONAL
from harness.stub.exchange import (
    Answer,
    Asked,
    Nonsense,
    in_json,
    in_words,
    number,
    number_or_none,
    text,
    version,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.stub.backend import Backend

POLL_SECONDS = 25.0
"""How long a poll is parked before it is answered without news."""

_Data = dict[str, Any]


class Talk:
    """The conversation with all frames of one world; many threads may lead it at once.

    `on_park` is called from those threads, each time a poll begins or ends to wait.
    """

    def __init__(self, backend: Backend, on_park: Callable[[], None]) -> None:
        self._backend = backend
        self._on_park = on_park
        self._parked: list[tuple[str, int]] = []
        self._closed = threading.Event()
        self._actions: Mapping[str, Callable[[Asked, _Data], Answer]] = {
            "hello": self._hello,
            "wait": self._wait,
            "message": self._message,
            "rate": self._rate,
            "bye": self._bye,
        }
        self._acts: Mapping[str, Callable[[str, _Data], object]] = {
            "page": self._page,
            "say": self._say,
            "end": self._end,
            "details": self._details,
            "consent": self._consent,
            "choose": self._choose,
            "give": self._give,
            "decline": self._decline,
            "trigger": self._trigger,
        }
        self._told_again = {*self._acts, "message", "rate"}

    @property
    def parked(self) -> int:
        """How many polls wait for news right now; one that has them is as good as answered."""
        with self._backend.lock:
            return sum(not self._backend.has_news(view, since) for view, since in self._parked)

    def answer(self, asked: Asked) -> Answer:
        """The answer to one request; a poll is held until there is news. Never raises."""
        try:
            return self._done(asked, asked.data())
        except Nonsense as reason:
            return in_json(400, {"error": str(reason)})
        except NotPossible as reason:
            return in_json(409, {"error": str(reason)})

    def close(self) -> None:
        """Release every parked poll, and park no more."""
        self._closed.set()
        with self._backend.changed:
            self._backend.changed.notify_all()

    def _done(self, asked: Asked, data: _Data) -> Answer:
        name = word(data, "do")
        if name in self._acts:
            return self._act(self._acts[name], data)
        if name in self._actions:
            return self._actions[name](asked, data)
        raise Nonsense("unknown action")

    # Coming, waiting and going.

    def _hello(self, asked: Asked, data: _Data) -> Answer:
        browser = self._backend.browser_known_as(self._token(asked, data))
        account, lang = asked.parts["account"], word(data, "lang")
        with self._backend.lock:
            view = self._backend.visitor_arrives(browser, account, lang, data)
            return in_json(200, {**self._backend.snapshot(view.id), "browser": browser})

    def _token(self, asked: Asked, data: _Data) -> str | None:
        """The browser's token: its cookie's, but in a window of the widget's own the opener's.

        Where third-party cookies are refused, such a window has a cookie and the bar has none;
        the token that the bar's page hands over keeps both in one session.
        """
        given = word(data, "browser")
        if word(data, "kind") in {"popup", "page"} and self._backend.is_browser(given):
            return given
        return asked.cookie() or given or None

    def _wait(self, _: Asked, data: _Data) -> Answer:
        backend, view = self._backend, word(data, "view")
        since = version(data, "since")
        with backend.changed:
            if "page" in data:
                self._sees(view, data)
            if not backend.has_news(view, since):
                self._park(view, since)
            if self._closed.is_set():
                return in_words(503, "the stub widget's host is closing")
            return in_json(200, backend.snapshot(view))

    def _park(self, view: str, since: int) -> None:
        self._parked.append((view, since))
        self._on_park()
        try:
            self._backend.changed.wait_for(
                lambda: self._closed.is_set() or self._backend.has_news(view, since),
                POLL_SECONDS,
            )
        finally:
            self._parked.remove((view, since))
            self._on_park()

    def _bye(self, asked: Asked, data: _Data) -> Answer:
        """A page goes away, and tells again what it has had no answer to yet.

        A window that closes may take its requests along, or its farewell may overtake them.
        """
        view, rest = word(data, "view"), data.get("rest")
        with self._backend.lock:
            for one in rest if isinstance(rest, list) else ():
                if isinstance(one, dict) and one.get("do") in self._told_again:
                    with suppress(Nonsense, NotPossible):  # nobody is there to hear why
                        self._done(asked, {**one, "view": view})
            self._backend.visitor_leaves(view)
        return Answer(204)

    # What is answered with what the page is called back with.

    def _message(self, _: Asked, data: _Data) -> Answer:
        form: _Data = {name: text(data, name) for name in (*FIELDS, "message")}
        if not form["message"].strip():
            raise Nonsense("an empty message")
        form["operator"] = number_or_none(data, "operator")
        place = data.get("department")
        form["department"] = place if isinstance(place, str) else number_or_none(data, "department")
        view = word(data, "view")
        with self._backend.lock:
            self._backend.visitor_asks(view, version(data, "turn"))
            return in_json(200, self._backend.visitor_leaves_message(view, form))

    def _rate(self, _: Asked, data: _Data) -> Answer:
        stars, message = number(data, "rating"), text(data, "message")
        view, ticket = word(data, "view"), word(data, "ticket")
        with self._backend.lock:
            self._backend.visitor_asks(view, version(data, "turn"))
            return in_json(200, self._backend.visitor_rates(view, ticket, stars, message))

    # What is answered with what there is to see now.

    def _act(self, act: Callable[[str, _Data], object], data: _Data) -> Answer:
        view = word(data, "view")
        with self._backend.lock:
            self._backend.visitor_asks(view, version(data, "turn"))
            act(view, data)
            return in_json(200, self._backend.snapshot(view))

    def _page(self, view: str, data: _Data) -> None:
        self._sees(view, data)

    def _sees(self, view: str, data: _Data) -> None:
        proactive = data.get("proactive")
        known = proactive if isinstance(proactive, dict) else None
        page, box = word(data, "page"), word(data, "box") or None
        self._backend.visitor_sees(view, page, box, known, version(data, "order"))

    def _say(self, view: str, data: _Data) -> None:
        said = text(data, "text").strip()
        if not said:
            raise Nonsense("an empty message")
        self._backend.visitor_says(view, said)

    def _end(self, view: str, _: _Data) -> None:
        self._backend.visitor_ends(view)

    def _details(self, view: str, data: _Data) -> None:
        self._backend.visitor_details(view, {field: text(data, field) for field in PERSONAL})

    def _consent(self, view: str, _: _Data) -> None:
        self._backend.visitor_consents(view)

    def _choose(self, view: str, data: _Data) -> None:
        department = number_or_none(data, "department")
        name = text(data, "department_name")
        self._backend.visitor_chooses(view, number(data, "operator"), department, name)

    def _give(self, view: str, data: _Data) -> None:
        value = text(data, "value").strip()
        if not value:
            raise Nonsense("an empty value")
        self._backend.visitor_gives(view, _field(data), value)

    def _decline(self, view: str, data: _Data) -> None:
        self._backend.visitor_declines(view, _field(data))

    def _trigger(self, view: str, data: _Data) -> None:
        self._backend.trigger_is_due(view, number(data, "id"))


def _field(data: Mapping[str, Any]) -> str:
    field = word(data, "field")
    if field not in FIELDS:
        raise Nonsense("no field that is asked for")
    return field
