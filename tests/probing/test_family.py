"""The family by its names, runs under it, and what is told at the end."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.probing import family, summary
from harness.probing.family import FAMILY, BadHostility, is_naming, named, widened
from harness.probing.hostility import hostility_of, named_id, under
from harness.scenario.model import HostPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_lab import Lab

    from harness.judging.verdict import Status
    from harness.scenario.model import Run

SCENARIO = """
scenario: A shop
params: {side: [left]}
host:
  html: "<title>Shop</title>"
  at: https://shop.example/
  embed: {account: demo, side: "${side}"}
steps:
  - expect: [onload]
  - flip:
  - check: {chatbar: hidden}
always: {no: [page_error, console_error]}
finally:
  - stop:
"""


@pytest.fixture(scope="module")
def run(make_lab: Callable[[], Lab]) -> Run:
    (found,) = make_lab().runs(SCENARIO)
    return found


def names(text: str) -> list[str]:
    return [one.name for one in named(text)]


def test_a_name_means_itself_and_a_beginning_all_of_its_kind() -> None:
    assert names("csp") == ["csp"]
    assert names("modal,css-reset") == ["modal-on-top", "modal-dialog", "css-reset"]
    assert len(names("ad-blocker")) == 4
    assert names("all") == list(FAMILY)


def test_a_wrong_name_is_told_with_what_was_probably_meant() -> None:
    with pytest.raises(BadHostility, match="did you mean `right-to-left`"):
        named("right-to-lef")


def test_paths_are_no_names() -> None:
    assert is_naming("csp,modal")
    assert is_naming("list")
    assert not is_naming("scenarios/csp.yaml")


def test_each_says_what_a_widget_has_to_stand_and_what_is_done() -> None:
    for one in FAMILY.values():
        assert one.statement.endswith(".")
        assert one.does


def test_a_run_has_its_hostility_in_its_id(run: Run) -> None:
    hostile = under(run, FAMILY["csp"])
    assert hostile.id == "scenarios/probed.yaml::A shop[side=left][hostile=csp]@chromium"
    assert hostility_of(hostile.id) == "csp"
    assert hostility_of(run.id) == ""
    assert hostile.scenario.title == run.scenario.title


@pytest.mark.parametrize("name", FAMILY)
def test_a_hostile_run_crosses_into_another_process(run: Run, name: str) -> None:
    hostile = under(run, FAMILY[name])
    assert pickle.loads(pickle.dumps(hostile)) == hostile  # noqa: S301 - our own
    assert hostile.unfit == ""
    assert hostile.scenario != run.scenario


def test_each_run_is_followed_by_its_hostile_kin(run: Run) -> None:
    found = [hostility_of(one.id) for one in widened([run, run], "csp,right-to-left", ())]
    assert found == ["", "csp", "right-to-left"] * 2


def test_ids_of_hostile_runs_bring_them_back(run: Run) -> None:
    ids = [named_id(run.id, "csp"), named_id(run.id, "gone-meanwhile"), run.id]
    assert [one.id for one in widened([run], None, ids)] == [run.id, ids[0]]
    assert widened([run], None, ()) == [run]


def test_a_page_with_a_policy_of_its_own_is_left_alone(run: Run) -> None:
    host = replace(run.scenario.host, headers={"content-security-policy": "default-src *"})
    strict = replace(run, scenario=replace(run.scenario, host=host))
    assert "Content-Security-Policy of its own" in under(strict, FAMILY["css-reset"]).unfit
    assert under(strict, FAMILY["cookies-blocked"]).unfit == ""


def test_a_policy_in_the_page_is_seen_too(run: Run) -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="default-src *">'
    page = replace(run.scenario.host.page, html=meta)
    host = replace(run.scenario.host, page=page)
    strict = replace(run, scenario=replace(run.scenario, host=host))
    assert "one of its pages" in under(strict, FAMILY["csp"]).unfit


def test_a_real_page_is_not_changed_but_its_surroundings_are(run: Run) -> None:
    place = run.scenario.place
    host = replace(run.scenario.host, page=HostPage("https://real.example/", place, is_real=True))
    real = replace(run, scenario=replace(run.scenario, host=host))
    assert "real server" in under(real, FAMILY["patched-prototypes"]).unfit
    assert under(real, FAMILY["ad-blocker-css"]).unfit == ""


def test_the_modal_is_closed_after_what_the_opening_brings(run: Run) -> None:
    scenario = under(run, FAMILY["modal-on-top"]).scenario
    assert [step.verb for step in scenario.steps] == [None, "check", "eval", "flip", "check"]
    indices = [step.index for step in (*scenario.steps, *scenario.finally_)]
    assert indices == list(range(len(indices)))


def test_blocked_requests_in_the_console_are_not_held_against_a_scenario(run: Run) -> None:
    scenario = under(run, FAMILY["ad-blocker-logo"]).scenario
    assert scenario.always.no == ("page_error",)
    assert under(run, FAMILY["csp"]).scenario.always.no == ("page_error", "console_error")


def test_blocked_hosts_are_those_of_the_run(run: Run) -> None:
    assert "www.google-analytics.com" in under(run, FAMILY["ad-blocker-analytics"]).names


def result(run_id: str, status: Status, title: str = "A shop") -> RunResult:
    failures = () if status == "passed" else (Failure(None, "x", "y"),)
    return RunResult(run_id, "a.yaml", 1, title, (), Verdict(status, failures), 0.1)


def test_the_summary_tells_what_was_survived() -> None:
    rows = summary.lines(
        [
            result("a@c", "passed"),
            result("a[hostile=csp]@c", "failed"),
            result("a[hostile=css-reset]@c", "passed"),
            result("a[hostile=modal-dialog]@c", "skipped"),
        ]
    )
    assert [row.split(maxsplit=1) for row in rows[1:]] == [
        ["csp", "NOT survived  0 of 1 passed: A shop"],
        ["css-reset", "survived      1 of 1 passed"],
        ["modal-dialog", "-             0 of 0 passed, 1 skipped"],
    ]


def test_what_fails_on_friendly_pages_is_not_blamed_on_the_hostile_one() -> None:
    rows = summary.lines([result("a@c", "failed"), result("a[hostile=csp]@c", "failed")])
    assert rows[1].split(maxsplit=1)[1] == "survived      0 of 1 passed, 1 fail as they are, too"


def test_there_is_no_summary_of_friendly_pages() -> None:
    assert summary.lines([result("a@c", "failed")]) == []


def test_groups_are_beginnings_of_names() -> None:
    assert all(len(names(group)) > 1 for group in family.GROUPS)
