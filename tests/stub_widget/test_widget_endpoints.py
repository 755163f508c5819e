from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest
from worlds import ajax

from harness.stub import widget_files
from harness.stub.backend import Backend, Operator
from harness.stub.widget_endpoints import WidgetEndpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.stub.exchange import Answer

CONTROLS = (
    *("open", "minimize", "restore", "maximize", "close", "dismiss", "send", "message"),
    *("name", "email", "phone", "offline_message", "send_message"),
)


@pytest.fixture
def endpoints() -> Iterator[WidgetEndpoints]:
    made = WidgetEndpoints(Backend((Operator(1, "Alex"),)))
    yield made
    made.close()


def get(endpoints: WidgetEndpoints, path: str, **headers: str) -> Answer:
    return endpoints.respond("GET", path, "", headers, b"")


@pytest.mark.parametrize(
    ("path", "kind", "start"),
    [
        ("/js/web.min.js", "text/javascript", b"(function () {"),
        ("/demo/client-embed/en", "text/html", b"<!doctype html>"),
        ("/demo/client-popup/en", "text/html", b"<!doctype html>"),
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
    assert (
        "default-src 'none'; script-src 'self'; style-src 'self' https: 'unsafe-inline'" in policy
    )
    assert policy.count("unsafe") == 1
    assert b"<script>" not in answer.body
    assert b"style=" not in answer.body
    assert b"{{" not in answer.body


def test_the_frame_document_names_its_view(endpoints: WidgetEndpoints) -> None:
    assert b'data-view="V-000001"' in get(endpoints, "/demo/client-embed/en").body
    assert ajax(endpoints, do="hello", view="V-000001")["view"] == "V-000001"
    assert ajax(endpoints, do="hello", view="V-000001")["status"] == 409


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("client-embed", "", "embed"),
        ("client-embed", "x=from=", "embed"),
        ("client-embed", "from=V-000001", "page"),
        ("client-embed", "a=b&from=", "page"),
        ("client-popup", "", "popup"),
        ("client-popup", "from=V-000001", "popup"),
    ],
)
def test_the_same_document_is_told_where_it_stands(
    endpoints: WidgetEndpoints, path: str, query: str, kind: str
) -> None:
    body = endpoints.respond("GET", f"/demo/{path}/en", query, {}, b"").body
    assert f'data-kind="{kind}"'.encode() in body


def test_the_loader_knows_what_is_assumed_otherwise() -> None:
    for loader in (None, b"const ASSUMED = /* assumed */ {};"):
        usual = get(WidgetEndpoints(Backend(), loader), "/js/web.min.js").body
        assert b"ASSUMED = /* assumed */ {};" in usual
        backend = Backend(assume={"ids": "text", "flip-fires-onchange": False, "rate-again": False})
        other = get(WidgetEndpoints(backend, loader), "/js/web.min.js").body
        assert b'ASSUMED = {"ids": "text", "flip-fires-onchange": false};' in other


def test_the_texts_of_an_unknown_language_are_those_that_are_assumed() -> None:
    endpoints = WidgetEndpoints(Backend(assume={"language-fallback": "sk"}))
    slovak = get(endpoints, "/js/lang/client-embed-sk.min.js").body
    assert get(endpoints, "/js/lang/client-embed-fr.min.js").body == slovak
    assert b'<html lang="sk"' in get(endpoints, "/demo/client-embed/fr").body
    assert get(endpoints, "/js/lang/client-embed-en.min.js").body != slovak


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
