"""`harness coverage` and `harness assumptions`, as commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from tales import Tale

from harness.commands.command_line import cli
from harness.report.event_log import EventLog

if TYPE_CHECKING:
    from pathlib import Path

RUNS = ".harness/runs"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def log(folder: Path, name: str, tale: Tale, status: str = "passed") -> Path:
    tale.account(status)
    with EventLog(folder, name) as file:
        for event in tale.recording:
            file.append(event)
    return file.path


def judging(name: str) -> Tale:
    return Tale("embed.flip", run=name).call("embed.flip").check()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_folder_and_single_logs_are_counted(tmp_path: Path) -> None:
    one = log(tmp_path / "a", "one", judging("one"))
    log(tmp_path / "a", "two", Tale(run="two").call("embed.stop"))
    both = json.loads(run("coverage", "a", "--format", "json").output)
    single = json.loads(run("coverage", str(one), "--format", "json").output)
    assert (both["runs"]["total"], single["runs"]["total"]) == (2, 1)
    assert both["totals"]["judged"] == single["totals"]["judged"] == 1


def test_without_arguments_it_is_the_last_run(tmp_path: Path) -> None:
    log(tmp_path / RUNS, "known", judging("known"))
    log(tmp_path / RUNS, "gone", Tale("embed.stop", run="gone").call("embed.stop").check())
    remembered = {"format": 1, "runs": {"known": "passed", "never recorded": "failed"}}
    (tmp_path / ".harness/last-run.json").write_text(json.dumps(remembered), encoding="utf-8")
    content = json.loads(run("coverage", "--format", "json").output)
    assert content["runs"]["total"] == content["totals"]["judged"] == 1


def test_what_failed_in_a_command_before_is_not_counted(tmp_path: Path) -> None:
    log(tmp_path / RUNS, "now", judging("now"))
    log(tmp_path / RUNS, "before", judging("before"), "failed")
    runs = {"before": "failed", "now": "passed"}
    remembered = {"format": 1, "runs": runs, "last": ["now"]}
    (tmp_path / ".harness/last-run.json").write_text(json.dumps(remembered), encoding="utf-8")
    assert json.loads(run("coverage", "--format", "json").output)["runs"]["total"] == 1


def test_without_a_last_run_it_is_all_there_is(tmp_path: Path) -> None:
    log(tmp_path / RUNS, "one", judging("one"))
    assert run("coverage").exit_code == 0


def test_nothing_recorded_is_told() -> None:
    result = run("coverage")
    assert (result.exit_code, result.stderr) == (
        5,
        "no event logs found; `harness run` writes them\n",
    )


@pytest.mark.parametrize(("share", "status"), [("0.1", 0), ("99", 1), ("100", 1)])
def test_less_than_what_is_demanded_is_a_failure(tmp_path: Path, share: str, status: int) -> None:
    log(tmp_path / "a", "one", judging("one"))
    result = run("coverage", "a", "--fail-under", share)
    assert result.exit_code == status
    assert ("is under" in result.stderr) == bool(status)


@pytest.mark.parametrize(("share", "status"), [("0.01", 0), ("99", 1)])
def test_less_than_what_is_demanded_in_places_is_a_failure(
    tmp_path: Path, share: str, status: int
) -> None:
    tale = Tale("embed.flip", run="one").init().call("embed.flip").check()
    log(tmp_path / "a", "one", tale)
    result = run("coverage", "a", "--fail-under-places", share)
    assert result.exit_code == status
    assert ("judged in places is under 99 %" in result.stderr) == bool(status)
    assert (
        run("coverage", "a", "--fail-under", "0", "--fail-under-places", share).exit_code == status
    )


@pytest.mark.parametrize(("form", "start"), [("text", "Implementing"), ("markdown", "# Coverage")])
def test_places_are_told_instead_of_items(tmp_path: Path, form: str, start: str) -> None:
    log(tmp_path / "a", "one", judging("one"))
    result = run("coverage", "a", "--places", "--format", form)
    assert result.output.startswith(start)
    assert "In places and phases: " in result.output
    assert "API covered" not in result.output


def test_what_is_no_event_log_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("nonsense\nnonsense\n", encoding="utf-8")
    result = run("coverage", "a.jsonl")
    assert result.exit_code == 4
    assert result.stderr.startswith("a.jsonl: ")
    assert run("coverage", "nowhere").stderr == "nowhere: there is no such file or folder\n"


def test_markdown_and_missing_are_forms_of_the_same_count(tmp_path: Path) -> None:
    log(tmp_path / "a", "one", judging("one"))
    assert run("coverage", "a", "--format", "markdown").output.startswith("# Coverage")
    assert "`embed.flip`" not in run("coverage", "a", "--format", "markdown", "--missing").output


def test_the_ledger_is_printed_in_three_forms() -> None:
    assert "status-is-the-page" in run("assumptions").output
    assert run("assumptions", "--format", "markdown").output.startswith("# What the stub")
    rows = json.loads(run("assumptions", "--format", "json").output)
    assert {row["id"]: row["choices"] for row in rows}["rate-again"] == [False, True]


def test_an_assumption_is_explained_with_its_setting() -> None:
    lines = run("assumptions", "ids").output.splitlines()
    assert lines[0] == "ids  (Callback events; loader)"
    assert "  in a scenario: backend: {assume: {ids: text}}" in lines


def test_an_unknown_assumption_is_told_with_the_nearest() -> None:
    result = CliRunner().invoke(cli, ["assumptions", "rate-agan"], standalone_mode=False)
    assert "did you mean `rate-again`?" in str(result.exception)
