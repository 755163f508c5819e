"""`default:` of a project file: the environment of commands that name none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.running.around import Unusable, around_of

if TYPE_CHECKING:
    from pathlib import Path

FILE = """environments:
  staging: {base_url: https://staging.shop.example/}
  live: {base_url: https://shop.example/}
default: staging
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "harness.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("options", "base"),
    [
        ({}, "https://staging.shop.example/"),
        ({"env": "live"}, "https://shop.example/"),
        ({"base_url": "https://other.example/"}, "https://other.example/"),
    ],
)
def test_who_names_something_else_gets_that(options: dict[str, str], base: str) -> None:
    assert around_of(options).surroundings.environment.base_url == base


def test_without_a_default_there_is_none(project: Path) -> None:
    text = FILE.replace("default: staging\n", "")
    (project / "harness.yaml").write_text(text, encoding="utf-8")
    assert around_of({}).surroundings.environment.base_url is None


def test_a_default_that_is_not_there_is_a_problem_of_the_file(project: Path) -> None:
    text = FILE.replace("default: staging", "default: stagin")
    (project / "harness.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Unusable, match="there is no such environment") as caught:
        around_of({})
    assert "did you mean `staging`?" in str(caught.value)
    assert "harness.yaml:4" in str(caught.value)
