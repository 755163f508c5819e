from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOCKS = """
scenario: Mocks
mocks:
  - at: https://api.example/stock/*/left
    name: stock
    method: GET
    query: {shop: {$re: '^[a-z]+$'}, page: 2}
    reply:
      - {status: 503}
      - {json: {left: 1, name: žltá}}
      - text: "<b>0</b>"
        status: 201
        headers: {Content-Type: text/html, cache-control: max-age=5}
  - {at: "https://api.example:8443/port", reply: {text: port}}
  - {at: "https://api.example/žltá/*", reply: {text: path}}
  - {at: "https://shop.example/", method: POST, reply: {pass: true, delay: 10ms}}
  - {at: "https://shop.example/late", reply: {pass: true, answer_delay: 300ms}}
  - {at: https://api.example/turns, reply: [{text: first}, {text: second}]}
  - {at: https://api.example/never, name: silence, reply: {hang: true}}
  - at: https://api.example/file
    reply: {file: answers/a.json, headers: {Content-Type: text/x-own}}
host: {at: https://shop.example/, html: "<p>shop</p>"}
steps: [{refresh: }]
"""


@pytest.fixture
def mocked(serve: Callable[..., Any], tmp_path: Path) -> Any:
    (tmp_path / "fixtures" / "answers").mkdir(parents=True)
    (tmp_path / "fixtures" / "answers" / "a.json").write_text("[1]")
    return serve(MOCKS)


def text(served: Any, url: str, method: str = "GET", **headers: str) -> str:
    body: bytes = served.ask(url, method, headers=headers).body
    return body.decode()


def test_replies_come_in_turn_and_the_last_one_repeats(mocked: Any) -> None:
    url = "https://api.example/stock/fork/left?shop=main&page=2&more=1"
    assert mocked.ask(url).status == 503
    second = mocked.ask(url)
    assert json.loads(second.body) == {"left": 1, "name": "žltá"}
    assert second.headers["content-type"] == "application/json"
    assert second.headers["cache-control"] == "no-store"
    for _ in range(2):
        last = mocked.ask(url)
        assert (last.status, last.body) == (201, b"<b>0</b>")
        assert last.headers["content-type"] == "text/html"
        assert last.headers["cache-control"] == "max-age=5"
    assert [(event["mock"], event["status"], event["bytes"]) for event in mocked.events] == [
        ("stock", 503, 0),
        ("stock", 200, len(second.body)),
        ("stock", 201, 8),
        ("stock", 201, 8),
    ]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "https://api.example/stock/fork/left?shop=main&page=2"),
        ("GET", "https://api.example/stock/fork/left?shop=main&page=3"),
        ("GET", "https://api.example/stock/fork/left?shop=MAIN&page=2"),
        ("GET", "https://api.example/stock/fork/left"),
        ("GET", "https://api.example/stock/fork/right?shop=main&page=2"),
        ("GET", "https://shop.example/stock/fork/left?shop=main&page=2"),
    ],
)
def test_a_mock_answers_only_what_fits_it_whole(mocked: Any, method: str, url: str) -> None:
    mocked.ask(url, method)
    assert "mock" not in mocked.events[0]


def test_ports_and_letters_of_an_address_are_compared_as_they_are_meant(mocked: Any) -> None:
    assert text(mocked, "https://api.example/%C5%BElt%C3%A1/x") == "path"
    assert mocked.events[-1]["path"] == "/žltá/x"
    assert mocked.events[-1]["url"] == "https://api.example/%C5%BElt%C3%A1/x"
    with closing(mocked.tunnel("api.example")) as sock:
        sock.sendall(b"GET /port HTTP/1.1\r\nHost: api.example:8443\r\n\r\n")
        assert sock.recv(1000)
    assert "mock" not in mocked.events[-1]  # the tunnel went to another port


def test_pass_lets_the_stub_host_answer_under_the_mocks_name(mocked: Any) -> None:
    assert text(mocked, "https://shop.example/", "POST") == "<p>shop</p>"
    assert mocked.events[0]["mock"] == "https://shop.example/"


