"""`harness audit` of what is no page, or a bad one: a clear word in time, and evidence.

The same servers and pages as for `harness run` in test_pages.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from outside import Ended, harness
from staging import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from staging import Staging

ALLOWED = 30 + 10
"""Seconds that a visit may take, and ten; by the visit's own clock, since a command has to begin
and to end too, on machines that are at other things."""

LIMIT = 240
UNUSABLE, FAILED, PASSED = 4, 1, 0
AT_A_TIME = 3
BAD = {
    "closed port": (UNUSABLE, "connection refused"),
    "http://no-such-name.invalid/": (UNUSABLE, "no such name is known"),
    "/redirect/loop": (UNUSABLE, "redirects without end"),
    "/redirect/away": (UNUSABLE, "no such name is known"),
    "/redirect/chain": (PASSED, "nothing found"),
    "/endless": (UNUSABLE, "the page did not get to `load` in time"),
    "/hanging": (UNUSABLE, "the page did not get to `load` in time"),
    "/huge": (UNUSABLE, ("was cut off after", "the page did not get to `load` in time")),
    "/slow": (PASSED, "nothing found"),
    "/text": (UNUSABLE, "this is no page: text/plain"),
    "/picture": (UNUSABLE, "this is no page: image/svg+xml"),
    "/download": (UNUSABLE, "the address is a download, and no page"),
    "/status/500": (UNUSABLE, "the server answers 500"),
    "/basic/": (UNUSABLE, "the server answers 401"),
    "/account/": (UNUSABLE, "the page asks for a password"),
    "broken certificate": (UNUSABLE, "nobody vouches for the server's certificate"),
    "client certificate": (UNUSABLE, "the server wants to be shown a client certificate"),
    "/leaves/": (UNUSABLE, "another address"),
    "/windows/": (FAILED, "not seen to its end"),
    "/automation/": (PASSED, "warning[robots-refused]"),
}
"""How the command ends, and what it says; of a page that is too much either may come first."""

LENIENT = """environments:
  lenient:
    base_url: {url}
    certificate_errors: ignored
"""


@dataclass(frozen=True)
class Audited:
    """What became of an audit."""

    ended: Ended
    kept: Path

    @property
    def visits(self) -> list[list[dict[str, Any]]]:
        """All that each visit recorded."""
        return [
            [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            for file in sorted(self.kept.glob("**/*.jsonl"))
        ]


@pytest.fixture(scope="module")
def audits(staging: Staging, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Audited]:
    root = tmp_path_factory.mktemp("audits")
    named = {
        "closed port": f"http://127.0.0.1:{free_port()}/",
        "broken certificate": staging.url(kind="broken"),
        "client certificate": staging.url(kind="mutual"),
    }

    def audited(name: str) -> Audited:
        folder = root / str(list(BAD).index(name))
        folder.mkdir()
        url = named.get(name, name if "//" in name else staging.url(name))
        (folder / "harness.yaml").write_text(LENIENT.format(url=url), encoding="utf-8")
        env = ("--env", "lenient") if name == "client certificate" else ()
        given = (url, "--no-sandbox", "--output", "kept", *env)
        return Audited(harness(folder, "audit", *given, limit=LIMIT), folder / "kept")

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return dict(zip(BAD, pool.map(audited, BAD), strict=True))


@pytest.mark.campaign
@pytest.mark.parametrize("name", BAD)
def test_an_audit_of_what_is_no_page_ends_with_a_clear_word_in_time(
    audits: dict[str, Audited], name: str
) -> None:
    one = audits[name]
    status, words = BAD[name]
    assert one.ended.status == status, one.ended.text
    assert any(word in one.ended.text for word in ([words] if isinstance(words, str) else words))
    assert "Traceback" not in one.ended.text
    assert all(events[-1]["time"] < ALLOWED * 1000 for events in one.visits)


@pytest.mark.campaign
@pytest.mark.parametrize("name", BAD)
def test_what_the_audit_saw_so_far_is_kept(audits: dict[str, Audited], name: str) -> None:
    kinds = {event["kind"] for events in audits[name].visits for event in events}
    assert ("trouble" if BAD[name][0] == UNUSABLE else "request") in kinds
    if name == "/windows/":
        assert {"trouble", "window"} <= kinds


@pytest.mark.campaign
def test_what_keeps_a_page_from_being_audited_comes_with_a_way_out(
    audits: dict[str, Audited],
) -> None:
    for name, words in {
        "/account/": "`cookies` or `storage_state`",
        "/basic/": "`basic_auth`",
        "broken certificate": "`certificate_errors: ignored`",
        "client certificate": "`client_certificate`",
    }.items():
        assert words in audits[name].ended.text, name


@pytest.mark.campaign
def test_a_page_that_cannot_be_opened_does_not_cost_the_findings_of_the_others(
    staging: Staging, tmp_path: Path
) -> None:
    gone = f"http://127.0.0.1:{free_port()}/"
    ended = harness(tmp_path, "audit", gone, staging.url("/shop/order/"), "--no-sandbox")
    assert ended.status == UNUSABLE
    assert ended.err == f"{gone}: 127.0.0.1: connection refused\n"
    assert "error[css-file-over-http]" in ended.out
