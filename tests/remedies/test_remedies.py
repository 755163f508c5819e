"""Remedies work: what they are for is gone once they are followed, and nothing else has come."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from trying import RULES, Trial, tried

EACH = 30
"""Every one of so many rules is tried by default, the others by `-m campaign`."""

_NOW = sorted(RULES)[7::EACH]


def _cases() -> list[object]:
    later = pytest.mark.campaign
    return [name if name in _NOW else pytest.param(name, marks=later) for name in sorted(RULES)]


@pytest.fixture(scope="module")
def trials(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Trial]:
    """The trials of those rules that were chosen, made together."""
    wanted = [
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    return {one.rule: one for one in tried(wanted, tmp_path_factory.mktemp("remedies"))}


@pytest.mark.parametrize("name", _cases())
def test_the_remedy_mends_the_page_that_breaks_the_rule(
    name: str, trials: dict[str, Trial]
) -> None:
    trial = trials[name]
    assert trial.is_good, trial