def test_an_answer_can_be_held_back_after_the_request_was_heard(mocked: Any) -> None:
    began = time.monotonic()
    assert text(mocked, "https://shop.example/late") == "<p>shop</p>"
    assert time.monotonic() - began >= 0.3
    assert mocked.events[0]["mock"] == "https://shop.example/late"


def test_a_preflight_takes_no_turn(mocked: Any) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Origin": "https://shop.example"}
    assert text(mocked, "https://api.example/turns", "OPTIONS", **asks) == "first"
    assert text(mocked, "https://api.example/turns") == "first"
    assert text(mocked, "https://api.example/turns") == "second"


def test_a_file_is_an_answer_and_a_header_can_say_what_it_is(mocked: Any) -> None:
    answer = mocked.ask("https://api.example/file")
    assert (answer.body, answer.headers["content-type"]) == (b"[1]", "text/x-own")


def test_a_mock_whose_file_is_gone_says_so(mocked: Any, tmp_path: Path) -> None:
    (tmp_path / "fixtures" / "answers" / "a.json").unlink()
    answer = mocked.ask("https://api.example/file")
    assert answer.status == 500
    assert b"No such file" in answer.body
    assert mocked.events[0]["status"] == 500


def test_a_hanging_request_is_noted_parked_and_told(
    serve: Callable[..., Any], tmp_path: Path, eventually: Any
) -> None:
    (tmp_path / "fixtures" / "answers").mkdir(parents=True)
    (tmp_path / "fixtures" / "answers" / "a.json").write_text("[1]")
    changed = threading.Event()
    served = serve(MOCKS, changed.set)
    assert served.world.parked == 0
    with closing(served.tunnel("api.example")) as sock:
        sock.sendall(b"GET /never HTTP/1.1\r\nHost: api.example\r\n\r\n")
        assert changed.wait(10)
        assert served.world.parked == 1
        assert [(event["mock"], event["status"]) for event in served.events] == [("silence", 0)]
    assert eventually(lambda: served.world.parked == 0)  # nobody waits for it any more


def test_a_poll_is_parked_until_there_is_news_or_its_page_is_gone(
    shop: Any, eventually: Any
) -> None:
    address = "https://app.livechatoo.com/demo/client-embed/ajax.ims"
    ask = {"do": "hello", "page": "start-online", "lang": "en"}
    hello = json.loads(shop.ask(address, "POST", json.dumps(ask).encode()).body)
    poll = json.dumps({"do": "wait", "view": hello["view"], "since": hello["version"]}).encode()
    head = "POST /demo/client-embed/ajax.ims HTTP/1.1\r\nHost: app.livechatoo.com\r\n"
    with closing(shop.tunnel("app.livechatoo.com")) as sock:
        sock.sendall(f"{head}Content-Length: {len(poll)}\r\n\r\n".encode() + poll)
        assert eventually(lambda: shop.world.parked == 1)
    assert eventually(lambda: shop.world.parked == 0)


FILES = """
scenario: Files
host:
  at: https://shop.example/shop.html
  file: shop.html
  headers: {Content-Security-Policy: "default-src 'self'"}
  embed: {account: demo, onload: {js: "() => '</script>'"}}
  pages:
    https://other.example/: {html: "<p>other</p>", embed: {account: demo}}
    https://shop.example/marked:
      html: "<head><!-- livechatoo --></head><BODY></BODY>"
      embed: {account: marked}
steps: [{refresh: }]
"""


@pytest.fixture
def filed(serve: Callable[..., Any], tmp_path: Path) -> Any:
    pages = tmp_path / "fixtures" / "pages"
    (pages / "js").mkdir(parents=True)
    (pages / "shop.html").write_text("<body><p>shop</p></body><!-- </BODY -->")
    (pages / "about.html").write_bytes(b"<meta charset=windows-1250><p>\x9elt\xe1</p>")
    (pages / "js" / "x.js").write_text("x")
    (pages / "with space.txt").write_text("space")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "fixtures" / "beside.txt").write_text("secret")
    (pages / "link.txt").symlink_to(tmp_path / "secret.txt")
    (pages / "out").symlink_to(tmp_path, target_is_directory=True)
    (pages / "ring.txt").symlink_to(pages / "ring.txt")
    return serve(FILES)


