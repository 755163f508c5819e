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
    "bubble-ignored": ("bubble/calls", "check"),
    "callbacks-after-stop": ("embed/stop_is_silent", "contract:silent-after-stop"),
    "chat-forgotten-on-load": ("embed/session_across_hosts", "not-fired"),
    "chat-start-twice": ("callbacks/onchatstart_by_the_visitor", "contract:onchatstart-once"),
    "flip-does-nothing": ("embed/flip", "check"),
    "hidden-still-shows": ("statuses/init_hidden", "check"),
    "hook-never-called": ("host_pages/end_of_body", "not-fired"),
    "init-ignores-options-property": ("embed/init_from_options", "not-fired"),
    "init-ignores-page": ("statuses/init_open", "contract:appears-as-asked"),
    "init-ignores-side": ("sides/option", "check"),
    "initiator-always-client": ("callbacks/onchatstart_by_the_api", "not-matched"),
    "mini-shows-the-bar": ("statuses/init_mini", "check"),
    "no-negation-when-offline": ("statuses/nobody_online_collapsed", "contract:negated-offline"),
    "no-preference-cookie": ("embed/cookies", "check"),
    "onchange-never": ("callbacks/onchange_by_flip", "not-fired"),
    "onchange-without-chat": ("callbacks/onchange_needs_a_chat", "contract:onchange-in-chat"),
    "onchange-wrong-word": ("callbacks/onchange_by_the_visitor", "contract:data-types"),
    "online-as-text": ("callbacks/onload", "contract:data-types"),
    "onload-says-what-was-wanted": ("statuses/nobody_online_open", "contract:negated-offline"),
    "onload-twice": ("callbacks/onload", "contract:onload-once"),
    "onload-without-online": ("callbacks/onload", "contract:data-types"),
    "operators-leaving-go-unnoticed": ("statuses/last_operator_leaves", "check"),
    "page-ignored": ("statuses/every_page", "check"),
    "proactive-message-lost": ("callbacks/proactive_photo", "not-matched"),
    "reload-does-nothing": ("embed/reload", "not-fired"),
    "reload-loses-callbacks": ("embed/reload", "not-fired"),
    "second-init-adds-a-bar": ("embed/init_twice", "check"),
    "side-never-switches": ("sides/switch", "check"),
    "status-stale": ("embed/status", "returned"),
    "stop-leaves-frame": ("embed/stop", "check"),
    "throws-on-second-init": ("embed/init_twice", "threw"),
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
