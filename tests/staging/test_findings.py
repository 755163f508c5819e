"""Pages of a staging server, audited from outside: what is reported is what was planted."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from outside import audited
from site_pages import SITE, page_at
from table import Case, Found, cases, compared, found_in, is_as_expected

from harness.audit.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

    from staging import Staging
    from table import Row

CASES = {case.name: case for case in cases()}
IN_THE_SUITE = {"/csp/", "/shop/product/"}
KINDS = {"shop", "cms", "app", "tags", "csp", "consent"}


@pytest.fixture(scope="module")
def rows(
    request: pytest.FixtureRequest, staging: Staging, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Row]]:
    """The lines of those cases that were chosen, made by as few commands as can be."""
    wanted = {
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path and "name" in getattr(item, "fixturenames", ())
    }
    chosen = [case for name, case in CASES.items() if name in wanted]
    made = audited(staging, chosen, tmp_path_factory.mktemp("integrator"))
    return {case.name: lines for case, lines in made}


@pytest.mark.parametrize(
    "name",
    [
        name if name in IN_THE_SUITE else pytest.param(name, marks=pytest.mark.campaign)
        for name in CASES
    ],
)
def test_every_expected_finding_is_reported_and_no_other(
    name: str, rows: dict[str, list[Row]]
) -> None:
    assert [row for row in rows[name] if row.state != "ok"] == []


def test_each_page_of_the_site_is_in_the_table() -> None:
    shown = {page_at(case.page) for case in CASES.values()}
    pages = {file for kind in (*KINDS, "account", "worker") for file in _pages(kind)}
    assert pages - shown == set()


def _pages(kind: str) -> list[Path]:
    return [SITE / f"{kind}.html", *(SITE / kind).glob("*.html")]


def test_each_kind_of_page_is_there_right_over_https_and_with_faults_enough() -> None:
    right = {case.kind for case in CASES.values() if not case.wanted}
    secure = {case.kind for case in CASES.values() if case.scheme == "https"}
    assert right & secure >= KINDS
    faults = Counter(case.kind for case in CASES.values() for _ in case.wanted)
    assert min(faults[kind] for kind in KINDS) >= 5


def test_the_table_and_the_rules_say_the_same_of_how_heavy_a_finding_is() -> None:
    known = {rule.id: rule.severity for rule in all_rules()}
    told = {(one.rule, one.severity) for case in CASES.values() for one in case.wanted}
    assert told <= set(known.items())


CASE = CASES["/shop/product/"]
MET = [Found(one.rule, one.severity, one.file, one.line, one.text) for one in CASE.wanted]


def test_what_was_planted_and_not_reported_is_missing() -> None:
    rows = compared(CASE, MET[1:])
    assert [row.state for row in rows] == ["missing", "ok"]
    assert not is_as_expected(rows)


@pytest.mark.parametrize(
    "other",
    [{"line": 1}, {"severity": "note"}, {"rule": "no-embed"}, {"file": "/"}, {"excerpt": "<p>"}],
)
def test_a_finding_that_differs_anywhere_is_another_one(other: dict[str, Any]) -> None:
    rows = compared(CASE, [replace(MET[0], **other), MET[1]])
    assert [row.state for row in rows] == ["missing", "ok", "not expected"]


def test_a_finding_that_is_reported_twice_was_expected_once() -> None:
    rows = compared(CASE, [*MET, MET[0]])
    assert [row.state for row in rows] == ["ok", "ok", "not expected"]


def test_a_right_page_is_not_right_with_a_note() -> None:
    right = Case("shop", "/shop/", "right", ())
    row = {
        "rule": "mobile-forced",
        "severity": "note",
        "place": {"path": "http://127.0.0.1:1/shop/", "line": 3},
        "excerpt": "mobile: true",
    }
    (told,) = compared(right, found_in({"findings": [row]}))
    assert (told.state, told.place) == ("not expected", "/shop/:3")


def test_the_command_that_has_compared_nothing_does_not_say_that_all_is_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.staging", "/no-such-page/"],
        cwd=SITE.parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "0 pages: 0 ok, 0 missing, 0 not expected\n")
