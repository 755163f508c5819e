"""What the page of promises names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| **")]


def test_every_promise_says_how_it_is_shown_and_what_is_not_promised() -> None:
    for row in ROWS:
        cells = re.split(r"(?<!\\)\|", row.strip("|"))
        assert len(cells) == 3, row
        assert all(cell.strip() for cell in cells), row


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"(?<![\w./])(?:tests|harness)/[\w/]+(?:\.py)?", PAGE)))
)
def test_what_shows_it_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_families_of_faults_are_there() -> None:
    there = {file.stem for file in (ROOT / "tests" / "faults" / "families").glob("[a-z]*.py")}
    named = [
        family.strip()
        for cell in re.findall(r"`tests\.faults`: ([\w, ]+)", PAGE)
        for family in cell.split(",")
    ]
    assert named
    assert set(named) <= there
