"""A third widget: as different from the stub as a correct one can be, and judged by the same suite.

It was written from the vendor's page and what was observed of its requests. Its API is frozen and
made of classes with private fields, it freezes the options that it is given, its back end is in the
page, its parts have no ids, classes or roles and are in a closed shadow tree, in the document only
while they are shown; its windows have no address, and `status()` returns an object. `profile.yaml`
tells the harness all that. The whole suite against it is in the README beside this file.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
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
    "onload/once",
    "onload/second_operator_counts",
    "onchange/by_the_visitor",
    "onchange/vendor_sample",
    "onchange/not_by_an_answer",
)
"""Scenarios in which visitors and operators act: in a closed tree, and in a back end of its own."""

ALL_PASSED = (
    "embedded_chatbar/switch_side",
    "onchange/needs_a_chat",
    "onchange/no_change_no_event",
    "onchatrating/vendor_sample",
    "onemailrequired/vendor_sample",
    "onload/vendor_sample",
    "onnamerequired/vendor_sample",
    "onofflinemessage/vendor_sample",
    "ontrigger/vendor_sample",
    "popup_window/opened_by_a_click",
)
"""Further ones; of every section a few."""

BACK_END = """
scenario: An operator sees the chat
host: {html: <p>Shop</p>, embed: {account: demo, page: online}}
steps:
  - visitor: {says: Hello}
    expect: [onchatstart]
  - check: {chats: [{messages: [{text: Hello}]}]}
"""
IN_PART = """
scenario: What operators see is left out, all else is not
host: {html: <p>Shop</p>, embed: {account: demo, page: online}}
steps:
  - check: {chats: [{messages: [{text: Hello}]}], chatbar: hidden}
    within: 100ms
"""
STATUS = """
scenario: The status is asked for, by the profile and as it is
assumes: [status-is-the-page]
host: {html: <p>Shop</p>, embed: {account: demo, page: online}}
steps:
  - check: {status: online, popup_status: ""}
  - status:
    returns: online
"""
WRONG = """
scenario: A documented rule is broken, assumed or not
assumes: [wording]
host: {html: <p>Shop</p>, embed: {account: demo, page: online, onload: {throws: boom}}}
steps:
  - check: {chatbar: window}
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
    files = [ROOT / f"scenarios/{name}.yaml" for name in PASSED]
    found = {one.run_id: one for one in results(options(tmp_path), files)}
    assert {name: said(one) for name, one in found.items() if one.verdict.status != "passed"} == {}


@pytest.mark.campaign
def test_scenarios_of_every_section_pass(tmp_path: Path) -> None:
    files = [ROOT / f"scenarios/{name}.yaml" for name in ALL_PASSED]
    found = results(options(tmp_path), files)
    assert {one.run_id: said(one) for one in found if one.verdict.is_bad} == {}


def test_what_cannot_be_judged_is_skipped_with_the_reason_and_what_is_wrong_fails(
    tmp_path: Path,
) -> None:
    files = []
    texts = {"back_end": BACK_END, "in_part": IN_PART, "status": STATUS, "wrong": WRONG}
    for name, text in texts.items():
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(text, encoding="utf-8")
    found = {one.path: one.verdict for one in results(options(tmp_path), files, tmp_path)}
    assert found["back_end.yaml"].status == "skipped"
    assert found["back_end.yaml"].failures[0].code == "back-end"
    assert "all else is as expected" in found["back_end.yaml"].failures[0].message
    assert found["in_part.yaml"].status == "failed"
    assert ["chatbar" in one.message for one in found["in_part.yaml"].failures] == [True]
    assert found["status.yaml"].status == "skipped"
    assert "rests on status-is-the-page" in found["status.yaml"].failures[0].message
    assert found["wrong.yaml"].status == "failed"
    assert "page_error" in found["wrong.yaml"].failures[0].message


def test_without_a_world_its_back_end_is_seen_and_what_needs_the_stubs_is_skipped(
    tmp_path: Path,
) -> None:
    made = options(tmp_path)
    profile = replace(made.surroundings.profile, world=None, acts=None)
    file = ROOT / "scenarios/onload/second_operator_counts.yaml"
    alone = replace(made, surroundings=replace(made.surroundings, profile=profile))
    (result,) = results(alone, [file])
    assert result.verdict.status == "skipped"
    assert said(result).startswith("back-end: the widget does not talk to the stub's back end")
