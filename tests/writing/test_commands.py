"""The commands in a browser: expectations, a recording by script, a new project."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.campaign

LIMIT = 240
PAGE = """<!doctype html><meta charset="utf-8"><title>Shop</title>
<a id="chat-link" href="#" onclick="livechatoo.embed.page('chat'); return false">Chat</a>
<script type="text/javascript">
livechatooCmd = function () {
  livechatoo.embed.init({account : 'demo', lang : 'en', c_email: 'jan@shop.example',
    onload : function () {}, onchange : function () {}, onchatstart : function (data) {}});
};
(function () {
  var l = document.createElement('script');
  l.type = 'text/javascript';
  l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
})();
</script>
"""


def harness(root: Path, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=root,
        input=answer,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(shop: Path) -> Iterator[str]:
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(shop))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}/shop.html"
        made.shutdown()
        thread.join()


SCENARIO = """\
scenario: A chat
host: {file: shop.html}
steps:
  - click: '#chat-link'   # opens it
  - visitor: {says: Hello}
    within: 3s
  - flip:
  - status:
"""

EXPECTED = """\
scenario: A chat
host: {file: shop.html}
steps:
  - click: '#chat-link'   # opens it
  - visitor: {says: Hello}
    expect: {onchatstart: {ticket: $str, initiator: api}}
    within: 3s
  - flip:
    expect: {onchange: {chat_status: min}}
  - status:
    returns: hidden
"""


def test_expectations_are_shown_and_then_written(shop: Path) -> None:
    (shop / "fixtures" / "pages").mkdir(parents=True)
    (shop / "shop.html").rename(shop / "fixtures" / "pages" / "shop.html")
    file = shop / "scenarios" / "chat.yaml"
    file.parent.mkdir()
    file.write_text(SCENARIO, encoding="utf-8")
    shown = harness(shop, "run", "--write-expectations", "scenarios/chat.yaml")
    assert shown.returncode == 0, shown.stderr
    assert "+    expect: {onchange: {chat_status: min}}" in shown.stdout.splitlines()
    assert "3 steps in 1 file would change" in shown.stdout
    assert file.read_text(encoding="utf-8") == SCENARIO
    written = harness(shop, "run", "--write-expectations=write")
    assert written.stdout.endswith("3 steps in 1 file written\n"), written.stderr
    assert file.read_text(encoding="utf-8") == EXPECTED
    assert harness(shop, "run").returncode == 0


def test_a_script_becomes_a_scenario(shop: Path) -> None:
    script = shop / "script.yaml"
    script.write_text(
        "# as a visitor\n- click: '#chat-link'\n- visitor: {says: Hello}\n", encoding="utf-8"
    )
    made = harness(shop, "record", "shop.html", "--script", "script.yaml", "--to", "a.yaml")
    assert made.returncode == 0, made.stderr
    text = (shop / "a.yaml").read_text(encoding="utf-8")
    assert "about: [embed.init, embed.page, onload, onchatstart]\n" in text
    assert text.endswith(
        "  # as a visitor\n"
        "  - click: '#chat-link'\n"
        "    expect: {call: {function: embed.page, args: [chat], by: page}}\n"
        "  - visitor: {says: Hello}\n"
        "    expect: {onchatstart: {ticket: $str, initiator: api}}\n"
    )
    assert "jan@shop.example" not in text.partition("steps:")[2]
    assert harness(shop, "run", "a.yaml").returncode == 0
    again = harness(shop, "record", "shop.html", "--script", "script.yaml", "--to", "a.yaml")
    assert again.returncode == 4
    assert "--force" in again.stderr


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("click: a", "a script is a list of steps"),
        ("- clack: a", "did you mean `click`"),
        ("- [", "s.yaml:1"),
        ("- click: '#gone'\n  timeout: 300ms", "the steps did not pass"),
    ],
)
def test_a_script_that_cannot_be_run(shop: Path, script: str, said: str) -> None:
    (shop / "s.yaml").write_text(script, encoding="utf-8")
    made = harness(shop, "record", "shop.html", "--script", "s.yaml", "--to", "a.yaml")
    assert made.returncode in {1, 4}
    assert said in made.stderr
    assert "Traceback" not in made.stderr
    assert not (shop / "a.yaml").exists()


def test_a_new_project_keeps_the_page_as_it_is(shop: Path) -> None:
    (shop / ".gitignore").write_text("mine\n", encoding="utf-8")
    made = harness(shop, "init", "shop.html", "--ci", "gitlab")
    assert made.returncode == 0, made.stderr
    assert made.stdout.endswith("next: harness run\n")
    assert "kept .gitignore" in made.stdout
    for name in ("harness.yaml", ".vscode/settings.json", ".gitlab-ci.yml", "scenarios/embed.yaml"):
        assert f"wrote {name}\n" in made.stdout
        assert (shop / name).is_file()
    text = (shop / "scenarios" / "embed.yaml").read_text(encoding="utf-8")
    assert "jan@shop.example" not in text
    assert "function: embed.init\n" in text
    assert "account: demo" in text
    assert "onchatstart: $any" in text
    assert harness(shop, "run").returncode == 0
    again = harness(shop, "init", "shop.html")
    assert "kept scenarios/embed.yaml" in again.stdout
    assert (shop / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_a_project_for_a_page_on_a_server(shop: Path, server: str) -> None:
    project = shop / "project"
    project.mkdir()
    made = harness(project, "init", server, "--no-sandbox")
    assert made.returncode == 0, made.stderr
    assert "url: /shop.html" in (project / "scenarios" / "embed.yaml").read_text(encoding="utf-8")
    assert made.stdout.endswith("next: harness run\n")
    for env in ([], ["--env", "staging"]):
        ran = harness(project, "run", *env, "--no-sandbox")
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_page_without_a_widget_gets_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    made = harness(tmp_path, "init", "page.html")
    assert made.returncode == 1
    assert "next: harness audit page.html" in made.stdout
    assert not (tmp_path / "scenarios" / "embed.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("init",), "name the page"),
        (("init", "gone.html"), "no such file"),
        (("record", "shop.html"), "--script"),
    ],
)
def test_nothing_waits_for_somebody_who_is_not_there(
    shop: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    ended = harness(shop, *arguments)
    assert ended.returncode == 4
    assert said in ended.stderr
