"""The benchmark still works: two contenders, two runs, one round."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.browser.finding import BrowserNotFound, find

ROOT = Path(__file__).resolve().parents[2]


def test_harness_and_pytest_playwright_do_the_journey(tmp_path: Path) -> None:
    try:
        find()
    except BrowserNotFound as error:
        pytest.skip(str(error))
    file = tmp_path / "numbers.json"
    options = [
        "--runs",
        "2",
        "--rounds",
        "1",
        "--contenders",
        "harness",
        "pytest-playwright",
        "--json",
        str(file),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", *options],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert [(row["key"], row["problem"], len(row["seconds"])) for row in rows] == [
        ("harness", None, 1),
        ("pytest-playwright", None, 1),
    ]
