"""The stub host's application: mocks first, then the widget's own addresses, then host pages.

http-server-mock gives the application object; `StubServer` serves it, since the library's
own `run` has one thread, no TLS and no orderly end. The only importer of http_server_mock.
"""

from __future__ import annotations

import json
import mimetypes
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from flask import Response, request
from http_server_mock import HttpServerMock

from harness.scenario.model import MISSING, Reply
from harness.stub.connection import ABORT_KEY, WORLD_KEY, App
from harness.stub.mocks import Asked
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from harness.stub.world import World

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def make_app() -> App:
    """The application; each request finds its world in the WSGI environment."""
    app = HttpServerMock(__name__, static_folder=None)

    @app.route("/", defaults={"path": ""}, methods=METHODS, provide_automatic_options=False)
    @app.route("/<path:path>", methods=METHODS, provide_automatic_options=False)
    def answer(path: str) -> Response:  # noqa: ARG001 - Flask passes it, the environment has it whole
        world: World = request.environ[WORLD_KEY]
        response, mock = _answer(world)
        world.note(_as_event(response, mock))
        return response

    wsgi: App = app.wsgi_app
    return wsgi


def _answer(world: World) -> tuple[Response, str | None]:
    found = world.mocks.find(_asked())
    if found is None:
        return _stub_answer(world), None
    mock, reply = found
    name = mock.name or mock.at
    if reply.delay and not world.wait(reply.delay):
        return _aborted(), name
    if reply.passes:
        return _stub_answer(world), name
    if reply.hang:
        world.wait(None)
        return _aborted(), name
    if reply.abort:
        return _aborted(), name
    return _reply(reply), name


def _asked() -> Asked:
    environ = request.environ
    return Asked(
        method=request.method,
        scheme=environ["wsgi.url_scheme"],
        host=environ["SERVER_NAME"],
        port=int(environ["SERVER_PORT"]),
        path=environ["PATH_INFO"],
        query=environ["QUERY_STRING"],
    )


def _reply(reply: Reply) -> Response:
    headers = {"Cache-Control": "no-store", **reply.headers}
    if reply.json is not MISSING:
        body, kind = json.dumps(reply.json, ensure_ascii=False), "application/json"
    elif reply.file is not None:
        return Response(
            reply.file.read_bytes(), reply.status, headers, mimetype=_kind(reply.file.name)
        )
    else:
        body, kind = reply.text or "", "text/plain"
    response = Response(body, reply.status, mimetype=kind)
    response.headers.update(headers)
    return response


def _aborted() -> Response:
    request.environ[ABORT_KEY] = True
    return Response(status=499)


def _stub_answer(world: World) -> Response:
    environ = request.environ
    if environ["SERVER_NAME"] == WIDGET_HOST:
        given = world.endpoints.respond(
            request.method,
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
            request.headers,
            request.get_data(),
        )
        return Response(given.body, given.status, given.headers)
    return _host_answer(world, environ["PATH_INFO"])


def _host_answer(world: World, path: str) -> Response:
    url = f"{request.environ['wsgi.url_scheme']}://{request.host}{path}"
    asset = world.asset(path)
    if asset is not None and asset.suffix not in {".html", ""}:
        return Response(asset.read_bytes(), mimetype=_kind(asset.name))
    if path == "/favicon.ico":
        return Response(status=204)
    if PurePosixPath(path).suffix not in {"", ".html", ".htm", ".php"}:
        return Response("no such file in fixtures/pages", 404, mimetype="text/plain")
    response = Response(world.render(world.page_at(url)), mimetype="text/html")
    response.headers.update(world.headers)
    return response


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _as_event(response: Response, mock: str | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "host": request.environ["SERVER_NAME"],
        "path": request.environ["PATH_INFO"],
        "status": 0 if request.environ.get(ABORT_KEY) else response.status_code,
    }
    if mock is not None:
        data["mock"] = mock
    return data
