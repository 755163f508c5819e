"""A second widget, written apart from the stub: scenarios run on it, and drift names what differs.

It is a custom element of the host page instead of a frame, loads the rest of itself when the
page is idle, is animated, calls its controls otherwise and speaks with the back end through
a document of its own. What it does otherwise on purpose is listed in `planted`.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.browser.engine import Engine, EngineOptions
from harness.browser.profile_file import load_profile
from harness.browser.surroundings import Surroundings
from harness.drift.drifting import Drifting
from harness.drift.widgets import widget
from harness.scenario import load, plan
from harness.stub.builds import read_build

if TYPE_CHECKING:
    from harness.drift.report import Report
    from harness.judging.verdict import RunResult

pytestmark = pytest.mark.campaign

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = HERE / "build"

sys.path.insert(0, str(HERE))

from planted import PLANTED, Planted  # noqa: E402 - it lies beside this file

UNCHANGED = (
    "different_departments/online_by_department",
    "different_operators/online_by_operator",
    "embedded_chatbar/history_api",
    "embedded_chatbar/session_of_two_tabs",
    "embedded_chatbar/status",
    "implementing/published_snippet",
    "interactive_chat/photo_of_the_operator",
    "interactive_chat/photo_of_the_page",
    "misbehaving/callback_asks_status",
    "misbehaving/callback_calls",
    "misbehaving/hook_throws",
    "onchatopened/another_tab",
    "onchatopened/needs_a_chat",
    "onchatopened/operators_chat",
    "onload/for_each_load",
    "onload/once",
    "onload/second_operator_counts",
    "onload/vendor_sample",
    "ontrigger/all_conditions",
    "ontrigger/by_time",
    "ontrigger/nobody_online",
    "ontrigger/once_a_session",
    "prefilled_data/visitor_data",
    "targeted_sites/wildcards",
)
"""Scenarios in which no visitor acts and nobody looks at the widget itself."""

BY_PROFILE = (
    "changing_statuses/operators_leave_an_open_window",
    "changing_statuses/pages_during_a_chat",
    "changing_statuses/visitor_opens_and_minimizes",
    "embedded_chatbar/bubble_beside_the_bar",
    "embedded_chatbar/switch_side",
    "onchange/by_page",
    "onchange/needs_a_chat",
    "onchatopened/after_refresh",
    "onchatopened/chat_as_it_was_left",
    "onchatopened/keeps_the_initiator",
    "onchatstart/after_a_chat",
    "onchatstart/by_a_trigger",
    "onchatstart/by_the_api",
    "onchatstart/by_the_visitor",
    "onchatstart/tickets_differ",
)
"""Scenarios in which a visitor acts, or somebody looks at the widget."""


def profile_options(folder: Path) -> EngineOptions:
    profile = load_profile(HERE / "profile.yaml", ROOT).profile
    assert profile is not None
    around = Surroundings(profile=profile)
    return replace(options(folder), surroundings=around)


def options(folder: Path) -> EngineOptions:
    return EngineOptions(folder, loader=read_build(BUILD), screenshot="off", in_flight=4)


def results(made: EngineOptions, names: tuple[str, ...]) -> dict[str, list[RunResult]]:
    files = {f"scenarios/{name}.yaml": name for name in names}
    loaded = load([ROOT / file for file in files], ROOT)
    assert not loaded.problems

    async def work() -> list[RunResult]:
        async with Engine(made) as engine:
            return await asyncio.gather(*(engine.run(run) for run in plan(loaded)))

    found: dict[str, list[RunResult]] = {}
    for result in asyncio.run(work()):
        found.setdefault(files[result.path], []).append(result)
    return found


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[RunResult]]:
    return results(options(tmp_path_factory.mktemp("unchanged")), UNCHANGED)


@pytest.fixture(scope="module")
def by_profile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[RunResult]]:
    return results(profile_options(tmp_path_factory.mktemp("by_profile")), BY_PROFILE)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The stub and the other widget, compared by the scenarios that show what is planted."""
    folder = tmp_path_factory.mktemp("planted")
    loaded = load([HERE / "planted"], ROOT)
    assert not loaded.problems
    stub, other = EngineOptions(folder, in_flight=6), profile_options(folder)
    made = Drifting(plan(loaded), widget("stub"), widget(str(BUILD)), stub, other)
    return asyncio.run(made.report())


