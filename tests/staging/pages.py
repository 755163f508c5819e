"""What the staging server answers."""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from site_pages import KINDS, file_at, page_at, page_headers, page_text

USER, PASSWORD, TOKEN, VISITOR = "integrator", "open-sesame-42", "preview-token-77", "session-1234"
LONG = 60
"""Seconds after which what never ends does, so that no test leaves a thread behind for long."""


class Pages(BaseHTTPRequestHandler):
    """One request; `log` is what all of them asked for."""

    protocol_version = "HTTP/1.1"
    log: ClassVar[list[dict[str, object]]] = []
    lock = threading.Lock()

    def log_message(self, *_about: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        """Answer by the first folder or the name of the path."""
        path = urlsplit(self.path).path
        self._note(path)
        if path == "/log":
            self._send(json.dumps(self.log), "application/json")
            return
        answer = getattr(self, f"_{path.strip('/').partition('/')[0]}", None)
        if answer is not None:
            answer(path)
        elif path.endswith("/") or "." not in path:
            self._page(path)
        else:
            self._file(path)

    def do_POST(self) -> None:
        """Log in, or take whatever a page sends."""
        size = int(self.headers.get("Content-Length") or 0)
        given = parse_qs(self.rfile.read(size).decode("utf-8", "replace"))
        path = urlsplit(self.path).path
        self._note(path)
        if path == "/login" and given.get("password") == [PASSWORD]:
            cookie = f"staging={VISITOR}; Path=/; HttpOnly; SameSite=Lax"
            self._redirect("/account/", {"Set-Cookie": cookie})
        elif path == "/login":
            self._page("/login", 401)
        else:
            self._send("thanks", "text/plain")

    def _note(self, path: str) -> None:
        with self.lock:
            host = self.headers.get("Host", "")
            self.log.append({"method": self.command, "path": path, "host": host})

    def _page(self, path: str, status: int = 200) -> None:
        is_next = self.headers.get("Host", "").startswith("next.")
        page = page_at(path, is_next=is_next)
        if page is None:
            self._send("<!doctype html><title>Not found</title><p>not found", status=404)
            return
        nonce = secrets.token_urlsafe(12)
        self._send(page_text(page, nonce), status=status, headers=page_headers(page, nonce))

    def _file(self, path: str) -> None:
        file = file_at(path)
        if file is None:
            self._send("not found", "text/plain", 404)
            return
        headers = {"Cache-Control": "max-age=600", "Service-Worker-Allowed": "/worker/"}
        self._send(file.read_text(encoding="utf-8"), KINDS[file.suffix], headers=headers)

    def _account(self, path: str) -> None:
        if f"staging={VISITOR}" in self.headers.get("Cookie", ""):
            self._page(path)
        else:
            self._redirect("/login")

    def _basic(self, path: str) -> None:
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {wanted}":
            self._page(path)
        else:
            asks = {"WWW-Authenticate": 'Basic realm="staging"'}
            self._send("<p>who are you?", status=401, headers=asks)

    def _preview(self, path: str) -> None:
        is_known = self.headers.get("X-Preview") == TOKEN
        if path.startswith("/preview/strangers"):  # another origin says what it was shown
            self._send(json.dumps({"shown": is_known}), "application/json", headers=_CORS)
        else:
            self._page(path, 200 if is_known else 403)

    def _redirect_to(self, path: str) -> str:
        last = path.rpartition("/")[2]
        if last.isdigit() and int(last) < 3:
            return f"/redirect/{int(last) + 1}"
        return {"loop": "/redirect/loop", "chain": "/redirect/1"}.get(last, "/shop/")

    def _redirect(self, path: str, headers: dict[str, str] | None = None) -> None:
        there = path
        if path.startswith("/redirect/away"):
            there = f"http://nowhere.invalid{path}"
        elif path.startswith("/redirect/"):
            there = self._redirect_to(path)
        self._send("", status=302, headers={"Location": there, **(headers or {})})

    def _endless(self, _path: str) -> None:
        self._stream("<!doctype html><title>Endless</title><p>more<br>", "and more<br>", pause=0.05)

    def _huge(self, _path: str) -> None:
        self._stream("<!doctype html><title>Huge</title>", f"<!-- {'x' * 1_000_000} -->", pause=0)

    def _hanging(self, _path: str) -> None:
        time.sleep(LONG)

    def _slow(self, path: str) -> None:
        time.sleep(1.5)
        self._page(path)

    def _text(self, _path: str) -> None:
        self._send("just text", "text/plain")

    def _picture(self, _path: str) -> None:
        self._send("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")

    def _download(self, _path: str) -> None:
        headers = {"Content-Disposition": "attachment; filename=a.zip"}
        self._send("PK", "application/zip", headers=headers)

    def _status(self, path: str) -> None:
        self._send("<p>an error", status=int(path.rpartition("/")[2]))

    def _stream(self, first: str, more: str, pause: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(first.encode())
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            self.wfile.write(more.encode())
            time.sleep(pause)

    def _send(
        self,
        text: str,
        kind: str = KINDS[".html"],
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
