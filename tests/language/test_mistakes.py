"""Each user mistake is a folder: the file, and the exact message that its author reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.scenario import load

MISTAKES = sorted(
    (Path(__file__).parent / "mistakes").iterdir(),
    key=lambda folder: int(folder.name.split("-")[0]),
)


def message_for(folder: Path) -> str:
    return load([folder / "scenario.yaml"], folder, environment={}).render_problems() + "\n"


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_a_mistake_is_told_in_exactly_these_words(folder: Path, is_rewriting: bool) -> None:  # noqa: FBT001 - a fixture
    expected = folder / "message.txt"
    message = message_for(folder)
    if is_rewriting:
        expected.write_text(message, encoding="utf-8", newline="\n")
    assert message == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_a_file_with_a_mistake_is_never_a_scenario_to_run(folder: Path) -> None:
    assert load([folder / "scenario.yaml"], folder, environment={}).problems


def test_the_corpus_is_large_and_numbered_without_gaps() -> None:
    numbers = [int(folder.name.split("-")[0]) for folder in MISTAKES]
    assert numbers == list(range(1, len(MISTAKES) + 1))
    assert len(MISTAKES) >= 45
