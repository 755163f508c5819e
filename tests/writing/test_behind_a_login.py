"""What is behind a login is recorded and initialised, and no secret is written down for it."""

from __future__ import annotations

import base64
import http.server
import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.campaign

LIMIT = 240
SECRETS = {
    "PASSWORD": "canary-password-1",
    "PREVIEW": "canary-preview-2",
    "SESSION": "canary-session-3",
    "CODE": "canary-code-4",
}
STATE = "canary-state-5"
PAGE = """<!doctype html><meta charset="utf-8"><title>Account</title>
<input id=code><a id=more href="/more">more</a>
<script>
livechatooCmd = function () {
  livechatoo.embed.init({account: 'demo', lang: 'en', c_name: 'SESSION', onload: function () {}});
};
(function () {
  var l = document.createElement('script'); l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s);
})();
</script>"""
PROJECT = """secrets: [CODE]
environments:
  behind:
    base_url: "{url}?preview=${{env.PREVIEW}}"
    basic_auth: {{user: me, password: "${{env.PASSWORD}}"}}
    cookies: [{{name: session, value: "${{env.SESSION}}"}}]
    storage_state: {own}/state.json
"""
LOGIN = """{"cookies": [{"name": "login", "value": "%s", "domain": "127.0.0.1", "path": "/",
"expires": -1, "httpOnly": false, "secure": false, "sameSite": "Lax"}], "origins": []}"""
SCRIPT = """# as a visitor
- fill: {"#code": "canary-code-4"}
- goto: /more?state=canary-state-5
- status:
"""


class Closed(http.server.BaseHTTPRequestHandler):
    """Lets in who has everything that the environment gives."""

    def do_GET(self) -> None:
        pair = base64.b64encode(f"me:{SECRETS['PASSWORD']}".encode()).decode()
        cookies = self.headers.get("Cookie", "")
        is_known = self.headers.get("Authorization") == f"Basic {pair}"
        is_known = is_known and SECRETS["SESSION"] in cookies and STATE in cookies
        is_known = is_known and ("/more" in self.path or SECRETS["PREVIEW"] in self.path)
        body = PAGE.replace("SESSION", SECRETS["SESSION"]).encode() if is_known else b"who?"
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if not is_known:
            self.send_header("WWW-Authenticate", 'Basic realm="shop"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def url() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Closed) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}/"
        made.shutdown()
        thread.join()


@pytest.fixture
def project(tmp_path: Path, url: str) -> Path:
    own, root = tmp_path / "own", tmp_path / "project"
    own.mkdir()
    (root / ".git").mkdir(parents=True)
    (own / "state.json").write_text(LOGIN % STATE, encoding="utf-8")
    (root / "harness.yaml").write_text(PROJECT.format(url=url, own=own), encoding="utf-8")
    return root


def harness(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=root,
        env={**os.environ, **SECRETS, **more, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


def leaks(root: Path, *texts: str, besides: tuple[str, ...] = ()) -> list[str]:
    """Where a canary is to be found."""
    found = [text for text in texts if "canary" in text]
    files = [file for file in root.rglob("*") if file.is_file() and file.name not in besides]
    found += [file.name for file in files if b"canary" in file.read_bytes()]
    return found + [file.name for file in files if "canary" in file.name]


def test_a_page_behind_a_login_is_recorded_without_its_secrets(project: Path) -> None:
    (project / "script.yaml").write_text(SCRIPT, encoding="utf-8")
    made = harness(
        project, "record", "/account/", "--env", "behind", "--no-sandbox", "--script",
        "script.yaml", "--to", "scenarios/a.yaml",
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    assert leaks(project, made.stdout, made.stderr, besides=("script.yaml",)) == []
    text = (project / "scenarios" / "a.yaml").read_text(encoding="utf-8")
    assert "scenario: What happens on /account/\n" in text
    assert "secrets: [CODE, COOKIE_LOGIN]\n" in text
    assert "host: {url: /account/}\n" in text
    assert '"#code": "${env.CODE}"' in text
    assert 'goto: "/more?state=${env.COOKIE_LOGIN}"' in text
    assert "onload" in text
    assert "note: set COOKIE_LOGIN when the scenario is run" in made.stderr
    command = re.findall(r"^run it: harness (.*)$", made.stdout, re.MULTILINE)
    assert command == ["run --env behind --no-sandbox scenarios/a.yaml"]
    ran = harness(project, *command[0].split(), COOKIE_LOGIN=STATE)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert leaks(project, ran.stdout, ran.stderr, besides=("script.yaml",)) == []


@pytest.mark.parametrize("target", [("/account/",), ("URL?preview=PREVIEW",), ()])
def test_a_project_behind_a_login_is_begun(project: Path, url: str, target: tuple[str]) -> None:
    words = [one.replace("URL", f"{url}account/") for one in target]
    words = [one.replace("=PREVIEW", f"={SECRETS['PREVIEW']}") for one in words]
    made = harness(project, "init", *words, "--env", "behind", "--no-sandbox", "--force")
    assert made.returncode == 0, made.stdout + made.stderr
    assert leaks(project, made.stdout, made.stderr) == []
    assert made.stdout.endswith("next: harness run --env behind\n")
    assert "kept harness.yaml" in made.stdout
    text = (project / "scenarios" / "embed.yaml").read_text(encoding="utf-8")
    assert f"host: {{url: {'/account/' if target else '/'}}}\n" in text
    pipeline = (project / ".github/workflows/harness.yml").read_text(encoding="utf-8")
    for name in ("PASSWORD", "PREVIEW", "SESSION"):
        assert f"          {name}: ${{{{ secrets.{name} }}}}\n" in pipeline
    ran = harness(project, "run", "--env", "behind", "--no-sandbox")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_who_is_not_let_in_is_told_how(tmp_path: Path, url: str) -> None:
    made = harness(tmp_path, "init", f"{url}account/", "--no-sandbox")
    assert made.returncode == 4
    assert "the server answers 401" in made.stderr
    assert "harness init /account/ --env staging" in made.stderr
    assert 'basic_auth: {user: ME, password: "${env.STAGING_PASSWORD}"}' in made.stderr
    assert list(tmp_path.glob("*.yaml")) == []


@pytest.mark.parametrize("command", ["init", "record"])
def test_an_environment_that_is_not_there_is_told(project: Path, command: str) -> None:
    more = ("--script", "harness.yaml") if command == "record" else ()
    made = harness(project, command, "/account/", "--env", "behnd", *more)
    assert made.returncode == 4
    assert "did you mean `behind`?" in made.stderr
    made = harness(project, command, "/account/", *more)
    assert made.returncode == 4
    assert "name an environment (`--env NAME`)" in made.stderr


def test_a_project_that_has_no_place_for_the_page_is_not_changed(project: Path, url: str) -> None:
    before = (project / "harness.yaml").read_text(encoding="utf-8")
    made = harness(project, "init", f"{url}account/", "--no-sandbox")
    assert made.returncode == 4
    assert "canary" not in made.stderr
    assert (project / "harness.yaml").read_text(encoding="utf-8") == before
