"""Every command that starts a browser ends in order by a signal, whenever that comes."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import pytest

from tests.front_doors.conftest import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SLOW = """
scenario: Slow
timeout: 300s
host: {html: "<p>x</p>", embed: {account: demo}}
steps:
  - expect: {never: {of: [{console: never}], for: 200s}}
"""
SCRIPT = """
- check: {text: {p: x}}
- expect: {never: {of: [{console: never}], for: 200s}}
"""
HTML = "<!doctype html><title>Shop</title><p>x</p><!-- livechatoo -->"
PROFILE = """
profile: mine
widget: iframe
controls:
  open: {text: [Ask]}
"""
COMMANDS = {
    "run": ("run",),
    "crew": ("run", "-n", "2"),
    "writing": ("run", "--write-expectations"),
    "audit": ("audit", "page.html"),
    "drift": ("drift", "--against", "stub:flip-fires-onchange=false"),
    "record": ("record", "page.html", "--script", "script.yaml"),
    "init": ("init", "page.html"),
    "when-called": ("when-called",),
    "explore": ("explore", "--for", "5m"),
    "profile": ("profile", "profile.yaml", "page.html"),
}


@pytest.fixture
def projects(empty_project: Any) -> Any:
    empty_project.write("scenarios/slow.yaml", SLOW)
    empty_project.write("page.html", HTML)
    empty_project.write("script.yaml", SCRIPT)
    empty_project.write("profile.yaml", PROFILE)
    return empty_project


@pytest.mark.parametrize(
    ("number", "size"),
    [
        (signal.SIGINT, 1),
        (signal.SIGTERM, 4),
        *(
            pytest.param(number, size, marks=pytest.mark.campaign)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
            for size in (1, 2, 3, 5, 8)
        ),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_ends_in_order(
    projects: Any, begin: Any, command: str, number: int, size: int
) -> None:
    assert projects.root
    running = begin("-m", "harness", *COMMANDS[command])
    running.is_listening()
    running.grows_to(size)
    os.killpg(running.process.pid, number)
    assert running.process.wait(40) == 2, running.text
    assert running.is_all_gone(), running.family()
    assert "Traceback" not in running.text
    assert "never retrieved" not in running.text
    assert "Exception ignored" not in running.text


@pytest.mark.parametrize("command", ["lint", "doctor", "schema", "assumptions"])
def test_a_command_without_runs_ends_in_order(projects: Any, begin: Any, command: str) -> None:
    assert projects.root
    running = begin("-m", "harness", command)
    running.is_listening()
    running.process.terminate()
    assert running.process.wait(40) in {0, 2}, running.text
    assert "Traceback" not in running.text
    assert wait_until(lambda: not running.family(), 5)
