from __future__ import annotations

import json
import threading
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from harness.stub import widget_files
from harness.stub.backend import Backend, Operator
from harness.stub.widget_endpoints import WidgetEndpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.stub.widget_endpoints import Answer

CONTROLS = (
    *("open", "minimize", "restore", "maximize", "close", "dismiss", "send", "message"),
    *("name", "email", "phone", "offline_message", "send_message"),
)
AJAX = "/demo/client-embed/ajax.ims"


@pytest.fixture
def endpoints() -> Iterator[WidgetEndpoints]:
    made = WidgetEndpoints(Backend((Operator(1, "Alex"),)))
    yield made
    made.close()


def get(endpoints: WidgetEndpoints, path: str, **headers: str) -> Answer:
    return endpoints.respond("GET", path, "", headers, b"")


def ajax(endpoints: WidgetEndpoints, **data: object) -> dict[str, Any]:
    answer = endpoints.respond("POST", AJAX, "", {}, json.dumps(data).encode())
    given: dict[str, Any] = json.loads(answer.body or b"{}")
    return {"status": answer.status, **given}


def hello(endpoints: WidgetEndpoints) -> str:
    view: str = ajax(endpoints, do="hello", page="start-online")["view"]
    return view


@pytest.mark.parametrize(
    ("path", "kind", "start"),
    [
        ("/js/web.min.js", "text/javascript", b"(function () {"),
        ("/demo/client-embed/en", "text/html", b"<!doctype html>"),
        ("/css/client-embed/global.css", "text/css", b"/*"),
        ("/js/merged/client-embed.min.js", "text/javascript", b"(function () {"),
        ("/js/lang/client-embed-sk.min.js", "text/javascript", b"window.livechatooTexts"),
        ("/demo/files/client-embed/logo-0123456789abc.png", "image/png", b"\x89PNG\r\n"),
    ],
)
def test_the_observed_addresses_are_served(
    endpoints: WidgetEndpoints, path: str, kind: str, start: bytes
) -> None:
    answer = get(endpoints, path)
    assert answer.status == 200
    assert dict(answer.headers)["Content-Type"].startswith(kind)
    assert answer.body.startswith(start)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/js/other.js",
        "/client-embed/en",
        "/demo/client-embed/",
        "/demo/files/client-embed/logo-0123.png",
        "/../client-embed/en",
        "/demo/client-embed/en/more",
        "/js/web.min.js\n",
    ],
)
def test_nothing_else_is_served(endpoints: WidgetEndpoints, path: str) -> None:
    assert get(endpoints, path).status == 404


def test_another_loader_can_stand_in() -> None:
    endpoints = WidgetEndpoints(Backend(), b"other()")
    assert get(endpoints, "/js/web.min.js").body == b"other()"


def test_the_frame_sets_its_own_cookie_for_third_party_use(endpoints: WidgetEndpoints) -> None:
    cookie = dict(get(endpoints, "/demo/client-embed/en").headers)["Set-Cookie"]
    assert cookie == "lcsession=B-000001; Path=/; Secure; HttpOnly; SameSite=None"


@pytest.mark.parametrize("name", ["Cookie", "cookie"])
def test_a_browser_is_known_by_its_cookie(endpoints: WidgetEndpoints, name: str) -> None:
    get(endpoints, "/demo/client-embed/en")
    again = get(endpoints, "/demo/client-embed/en", **{name: "a=b; lcsession=B-000001"})
    assert "lcsession=B-000001" in dict(again.headers)["Set-Cookie"]


def test_without_cookies_the_token_keeps_the_session(endpoints: WidgetEndpoints) -> None:
    first = ajax(endpoints, do="hello")
    ajax(endpoints, do="say", view=first["view"], text="Hi")
    assert ajax(endpoints, do="hello", browser=first["browser"])["chat"]["ticket"] == "T-000001"
    assert ajax(endpoints, do="hello")["chat"] is None


def test_the_frame_document_refuses_foreign_and_inline_scripts(endpoints: WidgetEndpoints) -> None:
    answer = get(endpoints, "/demo/client-embed/en")
    policy = dict(answer.headers)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"<script>" not in answer.body
    assert b"style=" not in answer.body
    assert b"{{" not in answer.body


def test_the_frame_document_names_its_view(endpoints: WidgetEndpoints) -> None:
    assert b'data-view="V-000001"' in get(endpoints, "/demo/client-embed/en").body
    assert ajax(endpoints, do="hello", view="V-000001")["view"] == "V-000001"
    assert ajax(endpoints, do="hello", view="V-000001")["status"] == 409


