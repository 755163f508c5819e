"""The stub host's application: mocks first, then the widget's own addresses, then host pages.

http-server-mock gives the application object; `StubServer` serves it, since the library's
own `run` has one thread, no TLS and no orderly end. The only importer of http_server_mock.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, request
from http_server_mock import HttpServerMock
from werkzeug.datastructures import Headers

from harness.patterns import ExpressionStuck
from harness.stub import pages
from harness.stub.fetching import fetch
from harness.stub.mocks import Asked, body_of, kind_of
from harness.stub.reach import Reach, Unreached
from harness.stub.wsgi import ABORT_KEY, GONE_KEY, URL_KEY, WORLD_KEY, App, Target
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.scenario.model import Mock, Reply
    from harness.stub.world import World

Source = TypeVar("Source")

_REAL_KEY = "harness.real"
"""Set on requests that a real server was asked."""

_PAGES = frozenset({".html", ".htm"})
_PAGE_LIKE = _PAGES | {"", ".php", ".asp", ".aspx", ".jsp"}


def make_app() -> App:
    """The application; each request finds its world in the WSGI environment."""
    app = HttpServerMock(__name__, static_folder=None)

    def answer() -> Response:
        world: World = request.environ[WORLD_KEY]
        try:
            found = world.mocks.find(_asked())
        except ExpressionStuck as error:
            world.on_stuck(error)
            found = None
        if found is None:
            response = _made(world, _stub_answer, world)
            world.note(_as_event(response, None))
        else:
            response = _mocked(world, *found)
        return response

    app.before_request(answer)  # before routes are looked for: any method and path is answered
    wsgi: App = app.wsgi_app
    return wsgi


def _mocked(world: World, mock: Mock, reply: Reply) -> Response:
    name = mock.name or mock.at
    is_held = not reply.delay or (
        world.wait(reply.delay, request.environ[GONE_KEY]) and not request.environ[GONE_KEY]()
    )
    if reply.hang or reply.abort or not is_held:
        world.note(_as_event(None, name))
        if reply.hang:
            world.hang(request.environ[GONE_KEY])
        request.environ[ABORT_KEY] = True
        return Response()
    response = _made(world, _stub_answer, world) if reply.passes else _made(world, _reply, reply)
    if reply.answer_delay:
        world.wait(reply.answer_delay, request.environ[GONE_KEY])
    world.note(_as_event(response, name))
    return response


def _asked() -> Asked:
    environ = request.environ
    return Asked(
        method=request.method,
        scheme=environ["wsgi.url_scheme"],
        host=environ["SERVER_NAME"],
        port=int(environ["SERVER_PORT"]),
        path=_path(),
        query=environ["QUERY_STRING"],
        is_preflight=request.method == "OPTIONS"
        and "Access-Control-Request-Method" in request.headers,
    )


def _reply(reply: Reply) -> Response:
    body, kind = body_of(reply)
    response = Response(body, reply.status, mimetype=kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(reply.headers)
    return response


def _made(world: World, make: Callable[[Source], Response], source: Source) -> Response:
    try:
        return make(source)
    except OSError as error:  # a file that was there when the scenario was read
        world.lose(error.filename, error.strerror or str(error))
        return _text(500, f"{error.filename}: {error.strerror}")


def _stub_answer(world: World) -> Response:
    is_widget = request.environ["SERVER_NAME"] == WIDGET_HOST
    return _widget_answer(world) if is_widget else _host_answer(world)


def _widget_answer(world: World) -> Response:
    environ = request.environ
    with world.asking(environ[GONE_KEY]):
        given = world.endpoints.respond(
            request.method,
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
            dict(request.headers),
            request.get_data(),
        )
    return Response(given.body, given.status, given.headers)


def _host_answer(world: World) -> Response:
    """A declared page, else a file, else for a visit the first page again, as a router would.

    Beside the mocks of a real page's hosts is what their servers have.
    """
    if world.first.is_real and world.reach is not None:
        return _real_answer(world.reach)
    path = _path()
    is_visit = "text/html" in request.headers.get("Accept", "text/html")
    page = world.page_at(request.environ[URL_KEY])
    if page is None:
        file = world.asset(path)
        if file is not None and not (is_visit and file.suffix in _PAGES):
            data, mimetype = file.read_bytes(), kind_of(file.name)
            is_text = mimetype.startswith("text/")
            return Response(data, content_type=pages.kind(data, mimetype) if is_text else mimetype)
        if path == "/favicon.ico":
            return Response(status=204)
        if not is_visit or PurePosixPath(path).suffix not in _PAGE_LIKE:
            return _text(404, "neither a mock nor a file of fixtures/pages fits this address")
        page = replace(world.first, file=file, html=None) if file else world.first
    rendered = world.render(page)
    response = Response(rendered.html, content_type=pages.kind(rendered.html))
    response.headers.update(rendered.headers)
    response.headers.update(world.headers)
    return response


def _real_answer(reach: Reach) -> Response:
    environ = request.environ
    environ[_REAL_KEY] = True
    scheme, _, rest = environ[URL_KEY].partition("://")
    path, _, query = f"/{rest.partition('/')[2]}".partition("?")
    host, port = environ["SERVER_NAME"], int(environ["SERVER_PORT"])
    target = Target(scheme, host, port, path, query)
    fields, body = list(request.headers), request.get_data()
    try:
        answer = fetch(reach, target, environ[GONE_KEY], request.method, fields, body)
    except Unreached as error:
        return _text(502, str(error))
    response = Response(answer.body, answer.status)
    response.headers = Headers(answer.headers)
    return response


def _path() -> str:
    """The path as people write it; Flask's own would lose a second slash at its beginning."""
    path: str = request.environ["PATH_INFO"]
    return path.encode("latin-1").decode("utf-8", "replace")


def _text(status: int, text: str) -> Response:
    return Response(text, status, mimetype="text/plain")


def _as_event(response: Response | None, mock: str | None) -> dict[str, Any]:
    """The data of a `request` event; status 0 when there is no answer."""
    size = 0 if response is None or request.method == "HEAD" else len(response.get_data())
    data: dict[str, Any] = {
        "method": request.method,
        "url": request.environ[URL_KEY],
        "host": request.environ["SERVER_NAME"],
        "path": _path(),
        "status": 0 if response is None else response.status_code,
        "bytes": size,
    }
    if mock is not None:
        data["mock"] = mock
    if request.environ.get(_REAL_KEY):
        data["real"] = True
    return data
