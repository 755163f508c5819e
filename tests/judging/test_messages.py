"""Typical failures as people read them: a scenario, what was recorded, and the exact words.

To add one, add a folder with `scenario.yaml` and `recording.jsonl` (an event log, such as
`harness run` leaves behind); HARNESS_REWRITE_GOLDEN=1 writes its `message.txt`, for review.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.judging.judge import judge
from harness.judging.verdict import RunResult, Verdict
from harness.report.event_log import read_events
from harness.report.failures import failure_text
from harness.scenario import load, plan

FOLDERS = sorted((Path(__file__).parent / "messages").iterdir())
REWRITE = "HARNESS_REWRITE_GOLDEN"


def judged(folder: Path) -> tuple[Verdict, str]:
    """The verdict on a folder's recording, and all its failures in words."""
    loaded = load([folder / "scenario.yaml"], folder, environment={})
    assert not loaded.problems, loaded.render_problems()
    (run,) = plan(loaded)
    verdict = judge(run, read_events(folder / "recording.jsonl"))
    result = RunResult(run.id, run.scenario.path, 1, run.scenario.title, (), verdict, 0.0)
    texts = [failure_text(failure, result, loaded.sources) for failure in verdict.failures]
    return verdict, "\n\n".join([*texts, verdict.status]) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_failure_is_told_in_exactly_these_words(folder: Path) -> None:
    expected = folder / "message.txt"
    _, text = judged(folder)
    if os.environ.get(REWRITE):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text == expected.read_text(encoding="utf-8"), f"set {REWRITE}=1 to accept the new text"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_place_lies_inside_the_scenario(folder: Path) -> None:
    lines = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    for failure in judged(folder)[0].failures:
        assert failure.place is not None
        assert 1 <= failure.place.line <= len(lines)
        assert 1 <= failure.place.column <= len(lines[failure.place.line - 1])
