"""Another widget is not wrong for what the vendor's page does not say, nor right by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stories import make_run

from harness.judging.fairness import NOTHING_THERE, fair
from harness.judging.rules import RULES
from harness.judging.verdict import Failure, Verdict

SCENARIO = make_run().scenario
ASSUMING = replace(SCENARIO, assumes=("flip-fires-onchange", "wording"))
DOCUMENTED = next(f"contract:{rule.id}" for rule in RULES if rule.assumption is None)
ASSUMED = next(f"contract:{rule.id}" for rule in RULES if rule.assumption is not None)


def failed(*codes: str) -> Verdict:
    return Verdict("failed", tuple(Failure(None, code, f"it is {code}") for code in codes))


def test_what_an_assumption_expects_is_not_judged_and_the_reason_names_it() -> None:
    verdict = fair(failed("not-matched"), ASSUMING)
    assert verdict.status == "skipped"
    (why,) = verdict.failures
    assert why.code == "assumption"
    assert "it rests on flip-fires-onchange, wording" in why.message
    assert "(it is not-matched)" in why.message


def test_what_the_stub_is_told_to_do_otherwise_is_an_assumption_too() -> None:
    backend = replace(SCENARIO.backend, assume={"status-is-the-page": "boolean"})
    verdict = fair(failed("returned"), replace(SCENARIO, backend=backend))
    assert verdict.status == "skipped"
    assert "it rests on status-is-the-page" in verdict.failures[0].message


@pytest.mark.parametrize("code", [DOCUMENTED, *sorted(NOTHING_THERE)])
def test_no_assumption_excuses_what_is_documented(code: str) -> None:
    verdict = fair(failed("not-matched", code), ASSUMING)
    assert verdict.status == "failed"
    assert [one.code for one in verdict.failures] == ["not-matched", code]


def test_without_an_assumption_a_failure_stays() -> None:
    assert fair(failed("not-matched"), SCENARIO) == failed("not-matched")


@pytest.mark.parametrize("scenario", [SCENARIO, ASSUMING])
def test_a_rule_that_is_assumed_counts_for_nothing(scenario: object) -> None:
    assert fair(failed(ASSUMED), scenario).status == "passed"  # type: ignore[arg-type]


def test_beside_an_assumed_rule_what_is_documented_still_counts() -> None:
    verdict = fair(failed(ASSUMED, "not-matched"), SCENARIO)
    assert [one.code for one in verdict.failures] == ["not-matched"]


@pytest.mark.parametrize("status", ["passed", "broken", "skipped"])
def test_other_verdicts_stay(status: str) -> None:
    verdict = replace(failed("defect"), status=status)  # type: ignore[arg-type]
    assert fair(verdict, ASSUMING) == verdict


def always(message: str) -> Verdict:
    return Verdict("failed", (Failure(None, "always", f"{message} must not happen in this"),))


def test_what_breaks_with_the_page_is_excused_on_odd_pages_alone() -> None:
    odd = replace(SCENARIO, assumes=("odd-pages",))
    assert fair(always("page_error"), ASSUMING).status == "failed"
    assert fair(always("onload"), ASSUMING).status == "skipped"
    assert fair(always("page_error"), odd).status == "skipped"
    assert fair(failed("not-loaded"), odd).status == "skipped"
    assert fair(failed(DOCUMENTED), ASSUMING).status == "failed"
    assert fair(failed(DOCUMENTED), odd).status == "skipped"


def test_an_act_that_a_widgets_back_end_cannot_do_tells_nothing_of_the_widget() -> None:
    verdict = fair(replace(failed("back-end"), status="broken"), SCENARIO)
    assert verdict.status == "skipped"
    assert [(one.code, one.message) for one in verdict.failures] == [("back-end", "it is back-end")]
    assert fair(replace(failed("operator"), status="broken"), SCENARIO).status == "broken"
    assert fair(replace(failed("operator"), status="broken"), ASSUMING).status == "skipped"
