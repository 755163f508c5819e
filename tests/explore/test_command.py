"""`harness explore` from outside: what it refuses, and that it ends, whatever the widget does."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harness.commands.exploring import explore

if TYPE_CHECKING:
    from pathlib import Path

HALF = """
window.livechatoo = {embed: {init: function () {}, status: function () { return ""; }}};
if (window.livechatooCmd) window.livechatooCmd();
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--for", "0s"], "--for 0s: in no time nothing is explored"),
        (["--for", "0.0m"], "in no time nothing is explored"),
        (["--for", "5"], "a time is a number with its unit"),
        (["--for", "-5s"], "a time is a number with its unit"),
        (["--for", "soon"], "a time is a number with its unit"),
        (["--seed", "2:5"], "this seed is of version 2 of the generator"),
        (["--seed", "0:5"], "this seed is of version 0 of the generator"),
        (["--seed", "one"], "a seed is two numbers, such as 1:12345"),
        (["--widget", "nothing-here"], "--widget nothing-here"),
        (["--widget", "live"], "not on the live widget"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(explore, arguments)
    assert result.exit_code == 4
    assert told in result.output
    assert "Traceback" not in result.output


def _on(folder: Path, script: str, *arguments: str) -> tuple[int, dict[str, object]]:
    loader = folder / "loader.js"
    loader.write_text(script, encoding="utf-8")
    given = ["--widget", str(loader), "--seed", "1:2", "--format", "json", "-q", *arguments]
    result = CliRunner().invoke(explore, given)
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.campaign
def test_a_widget_with_half_of_the_api_is_found_out(tmp_path: Path) -> None:
    status, told = _on(tmp_path, HALF, "--sequences", "4", "--finds", "3", "--in-flight", "2")
    assert status == 1
    finds = told["finds"]
    assert isinstance(finds, list)
    assert "onload-each-load" in {find["code"] for find in finds}


@pytest.mark.campaign
@pytest.mark.parametrize("script", ["while (true) {}", "throw new Error('no')", "", "]["])
def test_a_widget_that_hangs_or_never_loads_costs_bounded_time(tmp_path: Path, script: str) -> None:
    began = time.monotonic()
    status, told = _on(tmp_path, script, "--for", "5s", "--finds", "1", "--in-flight", "1")
    assert status == 1
    assert told["finds"]
    assert time.monotonic() - began < 240


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_tells_what_was_found_until_then(tmp_path: Path) -> None:
    loader = tmp_path / "loader.js"
    loader.write_text(HALF, encoding="utf-8")
    command = [sys.executable, "-m", "harness", "explore", "--widget", str(loader), "--for", "5m"]
    with subprocess.Popen(
        [*command, "--seed", "1:3"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()  # the first find, as soon as it is there
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert first.startswith("── 1. ")
    assert process.returncode == 2
    assert "in 0 sequences" not in output
    assert "sequences: " in output
    assert "Traceback" not in errors
