"""Each settable assumption: a widget that does otherwise overturns exactly that one.

The second widget is the stub with the other choice; the scenario that shows it lies in
`assumptions`, under the assumption's id.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.assumptions import ASSUMPTIONS
from harness.browser.engine import Engine, EngineOptions
from harness.drift.drifting import Drifting
from harness.drift.widgets import shown, widget
from harness.scenario import load, plan

if TYPE_CHECKING:
    from harness.drift.report import Report

HERE = Path(__file__).parent
SCENARIOS = HERE / "assumptions"
CHOICES = [(one.id, shown(choice)) for one in ASSUMPTIONS.values() for choice in one.choices[1:]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Report]:
    """The comparison of the stub with the stub under each choice."""
    options = EngineOptions(tmp_path_factory.mktemp("drift"), in_flight=8)

    async def one(engine: Engine, name: str, choice: str) -> Report:
        loaded = load([SCENARIOS / f"{name}.yaml"], HERE)
        assert not loaded.problems
        other = widget(f"stub:{name}={choice}")
        return await Drifting(plan(loaded), widget("stub"), other, options, options).within(engine)

    async def work() -> dict[tuple[str, str], Report]:
        async with Engine(options) as engine:
            return {pair: await one(engine, *pair) for pair in CHOICES}

    return asyncio.run(work())


def test_every_settable_assumption_has_a_scenario_that_shows_it() -> None:
    assert {path.stem for path in SCENARIOS.glob("*.yaml")} == {name for name, _ in CHOICES}


@pytest.mark.campaign
@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_other_choice_overturns_exactly_this_assumption(
    reports: dict[tuple[str, str], Report], name: str, choice: str
) -> None:
    report = reports[name, choice]
    assert report.findings
    assert not report.uncompared
    for finding in report.findings:
        assert finding.overturned is not None, finding
        assert (finding.overturned.assumption, shown(finding.overturned.choice)) == (name, choice)
        assert finding.overturned.or_else == ()
        assert report.said(finding) == "the stub is stale"
    assert len(report.causes) == 1
