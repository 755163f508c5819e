"""Pages from outside, and of our own making, are told what is wrong with them and nothing else.

Whether the chat comes up is decided on each visit, and told with the first link that broke.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from examining import audited

from harness.audit.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.auditing import Audit
    from harness.audit.finding import Finding

CASES = Path(__file__).parent / "cases"
EACH = 16
"""Every one of so many is tried by default, the others by `-m campaign`."""


@dataclass(frozen=True)
class Case:
    """One page, how it is served, and what is told of it."""

    page: str
    finds: frozenset[str]
    at: str = ""
    says: str = ""
    consent: str | None = None
    click: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    mended: dict[str, str] | None = None

    def target(self, headers: dict[str, str]) -> Target:
        """The page as it is served with these fields."""
        return Target(self.page, CASES / self.page, headers=tuple(headers.items()))


def _read() -> Iterator[tuple[str, Case]]:
    table = yaml.safe_load(CASES.with_suffix(".yaml").read_text(encoding="utf-8"))
    for folder, entries in table.items():
        for name, entry in entries.items():
            said: dict[str, Any] = {"finds": entry} if isinstance(entry, str) else dict(entry)
            finds = frozenset(said.pop("finds").split()) - {"clean"}
            page = f"{folder}/{said.pop('page', name)}.html"
            yield f"{folder}/{name}", Case(page, finds, **said)


TABLE = dict(_read())
_NOW = set(sorted(TABLE)[::EACH])


def _cases(names: list[str]) -> list[object]:
    later = pytest.mark.campaign
    return [name if name in _NOW else pytest.param(name, marks=later) for name in names]


MENDED = [name for name, case in TABLE.items() if case.mended is not None]


@pytest.fixture(scope="module")
def audits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Audit]:
    """The audits of those pages that were chosen, made together."""
    jobs: dict[str, tuple[Target, str | None]] = {}
    openers: dict[str, str | None] = {}
    for item in request.session.items:
        if item.path == request.path and hasattr(item, "callspec"):
            name = item.callspec.params["name"]
            case, is_mended = TABLE[name], "mended" in item.originalname
            headers = (case.mended or {}) if is_mended else case.headers
            jobs[f"{name} mended" if is_mended else name] = (case.target(headers), case.consent)
            openers[name] = case.click
    return audited(jobs, tmp_path_factory.mktemp("cases"), openers=openers)


def _heavy(audit: Audit) -> list[Finding]:
    return [one for one in audit.findings if one.severity != "note"]


def test_each_page_has_an_entry() -> None:
    pages = {path.relative_to(CASES).as_posix() for path in CASES.rglob("*.html")}
    assert pages == {case.page for case in TABLE.values()}


@pytest.mark.parametrize("name", _cases(list(TABLE)))
def test_a_page_is_told_what_is_wrong_with_it(name: str, audits: dict[str, Audit]) -> None:
    case, audit = TABLE[name], audits[name]
    heavy = _heavy(audit)
    assert {one.rule for one in heavy} == case.finds, [one.message for one in audit.findings]
    assert audit.troubles == ()
    assert audit.defects == ()
    if heavy:
        first = heavy[0]
        lines = audit.sources[first.place.path].split("\n")
        assert lines[first.place.line - 1][first.place.column - 1 :].startswith(case.at)
        assert case.says in first.message


@pytest.mark.parametrize("name", _cases(MENDED))
def test_a_page_that_is_mended_is_clean(name: str, audits: dict[str, Audit]) -> None:
    assert _heavy(audits[f"{name} mended"]) == []