@pytest.mark.parametrize("name", UNCHANGED)
def test_a_scenario_that_needs_no_profile_passes_unchanged(
    unchanged: dict[str, list[RunResult]], name: str
) -> None:
    assert {result.verdict.status for result in unchanged[name]} == {"passed"}, unchanged[name]


@pytest.mark.parametrize("name", BY_PROFILE)
def test_with_a_profile_visitors_act_on_it(
    by_profile: dict[str, list[RunResult]], name: str
) -> None:
    assert {result.verdict.status for result in by_profile[name]} == {"passed"}, by_profile[name]


def test_what_the_profile_does_not_know_is_skipped_with_the_reason(tmp_path: Path) -> None:
    rates = load([HERE / "unknown.yaml"], ROOT)
    assert not rates.problems

    async def work() -> RunResult:
        async with Engine(profile_options(tmp_path)) as engine:
            return await engine.run(plan(rates)[0])

    verdict = asyncio.run(work()).verdict
    assert verdict.status == "skipped"
    assert "does not say how to find `rating`" in verdict.failures[0].message


@pytest.fixture(scope="module")
def of_windows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunResult]:
    """Scenarios about how many widgets there are and about windows of the widget's own."""
    made = profile_options(tmp_path_factory.mktemp("windows"))
    return {result.title: result for result in run_all(made, HERE / "windows.yaml")}


def run_all(made: EngineOptions, file: Path) -> list[RunResult]:
    loaded = load([file], ROOT)
    assert not loaded.problems, loaded.render_problems()

    async def work() -> list[RunResult]:
        async with Engine(made) as engine:
            return await asyncio.gather(*(engine.run(run) for run in plan(loaded)))

    return asyncio.run(work())


@pytest.mark.parametrize(
    "title",
    [
        "There is one widget on the page, started once or twice",
        "A visitor talks in a window of the widget's own",
    ],
)
def test_its_profile_counts_widgets_and_knows_windows(
    of_windows: dict[str, RunResult], title: str
) -> None:
    assert of_windows[title].verdict.status == "passed", of_windows[title].verdict


@pytest.mark.parametrize(
    ("left_out", "told"),
    [("widget", "how to find `widget`"), ("windows", "how to find `windows.popup`")],
)
def test_a_profile_that_does_not_say_it_skips_what_needs_it(
    tmp_path: Path, left_out: str, told: str
) -> None:
    made = profile_options(tmp_path)
    around = made.surroundings
    short = replace(around, profile=replace(around.profile, **{left_out: None}))
    results = run_all(replace(made, surroundings=short), HERE / "windows.yaml")
    skipped = [result for result in results if result.verdict.status == "skipped"]
    assert skipped
    assert all(told in result.verdict.failures[0].message for result in skipped)
    assert {one.title for one in results} - {one.title for one in skipped} == (
        set()
        if left_out == "widget"
        else {"There is one widget on the page, started once or twice"}
    )


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_drift_names_what_was_planted(report: Report, planted: Planted) -> None:
    found = [finding for finding in report.findings if planted.is_meant_by(finding)]
    assert found, [(one.spot, one.subjects, one.overturned) for one in report.findings]
    assert all(planted.says in report.said(finding) for finding in found)
    assert not any(finding.is_doubtful for finding in found)


def test_drift_names_nothing_that_was_not_planted(report: Report) -> None:
    unknown = [
        finding
        for finding in report.findings
        if not any(planted.is_meant_by(finding) for planted in PLANTED)
    ]
    assert unknown == []
    assert not report.uncompared


def test_drift_overturns_the_assumptions_that_the_other_widget_does_not_share(
    report: Report,
) -> None:
    assert set(report.overturned) == {one.overturns for one in PLANTED if one.overturns}


def test_one_cause_is_one_difference(report: Report) -> None:
    assert len(report.causes) == len(PLANTED)
