from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.report.terminal import TerminalReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Golden = Callable[[str, str], None]
    Make = Callable[..., RunResult]

BROWSER = "Chromium 156.0 (headless shell)"


def _told(here: Any, results: Sequence[RunResult], **options: Any) -> str:
    with TerminalReport(here.console, out=".harness/runs", **options) as report:
        report.started(len(results), 2, BROWSER)
        for result in results:
            report.finished(result)
        report.summary(results, 12.34)
    return str(here.text)


def _stopped() -> Verdict:
    return Verdict("not_run", (Failure(None, "stopped", "stopped after the first failure (-x)"),))


def test_a_command_that_passes_is_told_in_few_lines(
    screen: Any, result: Make, golden: Golden
) -> None:
    golden("summary-passed.txt", _told(screen(), [result(params=f"n={n}") for n in range(3)]))


def test_a_failure_is_told_with_its_place_its_evidence_and_how_to_rerun_it(
    screen: Any, result: Make, failed: RunResult, sources: dict[str, str], golden: Golden
) -> None:
    golden(
        "summary-failed.txt",
        _told(screen(), [result(params="side=right"), failed], sources=sources),
    )


def test_a_broken_run_and_those_that_were_not_run_give_their_reasons(
    screen: Any, result: Make, broken: RunResult, sources: dict[str, str], golden: Golden
) -> None:
    results = [broken, *(result(_stopped(), params=f"n={n}") for n in range(12))]
    golden("summary-broken.txt", _told(screen(), results, sources=sources))


def test_a_log_of_many_runs_has_a_line_for_each_tenth(screen: Any, result: Make) -> None:
    text = _told(screen(), [result(params=f"n={n}") for n in range(240)])
    lines = text.splitlines()
    assert len([line for line in lines if " of 240 runs: " in line]) == 10
    assert lines[1] == " 24 of 240 runs: 24 passed"
    assert lines[-1] == "240 passed in 12.3 s"
    assert "\x1b" not in text
    assert "\r" not in text


def test_a_failure_is_told_as_soon_as_it_is_known(
    screen: Any, result: Make, failed: RunResult
) -> None:
    here = screen()
    report = TerminalReport(here.console)
    report.started(100, 2, BROWSER)
    report.finished(result())
    report.finished(failed)
    assert here.text.splitlines()[1:] == [f"✗ failed     5.11 s  {failed.run_id}"]


def test_a_terminal_sees_a_line_that_is_gone_in_the_end(screen: Any, result: Make) -> None:
    text = _told(screen(terminal=True), [result(), result(params="n=2")])
    assert "0/2" in text
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1
    assert "2 passed" in text.rpartition("\x1b[?25h")[2]


def test_colours_forced_upon_a_log_bring_no_live_line(screen: Any, result: Make) -> None:
    here = screen(terminal=True)
    here.file.is_terminal = False
    assert "\x1b[?25l" not in _told(here, [result()])


def test_an_interruption_gives_the_terminal_back(screen: Any, result: Make) -> None:
    here = screen(terminal=True)
    report = TerminalReport(here.console)
    report.started(2, 1, BROWSER)
    report.finished(result())
    with pytest.raises(KeyboardInterrupt), report:
        raise KeyboardInterrupt
    assert "\x1b[?25h" in here.text


def test_quiet_leaves_the_failures_and_the_counts(
    screen: Any, result: Make, failed: RunResult
) -> None:
    text = _told(screen(), [result(), failed], quiet=True)
    assert BROWSER not in text
    assert text.startswith("\n── ✗ failed scenarios/embed/flip.yaml::")
    assert "1 passed, 1 failed in 12.3 s\nrerun what failed: harness run --lf\n" in text


def test_verbose_tells_each_run_and_what_no_pattern_looked_at(screen: Any, result: Make) -> None:
    text = _told(screen(), [result(params=f"n={n}") for n in range(30)], verbose=True)
    assert text.count("✓ passed") == 30
    assert "90 recorded values were looked at by no pattern" in text


def test_a_planned_run_without_a_result_is_never_passed_over(screen: Any, result: Make) -> None:
    here = screen()
    report = TerminalReport(here.console)
    report.started(3, 1, BROWSER)
    report.summary([result()], 65.0)
    assert "a defect of the harness: 2 planned runs came to no result" in here.text
    assert "1 passed in 1 min 05 s" in here.text


def test_no_runs_are_not_a_success(screen: Any) -> None:
    assert "nothing was run in 12.3 s" in _told(screen(), [])
