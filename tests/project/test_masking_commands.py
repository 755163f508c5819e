"""Secrets are on no terminal and in no file of the commands that look at pages and widgets."""

from __future__ import annotations

import base64
import http.server
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.campaign

LIMIT = 240
ROOT = Path(__file__).parents[2]
SECRETS = {
    "TOKEN": 'canary/token"1',
    "QUERY": "canary-query-2",
    "SESSION": "canary-session-3",
    "LISTED": "canary-listed-4",
}
PROJECT = """secrets: [LISTED]
environments:
  staging:
    base_url: "{url}?preview=${{env.QUERY}}"
    headers: {{X-Token: "${{env.TOKEN}}"}}
    cookies: [{{name: session, value: "${{env.SESSION}}"}}]
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>{shown}</title><p>{shown}</p>
<button>{shown}</button>
<script>
console.log(document.cookie, location.href);
livechatooCmd = function () {{
  livechatoo.embed.init({{account: 'demo', lang: 'en', sides: '{quoted}', url_faq: '{quoted}',
    css_file: '/style.css?' + document.cookie, c_email: '{quoted}',
    onload: function () {{ throw new Error(document.cookie + '{quoted}'); }}}});
}};
(function () {{
  var l = document.createElement('script');
  l.src = 'https://app.livechatoo.com/js/web.min.js?{quoted}';
  var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s);
}})();
</script>"""
SCENARIO = """
scenario: What a widget says of itself
secrets: [TOKEN]
params: {of: ["${env.LISTED}"]}
host: {html: <p>Shop, embed: {account: demo, c_name: "${env.TOKEN}"}}
steps:
  - eval: "'${of} ' + (livechatoo.embed.version ? 'a' : 'b') + ' ${env.SESSION}'"
  - status:
"""
PROFILE = """profile: of the page
controls: {open: {css: button}}
"""


