"""Each hostility is shown to bite: some build works on the page as it is, and fails under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile_builds import BUILDS, bar
from hostile_lab import hostile, with_files

from harness.probing.family import FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_builds import Build
    from hostile_lab import Lab

    from harness.judging.verdict import RunResult

pytestmark = pytest.mark.campaign

Results = dict[tuple[str, str], "RunResult"]


@pytest.fixture(scope="module")
def results(make_lab: Callable[[], Lab]) -> Results:
    """Each build as it is and under its hostility, and the stub under all of the family."""
    lab = make_lab()
    runs = {}
    for build in BUILDS:
        (run,) = lab.runs(build.scenario)
        broken = with_files(run, build.files(), build.name)
        runs[build.name, "as it is"] = broken
        runs[build.name, "hostile"] = hostile(broken, build.hostility)
    for name in FAMILY:
        (run,) = lab.runs(bar())
        runs["stub", name] = hostile(run, name)
    by_id = lab.results(list(runs.values()))
    return {key: by_id[run.id] for key, run in runs.items()}


def test_every_hostility_has_a_build_that_it_bites() -> None:
    assert {build.hostility for build in BUILDS} == set(FAMILY)


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.name)
def test_a_build_that_a_hostility_bites_works_on_a_friendly_page(
    results: Results, build: Build
) -> None:
    verdict = results[build.name, "as it is"].verdict
    assert verdict.status == "passed", verdict.failures


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.name)
def test_a_build_that_is_not_ready_for_a_hostility_fails_under_it(
    results: Results, build: Build
) -> None:
    assert results[build.name, "hostile"].verdict.status == "failed"


@pytest.mark.parametrize("name", FAMILY)
def test_the_stub_survives(results: Results, name: str) -> None:
    verdict = results["stub", name].verdict
    assert verdict.status == "passed", verdict.failures
