from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from staging import PASSWORD, TOKEN, USER, VISITOR

from harness.browser.finding import BrowserNotFound, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ended, Project

KNOWN = {"PASSWORD": PASSWORD, "TOKEN": TOKEN, "SESSION": VISITOR}
STAGING = """
environments:
  staging:
    base_url: {url}
    resolve: {{staging.test: 127.0.0.1}}
    basic_auth: {{user: {user}, password: "${{env.PASSWORD}}"}}
    headers: {{X-Preview: "${{env.TOKEN}}"}}
    cookies: [{{name: staging, value: "${{env.SESSION}}"}}]
  state:
    base_url: {url}
    resolve: {{staging.test: 127.0.0.1}}
    storage_state: {own}/state.json
  secure:
    base_url: {https}
    resolve: {{staging.test: 127.0.0.1}}
    certificate_errors: ignored
  mutual:
    base_url: {mutual}
    resolve: {{staging.test: 127.0.0.1}}
    client_certificate: {{certificate: {own}/client.pem, key: {own}/client.key}}
"""
STATE = """{"cookies": [{"name": "staging", "value": "%s", "domain": "staging.test", "path": "/",
"expires": -1, "httpOnly": true, "secure": false, "sameSite": "Lax"}], "origins": []}"""
LOOK = """
scenario: The widget is there
params: {path: [/shop/, /basic/, /preview/, /account/]}
host: {url: "${path}"}
steps:
  - check: {chatbar: bar, widgets: 1}
"""
STRANGERS = """
scenario: Another origin is not shown the header
host: {url: "/cross?other=%s"}
steps:
  - check: {text: {"#shown": "shown: false"}}
"""


@pytest.fixture
def protected(project: Project) -> Project:
    staging = project.staging
    urls = {kind: staging.url(kind=kind, name="staging.test") for kind in staging.ports}
    text = STAGING.format(
        url=urls["http"], https=urls["https"], mutual=urls["mutual"], user=USER, own=project.own
    )
    project.write("harness.yaml", text)
    for name in ("client.pem", "client.key"):
        shutil.copy(staging.folder / name, project.own / name)
    (project.own / "state.json").write_text(STATE % VISITOR)
    project.write("scenarios/look.yaml", LOOK)
    return project


def test_an_environment_lets_the_visitor_in_and_tells_no_stranger(protected: Project) -> None:
    protected.write("scenarios/cross.yaml", STRANGERS % protected.staging.url().rstrip("/"))
    ended = protected.harness("run", "--env", "staging", "--no-sandbox", **KNOWN)
    assert ended.status == 0, ended.text
    assert "5 passed" in ended.out


@pytest.mark.parametrize(
    ("environment", "path"), [("state", "/account/"), ("secure", "/shop/"), ("mutual", "/shop/")]
)
def test_login_states_and_certificates_open_what_is_closed(
    protected: Project, environment: str, path: str
) -> None:
    words = f"path={path}"
    ended = protected.harness("run", "--env", environment, "--no-sandbox", "-k", words, **KNOWN)
    assert ended.status == 0, ended.text


def test_the_base_url_of_the_command_line_comes_first(project: Project) -> None:
    project.write("scenarios/look.yaml", LOOK.replace(", /basic/, /preview/, /account/", ""))
    ended = project.harness("run", "--base-url", project.staging.url(), "--no-sandbox")
    assert ended.status == 0, ended.text
    ended = project.python("-m", "pytest", "--base-url", project.staging.url(), "--no-sandbox")
    assert ended.status == 0, ended.text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "`/account/` is relative, and nothing says to what"),
        (("--env", "stagin"), "did you mean `staging`?"),
        (("--env", "staging"), "the environment variable `TOKEN` is not set"),
        (("--base-url", "staging.test"), "--base-url: say an http or https address"),
        (("--base-url", "http://a:canary-9@staging.test"), "without a user name"),
        (("--widget", "nowhere.js"), "say stub, live, a file, a folder or an address"),
        (("--widget", "live"), "say --allow-live"),
        (("--profile", "nowhere.yaml"), "there is no such file"),
    ],
)
def test_what_is_not_usable_is_told_before_anything_is_run(
    protected: Project, called: Callable[..., Ended], arguments: tuple[str, ...], told: str
) -> None:
    ended = called(protected, "run", *arguments)
    assert ended.status == 4
    assert told in ended.err
    assert "canary-9" not in ended.text
    assert not (protected.root / ".harness").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="for root alone")
def test_without_a_sandbox_real_pages_are_not_opened_unless_the_user_allows_it(
    project: Project,
) -> None:
    project.write("scenarios/look.yaml", LOOK.replace(", /basic/, /preview/, /account/", ""))
    for command in (("harness", "run"), ("pytest", "scenarios")):
        ended = project.python("-m", *command, "--base-url", project.staging.url())
        assert ended.status == 4, ended.text
        assert "the browser's sandbox has to be on, and it is not available to root" in ended.text
        assert "--no-sandbox" in ended.text


WRAPPER = """#!/bin/sh
echo "$@" > {told}
exec {drop} {browser} "$@" {more}
"""


def test_the_sandbox_is_on_for_real_pages(project: Project, tmp_path: Path) -> None:
    is_root = os.geteuid() == 0
    if is_root and shutil.which("setpriv") is None:
        pytest.skip("root has no sandbox, and cannot be somebody else here")
    try:
        browser = find().path
    except BrowserNotFound:
        pytest.skip("no browser")
    for folder in (tmp_path, *tmp_path.parents):
        if is_root and folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108
            folder.chmod(folder.stat().st_mode | 0o755)
    own = tmp_path / "nobody"
    own.mkdir()
    own.chmod(0o777)
    told = own / "arguments"
    wrapper = tmp_path / "browser"
    text = WRAPPER.format(
        told=told,
        browser=browser,
        drop="setpriv --reuid 65534 --regid 65534 --clear-groups" if is_root else "",
        more=f"--user-data-dir={own}" if is_root else "",
    )
    wrapper.write_text(text)
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    project.write("scenarios/look.yaml", LOOK.replace(", /basic/, /preview/, /account/", ""))
    asked = ("--sandbox",) if is_root else ()
    url = project.staging.url()
    ended = project.harness("run", "--base-url", url, "--browser-path", str(wrapper), *asked)
    assert ended.status == 0, ended.text
    assert "--no-sandbox" not in told.read_text()
