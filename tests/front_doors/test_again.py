"""A failure says how it is run again: the command, run as printed, fails in the same way."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Project

PROJECT = """
environments:
  staging: {base_url: "https://shop.example/?preview=${env.TOKEN}"}
"""
TOKEN = {"TOKEN": "canary-token-1"}
LATE = """
scenario: The widget says otherwise
params: {device: [desktop, phone]}
tags: [again]
within: 200ms
host: {file: shop.html, device: "${device}", embed: {account: demo}}
steps:
  - status:
    returns: wrong $$word
  - eval: window.framed
    returns: never
"""
NEVER = """
scenario: This one fails too, and is not asked for
within: 200ms
host: {file: shop.html}
steps: [{check: {title: never}}]
"""
OTHER = "window.livechatoo = {embed: {init() {}, status() { return 'other build'; }}};"
OTHER += "window.livechatooCmd && livechatooCmd();"


@pytest.fixture
def failing(empty_project: Project) -> Project:
    empty_project.write("harness.yaml", PROJECT)
    empty_project.write("more scenarios/late.yaml", LATE)
    empty_project.write("scenarios/never.yaml", NEVER)
    empty_project.write("other build/loader.js", OTHER)
    return empty_project


def commands(text: str, label: str) -> list[str]:
    return re.findall(rf"^ *{label}: (harness .*)$", text, re.MULTILINE)


def ran(project: Any, command: str) -> Any:
    """What becomes of a command as it is printed."""
    words = shlex.split(command)
    assert words[0] == "harness"
    return project.harness(*words[1:], **TOKEN)


def failures(text: str) -> Iterator[str]:
    """The failures as they are told, without how long it took."""
    for block in text.split("── ")[1:]:
        head, _, rest = block.partition("\n")
        yield head.rpartition("  ")[0] + rest.partition("  screenshot:")[0]


SAID = ("--widget", "other build/loader.js", "--timeout-scale", "1.5", "--env", "staging")


@pytest.mark.campaign
def test_a_failed_run_and_all_that_failed_are_run_again_as_printed(failing: Any) -> None:
    first = failing.harness(
        "run", "more scenarios", *SAID, "--no-sandbox", "-k", "late", "-t", "again", **TOKEN
    )
    assert first.status == 1, first.text
    assert "other build" in first.out
    told = list(failures(first.out))
    assert len(told) == 2
    reruns = commands(first.out, "rerun")
    assert len(reruns) == 2
    for command, failure in zip(reruns, told, strict=True):
        again = ran(failing, command)
        assert again.status == 1, again.text
        assert list(failures(again.out)) == [failure]
    (all_failed,) = commands(first.out, "rerun what failed")
    again = ran(failing, all_failed)
    assert list(failures(again.out)) == told, again.text


@pytest.mark.campaign
def test_what_failed_before_and_elsewhere_is_not_run_again(failing: Any) -> None:
    before = failing.harness("run", **TOKEN)
    assert "1 failed" in before.out
    first = failing.harness("run", "more scenarios", *SAID, "--no-sandbox", **TOKEN)
    (all_failed,) = commands(first.out, "rerun what failed")
    assert "2 failed" in ran(failing, all_failed).out


@pytest.mark.campaign
def test_a_failure_on_a_hostile_page_is_run_again_on_it(failing: Any) -> None:
    first = failing.harness(
        "run", "more scenarios", *SAID, "--no-sandbox", "--hostile", "css-reset", "-k", "phone",
        **TOKEN,
    )  # fmt: skip
    hostile = [one for one in commands(first.out, "rerun") if "hostile=css-reset" in one]
    assert len(hostile) == 1
    again = ran(failing, hostile[0])
    assert again.status == 1, again.text
    assert "1 run," in again.out
    assert "[hostile=css-reset]" in again.out
    (all_failed,) = commands(first.out, "rerun what failed")
    assert "2 failed" in ran(failing, all_failed).out


def test_the_pytest_door_says_the_command_too(failing: Any) -> None:
    ended = failing.pytest("more scenarios/late.yaml", *SAID, "--no-sandbox", **TOKEN)
    assert ended.status == 1, ended.text
    reruns = list(dict.fromkeys(commands(ended.out, "rerun")))  # a pipeline is told them twice
    assert len(reruns) == 2
    again = ran(failing, reruns[1])
    assert again.status == 1, again.text
    assert "[device=phone]" in again.out
    assert "other build" in again.out


@pytest.mark.campaign
def test_a_base_address_with_a_secret_is_said_without_it(failing: Any) -> None:
    failing.write("harness.yaml", "secrets: [TOKEN]\n")
    failing.write("scenarios/never.yaml", NEVER)
    url = f"https://shop.example/?k={TOKEN['TOKEN']}"
    ended = failing.harness("run", "--base-url", url, **TOKEN)
    assert ended.status == 1
    assert "canary" not in ended.text
    (command,) = commands(ended.out, "rerun")
    assert '--base-url "https://shop.example/?k=${TOKEN}"' in command
