"""Which page is meant, and what a new project says of where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.project.loading import names_of, variables_of
from harness.project.model import Environment
from harness.scenario.source import parse
from harness.writing.composing import NotComposed
from harness.writing.projects import Ci, Place, project_files
from harness.writing.whereabouts import page_of

SHOP = Environment(base_url="https://shop.test:8443/eu/?preview=token-1&v=2")
PLAIN = Environment()


@pytest.mark.parametrize(
    ("target", "environment", "opened", "written"),
    [
        ("https://shop.test/a", PLAIN, "https://shop.test/a", "https://shop.test/a"),
        ("/account/", SHOP, "https://shop.test:8443/account/?preview=token-1&v=2", "/account/"),
        ("/a?b=1", SHOP, "https://shop.test:8443/a?b=1&preview=token-1&v=2", "/a?b=1"),
        (
            "https://shop.test:8443/a?preview=token-1&b=1",
            SHOP,
            "https://shop.test:8443/a?b=1&preview=token-1&v=2",
            "/a?b=1",
        ),
        (
            "https://shop.test:8443",
            SHOP,
            "https://shop.test:8443/?preview=token-1&v=2",
            "/",
        ),
        ("https://shop.test/a", SHOP, "https://shop.test/a", "https://shop.test/a"),
        (None, SHOP, "https://shop.test:8443/eu/?preview=token-1&v=2", "/eu/"),
    ],
)
def test_a_page_of_an_environment_is_said_by_its_path(
    target: str | None, environment: Environment, opened: str, written: str
) -> None:
    page = page_of(target, environment)
    assert page.is_real
    assert page.opened == opened
    assert page.host(Path()) == {"url": written}


def test_a_file_stays_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<p>x</p>", encoding="utf-8")
    page = page_of(str(file), SHOP)
    assert (page.is_real, page.opened) == (False, str(file))


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (None, "name the page that embeds the widget"),
        ("gone.html", "there is no such file, and it is no http address"),
        ("/account/", "name an environment"),
    ],
)
def test_what_is_no_page_is_told_with_what_to_say(target: str | None, told: str) -> None:
    with pytest.raises(NotComposed, match=told):
        page_of(target, PLAIN)


def files(place: Place, ci: Ci = "none") -> dict[str, str]:
    made = project_files(place, ci)
    return {file.path: file.content.decode() for file in made}


def test_editors_get_the_schema_of_each_kind_of_file() -> None:
    made = files(Place())
    schemas = json.loads(made[".vscode/settings.json"])["yaml.schemas"]
    assert schemas == {
        "./.vscode/harness-scenario.schema.json": ["scenarios/**/*.yaml"],
        "./.vscode/harness-project.schema.json": ["harness.yaml"],
        "./.vscode/harness-profile.schema.json": ["profiles/**/*.yaml", "**/profile.yaml"],
    }
    titles = [json.loads(made[file.removeprefix("./")])["title"] for file in schemas]
    assert [title.partition(" ")[0] for title in titles] == ["Scenario", "Project", "Profile"]


@pytest.mark.parametrize(
    ("ci", "file"), [("github", ".github/workflows/harness.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_the_pipeline_is_given_what_the_environment_needs(ci: Ci, file: str) -> None:
    text = files(Place("eu", "https://shop.test/", ("SHOP_PASSWORD", "SHOP_TOKEN")), ci)[file]
    assert "harness run --env eu --junitxml" in text
    assert "SHOP_PASSWORD" in text
    root = parse(text, file).root
    assert root is not None
    if ci == "github":
        steps = root.value["jobs"]["harness"]["steps"]
        given = [step["env"] for step in steps if "--env eu" in step.get("run", "")]
        assert given == [
            {name: f"${{{{ secrets.{name} }}}}" for name in ("SHOP_PASSWORD", "SHOP_TOKEN")}
        ]
    bare = files(Place(), ci)[file]
    assert "--env" not in bare
    assert "secrets" not in bare


def test_the_project_file_says_what_its_environments_are_filled_from(tmp_path: Path) -> None:
    file = tmp_path / "harness.yaml"
    file.write_text(
        'environments:\n  a: {base_url: "https://${env.HOST}/", headers: {X: "${env.KEY}"}}\n'
        "  b: {base_url: https://b.test}\n",
        encoding="utf-8",
    )
    assert names_of(file) == ("a", "b")
    assert variables_of(file, "a") == ["HOST", "KEY"]
    assert variables_of(file, "b") == variables_of(file, "c") == []
    file.write_text("[", encoding="utf-8")
    assert names_of(file) == ()
