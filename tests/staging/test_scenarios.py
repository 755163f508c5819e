"""Scenarios of an integrator, run on all kinds of pages of the staging server from outside."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outside import SECRETS, Ended, harness, project_file

if TYPE_CHECKING:
    from staging import Staging

SCENARIOS = Path(__file__).with_name("integrator")
PLANTED = {
    "shop": [
        'recorded: page_error {name: "ReferenceError", message: "livechatoo is not defined"}',
        "no element text=Add Fork of the page could be used in time",
    ],
    "cms": [
        "call was seen, but with another args[0].account",
        'recorded: args[0].account: "{{ site.chat }}" (string)',
    ],
    "app": [
        "call was not seen",
        'expected: call {function: "embed.reload", by: "page"}',
    ],
    "tags": ["widgets is not what the check expects", "expected: 1 (number)"],
    "csp": [
        'recorded: console {type: "error", text: "Framing \'https://app.livechatoo.com/\' violates',
        "chatbar is not what the check expects",
    ],
    "consent": ["widgets is not what the check expects", "expected: 0 (number)"],
}
"""What the next release breaks, in the words that its failure has to have."""


@pytest.fixture
def folder(tmp_path: Path, staging: Staging) -> Path:
    """An integrator's folder."""
    own = tmp_path / "integrator"
    project_file(own, staging)
    shutil.copytree(SCENARIOS, own / "scenarios")
    return own


def run(folder: Path, env: str) -> Ended:
    return harness(folder, "run", "--env", env, "--no-sandbox", limit=120, **SECRETS)


@pytest.mark.parametrize("env", ["staging", pytest.param("secure", marks=pytest.mark.campaign)])
def test_the_chat_is_right_on_all_kinds_of_pages(folder: Path, env: str) -> None:
    ended = run(folder, env)
    assert ended.status == 0, ended.text
    assert f"{len(PLANTED)} passed" in ended.out


@pytest.mark.campaign
def test_a_release_that_breaks_each_of_them_is_red_for_what_it_broke(folder: Path) -> None:
    ended = run(folder, "next")
    assert ended.status == 1, ended.text
    assert f"{len(PLANTED)} failed" in ended.out
    for kind, failures in PLANTED.items():
        told = ended.out.partition(f"── ✗ failed scenarios/{kind}.yaml")[2].partition("rerun:")[0]
        for words in failures:
            assert words in told
