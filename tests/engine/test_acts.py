"""What visitors, operators and triggers do, and what browsers are set to, in the real page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.judging.verdict import Failure, RunResult

    from .conftest import Lab

HERE = Path(__file__).parent / "acts"

MISSING = {
    "not asked": (
        "the visitor does not see the panel “Please tell us your name” in the widget",
        ("buttons in sight: Minimize, Maximize, Close, Send", "fields in sight: Your message"),
    ),
    "not offered": (
        "the visitor does not see the button “Rate this chat” in the widget",
        (
            "buttons in sight: Minimize, Maximize, Close, Send message",
            "fields in sight: Name, Email, Phone, How can we help?",
        ),
    ),
    "no bubble": ("the visitor does not see the popup's bubble on the page", ()),
    "no popup": ("no window popup is open", ()),
    "not in the list": (
        "the visitor does not see the radio “Alexa” in the widget",
        (
            "buttons in sight: Minimize, Maximize, Close, Send",
            "fields in sight: Your message",
            "choices in sight: Alex, Kim",
            "panels in sight: Choose an operator",
            "the widget says: Please choose an operator first.",
        ),
    ),
    "nobody to verify": ("no chat is running", ()),
}
"""What a step says that cannot be done, and what is told of what is there instead."""


@pytest.fixture(scope="module")
def results(make_lab: Callable[[], Lab]) -> dict[str, RunResult]:
    """All of them, in one browser."""
    lab = make_lab()
    frame = lab.folder / "fixtures" / "pages" / "frame.html"
    script = "onmessage = function (event) { document.title = event.data; };"
    frame.write_text(f"<script>{script}</script><iframe src='https://tracker.example/'></iframe>")
    return lab.run_files(sorted(HERE.glob("*.yaml")))


@pytest.mark.parametrize("room", ["visitors", "popups", "browser"])
def test_every_act_does_what_it_says(results: dict[str, RunResult], room: str) -> None:
    ran = {run: result for run, result in results.items() if f"/{room}.yaml" in result.path}
    failures = {
        run: [(one.place and one.place.line, one.message, one.recorded) for one in found]
        for run, result in ran.items()
        if (found := result.verdict.failures)
    }
    assert failures == {}
    assert {result.verdict.status for result in ran.values()} == {"passed"}
    assert len(ran) >= 5


def failure_of(results: dict[str, RunResult], title: str) -> Failure:
    (found,) = (result for result in results.values() if result.title == title)
    (failure,) = found.verdict.failures
    return failure


@pytest.mark.parametrize("title", MISSING)
def test_an_act_that_cannot_be_done_says_what_is_there_instead(
    results: dict[str, RunResult], title: str
) -> None:
    failure = failure_of(results, title)
    assert (failure.message, failure.instead) == MISSING[title]


def test_a_window_that_was_blocked_is_told_of(results: dict[str, RunResult]) -> None:
    hint = failure_of(results, "no popup").hint
    assert hint == "the pop-up blocker kept a window from opening: nobody had clicked just before"