def test_the_language_is_safe_in_the_frame_document(endpoints: WidgetEndpoints) -> None:
    body = get(endpoints, '/demo/client-embed/"><script>alert(1)<').body
    assert b"<script>alert" not in body
    assert b'lang="en"' in body


def test_every_language_has_the_same_texts() -> None:
    texts = widget_files.texts()
    assert list(texts) == ["en", "sk", "cs", "de", "hu"]
    assert len({tuple(names) for names in texts.values()}) == 1
    assert all(text for language in texts.values() for text in language.values())


def test_the_names_of_controls_are_unique_in_every_language() -> None:
    for language in widget_files.texts().values():
        assert len({language[name].lower() for name in CONTROLS}) == len(CONTROLS)


def test_a_name_means_the_same_control_in_every_language() -> None:
    meaning: dict[str, str] = {}
    for language in widget_files.texts().values():
        for control in CONTROLS:
            assert meaning.setdefault(language[control].lower(), control) == control


@pytest.mark.parametrize("lang", ["fr", "{auto}", "EN", "__proto__"])
def test_an_unknown_language_falls_back_to_english(endpoints: WidgetEndpoints, lang: str) -> None:
    english = get(endpoints, "/js/lang/client-embed-en.min.js").body
    assert get(endpoints, f"/js/lang/client-embed-{lang}.min.js").body == english


def test_the_logo_is_a_whole_picture() -> None:
    body = widget_files.logo("demo")
    start = body.index(b"IDAT") + 4
    length = int.from_bytes(body[start - 8 : start - 4], "big")
    assert len(zlib.decompress(body[start : start + length])) == 32 * (32 * 4 + 1)
    assert body.endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))


def test_a_poll_reports_the_page_and_waits_for_news(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    heard: list[dict[str, Any]] = []

    def poll() -> None:
        heard.append(ajax(endpoints, do="wait", view=view, since=1, page="hidden", box="min"))

    thread = threading.Thread(target=poll)
    thread.start()
    _until_parked(endpoints)
    assert endpoints._backend.visitors()[0]["page"] == "hidden"
    endpoints._backend.operator_goes("offline")
    thread.join(5)
    assert heard[0]["online"] is False
    assert endpoints.parked == 0


def test_closing_releases_every_poll(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    statuses: list[int] = []

    def poll() -> None:
        statuses.append(
            endpoints.respond(
                "POST", AJAX, "", {}, json.dumps({"do": "wait", "view": view, "since": 1}).encode()
            ).status
        )

    threads = [threading.Thread(target=poll) for _ in range(3)]
    for thread in threads:
        thread.start()
    _until_parked(endpoints, 3)
    endpoints.close()
    for thread in threads:
        thread.join(5)
    assert statuses == [503, 503, 503]
    assert endpoints.parked == 0


def test_a_page_that_leaves_releases_its_poll(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    statuses: list[object] = []
    thread = threading.Thread(
        target=lambda: statuses.append(ajax(endpoints, do="wait", view=view, since=1)["status"])
    )
    thread.start()
    _until_parked(endpoints)
    assert ajax(endpoints, do="bye", view=view) == {"status": 204}
    thread.join(5)
    assert statuses == [409]


def test_a_poll_with_news_is_not_parked(endpoints: WidgetEndpoints) -> None:
    view = hello(endpoints)
    endpoints._backend.operator_goes("offline")
    assert ajax(endpoints, do="wait", view=view, since=1)["online"] is False


def test_questions_may_come_in_the_query(endpoints: WidgetEndpoints) -> None:
    answer = endpoints.respond("GET", AJAX, "do=hello&page=hidden&url=https://a.example/", {}, b"")
    assert answer.status == 200
    assert endpoints._backend.visitors()[0]["url"] == "https://a.example/"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff", 400),
        (b"[1]", 400),
        (b'{"do": ["say"]}', 400),
        (b'{"do": "__init__"}', 400),
        (b'{"do": "say", "view": "V-000009", "text": "x"}', 409),
        (b'{"do": "say", "view": 5}', 400),
        (b'{"do": "wait", "view": {}, "since": "x"}', 409),
        (b'{"do": "page", "view": null}', 409),
        (b'{"do": "bye"}', 204),
        (b'{"do": "hello", "options": [], "from": {}, "url": 7}', 200),
        (b"[" * 100_000, 400),
    ],
)
def test_nonsense_is_answered_and_never_raises(
    endpoints: WidgetEndpoints, body: bytes, status: int
) -> None:
    assert endpoints.respond("POST", AJAX, "", {}, body).status == status


def _until_parked(endpoints: WidgetEndpoints, number: int = 1) -> None:
    deadline = time.monotonic() + 5
    while endpoints.parked != number and time.monotonic() < deadline:
        time.sleep(0.001)
    assert endpoints.parked == number