def test_the_snippet_goes_before_the_end_of_the_body_or_where_it_is_wanted(filed: Any) -> None:
    page = text(filed, "https://shop.example/shop.html")
    assert page.index("shop</p>") < page.index("livechatooCmd") < page.index("</body>")
    assert page.count("</script>") == 1  # what a callback says ends no element
    marked = text(filed, "https://shop.example/marked")
    assert marked.startswith("<head><script")
    assert '"marked"' in marked
    assert "livechatooCmd" in text(filed, "https://other.example/")


def test_pages_have_the_hosts_headers_and_files_have_their_kind(filed: Any) -> None:
    page = filed.ask("https://shop.example/shop.html")
    assert page.headers["content-security-policy"] == "default-src 'self'"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    script = filed.ask("https://shop.example/js/x.js")
    assert "content-security-policy" not in script.headers
    assert "javascript" in script.headers["content-type"]
    assert text(filed, "https://shop.example/with%20space.txt") == "space"


def test_a_visit_to_an_undeclared_address_finds_the_file_or_the_first_page(filed: Any) -> None:
    visit = {"Accept": "text/html,*/*"}
    assert "shop</p>" in text(filed, "https://shop.example/any/where", **visit)
    about = filed.ask("https://shop.example/about.html", headers=visit)
    assert b"\x9elt\xe1" in about.body
    assert b"livechatooCmd" in about.body
    assert about.headers["content-type"] == "text/html"  # the page says its encoding itself


def test_what_a_script_asks_for_in_vain_is_not_found(filed: Any) -> None:
    assert filed.ask("https://shop.example/api/none", headers={"Accept": "*/*"}).status == 404
    assert filed.ask("https://shop.example/none.png").status == 404
    about = filed.ask("https://shop.example/about.html", headers={"Accept": "*/*"})
    assert b"livechatooCmd" not in about.body


def test_a_favicon_is_nothing_unless_there_is_one(filed: Any, tmp_path: Path) -> None:
    assert filed.ask("https://shop.example/favicon.ico").status == 204
    (tmp_path / "fixtures" / "pages" / "favicon.ico").write_bytes(b"icon")
    assert filed.ask("https://shop.example/favicon.ico").body == b"icon"


@pytest.mark.parametrize(
    "path",
    [
        "/../beside.txt",
        "/%2e%2e/beside.txt",
        "/js/%2e%2e/%2e%2e/beside.txt",
        "/..%2fbeside.txt",
        "/..%5cbeside.txt",
        "/..\\beside.txt",
        "//etc/passwd.txt",
        "/%2fetc/passwd.txt",
        "/link.txt",
        "/out/secret.txt",
        "/ring.txt",
        "/a%00.txt",
        "/" + "a" * 5000 + ".txt",
        "/C:/Windows/win.ini",
    ],
)
def test_files_come_from_the_folder_of_pages_only(filed: Any, path: str) -> None:
    with closing(filed.tunnel()) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: shop.example\r\n\r\n".encode())
        got = sock.recv(65536)
    assert b" 404 " in got.partition(b"\r\n")[0], got
    assert b"secret" not in got


def test_any_method_and_any_path_is_answered_and_noted(shop: Any) -> None:
    for path in ("/", "//twice//", "/%E2%82%AC?q=%20#x"):
        assert shop.ask(f"https://shop.example{path}", "PROPFIND").status == 200
    assert [event["path"] for event in shop.events] == ["/", "//twice//", "/€"]
    assert shop.events[0] == {
        "method": "PROPFIND",
        "url": "https://shop.example/",
        "host": "shop.example",
        "path": "/",
        "status": 200,
        "bytes": 11,
    }
