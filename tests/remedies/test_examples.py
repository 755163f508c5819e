"""Advice is consistent with itself: a right page that follows an example is a right page."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "audit"))

from examining import audited
from showing import shown

from harness.audit.examples import CALLS, OF_POPUP, OF_PROACTIVE
from harness.audit.rules import all_rules
from harness.audit.target import Target
from harness.commands.auditing import audit

if TYPE_CHECKING:
    from harness.audit.auditing import Audit

EACH = 30
"""Every one of so many examples is tried by default, the others by `-m campaign`."""

EXAMPLES = {rule.example: rule.id for rule in all_rules() if rule.example}
EXAMPLES |= {example: f"{name}-popup" for name, example in OF_POPUP.items()}
EXAMPLES |= {example: f"{name}-proactive" for name, example in OF_PROACTIVE.items()}
EXAMPLES |= {example: f"call-of-{name}" for name, example in CALLS.items()}
"""Each example once, with one of the rules that show it."""

COMMANDS = [example for example in EXAMPLES if shown(example) is None]
PAGES = {name: page for example, name in EXAMPLES.items() if (page := shown(example)) is not None}
WITHOUT = {"builtin-changed", "chat-after-input", "clicks-swallowed", "focus-stolen"}
"""Rules that are kept by leaving something away."""


def _cases() -> list[object]:
    now = sorted(PAGES)[::EACH]
    later = pytest.mark.campaign
    return [name if name in now else pytest.param(name, marks=later) for name in sorted(PAGES)]


@pytest.fixture(scope="module")
def audits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Audit]:
    wanted = [
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path
        and hasattr(item, "callspec")
        and "name" in item.callspec.params
    ]
    folder = tmp_path_factory.mktemp("examples")
    jobs = {}
    for name in wanted:
        if name not in PAGES:
            continue
        page, home = PAGES[name], folder / name
        home.mkdir()
        (home / "page.html").write_text(page.html, encoding="utf-8")
        (home / "worker.js").write_text(page.worker, encoding="utf-8")
        jobs[name] = (
            Target(f"{name}/page.html", home / "page.html", (), page.headers),
            page.consent,
        )
    return audited(jobs, folder / "runs")


@pytest.mark.parametrize("name", _cases())
def test_a_right_page_stays_right_with_the_example(name: str, audits: dict[str, Audit]) -> None:
    found = [f"{one.severity} {one.rule}: {one.message}" for one in audits[name].findings]
    assert found == [], PAGES[name].html
    assert audits[name].troubles == ()


@pytest.mark.parametrize("example", COMMANDS)
def test_a_command_can_be_given(example: str) -> None:
    words = shlex.split(example)
    assert words[:2] == ["harness", "audit"]
    assert audit.make_context("audit", words[2:]).params["targets"]


def test_only_what_is_kept_by_leaving_something_away_has_no_example() -> None:
    assert {rule.id for rule in all_rules() if not rule.example} == WITHOUT