class Telling(http.server.BaseHTTPRequestHandler):
    """Tells whoever asks all that it was told."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        told = [self.headers.get("X-Token", ""), *asked.get("preview", ()), SECRETS["LISTED"]]
        shown = " ".join([*told, self.headers.get("Cookie", "")])
        body = PAGE.format(shown=shown.replace("<", "&lt;"), quoted=shown.replace("'", "")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: object) -> None:
        """Nothing on the terminal."""


@dataclass(frozen=True)
class Ended:
    """What a command said, and with which status."""

    status: int
    text: str


@dataclass(frozen=True)
class Project:
    """A project on a server that tells all secrets."""

    root: Path
    url: str

    def harness(self, *arguments: str) -> Ended:
        return self.python("-m", "harness", *arguments)

    def python(self, *arguments: str) -> Ended:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**os.environ, **SECRETS, "COLUMNS": "100", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ended(done.returncode, done.stdout + done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Telling) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{made.server_port}/"
        (tmp_path / "harness.yaml").write_text(PROJECT.format(url=url), encoding="utf-8")
        yield Project(tmp_path, url)
        made.shutdown()
        thread.join()


def leaks(text: str) -> list[str]:
    found = re.findall(r".{0,30}canary\W{0,8}\w+.{0,10}", text)
    for value in SECRETS.values():
        writings = {quote(value), quote(value, safe=""), base64.b64encode(value.encode()).decode()}
        found += [one for one in writings if one in text]
    return found


def leaks_below(folder: Path) -> list[str]:
    """Where secrets are to be found in files, and in the names of files."""
    found = [file.name for file in folder.rglob("*") if leaks(file.name)]
    for file in folder.rglob("*"):
        if file.is_file():
            text = file.read_bytes().decode("utf-8", "replace")
            found += [f"{file.name}: {one}" for one in leaks(text)]
    return found


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "canary-query-2.txt").write_text(quote(SECRETS["TOKEN"], safe=""))
    assert len(leaks_below(tmp_path)) == 3


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_an_audit_tells_no_secret(project: Project, form: str) -> None:
    address = f"{project.url}shop?preview={SECRETS['QUERY']}&state={SECRETS['LISTED']}"
    if form == "sarif":
        address = f"/shop?state={SECRETS['LISTED']}"  # the environment has the rest
    audit = ("audit", "--env", "staging", "--no-sandbox", "--format", form, "--output", "kept")
    ended = project.harness(*audit, address, "--report", f"report.{form}")
    assert ended.status == 1, ended.text
    assert leaks(ended.text) == []
    assert leaks_below(project.root) == []
    report = (project.root / f"report.{form}").read_text(encoding="utf-8")
    for name in ("TOKEN", "QUERY", "SESSION", "LISTED"):
        assert f"[secret {name}]" in report, name
    assert {".jsonl", ".png"} <= {file.suffix for file in (project.root / "kept").glob("run-*/*")}


def test_an_audit_that_fails_tells_no_secret(project: Project) -> None:
    away = f"http://127.0.0.1:1/{SECRETS['LISTED']}"
    ended = project.harness("audit", "--env", "staging", "--no-sandbox", away)
    assert ended.status == 4
    assert "[secret LISTED]" in ended.text
    assert leaks(ended.text) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_drift_tells_no_secret(project: Project, form: str) -> None:
    (project.root / "scenarios").mkdir()
    (project.root / "scenarios" / "a.yaml").write_text(SCENARIO, encoding="utf-8")
    against = str(ROOT / "tests" / "other_widget" / "build")
    drift = ("drift", "--env", "staging", "--no-sandbox", "--against", against)
    ended = project.harness(*drift, "--format", form)
    assert ended.status == 1, ended.text
    assert "[secret LISTED]" in ended.text
    assert "[secret SESSION]" in ended.text
    assert leaks(ended.text) == []
    assert leaks_below(project.root) == []


def test_a_profile_that_is_tried_tells_no_secret(project: Project) -> None:
    (project.root / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    for target in ("/shop", f"{project.url}shop?state={SECRETS['LISTED']}"):
        ended = project.harness(
            "profile", "profile.yaml", target, "--env", "staging", "--no-sandbox"
        )
        assert ended.status == 0, ended.text
        assert "[secret TOKEN]" in ended.text
        assert leaks(ended.text) == []
    away = f"http://127.0.0.1:1/{SECRETS['LISTED']}"
    ended = project.harness("profile", "profile.yaml", away, "--env", "staging", "--no-sandbox")
    assert ended.status == 1
    assert leaks(ended.text) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_when_called_tells_no_secret(project: Project, form: str) -> None:
    build = project.root / SECRETS["LISTED"] / "js"
    build.mkdir(parents=True)
    (build / "web.min.js").write_text(
        f"window.livechatoo = {{embed: {{init() {{ throw new Error('{SECRETS['LISTED']}') }}}}}};"
        "window.livechatooCmd && livechatooCmd();",
        encoding="utf-8",
    )
    called = ("when-called", "embed.init", "--phase", "after load", "--widget", str(build.parent))
    ended = project.harness(*called, "--format", form, "--output", "kept", "--no-sandbox")
    assert ended.status == 0, ended.text
    assert leaks(ended.text) == []
    assert leaks_below(project.root / "kept") == []


def test_ids_are_listed_without_secrets_and_name_their_runs(project: Project) -> None:
    (project.root / "scenarios").mkdir()
    (project.root / "scenarios" / "a.yaml").write_text(SCENARIO, encoding="utf-8")
    name = "scenarios/a.yaml::What a widget says of itself[of=[secret LISTED]]@chromium"
    assert project.harness("run", "--list").text == f"{name}\n"
    assert project.harness("run", "--list", name).text == f"{name}\n"
    collected = project.python("-m", "pytest", "--collect-only", "-q", "scenarios")
    assert collected.text.splitlines()[0] == name
    assert leaks(collected.text) == []
