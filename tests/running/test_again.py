"""How runs are run again: what their outcome depends on is said, and no secret with it."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import click
import pytest

from harness.commands.command_line import cli, run
from harness.masking import Mask
from harness.running.again import command_of, command_of_failed

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYTHING = {
    "env": "staging",
    "base_url": "https://staging.test/a b",
    "widget": "build/other widget",
    "profile": "it's.yaml",
    "browser_path": "/opt/browser",
    "browser_channel": "chrome",
    "allow_live": True,
    "headed": True,
    "slowmo": 20.0,
    "timeout_scale": 2.5,
    "sandbox": False,
}
NOTHING_SAID = {
    "env": None,
    "base_url": None,
    "widget": "stub",
    "profile": None,
    "browser_path": None,
    "browser_channel": None,
    "allow_live": False,
    "headed": False,
    "slowmo": 0,
    "timeout_scale": 1.0,
    "sandbox": None,
}

MEANS_NOTHING_ELSE = {
    *("words", "tags", "exitfirst", "maxfail", "last_failed", "order"),  # which runs, and when
    *("workers", "in_flight", "junitxml", "output", "screenshot"),  # how many, and what is left
    *("is_counted", "is_list", "verbose", "quiet", "targets"),  # what is told
    *("write_expectations", "is_updating", "pin"),  # nothing fails then
    "hostile",  # the ids say it
}


def parsed(command: str) -> Mapping[str, Any]:
    """The options that the command line makes of a command."""
    words = shlex.split(command)
    assert words[:2] == ["harness", "run"]
    # A command keeps its help option: without these names later tests would miss `-h`.
    with run.make_context("run", words[2:], **cli.context_settings) as context:
        return context.params


def test_a_command_says_all_that_it_was_said() -> None:
    read = parsed(command_of(EVERYTHING))
    assert {name: read[name] for name in EVERYTHING} == EVERYTHING


def test_what_is_usual_is_not_said() -> None:
    assert command_of(NOTHING_SAID) == "harness run"


def test_every_option_of_the_command_is_said_again_or_means_nothing_to_a_single_run() -> None:
    known = {one.name for one in run.params if isinstance(one, (click.Option, click.Argument))}
    assert known == EVERYTHING.keys() | MEANS_NOTHING_ELSE


def test_what_failed_is_looked_for_where_it_was_run() -> None:
    said = {"words": "cart and not slow", "tags": ("shop", "a b")}
    command = command_of_failed("harness run --env staging", said, ["more scenarios", "a::b [c]"])
    read = parsed(command)
    assert read["last_failed"] is True
    assert read["env"] == "staging"
    assert (read["words"], read["tags"]) == (said["words"], said["tags"])
    assert read["targets"] == ("more scenarios", "a::b [c]")


@pytest.mark.skipif(os.name == "nt", reason="of the shells that have variables so")
@pytest.mark.parametrize(
    "secret", ["open-sesame-42", 'a"b$c`d\\e!', "it's $HOME", "blanks  and #marks"]
)
def test_a_secret_is_written_as_the_variable_that_holds_it(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("TOKEN", secret)
    url = f'https://a.test/?b=$HOME"&token={secret}'
    command = command_of({"base_url": url}, Mask({"TOKEN": secret}))
    assert command.endswith('&token=${TOKEN}"')
    shell = ["/bin/sh", "-c", f'set -- {command}; printf %s "$4"']
    done = subprocess.run(shell, env={"TOKEN": secret}, capture_output=True, check=True)
    assert done.stdout.decode() == url


def test_a_secret_that_no_variable_holds_is_called_by_its_name() -> None:
    mask = Mask({"cookie login": "open-sesame"})
    command = command_of({"base_url": "https://a.test/?k=open-sesame"}, mask)
    assert command == "harness run --base-url 'https://a.test/?k=[secret cookie login]'"
