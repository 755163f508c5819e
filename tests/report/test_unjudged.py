"""What could not be judged of another widget is counted by the vendor's sections."""

from __future__ import annotations

from harness.judging.verdict import Failure, RunResult, Verdict
from harness.report.unjudged import lines, section_of


def result(code: str | None, *about: str, assumes: tuple[str, ...] = ()) -> RunResult:
    failures = (Failure(None, code, f"why {code} (line 3)"),) if code else ()
    verdict = Verdict("skipped" if code else "passed", failures)
    name = f"a.yaml::{code}@chromium"
    return RunResult(name, "a.yaml", 1, "A", (), verdict, 0.1, assumes=assumes, about=about)


def test_each_section_has_a_line_with_the_reasons_and_each_reason_is_told_once() -> None:
    told = list(
        lines(
            [
                result("back-end", "embed.init"),
                result("back-end", "onload", "onload.page"),
                result("assumption", "onload", assumes=("wording", "ids")),
                result("assumption", "onload", assumes=("wording",)),
                result("profile", "nothing of the API"),
                result(None, "onload"),
                result("unfit", "onload"),
            ]
        )
    )
    assert told == [
        "not judged, by the sections of the vendor's page:",
        "  Basic Embedded ChatBar Functions  back end 1",
        "  onload                            assumptions 2, back end 1",
        "  of no section                     profile 1",
        "2 runs need the stub's back end, which the widget does not talk to",
        "2 runs rest on what the vendor's page does not say",
        "1 run needs what the profile does not say",
        "assumptions in question: wording (2), ids (1)",
    ]


def test_where_all_was_judged_nothing_is_told() -> None:
    assert not list(lines([result(None, "onload"), result("unfit", "onload")]))


def test_a_run_belongs_to_the_section_that_most_of_it_is_about() -> None:
    assert section_of(("onload", "onload.page", "embed.init")) == "onload"
    assert section_of(()) == "of no section"
