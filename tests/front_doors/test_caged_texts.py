"""Nothing that a page or a file says acts in the terminal or the log of either front door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Ended, Project

SCENARIOS = r"""
scenarios:
- scenario: "##vso[task.complete] ##[error] [[ATTACHMENT|/etc/passwd]] a::b"
  tags: ["\n::error::a tag"]
  within: 200ms
  host:
    html: |
      <p>x<script>
      const said = "\\n::error::x ##teamcity[x] [[ATTACHMENT|/etc/passwd]]";
      console.log(said + "\\x1b[2J"); document.title = said;
      setTimeout(() => { throw new Error(said + " section_start:1:a\\r\\x1b[0K"); });
      </script>
  steps:
  - check: {title: "##[error]\n::error::no"}
- scenario: of parameters
  params: {x: ["\e[31m ::error::", "\n##vso[x]"]}
  within: 200ms
  host: {html: "${x}"}
  steps: [{check: {title: never}}]
"""
ACTS = re.compile(r"\x1b|^\s*::|##\w*\[|\[\[ATTACHMENT\|(?!\.harness)", re.MULTILINE)


ODD = "##vso[x]\x1b[31m.yaml"
CASES = [
    pytest.param(door, name, marks=() if name == ODD and door != "pytest" else pytest.mark.campaign)
    for door in ("harness", "pytest", "pytest -v -n2")
    for name in (ODD, "plain.yaml")
]


@pytest.mark.parametrize(("door", "name"), CASES)
def test_no_text_acts(empty_project: Project, door: str, name: str) -> None:
    empty_project.write(f"scenarios/{name}", SCENARIOS)
    report = ("scenarios", "--junitxml", "junit.xml")
    first, *more = door.split()
    if first == "harness":
        ended = empty_project.harness("run", "-v", *report)
    else:
        ended = empty_project.pytest(*report, *more)
    assert "3 failed" in ended.out, ended.text
    assert told(ended) == []
    junit = (empty_project.root / "junit.xml").read_text(encoding="utf-8")
    assert ACTS.findall(junit) == []


def told(ended: Ended) -> list[str]:
    return [line for line in ended.text.splitlines() if ACTS.search(line)]
