"""The files of a new project, apart from its scenario: each as path and text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin, urlsplit

from harness.project.loading import FILE
from harness.scenario.schema import FILE as SCHEMA_FILE
from harness.writing.composing import is_url
from harness.writing.spelling import Style

if TYPE_CHECKING:
    from pathlib import Path

Ci = Literal["github", "gitlab", "none"]

STAGING: Final = "staging"
"""What the environment is called that a page's address becomes."""

_SCHEMA: Final = ".vscode/harness-scenario.schema.json"
_BESIDE: Final = re.compile(rb"\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of the project, by its path from the root."""

    path: str
    content: bytes


def project_files(target: str, ci: Ci) -> list[NewFile]:
    """The project file, the editor's settings, the pipeline and what git leaves out."""
    texts = {
        FILE: _project(target),
        ".vscode/settings.json": _settings(),
        _SCHEMA: SCHEMA_FILE.read_text(encoding="utf-8"),
        ".gitignore": "/.harness/\n",
    }
    options = f" --env {STAGING}" if is_url(target) else ""
    if ci == "github":
        texts[".github/workflows/harness.yml"] = _GITHUB.replace("OPTIONS", options)
    elif ci == "gitlab":
        texts[".gitlab-ci.yml"] = _GITLAB.replace("OPTIONS", options)
    return [NewFile(path, text.encode()) for path, text in texts.items()]


def place_of(url: str) -> tuple[str, str]:
    """The base of an address, and what is relative to it."""
    parts = urlsplit(url)
    rest = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/")
    return urljoin(url, "/"), rest.geturl()


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


def _project(target: str) -> str:
    if not is_url(target):
        return _HEAD + _WITHOUT_PAGES
    base, _ = place_of(target)
    return _HEAD + f"environments:\n  {STAGING}:\n    base_url: {Style().scalar(base)}\n"


def _settings() -> str:
    schemas = {f"./{_SCHEMA}": ["scenarios/**/*.yaml"]}
    return json.dumps({"yaml.schemas": schemas}, indent=2) + "\n"


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
      - run: harness runOPTIONS --junitxml .harness/junit.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with: {name: harness, path: .harness, include-hidden-files: true}
"""

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
