from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.judging.verdict import STATUSES, Failure, RunResult, Verdict
from harness.scenario.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

texts = st.none() | st.text()
places = st.none() | st.builds(Place, st.text(), st.integers(1), st.integers(1))
failures = st.builds(
    Failure,
    place=places,
    code=st.text(),
    message=st.text(),
    expected=texts,
    recorded=texts,
    instead=st.lists(st.text(), max_size=3).map(tuple),
    hint=texts,
    step=st.none() | st.integers(),
    why=texts,
)
verdicts = st.builds(
    Verdict,
    status=st.sampled_from(STATUSES),
    failures=st.lists(failures, max_size=3).map(tuple),
    ignored=st.integers(0),
)
results = st.builds(
    RunResult,
    run_id=st.text(),
    path=st.text(),
    line=st.integers(1),
    title=st.text(),
    tags=st.lists(st.text(), max_size=3).map(tuple),
    verdict=verdicts,
    seconds=st.floats(0, 1e6),
    artifacts=st.dictionaries(st.text(), st.text(), max_size=3),
    events_path=texts,
)


@settings(deadline=None)
@given(results)
def test_a_result_survives_json_and_pickling(result: RunResult) -> None:
    assert RunResult.from_json(json.loads(json.dumps(result.as_json()))) == result
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own bytes


def test_a_status_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'great' is not the status of a verdict"):
        Verdict.from_json({"status": "great", "failures": [], "ignored": 0})


def test_only_failed_and_broken_runs_are_bad() -> None:
    assert [status for status in STATUSES if Verdict(status).is_bad] == ["failed", "broken"]


def test_the_name_of_a_run_is_its_title_parameters_and_browser(
    result: Callable[..., RunResult],
) -> None:
    assert result(params="side=left").name == "Flip hides and shows[side=left] [chromium]"
    assert result(title="a@b::c").name == "a@b::c[side=left] [chromium]"
