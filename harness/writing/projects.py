"""The files of a new project, apart from its scenario: each as path and text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from harness.browser.profile_schema import FILE as PROFILE_SCHEMA
from harness.project.loading import FILE
from harness.project.schema import FILE as PROJECT_SCHEMA
from harness.scenario.schema import FILE as SCENARIO_SCHEMA
from harness.writing.spelling import Style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Ci = Literal["github", "gitlab", "none"]

STAGING: Final = "staging"
"""What the environment is called that a page's address becomes."""

_SCHEMAS: Final = {
    SCENARIO_SCHEMA: ["scenarios/**/*.yaml"],
    PROJECT_SCHEMA: [FILE],
    PROFILE_SCHEMA: ["profiles/**/*.yaml", "**/profile.yaml"],
}
"""The schemas, and the files that each is for."""
_BESIDE: Final = re.compile(rb"\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of the project, by its path from the root."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: an environment, with its base and the variables that it needs.

    Without an environment the page is a file of the project.
    """

    env: str | None = None
    base: str | None = None
    variables: Sequence[str] = ()

    @property
    def options(self) -> str:
        """What `harness run` has to be told."""
        return f" --env {self.env}" if self.env else ""


def project_files(place: Place, ci: Ci) -> list[NewFile]:
    """The project file, the editor's settings, the pipeline and what git leaves out."""
    texts = {
        FILE: _project(place),
        ".vscode/settings.json": _settings(),
        **{_beside(file): file.read_text(encoding="utf-8") for file in _SCHEMAS},
        ".gitignore": "/.harness/\n",
    }
    if ci == "github":
        secrets = "".join(_GITHUB_VARIABLE.format(name=name) for name in place.variables)
        words = {"OPTIONS": place.options, "SECRETS": f"\n        env:{secrets}" if secrets else ""}
        texts[".github/workflows/harness.yml"] = _filled(_GITHUB, words)
    elif ci == "gitlab":
        listed = ", ".join(place.variables)
        head = f"# Masked variables of the project's settings: {listed}\n" if listed else ""
        texts[".gitlab-ci.yml"] = head + _filled(_GITLAB, {"OPTIONS": place.options})
    return [NewFile(path, text.encode()) for path, text in texts.items()]


def page_files(file: Path) -> list[NewFile]:
    """A page, and what it loads from its own folder, as fixtures. Raises OSError."""
    content = file.read_bytes()
    found = [NewFile(f"fixtures/pages/{file.name}", content)]
    folder = file.resolve().parent
    for match in _BESIDE.finditer(content):
        name = match[1].decode("utf-8", "replace").partition("?")[0].partition("#")[0]
        if not name or name.startswith(("/", "\\")) or ":" in name:
            continue
        beside = (folder / name).resolve()
        if beside.is_file() and beside.is_relative_to(folder):
            path = f"fixtures/pages/{beside.relative_to(folder).as_posix()}"
            if path not in {one.path for one in found}:
                found.append(NewFile(path, beside.read_bytes()))
    return found


def _project(place: Place) -> str:
    if place.env is None or place.base is None:
        return _HEAD + _WITHOUT_PAGES
    return (
        f"{_HEAD}environments:\n  {place.env}:\n    base_url: {Style().scalar(place.base)}\n"
        f"default: {place.env}  # what commands take that name none\n"
    )


def _settings() -> str:
    schemas = {f"./{_beside(file)}": files for file, files in _SCHEMAS.items()}
    return json.dumps({"yaml.schemas": schemas}, indent=2) + "\n"


def _beside(schema: Path) -> str:
    """Where a schema stands in the project, so that editors need no harness to find it."""
    return f".vscode/harness-{schema.name}"


def _filled(text: str, words: Mapping[str, str]) -> str:
    return re.sub("|".join(words), lambda found: words[found[0]], text)


_HEAD: Final = """\
# Where real pages stand, and what it takes to be let in there: `harness run --env NAME`.
# What is secret comes from the environment: headers: {Authorization: "${env.STAGING_TOKEN}"}
"""

_WITHOUT_PAGES: Final = """\
# environments:
#   staging:
#     base_url: https://staging.shop.example/
environments: {}
"""

_GITHUB: Final = """\
name: harness
on: [push, pull_request]
jobs:
  harness:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: python -m pip install livechatoo-harness
      - run: harness install
      - run: harness lint scenarios
      - run: harness runOPTIONS --junitxml .harness/junit.xmlSECRETS
      - uses: actions/upload-artifact@v4
        if: always()
        with: {name: harness, path: .harness, include-hidden-files: true}
"""

_GITHUB_VARIABLE: Final = "\n          {name}: ${{{{ secrets.{name} }}}}"

_GITLAB: Final = """\
harness:
  image: python:3.12
  script:
    - python -m pip install livechatoo-harness
    - harness install
    - harness lint scenarios
    - harness runOPTIONS --junitxml .harness/junit.xml
  artifacts:
    when: always
    paths: [.harness]
    reports: {junit: .harness/junit.xml}
"""
