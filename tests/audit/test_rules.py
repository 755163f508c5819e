"""Each rule has a page that breaks it and one that comes close but is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from examining import PAGES, audited

from harness.audit.rules import all_rules
from harness.audit.target import Target

if TYPE_CHECKING:
    from harness.audit.auditing import Audit

RULES = {rule.id: rule for rule in all_rules()}
BRIEF = {"options", "calls", "callbacks"}
"""Families that one visit is enough for; the others' pages are visited in all ways."""

PLACES = yaml.safe_load((PAGES.parent / "places.yaml").read_text(encoding="utf-8"))

CASES = [f"{name}/{which}" for name in sorted(RULES) for which in ("broken", "right")]
EACH = 18
"""Every one of so many rules is tried by default, the others by `-m campaign`."""


def _cases(ending: str = "") -> list[object]:
    now = sorted(RULES)[::EACH]
    return [
        case if case.partition("/")[0] in now else pytest.param(case, marks=pytest.mark.campaign)
        for case in CASES
        if case.endswith(ending)
    ]


def _line(case: str, file: str) -> str | None:
    path = PAGES / case.partition("/")[0] / file
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def _further(case: str) -> set[str]:
    """Rules that the page breaks besides, which cannot be avoided: lines `broken: RULE`."""
    which = case.partition("/")[2]
    lines = (_line(case, "expected") or "").splitlines()
    return {line.partition(": ")[2] for line in lines if line.startswith(f"{which}: ")}


def _target(case: str) -> Target:
    headers = (_line(case, f"{case.partition('/')[2]}.headers") or "").splitlines()
    named = tuple((line.partition(": ")[0], line.partition(": ")[2]) for line in headers)
    served = (_line(case, "served") or "").splitlines()
    files = tuple((line.partition(" ")[0], PAGES / line.partition(" ")[2]) for line in served)
    return Target(f"{case}.html", PAGES / f"{case}.html", files, named)


@pytest.fixture(scope="module")
def audits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Audit]:
    """The audits of those pages that were chosen, made together."""
    wanted = {
        item.callspec.params["case"]
        for item in request.session.items
        if item.path == request.path
        and hasattr(item, "callspec")
        and "case" in item.callspec.params
    }
    jobs = {case: (_target(case), _line(case, "consent")) for case in CASES if case in wanted}
    brief = frozenset(case for case in jobs if RULES[case.partition("/")[0]].family in BRIEF)
    return audited(jobs, tmp_path_factory.mktemp("audits"), brief)


def test_every_rule_has_its_pages_and_every_page_its_rule() -> None:
    assert {folder.name for folder in PAGES.iterdir()} == set(RULES) == set(PLACES)


@pytest.mark.parametrize("case", _cases())
def test_the_rule_tells_the_pages_apart(case: str, audits: dict[str, Audit]) -> None:
    name, _, which = case.partition("/")
    wanted = _further(case) | ({name} if which == "broken" else set())
    found = {
        finding.rule
        for finding in audits[case].findings
        if finding.severity != "note" or finding.rule == name
    }
    assert found == wanted, [finding.message for finding in audits[case].findings]


@pytest.mark.parametrize("case", _cases("/broken"))
def test_a_finding_stands_at_what_has_to_change(case: str, audits: dict[str, Audit]) -> None:
    name = case.partition("/")[0]
    audit = audits[case]
    finding = next(one for one in audit.findings if one.rule == name)
    line = audit.sources[finding.place.path].split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(PLACES[name])


@pytest.mark.parametrize("case", _cases("/broken"))
def test_the_place_is_inside_of_a_source(case: str, audits: dict[str, Audit]) -> None:
    audit = audits[case]
    for finding in audit.findings:
        lines = audit.sources[finding.place.path].split("\n")
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1
