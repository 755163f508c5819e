"""`--hostile`, `harness hostile` and `harness when-called` as they are typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harness.commands.command_line import cli
from harness.probing.family import FAMILY

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SHOP = """
scenario: A shop
within: 1s
host: {html: "<p>shop</p>"}
steps:
  - check: {text: {p: shop}}
"""

STRICT = """
scenario: A strict shop
within: 1s
host: {html: "<p>shop</p>", headers: {Content-Security-Policy: "default-src 'none'"}}
steps:
  - check: {text: {p: shop}}
"""

LATIN = """
scenario: A shop that is written from the left
within: 300ms
host: {html: "<p>shop</p>"}
steps:
  - check: {eval: {document.documentElement.dir: ""}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project."""
    (tmp_path / "scenarios").mkdir()
    for name, text in (("shop", SHOP), ("strict", STRICT), ("latin", LATIN)):
        (tmp_path / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def harness(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(cli, words)


def listed(*words: str) -> list[str]:
    """The ids that `run` would run."""
    return harness("run", "--list", *words).output.splitlines()


def test_the_family_is_listed_in_two_ways() -> None:
    assert harness("hostile").output == harness("run", "--hostile", "list").output
    rows = json.loads(harness("hostile", "--format", "json").output)
    assert [row["name"] for row in rows] == list(FAMILY)


def test_a_bare_option_means_all_also_when_paths_follow() -> None:
    assert len(listed("--hostile", "scenarios/shop.yaml")) == 1 + len(FAMILY)
    assert len(listed("scenarios/shop.yaml", "--hostile")) == 1 + len(FAMILY)


def test_named_ones_are_run_beside_the_page_as_it_is() -> None:
    assert listed("--hostile", "csp,css-reset", "scenarios/shop.yaml") == [
        "scenarios/shop.yaml::A shop@chromium",
        "scenarios/shop.yaml::A shop[hostile=csp]@chromium",
        "scenarios/shop.yaml::A shop[hostile=css-reset]@chromium",
    ]


def test_an_id_brings_its_hostility_with_it() -> None:
    run_id = "scenarios/shop.yaml::A shop[hostile=csp]@chromium"
    assert listed(run_id) == [run_id]


def test_a_wrong_name_is_unusable() -> None:
    result = harness("run", "--hostile=cps", "scenarios/shop.yaml")
    assert result.exit_code == 4
    assert "there is no hostility `cps`; did you mean `csp`" in result.output


def test_expectations_are_not_written_of_hostile_pages() -> None:
    result = harness("run", "--hostile", "csp", "--write-expectations", "scenarios/shop.yaml")
    assert result.exit_code == 4


def test_hostile_runs_are_judged_skipped_with_their_reason_and_run_again(folder: Path) -> None:
    words = ("--timeout-scale", "3", "--screenshot", "off", "--junitxml", "junit.xml")
    result = harness("run", "--hostile", "csp,right-to-left", *words)
    assert result.exit_code == 1, result.output
    report = " ".join(result.output.split())
    assert "csp survived 2 of 2 passed, 1 skipped" in report
    assert (
        "right-to-left NOT survived 1 of 2 passed, 1 skipped: "
        "A shop that is written from the left" in report
    )
    assert "its host page has a Content-Security-Policy of its own" in report
    junit = (folder / "junit.xml").read_text(encoding="utf-8")
    assert "A shop[hostile=csp] [chromium]" in junit
    assert listed("--lf") == [
        "scenarios/latin.yaml::A shop that is written from the left[hostile=right-to-left]@chromium"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("embed.flop",), "there is no function `embed.flop`; did you mean `embed.flip`"),
        (("--phase", "after lunch"), "there is no phase `after lunch`"),
        (("--widget", "live"), "not on the live widget"),
        (("--widget", "missing.js"), "--widget missing.js"),
    ],
)
def test_what_when_called_cannot_do_is_said_before_a_browser_starts(
    words: tuple[str, ...], said: str
) -> None:
    result = harness("when-called", *words)
    assert result.exit_code == 4
    assert said in result.output


def test_when_called_prints_a_table_and_json() -> None:
    words = ("when-called", "embed.status", "--phase", "before load", "--timeout-scale", "3")
    told = harness(*words)
    text = told.stdout.splitlines()
    assert "] embed.status  " in told.stderr
    assert [row.split() for row in text[:2]] == [
        ["call", "before", "load"],
        ["embed.status()", "threw"],
    ]
    document = json.loads(harness(*words, "--format", "json").stdout)
    assert document == {
        "format": 1,
        "widget": "stub",
        "calls": [
            {
                "call": "embed.status()",
                "phase": "before load",
                "result": "threw",
                "threw": "ReferenceError: livechatoo is not defined",
            }
        ],
    }
