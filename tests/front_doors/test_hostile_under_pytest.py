"""`--hostile` through the pytest door means what it means to `harness run`."""

from __future__ import annotations

import re
from typing import Any

import pytest

WIDGET = """
scenario: The widget loads
host: {file: shop.html, embed: {account: demo}}
steps:
  - expect: {onload: {page: start-online}}
"""
PLAIN = "scenarios/loads.yaml::The widget loads@chromium"
HOSTILE = "scenarios/loads.yaml::The widget loads[hostile={}]@chromium"
BREAKS = """
scenario: Text runs from left to right
within: 500ms
host: {file: shop.html}
steps:
  - eval: getComputedStyle(document.documentElement).direction
    returns: ltr
"""


@pytest.fixture
def loading(empty_project: Any) -> Any:
    empty_project.write("scenarios/loads.yaml", WIDGET)
    return empty_project


def collected(done: Any) -> list[str]:
    return [line for line in done.out.splitlines() if "::" in line]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("scenarios",), [PLAIN]),
        (
            ("scenarios", "--hostile", "csp,css-reset"),
            [PLAIN, HOSTILE.format("csp"), HOSTILE.format("css-reset")],
        ),
        (("--hostile=right-to-left", "scenarios"), [PLAIN, HOSTILE.format("right-to-left")]),
        ((HOSTILE.format("csp"),), [HOSTILE.format("csp")]),
    ],
)
def test_hostile_kin_are_items(loading: Any, arguments: tuple[str, ...], ids: list[str]) -> None:
    done = loading.pytest("--collect-only", "-q", *arguments)
    assert collected(done) == ids, done.text


def test_a_bare_option_means_all_and_takes_no_path(loading: Any) -> None:
    from harness.probing.family import FAMILY

    every = [PLAIN, *(HOSTILE.format(name) for name in FAMILY)]
    for arguments in (("--hostile", "scenarios"), ("scenarios", "--hostile")):
        assert collected(loading.pytest("--collect-only", "-q", *arguments)) == every


def test_an_unknown_hostility_is_told_before_anything_is_run(loading: Any) -> None:
    done = loading.pytest("scenarios", "--hostile=csp-nonse")
    assert done.status == 4
    assert "did you mean `csp-nonce`?" in done.err


def test_the_family_is_listed(loading: Any, called: Any) -> None:
    done = loading.pytest("--hostile=list")
    assert done.status == 0
    assert done.out.endswith(called(loading, "hostile").out)


@pytest.mark.campaign
def test_what_failed_on_a_hostile_page_is_run_again_and_all_is_summed_up(loading: Any) -> None:
    loading.write("scenarios/breaks.yaml", BREAKS)
    first = loading.python("-m", "pytest", "--hostile", "right-to-left", "scenarios", "-n", "2")
    assert first.status == 1, first.text
    assert "1 failed, 3 passed" in first.out
    rows = re.findall(r"^  right-to-left +(.*)$", first.out, re.MULTILINE)
    assert rows == ["NOT survived  1 of 2 passed: Text runs from left to right"]
    last = loading.python("-m", "pytest", "scenarios", "--lf", "--collect-only", "-q")
    assert collected(last) == [
        "scenarios/breaks.yaml::Text runs from left to right[hostile=right-to-left]@chromium"
    ]
