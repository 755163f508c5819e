"""Everything that the widget fetches from its own host, answered from a back end.

The addresses and their order are the observed ones (facts, Observed 2); what `ajax.ims`
says is the stub's own. Bodies that never change are read once for the whole process.
"""

from __future__ import annotations

import html
import json
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from harness.stub import widget_files
from harness.stub.backend import NotPossible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.stub.backend import Backend

COOKIE = "lcsession"
"""The widget's own cookie on its own host; third-party to the page that embeds it."""

POLL_SECONDS = 25.0
"""How long a poll is parked before it is answered without news."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_DIGITS = 16
_ACCOUNT = r"/(?P<account>[A-Za-z0-9_-]+)"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response without its length and connection, which are the server's business."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, with what its address named."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    parts: dict[str, str]

    def cookie(self) -> str | None:
        """The widget's own cookie, when the browser sent it."""
        given = next((v for k, v in self.headers.items() if k.lower() == "cookie"), "")
        pairs = (part.strip().partition("=") for part in given.split(";"))
        return next((value for name, _, value in pairs if name == COOKIE), None)

    def data(self) -> dict[str, Any]:
        """The fields of an `ajax.ims` request, from its body or its query."""
        if self.method != "POST":
            return dict(parse_qsl(self.query))
        try:
            given = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return given if isinstance(given, dict) else {}


