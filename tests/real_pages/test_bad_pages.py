"""What is no page, or a bad one, gets a clear verdict within its time, and evidence is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lab import Lab, is_vendors, requests
from staging import free_port

if TYPE_CHECKING:
    from staging import Staging

    from harness.judging.verdict import RunResult

LOOK = """
scenario: Looks at {path}
timeout: 15s
within: 500ms
host: {{url: "{path}"}}
steps:
  - check: {{title: nothing of the kind}}
"""
BAD = {
    "/redirect/loop": ("failed", "page-redirects"),
    "/redirect/chain": ("failed", "check"),
    "/redirect/away": ("broken", "page-unreachable"),
    "/endless": ("failed", "page-slow"),
    "/hanging": ("failed", "page-slow"),
    "/huge": ("failed", "page-huge"),
    "/slow": ("failed", "check"),
    "/leaves/": ("failed", "page-left"),
    "/windows/": ("failed", "window-flood"),
    "/automation/": ("failed", "check"),
    "/text": ("broken", "page-kind"),
    "/picture": ("broken", "page-kind"),
    "/download": ("broken", "page-kind"),
    "/status/500": ("broken", "page-status"),
    "/nowhere/": ("broken", "page-status"),
    "/account/": ("broken", "page-login"),
    "/basic/": ("broken", "page-status"),
    "http://no-such-name.invalid/": ("broken", "page-unreachable"),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, staging: Staging) -> dict[str, RunResult]:
    lab = Lab(tmp_path_factory.mktemp("bad"), staging)
    urls = {
        "broken certificate": staging.url(kind="broken", name="shop.staging.test"),
        "client certificate": staging.url(kind="mutual", name="shop.staging.test"),
        "closed port": f"http://shop.staging.test:{free_port()}/",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harness.stub.tunnel.MOST", 40_000_000)
        patch.setattr("harness.browser.windows.MOST_WINDOWS", 5)
        texts = dict.fromkeys([*BAD, *urls.values()], LOOK)
        texts["/windows/"] = LOOK.replace("500ms", "6s")
        texts["/automation/"] = LOOK.replace("title: nothing of the kind", "chatbar: bar")
        results = lab.run(texts)
    named = {url: name for name, url in urls.items()}
    return {named.get(path, path): result for path, result in results.items()}


@pytest.mark.campaign
@pytest.mark.parametrize("path", BAD)
def test_what_is_no_page_gets_a_clear_verdict_within_its_time(
    bad: dict[str, RunResult], path: str
) -> None:
    result = bad[path]
    told = (result.verdict.status, result.verdict.failures[0].code)
    assert told == BAD[path], result.verdict.failures
    assert result.seconds < 15 + 10


@pytest.mark.campaign
@pytest.mark.parametrize("path", ["broken certificate", "client certificate"])
def test_a_server_that_cannot_be_trusted_is_told_of(bad: dict[str, RunResult], path: str) -> None:
    (failure,) = bad[path].verdict.failures
    assert failure.code == "page-certificate"
    assert "project file" in str(failure.hint)


@pytest.mark.campaign
def test_the_reason_why_a_server_is_not_reached_is_told(bad: dict[str, RunResult]) -> None:
    (failure,) = bad["closed port"].verdict.failures
    assert failure.message == "shop.staging.test: connection refused"
    (failure,) = bad["http://no-such-name.invalid/"].verdict.failures
    assert failure.message == "no-such-name.invalid: no such name is known"


@pytest.mark.campaign
def test_a_page_that_refuses_robots_fails_for_what_it_does_not_show(
    bad: dict[str, RunResult],
) -> None:
    (failure,) = bad["/automation/"].verdict.failures
    assert (failure.expected, failure.recorded) == ('"bar" (string)', '"hidden" (string)')
    assert not any(is_vendors(data["host"]) for data in requests(bad["/automation/"]))


@pytest.mark.campaign
def test_the_evidence_gathered_so_far_is_kept(bad: dict[str, RunResult]) -> None:
    for path in ("/endless", "/leaves/", "/windows/", "/huge"):
        assert any(data.get("real") for data in requests(bad[path])), path
    assert any(data.get("cut") for data in requests(bad["/huge"]))
    assert "still loading" in bad["/endless"].verdict.failures[0].instead[0]
