from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lab import Lab, is_vendors, requests

from harness.project.model import Environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from staging import Staging

    from harness.judging.verdict import RunResult

VISIT = """
scenario: The widget is used on {path}
timeout: 30s
host: {{url: "{path}"}}
steps:
  - check: {{chatbar: bar, widgets: 1, status: start-online}}
  - visitor: opens
  - visitor: {{says: Hi}}
  - check: {{chatbar: window, chats: [{{messages: [{{text: Hi}}]}}]}}
"""
ROUTED = """
scenario: The widget stays while the application changes its views
host: {{url: "{path}"}}
steps:
  - check: {{chatbar: bar}}
  - click: text=Orders
  - check: {{title: App of Orders, url: {{$re: /app/orders$}}, widgets: 1}}
  - back:
  - check: {{title: App of Home, widgets: 1}}
  - refresh:
  - check: {{widgets: 1, chatbar: bar}}
"""
AGREED = """
scenario: The widget comes with consent
host: {{url: "{path}"}}
steps:
  - check: {{chatbar: hidden, widgets: 0}}
  - click: "#accept"
  - check: {{chatbar: bar}}
  - refresh:
  - check: {{chatbar: bar, widgets: 1}}
"""
KEPT = """
scenario: The loader is kept by a service worker
timeout: 40s
host: {{url: "{path}"}}
steps:
  - check: {{chatbar: bar, text: {{"#state": {{$in: [installed, controlled]}}}}}}
  - refresh:
  - check: {{chatbar: bar, text: {{"#state": controlled}}}}
  - visitor: opens
  - visitor: {{says: Hi}}
  - check: {{chats: [{{messages: [{{text: Hi}}]}}]}}
"""
MOCKED = """
scenario: A mock stands in the middle of a real page's own addresses
host: {{url: "{path}"}}
mocks:
  - at: "{base}app/router.js"
    reply: {{text: "document.title = 'mocked';", headers: {{Content-Type: text/javascript}}}}
steps:
  - check: {{title: mocked, chatbar: bar}}
"""


@pytest.fixture
def lab(tmp_path: Path, staging: Staging) -> Lab:
    return Lab(tmp_path, staging)


@pytest.fixture
def closed_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name that is looked for outside of this machine is noted, and not found."""
    asked: list[str] = []
    known: Callable[..., Any] = socket.getaddrinfo

    def look(host: str, *arguments: Any, **more: Any) -> Any:
        if host not in {"127.0.0.1", "localhost"}:
            asked.append(host)
            raise socket.gaierror
        return known(host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return asked


def test_sites_of_all_kinds_embed_the_stub_and_nothing_reaches_the_vendor(
    lab: Lab, closed_network: list[str]
) -> None:
    texts = dict.fromkeys(("/shop/", "/cms/", "/tags/", "/csp/"), VISIT)
    texts |= {"/app/": ROUTED, "/consent/": AGREED}
    results = lab.run(texts)
    assert {path: result.verdict.status for path, result in results.items()} == dict.fromkeys(
        texts, "passed"
    ), [result.verdict.failures for result in results.values()]
    for result in results.values():
        assert_that_the_stub_was_asked(result, "shop.staging.test")
    assert not [name for name in closed_network if is_vendors(name)]
    assert not any(is_vendors(str(row["host"])) for row in lab.staging.log())


def assert_that_the_stub_was_asked(result: RunResult, site: str) -> None:
    """All that went to a real server went to the site; the loader came from the stub."""
    seen = requests(result)
    assert {data["host"] for data in seen if data.get("real")} == {site}
    own = [data for data in seen if is_vendors(data["host"])]
    assert any(data["path"] == "/js/web.min.js" for data in own)
    assert not any(data.get("real") for data in own)


def test_a_policy_a_worker_and_a_cache_that_hold_the_loaders_address_get_the_stubs(
    lab: Lab, closed_network: list[str]
) -> None:
    # A service worker needs a secure context, which plain http is on loopback alone.
    lab.environment = Environment("staging", lab.staging.url())
    (result,) = lab.run({"/worker/": KEPT}).values()
    assert result.verdict.status == "passed", result.verdict.failures
    assert_that_the_stub_was_asked(result, "127.0.0.1")
    assert not closed_network


IN_A_CLOSED_NETWORK = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:  # loopback is down at first
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh14s", b"lo", 1, b""))
pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
os.execv(sys.executable, [*pytest, *sys.argv[1:]])
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no namespaces to be had here")
def test_the_same_holds_where_there_is_no_network_at_all() -> None:
    apart = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*apart, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespaces to be had here")
    test = test_a_policy_a_worker_and_a_cache_that_hold_the_loaders_address_get_the_stubs
    asked = f"{__file__}::{test.__name__}"
    done = subprocess.run(
        [*apart, sys.executable, "-c", IN_A_CLOSED_NETWORK, asked],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 passed" in done.stdout


def test_a_name_is_where_the_environment_says_and_a_mock_stands_beside_what_is_real(
    lab: Lab,
) -> None:
    (result,) = lab.run({"/app/": MOCKED}).values()
    assert result.verdict.status == "passed", result.verdict.failures
    seen = {data["path"]: data for data in requests(result) if "shop.staging.test" in data["host"]}
    assert seen["/app/router.js"]["mock"].endswith("/app/router.js")
    assert seen["/app/"]["real"] is True
