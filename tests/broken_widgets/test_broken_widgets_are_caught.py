"""Each broken copy of the widget makes a named scenario fail, for the stated reason.

A harness that passes a wrong widget is worthless: this is the test of the tester.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.browser.engine import Engine, EngineOptions
from harness.scenario import load, plan

if TYPE_CHECKING:
    from harness.judging.verdict import RunResult

ROOT = Path(__file__).resolve().parents[2]
WIDGETS = ROOT / "fixtures" / "widgets"

CATCHES = {
    "bubble-ignored": ("embedded_chatbar/bubble_calls", "check"),
    "callbacks-after-stop": ("embedded_chatbar/stop_is_silent", "contract:silent-after-stop"),
    "chat-forgotten-on-load": ("embedded_chatbar/session_across_hosts", "not-fired"),
    "chat-start-twice": ("onchatstart/by_the_visitor", "contract:onchatstart-once"),
    "flip-does-nothing": ("embedded_chatbar/flip", "check"),
    "hidden-still-shows": ("changing_statuses/init_hidden", "check"),
    "hook-never-called": ("implementing/end_of_body", "not-fired"),
    "init-ignores-options-property": ("embedded_chatbar/init_from_options", "not-fired"),
    "init-ignores-page": ("changing_statuses/init_open", "contract:appears-as-asked"),
    "init-ignores-side": ("embedded_chatbar/side_option", "check"),
    "initiator-always-client": ("onchatstart/by_the_api", "not-matched"),
    "mini-shows-the-bar": ("changing_statuses/init_mini", "check"),
    "no-negation-when-offline": ("changing_statuses/nobody_online_collapsed", "contract:negated-offline"),
    "no-preference-cookie": ("embedded_chatbar/cookies", "check"),
    "onchange-never": ("onchange/by_flip", "not-fired"),
    "onchange-without-chat": ("onchange/needs_a_chat", "contract:onchange-in-chat"),
    "onchange-wrong-word": ("onchange/by_the_visitor", "contract:data-types"),
    "online-as-text": ("onload/once", "contract:data-types"),
    "onload-says-what-was-wanted": ("changing_statuses/nobody_online_open", "contract:negated-offline"),
    "onload-twice": ("onload/once", "contract:onload-once"),
    "onload-without-online": ("onload/once", "contract:data-types"),
    "operators-leaving-go-unnoticed": ("changing_statuses/last_operator_leaves", "check"),
    "page-ignored": ("changing_statuses/every_page", "check"),
    "proactive-message-lost": ("interactive_chat/photo_of_the_page", "not-matched"),
    "reload-does-nothing": ("embedded_chatbar/reload", "not-fired"),
    "reload-loses-callbacks": ("embedded_chatbar/reload", "not-fired"),
    "second-init-adds-a-bar": ("embedded_chatbar/init_twice", "check"),
    "side-never-switches": ("embedded_chatbar/switch_side", "check"),
    "status-stale": ("embedded_chatbar/status", "returned"),
    "stop-leaves-frame": ("embedded_chatbar/stop", "check"),
    "throws-on-second-init": ("embedded_chatbar/init_twice", "threw"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[RunResult]]:
    """The named scenario of each broken widget, run against it."""
    output = tmp_path_factory.mktemp("broken")

    async def one(engine: Engine, name: str) -> list[RunResult]:
        scenario, _ = CATCHES[name]
        loaded = load([ROOT / "scenarios" / f"{scenario}.yaml"], ROOT)
        assert not loaded.problems
        loader = (WIDGETS / f"{name}.js").read_bytes()
        engine.options = replace(engine.options, loader=loader, output=output / name)
        # What is missing takes its whole window to be missed; two seconds are enough here.
        runs = [replace(run, scenario=replace(run.scenario, within=2.0)) for run in plan(loaded)]
        return await asyncio.gather(*(engine.run(run) for run in runs))

    async def work() -> dict[str, list[RunResult]]:
        async with Engine(EngineOptions(output, screenshot="off", in_flight=3)) as engine:
            return {name: await one(engine, name) for name in CATCHES}

    return asyncio.run(work())


def test_every_broken_widget_has_a_scenario_that_catches_it() -> None:
    assert {path.stem for path in WIDGETS.glob("*.js")} == set(CATCHES)


@pytest.mark.parametrize("name", CATCHES)
def test_a_broken_widget_fails_for_the_stated_reason(
    results: dict[str, list[RunResult]], name: str
) -> None:
    verdicts = [result.verdict for result in results[name]]
    codes = {failure.code for verdict in verdicts for failure in verdict.failures}
    assert "failed" in {verdict.status for verdict in verdicts}, verdicts
    assert "broken" not in {verdict.status for verdict in verdicts}, verdicts
    assert CATCHES[name][1] in codes, verdicts
