"""Each broken copy of the widget makes a named scenario fail, for the stated reason.

A harness that passes a wrong widget is worthless: this is the test of the tester.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from fixtures.widgets.generate import broken_widgets
from tests.broken_widgets.hunting import STUB as SOUND
from tests.broken_widgets.hunting import Copy, against, suite, with_engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.browser.engine import Engine
    from harness.judging.verdict import RunResult

STUB = "the stub itself"

Results = dict[tuple[str, str], list["RunResult"]]
"""The results of a scenario's runs, by the name of the widget and that of the scenario."""


EACH = 36
"""Every one of so many widgets is tried by default, the others by `-m campaign`."""

CHOSEN = list(broken_widgets().values())[::EACH]


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest) -> Results:
    """The named scenarios of the chosen widgets, run against them and against the stub itself."""
    known = suite()
    params = [
        item.callspec.params
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    names = {one["name"] for one in params if one.get("name") in broken_widgets()}

    async def one(
        engine: Engine, name: str, scenario: str, copy: Copy
    ) -> tuple[tuple[str, str], list[RunResult]]:
        runs = [against(engine, run, copy) for run in known[scenario]]
        return (name, scenario), await asyncio.gather(*runs)

    async def work(engine: Engine) -> list[tuple[tuple[str, str], list[RunResult]]]:
        scenarios = sorted({one["scenario"] for one in params if "scenario" in one})
        return await asyncio.gather(
            *(one(engine, STUB, scenario, SOUND) for scenario in scenarios),
            *(
                one(engine, broken.name, broken.scenario, Copy.of(broken))
                for broken in broken_widgets().values()
                if broken.name in names
            ),
        )

    return dict(asyncio.run(with_engine(3, work)))


def _marked(values: Iterable[str], now: Iterable[str]) -> list[object]:
    chosen = set(now)
    marks = pytest.mark.campaign
    return [one if one in chosen else pytest.param(one, marks=marks) for one in values]


@pytest.mark.parametrize("name", _marked(broken_widgets(), (one.name for one in CHOSEN)))
def test_a_broken_widget_fails_for_the_stated_reason(results: Results, name: str) -> None:
    broken = broken_widgets()[name]
    verdicts = [result.verdict for result in results[name, broken.scenario]]
    codes = {failure.code for verdict in verdicts for failure in verdict.failures}
    assert "failed" in {verdict.status for verdict in verdicts}, verdicts
    assert "broken" not in {verdict.status for verdict in verdicts}, verdicts
    assert broken.code in codes, verdicts


@pytest.mark.parametrize(
    "scenario",
    _marked(
        sorted({broken.scenario for broken in broken_widgets().values()}),
        (one.scenario for one in CHOSEN),
    ),
)
def test_the_stub_itself_passes_the_same_scenario(results: Results, scenario: str) -> None:
    verdicts = [result.verdict for result in results[STUB, scenario]]
    assert {verdict.status for verdict in verdicts} == {"passed"}, verdicts
