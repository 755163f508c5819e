from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.project.loading import find, load_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.project.loading import LoadedProject

WHOLE = """\
secrets_file: {folder}/staging.env
secrets: [OWN]
environments:
  staging:
    base_url: "https://staging.test:8443/?preview=${{env.TOKEN}}"
    headers: {{X-Preview: "${{env.TOKEN}}", X-Team: web}}
    basic_auth: {{user: integrator, password: "${{env.PASSWORD}}"}}
    cookies:
      - {{name: session, value: "${{env.SESSION}}", same_site: None}}
    storage_state: {folder}/state.json
    client_certificate: {{certificate: client.pem, key: {folder}/client.key}}
    proxy: http://me:${{env.PASSWORD}}@proxy.test:3128
    resolve: {{staging.test: 127.0.0.1}}
    certificate_errors: ignored
  other:
    base_url: https://${{env.NOT_SET}}/
"""
SET = {"TOKEN": "token-1", "SESSION": "session-1", "OWN": "own-secret"}
STATE = """{"cookies": [{"name": "sid", "value": "canary-state-1"}],
"origins": [{"origin": "https://a", "localStorage": [{"name": "t", "value": "canary-state-2"},
{"name": "seen", "value": "true"}]}]}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository, and beside it what is no part of it."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "staging.env").write_text("# secrets\nexport PASSWORD='from-the-file'\nTOKEN=unused\n")
    (own / "state.json").write_text(STATE)
    (own / "client.key").write_text("key")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "client.pem").write_text("certificate")
    return repository


def loaded(
    folder: Path, text: str, only: str | None = "staging", **variables: str
) -> LoadedProject:
    file = folder / "harness.yaml"
    file.write_text(text, encoding="utf-8")
    return load_project(file, folder, variables, only)


def problems(folder: Path, text: str, **variables: str) -> str:
    found = loaded(folder, text, None, **variables)
    assert found.project is None
    return found.render_problems()


def test_an_environment_is_filled_from_the_environment_and_a_file_outside(folder: Path) -> None:
    text = WHOLE.format(folder=folder.parent / "own")
    found = loaded(folder, text, **SET)
    assert not found.problems, found.render_problems()
    assert found.project is not None
    assert found.project.names == ("staging", "other")
    staging = found.project.environments["staging"]
    assert staging.base_url == "https://staging.test:8443/?preview=token-1"
    assert staging.origin == "https://staging.test:8443"
    assert staging.headers == {"X-Preview": "token-1", "X-Team": "web"}
    assert staging.basic_auth == ("integrator", "from-the-file")
    assert staging.proxy == "http://me:from-the-file@proxy.test:3128"
    assert staging.cookies[0]["domain"] == "staging.test"
    assert staging.cookies[0]["secure"] is True
    assert list(staging.certificates) == ["staging.test:8443"]


def test_everything_secret_is_masked_and_nothing_else(folder: Path) -> None:
    text = WHOLE.format(folder=folder.parent / "own")
    found = loaded(folder, text, **SET)
    assert found.project is not None
    mask = found.project.environments["staging"].mask
    said = (
        "token-1 session-1 own-secret from-the-file canary-state-1 canary-state-2 "
        "aW50ZWdyYXRvcjpmcm9tLXRoZS1maWxl staging.test true web integrator"
    )
    assert mask.text(said).split("] ") == [
        *("[secret TOKEN", "[secret SESSION", "[secret OWN", "[secret PASSWORD"),
        *("[secret cookie sid", "[secret storage t", "[secret basic_auth"),
        "staging.test true web integrator",
    ]
    shown = repr(found.project)
    assert not any(word in shown for word in ("token-1,", "session-1", "from-the-file", "canary"))


def test_a_file_that_is_found_from_a_folder_below(folder: Path) -> None:
    below = folder / "scenarios" / "shop"
    below.mkdir(parents=True)
    (folder / "harness.yaml").write_text("environments: {}")
    assert find(below) == (folder / "harness.yaml").resolve()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("basic_auth: {user: me, password: open-sesame}", "a secret does not stand in"),
        ("headers: {Authorization: Bearer 123}", "a secret does not stand in"),
        ("cookies: [{name: a, value: b}]", "a secret does not stand in"),
        ("proxy: http://me:sesame@proxy.test:3128", "the proxy's password does not stand"),
        ("storage_state: state.json", "a file with secrets lies outside of the repository"),
        ("storage_state: nowhere.json", "there is no such file"),
        ("basic_auht: {user: me}", "did you mean `basic_auth`?"),
        ("proxy: https://proxy.test", "the proxy is spoken to by http"),
        ("certificate_errors: yes", "`certificate_errors` of `staging` cannot be"),
        ('headers: {X-A: "${env.UNSET}"}', "the environment variable `UNSET` is not set"),
        ('headers: {X-A: "${env.SHORT}"}', "too short to be masked"),
    ],
)
def test_mistakes_are_told_with_their_place(folder: Path, line: str, told: str) -> None:
    (folder / "state.json").write_text("{}")
    text = f"environments:\n  staging:\n    base_url: https://staging.test/\n    {line}\n"
    said = problems(folder, text, SHORT="abc")
    assert told in said
    assert said.startswith("harness.yaml:4:") or "too short" in said
    assert "sesame@" not in said.partition("\n")[0]


def test_a_secret_is_not_repeated_by_the_message_that_refuses_it(folder: Path) -> None:
    text = 'environments: {staging: {base_url: "${env.URL}"}}'
    said = problems(folder, text, URL="https://me:canary-77@staging.test/")
    assert "canary-77" not in said


def test_a_file_of_secrets_is_no_part_of_the_repository(folder: Path) -> None:
    (folder / "own.env").write_text("A=1")
    assert "outside of the repository" in problems(folder, "secrets_file: own.env")
    (folder.parent / "bad.env").write_text("A=1\nwhat")
    said = problems(folder, f"secrets_file: {folder.parent}/bad.env")
    assert "line 2 is not `NAME=VALUE`" in said


def test_a_project_file_is_a_mapping(folder: Path) -> None:
    assert "a project file is a mapping" in problems(folder, "[a]")
    assert "`enviroments` is not a key of the project file" in problems(folder, "enviroments: {}")
