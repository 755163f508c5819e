"""The host pages of the bundled suite that are right give no error and no warning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examining import audited

from harness.audit.target import Target

if TYPE_CHECKING:
    from harness.audit.auditing import Audit

FIXTURES = Path(__file__).parents[2] / "fixtures"
RIGHT = [
    "app",
    "bakery",
    "consent",
    "docs",
    "news",
    "order",
    "protocol_relative",
    "shop",
    "tag_manager",
    "wraps_init",
]
WRONG = {
    "alerts": {"alert-in-callback"},
    "gtag": {"ga-missing"},
    "inherited_keys": {"for-in-over-data", "prototype-extended"},
    "late_hook": {"hook-after-loader", "loader-blocking"},
    "loader_in_head": {"body-missing-at-init", "loader-blocking"},
    "loader_only": {"loader-without-init", "loader-blocking"},
    "module": {"hook-in-strict-code"},
    "twice": {"loader-twice"},
}
CONSENT = {"consent": "#allow"}
SERVED = {
    "tag_manager": (("https://tags.example/manager.js", FIXTURES / "responses" / "tag_manager.js"),)
}


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Audit]:
    jobs = {}
    for name in (*RIGHT, *WRONG):
        file = FIXTURES / "pages" / f"{name}.html"
        jobs[name] = (Target(file.name, file, SERVED.get(name, ())), CONSENT.get(name))
    return audited(jobs, tmp_path_factory.mktemp("right"))


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_page_gives_no_error_and_no_warning(name: str, audits: dict[str, Audit]) -> None:
    heavy = [one for one in audits[name].findings if one.severity != "note"]
    assert heavy == []
    assert audits[name].troubles == ()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_page_gives_what_is_wrong_with_it(name: str, audits: dict[str, Audit]) -> None:
    heavy = {one.rule for one in audits[name].findings if one.severity != "note"}
    assert heavy == WRONG[name]
