"""`harness drift` as a command: what it prints, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 180
SCENARIO = """
scenario: The status is told
about: [embed.status]
host: {html: <p>Shop</p>, embed: {account: demo, page: online}}
steps:
  - status:
    returns: online
"""
CHANGED = b"window.livechatoo = {embed: {init: function () {}}};"


def drift(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "status.yaml").write_text(SCENARIO, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "harness", "drift", "status.yaml", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def test_a_widget_does_not_differ_from_itself(tmp_path: Path) -> None:
    done = drift(tmp_path, "--against", "stub")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "no differences in 1 run"


def test_differences_are_told_as_text_with_status_1(tmp_path: Path) -> None:
    done = drift(tmp_path, "--against", "stub:status-is-the-page=boolean")
    assert done.returncode == 1, done.stderr
    assert "1. the stub is stale: embed.status(): of another type  (1 run)" in done.stdout
    assert "overturned: status-is-the-page" in done.stdout
    assert "fail" not in done.stdout


def test_differences_are_told_as_json(tmp_path: Path) -> None:
    done = drift(tmp_path, "--against", "stub:status-is-the-page=object", "--format", "json")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert [one["assumption"] for one in report["overturned"]] == ["status-is-the-page"]
    (finding,) = report["findings"]
    assert finding["examples"][0]["a"] == '"online" (string)'
    assert finding["overturned"]["choice"] == "object"


@pytest.mark.campaign
def test_two_builds_are_compared_without_the_stub(tmp_path: Path) -> None:
    (tmp_path / "old.js").write_bytes(CHANGED)
    (tmp_path / "new.js").write_bytes(CHANGED.replace(b"init", b"start"))
    done = drift(tmp_path, "--widget", "old.js", "--against", "new.js")
    assert "stub" not in done.stdout
    assert done.returncode in {0, 1}, done.stderr


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nowhere.js", "no such file"),
        ("stub:ids=words", "ids is `number` or `text`"),
        ("live", "--allow-live"),
    ],
)
def test_a_widget_that_cannot_be_had_is_a_usage_error(
    tmp_path: Path, given: str, message: str
) -> None:
    done = drift(tmp_path, "--against", given)
    assert done.returncode == 4, done.stderr
    assert message in done.stderr