class WidgetEndpoints:
    """The widget's host for one world; `respond` may be called from many threads at once.

    `on_park` is called from those threads, each time a poll begins or ends to wait.
    """

    def __init__(
        self,
        backend: Backend,
        loader: bytes | None = None,
        on_park: Callable[[], None] = lambda: None,
    ) -> None:
        self._backend = backend
        self._on_park = on_park
        self._loader = widget_files.loader() if loader is None else loader
        self._parked = 0
        self._closed = threading.Event()
        self._routes: list[tuple[re.Pattern[str], Callable[[_Asked], Answer]]] = [
            (re.compile(pattern + r"\Z"), route)
            for pattern, route in (
                (_ACCOUNT + r"/client-embed/ajax\.ims", self._ajax),
                (r"/js/web\.min\.js", self._web),
                (r"/css/client-embed/global\.css", self._css),
                (r"/js/merged/client-embed\.min\.js", self._script),
                (r"/js/lang/client-embed-(?P<lang>[^/]*)\.min\.js", self._texts),
                (_ACCOUNT + r"/files/client-embed/logo-[0-9a-f]{13}\.png", self._logo),
                (_ACCOUNT + r"/client-embed/(?P<lang>[^/]+)", self._frame),
            )
        ]

    @property
    def parked(self) -> int:
        """How many polls wait for news right now."""
        with self._backend.lock:
            return self._parked

    def respond(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """The answer to one request; a poll is held until there is news. Never raises."""
        for pattern, route in self._routes:
            match = pattern.match(path)
            if match:
                return route(_Asked(method, query, headers, body, match.groupdict()))
        return _text(404, "there is nothing at this address of the stub widget")

    def close(self) -> None:
        """Release every parked poll, and park no more."""
        self._closed.set()
        with self._backend.changed:
            self._backend.changed.notify_all()

    # Files.

    def _web(self, _: _Asked) -> Answer:
        return _file("text/javascript", self._loader)

    def _css(self, _: _Asked) -> Answer:
        return _file("text/css", widget_files.css())

    def _script(self, _: _Asked) -> Answer:
        return _file("text/javascript", widget_files.script())

    def _texts(self, asked: _Asked) -> Answer:
        return _file("text/javascript", widget_files.texts_script(asked.parts["lang"]))

    def _logo(self, asked: _Asked) -> Answer:
        return _file("image/png", widget_files.logo(asked.parts["account"]))

    def _frame(self, asked: _Asked) -> Answer:
        browser = self._backend.browser_known_as(asked.cookie())
        account, lang = asked.parts["account"], asked.parts["lang"]
        page = widget_files.frame(account, lang, html.escape(browser), self._backend.next_view())
        cookie = f"{COOKIE}={browser}; Path=/; Secure; HttpOnly; SameSite=None"
        answer = _file("text/html", page)
        answer.headers.append(("Set-Cookie", cookie))
        answer.headers.append(("Content-Security-Policy", _POLICY))
        return answer

    # What the frame says and asks.

    def _ajax(self, asked: _Asked) -> Answer:
        data = asked.data()
        actions: dict[str, Callable[[_Asked, dict[str, Any]], Answer]] = {
            "hello": self._hello,
            "wait": self._wait,
            "page": self._page,
            "say": self._say,
            "end": self._end,
            "message": self._message,
            "bye": self._bye,
        }
        action = actions.get(_string(data, "do"))
        if action is None:
            return _json(400, {"error": "unknown action"})
        try:
            return action(asked, data)
        except NotPossible as reason:
            return _json(409, {"error": str(reason)})

    def _hello(self, asked: _Asked, data: dict[str, Any]) -> Answer:
        token = asked.cookie() or _string(data, "browser") or None
        browser = self._backend.browser_known_as(token)
        account, lang = asked.parts["account"], _string(data, "lang")
        view = self._backend.visitor_arrives(browser, account, lang, data)
        return _json(200, {**self._backend.snapshot(view.id), "browser": browser})

    def _wait(self, _: _Asked, data: dict[str, Any]) -> Answer:
        backend, view = self._backend, _string(data, "view")
        since = _number(data, "since")
        with backend.changed:
            if "page" in data:
                backend.visitor_sees(view, _string(data, "page"), _string(data, "box") or None)
            if not backend.has_news(view, since):
                self._park(view, since)
            if self._closed.is_set():
                return _text(503, "the stub widget's host is closing")
            return _json(200, backend.snapshot(view))

    def _park(self, view: str, since: int) -> None:
        self._parked += 1
        self._on_park()
        try:
            self._backend.changed.wait_for(
                lambda: self._closed.is_set() or self._backend.has_news(view, since),
                POLL_SECONDS,
            )
        finally:
            self._parked -= 1
            self._on_park()

    def _page(self, _: _Asked, data: dict[str, Any]) -> Answer:
        proactive = data.get("proactive")
        view = self._backend.visitor_sees(
            _string(data, "view"),
            _string(data, "page"),
            _string(data, "box") or None,
            proactive if isinstance(proactive, dict) else None,
        )
        return _json(200, self._backend.snapshot(view.id))

    def _say(self, _: _Asked, data: dict[str, Any]) -> Answer:
        text, view = _string(data, "text").strip(), _string(data, "view")
        if not text:
            return _json(400, {"error": "an empty message"})
        with self._backend.lock:
            self._backend.visitor_says(view, text)
            return _json(200, self._backend.snapshot(view))

    def _end(self, _: _Asked, data: dict[str, Any]) -> Answer:
        view = _string(data, "view")
        with self._backend.lock:
            self._backend.visitor_ends(view)
            return _json(200, self._backend.snapshot(view))

    def _message(self, _: _Asked, data: dict[str, Any]) -> Answer:
        return _json(200, self._backend.visitor_leaves_message(_string(data, "view"), data))

    def _bye(self, _: _Asked, data: dict[str, Any]) -> Answer:
        self._backend.visitor_leaves(_string(data, "view"))
        return Answer(204)


def _string(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _number(data: Mapping[str, Any], name: str) -> int:
    value = str(data.get(name))
    return int(value) if value.isdecimal() and len(value) < _DIGITS else 0


def _file(kind: str, body: bytes) -> Answer:
    kind = kind if kind == "image/png" else f"{kind}; charset=utf-8"
    return Answer(200, [("Content-Type", kind), ("Cache-Control", "no-cache")], body)


def _json(status: int, data: Mapping[str, Any]) -> Answer:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, [*_KIND_JSON], body)


def _text(status: int, text: str) -> Answer:
    return Answer(status, [("Content-Type", "text/plain; charset=utf-8")], text.encode())


_KIND_JSON = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
