"""A run that rests on assumptions says so where it tells of its failure."""

from __future__ import annotations

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.report.failures import run_text

FAILED = Verdict("failed", (Failure(None, "check", "status is not what the check expects"),))


def result(*assumes: str) -> RunResult:
    return RunResult("a.yaml::A@chromium", "a.yaml", 1, "A", (), FAILED, 0.1, assumes=assumes)


def test_a_failure_names_the_assumptions_that_its_scenario_rests_on() -> None:
    text = run_text(result("status-is-the-page", "flip-hidden"), {})
    assert "  rests on: status-is-the-page, flip-hidden\n" in text


def test_a_scenario_that_rests_on_none_has_no_such_line() -> None:
    assert "rests on" not in run_text(result(), {})


def test_assumptions_go_with_a_result_to_json_and_back() -> None:
    assert RunResult.from_json(result("ids").as_json()) == result("ids")
