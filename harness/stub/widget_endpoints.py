"""Everything that the widget fetches from its own host, answered from a back end.

The addresses and their order are the observed ones (facts, Observed 2), but for the popup's.
Bodies that never change are read once for the whole process.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from harness.stub import widget_files
from harness.stub.builds import LOADER_PATH
from harness.stub.exchange import COOKIE, Answer, Asked, in_words
from harness.stub.mocks import kind_of
from harness.stub.widget_talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.stub.backend import Backend
    from harness.stub.builds import Build

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' https: 'unsafe-inline'; "
    "img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The frame's own scripts and nobody else's; but any style, since sites bring theirs (css_file)."""

_ACCOUNT = r"/(?P<account>[A-Za-z0-9_-]+)"


class WidgetEndpoints:
    """The widget's host for one world; `respond` may be called from many threads at once.

    `on_park` is called from those threads, each time a poll begins or ends to wait.
    """

    def __init__(
        self,
        backend: Backend,
        loader: Build | None = None,
        on_park: Callable[[], None] = lambda: None,
    ) -> None:
        self._backend = backend
        self._fallback: str = backend.assumed.get("language-fallback", widget_files.FALLBACK)
        self._talk = Talk(backend, on_park)
        self._files = loader if isinstance(loader, Mapping) else {}
        loader = widget_files.loader() if loader is None else loader
        loader = loader[LOADER_PATH] if isinstance(loader, Mapping) else loader
        self._loader = widget_files.assuming(loader, backend.assumed)
        self._routes: list[tuple[re.Pattern[str], Callable[[Asked], Answer]]] = [
            (re.compile(pattern + r"\Z"), route)
            for pattern, route in (
                (_ACCOUNT + r"/client-embed/ajax\.ims", self._talk.answer),
                (r"/js/web\.min\.js", self._web),
                (r"/css/client-embed/global\.css", self._css),
                (r"/js/merged/client-embed\.min\.js", self._script),
                (r"/js/lang/client-embed-(?P<lang>[^/]*)\.min\.js", self._texts),
                (_ACCOUNT + r"/files/client-embed/logo-[0-9a-f]{13}\.png", self._logo),
                (_ACCOUNT + r"/client-embed/(?P<lang>[^/]+)", self._frame),
                (_ACCOUNT + r"/client-popup/(?P<lang>[^/]+)", self._popup),
            )
        ]

    @property
    def parked(self) -> int:
        """How many polls wait for news right now."""
        return self._talk.parked

    def respond(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """The answer to one request; a poll is held until there is news. Never raises."""
        if path in self._files and path != LOADER_PATH:
            return _file(kind_of(path), self._files[path])
        for pattern, route in self._routes:
            match = pattern.match(path)
            if match:
                return route(Asked(method, query, headers, body, match.groupdict()))
        return in_words(404, "there is nothing at this address of the stub widget")

    def close(self) -> None:
        """Release every parked poll, and park no more."""
        self._talk.close()

    def _web(self, _: Asked) -> Answer:
        return _file("text/javascript", self._loader)

    def _css(self, _: Asked) -> Answer:
        return _file("text/css", widget_files.css())

    def _script(self, _: Asked) -> Answer:
        return _file("text/javascript", widget_files.script())

    def _texts(self, asked: Asked) -> Answer:
        script = widget_files.texts_script(asked.parts["lang"], self._fallback)
        return _file("text/javascript", script)

    def _logo(self, asked: Asked) -> Answer:
        return _file("image/png", widget_files.logo(asked.parts["account"]))

    def _frame(self, asked: Asked) -> Answer:
        """The bar's document; with `?from=` it is alone on a page (mini, phones)."""
        return self._document(asked, "page" if _has_opener(asked.query) else "embed")

    def _popup(self, asked: Asked) -> Answer:
        return self._document(asked, "popup")

    def _document(self, asked: Asked, kind: str) -> Answer:
        browser = self._backend.browser_known_as(asked.cookie())
        page = widget_files.frame(
            asked.parts["account"],
            asked.parts["lang"],
            browser=html.escape(browser),
            view=self._backend.next_view(),
            kind=kind,
            fallback=self._fallback,
        )
        cookie = f"{COOKIE}={browser}; Path=/; Secure; HttpOnly; SameSite=None"
        answer = _file("text/html", page)
        answer.headers.append(("Set-Cookie", cookie))
        answer.headers.append(("Content-Security-Policy", _POLICY))
        return answer


def _has_opener(query: str) -> bool:
    return any(part.startswith("from=") for part in query.split("&"))


def _file(kind: str, body: bytes) -> Answer:
    kind = kind if kind == "image/png" else f"{kind}; charset=utf-8"
    return Answer(200, [("Content-Type", kind), ("Cache-Control", "no-cache")], body)
