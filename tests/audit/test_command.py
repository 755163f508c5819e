"""`harness audit` from the outside: what it prints and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from examining import PAGES

if TYPE_CHECKING:
    from pathlib import Path

from harness.commands.command_line import cli


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["audit", *arguments])


def test_a_rule_is_explained() -> None:
    result = run("--explain", "loader-twice")
    assert result.exit_code == 0
    assert result.output.startswith("loader-twice (warning, loading)\n")


def test_a_rule_that_is_not_there_is_asked_back() -> None:
    result = run("--explain", "loader-twise")
    assert result.exit_code == 4
    assert "did you mean `loader-twice`?" in result.output


def test_all_rules_are_listed() -> None:
    result = run("--list")
    assert result.exit_code == 0
    assert "hook-race" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.html"], "there is no such file"),
        (["."], "is a folder"),
        (["ftp://shop.example/"], "only http and https"),
        (["nowhere.html", "--serve", "x"], "write ADDRESS=FILE"),
        (["page.html", "--consent", "#a", "--click", "#b"], "use --consent or --click, not both"),
        ([str(PAGES / "no-embed" / "broken.html"), "--ignore", "x"], "there is no rule x"),
    ],
)
def test_what_cannot_be_audited_is_told(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 4
    assert words in result.output


def test_a_target_that_is_none_costs_only_itself() -> None:
    page = str(PAGES / "no-embed" / "broken.html")
    result = run("nowhere.html", page, ".", "--format", "json")
    assert result.exit_code == 4
    assert [one["target"] for one in json.loads(result.stdout)["targets"]] == [page]
    assert "nowhere.html: there is no such file\n.: is a folder\n" in result.stderr


def test_all_that_cannot_be_audited_are_told() -> None:
    result = run("nowhere.html", "neither.html")
    assert result.exit_code == 4
    assert "nowhere.html: there" in result.stderr
    assert "neither.html: there" in result.stderr


def test_what_can_be_mended_is_mended_beside_a_target_that_is_none(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    broken = PAGES / "loader-integrity" / "broken.html"
    page.write_bytes(broken.read_bytes())
    result = run("nowhere.html", str(page), "--fix=write")
    assert result.exit_code == 4
    assert "integrity" in broken.read_text()
    assert "integrity" not in page.read_text()
    assert result.stderr.count("nowhere.html: there is no such file") == 1


def test_nothing_named_is_nothing_done() -> None:
    assert run().exit_code == 5


@pytest.fixture(scope="module")
def found() -> Result:
    return run(str(PAGES / "loader-integrity" / "broken.html"), "--format", "json")


def test_a_warning_alone_does_not_fail(found: Result) -> None:
    assert found.exit_code == 0
    (target,) = json.loads(found.stdout)["targets"]
    assert [one["rule"] for one in target["findings"]] == ["loader-integrity"]


def test_a_warning_fails_where_that_is_wanted(tmp_path: Path) -> None:
    page = str(PAGES / "loader-integrity" / "broken.html")
    report = tmp_path / "reports" / "audit.sarif"
    result = run(page, "--fail-on", "warning", "--format", "sarif", "--report", str(report))
    assert result.exit_code == 1
    assert json.loads(report.read_text())["runs"][0]["results"]


def test_what_is_named_twice_is_audited_once() -> None:
    page = str(PAGES / "no-embed" / "broken.html")
    result = run(page, page, "--format", "json")
    assert len(json.loads(result.stdout)["targets"]) == 1


def test_what_is_ignored_does_not_fail(tmp_path: Path) -> None:
    page = str(PAGES / "callback-throws" / "broken.html")
    kept = tmp_path / "evidence"
    result = run(page, "--ignore", "callback-throws", "--output", str(kept))
    assert result.exit_code == 0
    assert {path.suffix for path in (kept / "run-0001").iterdir()} == {".jsonl", ".png"}
