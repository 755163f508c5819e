"""Policies that a server sends: as its answers had them, with what is another in each left open."""

from __future__ import annotations

import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from examining import PAGES, audited

from harness.audit.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELD = "Content-Security-Policy"
PAGE = (PAGES / "csp-report-only" / "broken.html").read_text(encoding="utf-8")


class Fresh(BaseHTTPRequestHandler):
    """A server that makes a nonce for each answer, and forgets the widget's host."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        nonce = secrets.token_urlsafe(9)
        body = PAGE.replace("<script>", f'<script nonce="{nonce}">').encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header(FIELD, f"script-src 'self' 'nonce-{nonce}'; object-src 'none'")
        self.send_header(FIELD, "frame-src 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def fresh() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_servers_policies_are_named_as_its_answer_had_them(fresh: str, tmp_path: Path) -> None:
    (audit,) = audited({"fresh": (Target(fresh), None)}, tmp_path).values()
    (found,) = (one for one in audit.findings if one.rule == "csp-script-src")
    assert [proof.text for proof in found.evidence if proof.kind == "policy"] == [
        f"{FIELD}: script-src 'self' 'nonce-…' app.livechatoo.com; object-src 'none'",
        f"{FIELD}: frame-src 'self' app.livechatoo.com",
    ]
    assert found.remedy.startswith("add app.livechatoo.com to script-src and frame-src; ")
