"""Pages of a real server: read as they are sent, visited as they are, with the stub's widget."""

from __future__ import annotations

import socket
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examining import audited

from harness.audit.target import Target, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.auditing import Audit

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    handler = partial(Quiet, directory=str(PAGES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def audits(site: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Audit]:
    jobs = {name: (Target(f"{site}/{name}.html"), None) for name in ("docs", "gtag")}
    return audited(jobs, tmp_path_factory.mktemp("addresses"))


def test_a_right_page_of_a_server_gives_no_error_and_no_warning(audits: dict[str, Audit]) -> None:
    assert [one for one in audits["docs"].findings if one.severity != "note"] == []


def test_a_finding_has_its_place_in_what_the_server_sent(
    site: str, audits: dict[str, Audit]
) -> None:
    (finding,) = (one for one in audits["gtag"].findings if one.severity == "error")
    assert finding.rule == "ga-missing"
    assert str(finding.place) == f"{site}/gtag.html:26:5"
    lines = (PAGES / "gtag.html").read_text(encoding="utf-8").splitlines()
    assert finding.excerpt == lines[25].strip()


def test_scripts_of_the_site_are_read_too(site: str, audits: dict[str, Audit]) -> None:
    assert f"{site}/js/chat.js" in audits["docs"].sources


def test_nothing_reaches_the_vendor(audits: dict[str, Audit]) -> None:
    asked = [
        event.data
        for audit in audits.values()
        for visit in audit.visits
        for event in visit.recording.of_kind("request")
    ]
    assert any("livechatoo" in data["host"] for data in asked)
    assert not [data for data in asked if "livechatoo" in data["host"] and data.get("real")]


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unusable, match="refused"):
        audited({"gone": (Target(f"http://127.0.0.1:{port}/"), None)}, tmp_path)
