"""Canaries are planted wherever a secret can come from; then every file of the run is searched."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

CANARIES = {
    "HEADER": 'canary/header"1é',
    "PASSWORD": "canary:password&2",
    "COOKIE": "canary-cookie-3",
    "QUERY": "canary=query+4",
    "FIELD": "canary<field>5",
    "PARAM": "canary-param-6",
    "UNUSED": "canary-unused-7",
}
LOGIN = "canary-state-8"
KEPT = "canary-kept-9"
PROJECT = """
secrets: [KEPT]
secrets_file: {own}/kept.env
environments:
  staging:
    base_url: "{url}shop/?preview=${{env.QUERY}}"
    headers: {{X-Secret: "${{env.HEADER_ASCII}}"}}
    basic_auth: {{user: me, password: "${{env.PASSWORD}}"}}
    cookies: [{{name: session, value: "${{env.COOKIE}}"}}]
    storage_state: {own}/state.json
"""
STATE = """{"cookies": [{"name": "login", "value": "%s", "domain": "127.0.0.1", "path": "/",
"expires": -1, "httpOnly": false, "secure": false, "sameSite": "Lax"}], "origins": []}"""
SPILL = """
scenario: A page that spills everything it is given
secrets: [FIELD, PARAM, HEADER, UNUSED]
params: {of: ["${env.PARAM}", plain]}
within: 300ms
host: {url: ""}
steps:
  - fill: {"input[name=note]": "${env.FIELD}"}
  - eval: |
      console.log(document.cookie, location.href, document.querySelector("input").value);
      console.log(encodeURIComponent("${env.FIELD}"), btoa("${env.PARAM}"));
      document.title = document.querySelector("input").value + " ${env.KEPT} ${of}";
      fetch("/shop/?leak=" + encodeURIComponent("${env.FIELD}"));
  - eval: throw new Error(document.cookie + location.search)
    throws: $str
  - screenshot: "shot ${env.PARAM}"
  - check:
      title: "not ${env.FIELD}"
      url: nowhere
      value: {"input[name=note]": "${env.HEADER}"}
      cookies: {session: other, login: other}
"""
WRONG = """
scenario: A file with a problem that shows what was filled in
secrets: [FIELD, PARAM]
host: {file: "${env.FIELD}"}
steps: [{refresh: }]
"""


@pytest.fixture
def planted(project: Project) -> Project:
    project.write("harness.yaml", PROJECT.format(own=project.own, url=project.staging.url()))
    (project.own / "state.json").write_text(STATE % LOGIN)
    (project.own / "kept.env").write_text(f"KEPT={KEPT}\n")
    project.write("scenarios/spill.yaml", SPILL.replace('url: ""', 'url: "?"'))
    return project


def environment() -> dict[str, str]:
    header = CANARIES["HEADER"].encode("ascii", "ignore").decode()
    return {**CANARIES, "HEADER_ASCII": header, "KEPT": KEPT}


def writings() -> list[str]:
    """Each canary as it is and in other writings, without what is the same in all of them."""
    found = []
    for value in (*environment().values(), LOGIN):
        encoded = base64.b64encode(value.encode()).decode()
        found += [value, quote(value), quote(value, safe=""), encoded]
    pair = f"me:{CANARIES['PASSWORD']}"
    return [*found, base64.b64encode(pair.encode()).decode()]


def leaks(text: str) -> set[str]:
    return {one for one in writings() if one in text} | set(re.findall(r"canary\W{0,8}\w+", text))


def files(folder: Path) -> list[Path]:
    own = {"harness.yaml", "spill.yaml", "wrong.yaml"}
    return [file for file in folder.rglob("*") if file.is_file() and file.name not in own]


@pytest.mark.parametrize("door", ["workers", "pytest"])
def test_planted_secrets_are_found_in_no_file_and_on_no_terminal(
    planted: Project, door: str
) -> None:
    around = ("--env", "staging", "--no-sandbox")
    if door == "pytest":
        report = ("--junitxml", "junit.xml", "-p", "no:cacheprovider")
        ended = planted.python("-m", "pytest", "scenarios", *around, *report, **environment())
    else:
        report = ("--junitxml", "junit.xml", "--screenshot", "on", "-v", "-n", "2")
        ended = planted.harness("run", *around, *report, **environment())
    assert ended.status == 1, ended.text
    assert leaks(ended.text) == set()
    assert "[secret FIELD]" in ended.text
    searched = files(planted.root)
    assert {".jsonl", ".xml", ".png"} <= {file.suffix for file in searched}
    for file in searched:
        assert leaks(file.name) == set()
        assert leaks(file.read_bytes().decode("utf-8", "replace")) == set(), file.name
    logs = "".join(file.read_text() for file in searched if file.suffix == ".jsonl")
    for name in ("FIELD", "PARAM", "KEPT", "COOKIE", "QUERY", "cookie login"):
        assert f"[secret {name}]" in logs, name


@pytest.mark.parametrize("form", ["text", pytest.param("json", marks=pytest.mark.campaign)])
def test_an_audit_tells_no_secrets(planted: Project, form: str) -> None:
    kept = ("--output", "kept", "--report", "audit.txt", "--format", form)
    around = ("--env", "staging", "--no-sandbox")
    ended = planted.harness("audit", "?", *around, *kept, **environment())
    assert ended.status == 0, ended.text
    assert leaks(ended.text) == set()
    assert "[secret QUERY]" in (planted.root / "audit.txt").read_text()
    searched = files(planted.root)
    assert {".jsonl", ".png", ".txt"} <= {file.suffix for file in searched}
    for file in searched:
        assert leaks(file.name) == set()
        assert leaks(file.read_bytes().decode("utf-8", "replace")) == set(), file.name
    logs = "".join(file.read_text() for file in searched if file.suffix == ".jsonl")
    for name in ("COOKIE", "QUERY", "cookie login"):
        assert f"[secret {name}]" in logs, name


def test_problems_of_files_show_no_secrets(planted: Project) -> None:
    planted.write("scenarios/wrong.yaml", WRONG)
    planted.write("fixtures/pages/shop.html", "<p>shop</p>")
    ended = planted.harness("lint", "scenarios", **environment())
    assert ended.status == 4
    assert "[secret FIELD]" in ended.text
    assert leaks(ended.text) == set()
    (planted.root / "scenarios" / "wrong.yaml").unlink()
    ended = planted.harness("run", "--env", "staging", **{**environment(), "QUERY": "canary 4"})
    assert ended.status == 4
    assert "preview=[secret QUERY]" in ended.text
    assert leaks(ended.text) == set()
