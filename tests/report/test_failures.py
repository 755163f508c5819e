from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from harness.report.failures import evidence, failure_text, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import Failure, RunResult


def test_the_caret_stands_under_the_whole_word(
    failed: RunResult, failure: Failure, sources: dict[str, str]
) -> None:
    lines = failure_text(failure, failed, sources).splitlines()
    caret = next(line for line in lines if "^" in line)
    under = lines[lines.index(caret) - 1][caret.index("^") : caret.rindex("^") + 1]
    assert under == "onchange"


def test_the_command_to_rerun_reaches_the_program_as_the_id(
    result: Callable[..., RunResult],
) -> None:
    odd = result(title='It\'s a `flip` & "more"')
    command = dict(evidence(odd))["rerun"]
    assert shlex.split(command) == ["harness", "run", odd.run_id]


def test_the_event_log_is_found_where_the_result_says(
    result: Callable[..., RunResult],
) -> None:
    found = result(artifacts={"events": "a.jsonl", "screenshot": "a.png"})
    assert evidence(found, "out/")[:2] == [
        ("screenshot", "out/a.png"),
        ("events", "harness show out/a.jsonl"),
    ]


@pytest.mark.parametrize(
    ("argument", "text"),
    [("a.yaml::b@chromium", "a.yaml::b@chromium"), ('a.yaml::b "c"', '"a.yaml::b \\"c\\""')],
)
def test_on_windows_arguments_are_quoted_for_its_shells(
    argument: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.report.failures._IS_WINDOWS", True)
    assert quoted(argument) == text
