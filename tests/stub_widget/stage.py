"""A page with the stub widget in a real browser, served over TLS on loopback: to look at it.

This stage shares nothing with the harness's own server and engine, so that the widget can be
looked at and driven when nothing else works.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import trustme
from playwright.async_api import Page, async_playwright

from harness.stub.backend import Backend, Operator
from harness.stub.widget_endpoints import Answer, WidgetEndpoints

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CHROMIUM = "/usr/bin/chromium-headless-shell"
CALLBACKS = ("onload", "onchange", "onchatstart", "onchatopened", "onofflinemessage")
SNIPPET = """
window.log = [];
window.note = (name) => function (...args) {
  const options = window.optionsGiven;
  log.push([name, ...args, ...(this === options ? [] : ['another this'])]);
};
window.optionsGiven = Object.assign(%s, Object.fromEntries(%s.map((name) => [name, note(name)])));
livechatooCmd = function () { livechatoo.embed.init(optionsGiven); };
(function () {
  var l = document.createElement('script'); l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
})();
"""
HOST = """<!doctype html><html lang=en><head><meta name=viewport content="width=device-width">
<title>Shop</title><script>{snippet}</script>
<style>body{{margin:0;font:16px/1.6 system-ui;color:#222;background:{back}}}
main{{max-width:820px;margin:0 auto;padding:24px}}.row{{display:flex;gap:16px;flex-wrap:wrap}}
.row div{{flex:1 1 180px;height:150px;background:#e2e8f0;border-radius:12px}}iframe{{width:33px}}
</style></head><body><main><h1>Garden chairs</h1><p>Three chairs that last, made of oak.</p>
<div class=row><div></div><div></div><div></div></div><p>Delivery within two days.</p></main></body>
</html>"""


class Stage:
    """One host page, its widget and the world behind it."""

    page: Page

    def __init__(
        self, backend: Backend, options: dict[str, Any], loader: bytes | None = None
    ) -> None:
        self.backend = backend
        self.endpoints = WidgetEndpoints(backend, loader)
        self.options = {"account": "demo", "lang": "en", **options}
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.back = "#fff"

    def watch(self, page: Page) -> None:
        """Take a page as the one to act on, and gather its errors."""
        self.page = page
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _console(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.errors.append(f"{kind}: {text}")

    async def open(self, url: str = "https://shop.example/chairs") -> None:
        """Go to the host page and wait until the widget has loaded."""
        await self.page.goto(url)
        await self.page.wait_for_function("log.some((row) => row[0] === 'onload')")

    async def api(self, call: str) -> Any:
        """Evaluate one call of `livechatoo.embed`, and let the frame follow."""
        value = await self.page.evaluate(f"livechatoo.embed.{call}")
        await asyncio.sleep(0.05)
        return value

    async def log(self) -> list[Any]:
        """What was called back since the last look."""
        await asyncio.sleep(0.08)
        rows: list[Any] = await self.page.evaluate("log.splice(0)")
        return rows

    @property
    def frame(self) -> Any:
        """The widget's frame, to act in as a visitor does."""
        return self.page.frame_locator("iframe[title='Livechatoo chat']")

    async def press(self, name: str) -> None:
        """Press a button of the widget, by its name."""
        await self.frame.get_by_role("button", name=name).click()
        await asyncio.sleep(0.05)

    async def says(self, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.frame.get_by_role("textbox", name="Your message").fill(text)
        await self.page.keyboard.press("Enter")
        await asyncio.sleep(0.1)

    async def leaves_message(self, **fields: str) -> None:
        """Fill the offline form and send it."""
        for name, value in fields.items():
            await self.frame.locator(f"#offline [name={name}]").fill(value)
        await self.press("Send message")

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer a request for any host."""
        url = urlsplit(asked.path)
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        if asked.headers["Host"] != "app.livechatoo.com":
            snippet = SNIPPET % (json.dumps(self.options), json.dumps(CALLBACKS))
            page = HOST.format(snippet=snippet, back=self.back).encode()
            given = Answer(200, [("Content-Type", "text/html")], page)
        else:
            self.requests.append(f"{asked.command} {url.path} {body.decode()[:80]}")
            given = self.endpoints.respond(
                asked.command, url.path, url.query, dict(asked.headers), body
            )
        asked.send_response(given.status)
        for name, value in [*given.headers, ("Content-Length", str(len(given.body)))]:
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(given.body)


@contextmanager
def serving(made: Stage) -> Iterator[int]:
    """Serve the stage over TLS on loopback; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.answer(self)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("stub.invalid").configure_cert(context)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        made.endpoints.close()
        server.shutdown()


@asynccontextmanager
async def stage(
    options: dict[str, Any] | None = None,
    operators: tuple[Operator, ...] = (Operator(1, "Alex"),),
    settings: dict[str, Any] | None = None,
    size: tuple[int, int] = (1280, 720),
    loader: bytes | None = None,
) -> AsyncIterator[Stage]:
    """A stage in a browser of its own."""
    made = Stage(Backend(operators, (), settings), options or {}, loader)
    with serving(made) as port:
        async with async_playwright() as playwright:
            rules = f"--host-resolver-rules=MAP * 127.0.0.1:{port}"
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[rules])
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]}, ignore_https_errors=True
            )
            context.set_default_timeout(4000)
            made.watch(await context.new_page())
            try:
                yield made
            finally:
                made.endpoints.close()
                await browser.close()
