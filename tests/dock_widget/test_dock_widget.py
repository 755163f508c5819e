"""A fourth widget: written blind, by who had the vendor's page and what was observed, and no more.

It lives in a frame of the widget's host, behind a closed shadow tree; its parts are in open ones,
told by roles and names. It asks whether a visitor means to leave, has choices in a list of the
browser's own, and a back end in its own documents: `profile.yaml` tells the harness all that. The
whole suite against it, and against the other two, is in the README beside this file.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.browser.engine import Engine, EngineOptions
from harness.browser.profile_file import load_profile
from harness.browser.surroundings import Surroundings
from harness.scenario import load, plan
from harness.stub.builds import read_build

if TYPE_CHECKING:
    from harness.judging.verdict import RunResult

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

PASSED = (
    "onchange/by_the_visitor",
    "onload/second_operator_counts",
)
"""Scenarios in which visitors and operators act: in a frame of the widget, and in its back end."""

ALL_PASSED = (
    "embedded_chatbar/switch_side",
    "onchange/needs_a_chat",
    "onchange/no_change_no_event",
    "onchange/not_by_an_answer",
    "onchange/vendor_sample",
    "onchatrating/vendor_sample",
    "onemailrequired/vendor_sample",
    "onload/vendor_sample",
    "onnamerequired/vendor_sample",
    "onofflinemessage/vendor_sample",
    "ontrigger/vendor_sample",
)
"""Further ones; of every section a few."""

WAYS = """
scenario: A visitor goes the ways that only this widget has
host:
  html: <p>Shop</p>
  embed:
    account: demo
    page: online
    onchatstart: {js: "function () {}"}
    onchatrating: {js: "function () {}"}
    onofflinemessage: {js: "function () {}"}
backend:
  operators: [{id: 3, name: Alex}, {id: 31, name: Alexa}]
  settings: {assignment: manual}
steps:
  - check: {choices: [Alex, Alexa]}
  - visitor: {picks: Alexa}
  - visitor: {says: Hello}
    expect: {onchatstart: {initiator: client}}
  - operator: {says: Good day}
  - check: {conversation: {$has: {by: Alexa, text: Good day}}}
  - visitor: {rates: 4, message: Fine}     # who leaves is asked whether that is meant
    expect: {onchatrating: {rating: 4, message: Fine, operator_id: 31}}
  - operator: {goes: offline}
  - page: offline
  - check: {choices: [Alex, Alexa]}        # options of a list of the browser's own
  - visitor: {leaves_message: {picks: Alexa, email: ann@mail.example, message: Call me}}
    expect: {onofflinemessage: {operator_id: 31, message: Call me}}
always: {no: [page_error]}
"""


def options(folder: Path) -> EngineOptions:
    profile = load_profile(HERE / "profile.yaml", ROOT).profile
    assert profile is not None
    build = read_build(HERE / "build")
    return EngineOptions(
        folder, loader=build, screenshot="off", surroundings=Surroundings(profile=profile)
    )


def results(made: EngineOptions, files: list[Path], root: Path = ROOT) -> list[RunResult]:
    loaded = load(files, root)
    assert not loaded.problems, loaded.render_problems()

    async def work() -> list[RunResult]:
        async with Engine(made) as engine:
            return await asyncio.gather(*(engine.run(run) for run in plan(loaded)))

    return asyncio.run(work())


def said(result: RunResult) -> str:
    return " ".join(f"{one.code}: {one.message}" for one in result.verdict.failures)


def test_visitors_and_operators_act_on_it_and_its_scenarios_pass(tmp_path: Path) -> None:
    own = tmp_path / "ways.yaml"
    own.write_text(WAYS, encoding="utf-8")
    made = options(tmp_path)
    found = results(made, [ROOT / f"scenarios/{name}.yaml" for name in PASSED])
    found += results(made, [own], tmp_path)
    assert {one.run_id: said(one) for one in found if one.verdict.status != "passed"} == {}


@pytest.mark.campaign
def test_scenarios_of_every_section_pass(tmp_path: Path) -> None:
    files = [ROOT / f"scenarios/{name}.yaml" for name in ALL_PASSED]
    found = results(options(tmp_path), files)
    assert {one.run_id: said(one) for one in found if one.verdict.is_bad} == {}
