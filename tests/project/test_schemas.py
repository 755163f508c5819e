"""The schemas that editors get of project files and profiles say what the harness itself says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harness.browser import profile_schema
from harness.browser.profile_file import load_profile
from harness.cli import main
from harness.project import schema as project_schema
from harness.project.loading import load_project
from harness.scenario import schema as scenario_schema
from harness.scenario.source import parse

ROOT = Path(__file__).parents[2]
MODULES = {
    "scenario": scenario_schema,
    "project": project_schema,
    "profile": profile_schema,
}


def of_a(rest: str) -> str:
    """A project file with one environment."""
    return f'environments: {{a: {{base_url: "https://a.test", {rest}}}}}'


PROJECTS = {
    "environments: {}": True,
    "secrets: [TOKEN]": True,
    "environments: {staging: {base_url: https://a.test/}}": True,
    'environments: {staging: {base_url: "${env.URL}"}}': True,
    of_a("headers: {X-Team: web}"): True,
    of_a('headers: {AUTHORIZATION: "Bearer ${env.T}"}'): True,
    of_a('basic_auth: {user: me, password: "${env.T}"}'): True,
    of_a('cookies: [{name: s, value: "${env.T}"}]'): True,
    of_a("proxy: http://proxy.test:1"): True,
    of_a("certificate_errors: ignored"): True,
    "[]": False,
    "enviroments: {}": False,
    "secrets: TOKEN": False,
    "environments: {a: {}}": False,
    "environments: {a: {base_url: a.test}}": False,
    of_a("basic_auth: {user: me}"): False,
    of_a("basic_auth: {user: me, password: open}"): False,
    of_a("headers: {x-api-key: open}"): False,
    of_a("cookies: [{name: s, value: open}]"): False,
    of_a("proxy: https://proxy.test"): False,
    of_a("certificate_errors: maybe"): False,
    of_a("resolve: [a]"): False,
}
"""Project files, and whether they are right."""

HEAD = "profile: other\n"
PROFILES = {
    "controls: {open: {role: button}}": True,
    "controls: {open: {css: .open}}": True,
    "controls: {open: {role: button, name: [Open, Ouvrir], shadow: true}}": True,
    "address: '*://chat.test/*'\nframe: iframe.chat\ncontrols: {}": True,
    "widget: chat-box\nwindows: {popup: '*/popup', chat: '*/chat'}\ncontrols: {}": True,
    "controls: {}\nconversation: {line: li, by: b, text: p}": True,
    "controls: {open: {text: [Ask us, '?'], shadow: closed}}": True,
    "status: value.page\npopup_status: String(value)\ncontrols: {}": True,
    "world: window.world = backend\nacts: act(act)\ncontrols: {}": True,
    "windows: {popup: {name: 'talk*'}, chat: 'about:blank'}\ncontrols: {}": True,
    "controls: {}\nconversation: {line: li, shadow: closed}": True,
    "": False,
    "controls: {open: {text: Ask, css: u}}": False,
    "controls: {open: {css: u, shadow: open}}": False,
    "status: [value]\ncontrols: {}": False,
    "windows: {popup: {title: talk}}\ncontrols: {}": False,
    "controls: {opne: {role: button}}": False,
    "controls: {open: {role: knob}}": False,
    "controls: {open: {role: button, css: .open}}": False,
    "controls: {open: {}}": False,
    "controls: {open: {css: .open, shadow: maybe}}": False,
    "controls: {}\nwindows: {pop: '*'}": False,
    "controls: {}\nwidget: [a]": False,
    "controls: {}\nconversation: {by: b}": False,
}
"""Profiles without their first line, and whether they are right."""


@pytest.fixture(params=sorted(MODULES))
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def validator(kind: str) -> jsonschema.Draft202012Validator:
    content: dict[str, Any] = json.loads(MODULES[kind].FILE.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(content)


def is_valid(kind: str, text: str) -> bool:
    root = parse(text, "x.yaml").root
    assert root is not None
    return validator(kind).is_valid(root.value)


def test_the_shipped_schema_is_fresh(kind: str) -> None:
    module = MODULES[kind]
    assert module.FILE.read_text(encoding="utf-8") == module.text(), (
        f"run python -m {module.__name__}"
    )


def test_the_schema_is_a_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(validator(kind).schema)


@pytest.mark.parametrize("arguments", [(), ("scenario",), ("project",), ("profile",)])
def test_the_command_prints_what_ships(
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["harness", "schema", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    shipped = MODULES[arguments[0] if arguments else "scenario"].FILE
    assert capsys.readouterr().out == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "is_right"), PROJECTS.items())
def test_an_editor_says_of_a_project_file_what_the_harness_says(
    tmp_path: Path, text: str, *, is_right: bool
) -> None:
    file = tmp_path / "harness.yaml"
    file.write_text(text, encoding="utf-8")
    known = {"URL": "https://a.test/", "T": "token-1", "TOKEN": "token-2"}
    loaded = load_project(file, tmp_path, known)
    assert (loaded.project is not None) == is_right, loaded.render_problems()
    assert is_valid("project", text) == is_right


@pytest.mark.parametrize(("text", "is_right"), PROFILES.items())
def test_an_editor_says_of_a_profile_what_the_harness_says(
    tmp_path: Path, text: str, *, is_right: bool
) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    loaded = load_profile(file, tmp_path)
    assert (loaded.profile is not None) == is_right, loaded.render_problems()
    assert is_valid("profile", HEAD + text) == is_right


def test_profiles_have_no_placeholders(tmp_path: Path) -> None:
    text = HEAD + 'controls: {open: {css: a, shadow: "${env.T}"}}'
    file = tmp_path / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    assert load_profile(file, tmp_path).profile is None
    assert not is_valid("profile", text)


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("profile", [*ROOT.glob("tests/**/profile.yaml"), *ROOT.glob("fixtures/**/profile.yaml")]),
        ("project", [*ROOT.glob("tests/**/harness.yaml"), *ROOT.glob("harness.yaml")]),
    ],
)
def test_the_files_of_this_repository_are_as_their_schemas_say(
    kind: str, files: list[Path]
) -> None:
    wrong = [file for file in files if not is_valid(kind, file.read_text(encoding="utf-8"))]
    assert wrong == []
