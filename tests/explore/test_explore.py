"""Exploring real widgets: the stub and the model agree, and wrong widgets are found."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from fixtures.widgets.generate import broken_widgets
from harness.browser.engine import Engine, EngineOptions
from harness.exploration.exploration import Exploration, Limits, Reached
from harness.exploration.telling import as_text, summary

if TYPE_CHECKING:
    from harness.stub.builds import Build


def _explored(seed: int, limits: Limits, widget: Build | None = None) -> Reached:
    async def work() -> Reached:
        with tempfile.TemporaryDirectory() as folder:
            options = EngineOptions(Path(folder), loader=widget, screenshot="off")
            async with Engine(options) as engine:
                return await Exploration(engine, Path(folder), seed, limits).run()

    return asyncio.run(work())


def _told(reached: Reached) -> str:
    return "\n".join(line for n, find in enumerate(reached.finds, 1) for line in as_text(find, n))


def test_the_stub_and_the_model_agree() -> None:
    reached = _explored(1, Limits(sequences=4))
    assert _told(reached) == ""
    assert reached.judged > 100
    assert reached.callbacks["onload"]


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(101, 135))
def test_the_stub_and_the_model_agree_on_ten_thousand_sequences(seed: int) -> None:
    reached = _explored(seed, Limits(sequences=300))
    assert _told(reached) == ""
    assert {"onload", "onchatstart", "onchange"} <= set(reached.callbacks)


def test_a_wrong_widget_is_found_with_the_least_scenario() -> None:
    widget = broken_widgets()["flip-does-nothing"].build()
    reached = _explored(8, Limits(sequences=25, finds=1), widget)
    (find,) = reached.finds  # those under way are not told once there are enough
    assert find.violation.code == "flip-shows-and-hides"
    assert find.is_confirmed
    assert find.is_replayed
    steps = yaml.safe_load(find.scenario)["steps"]
    assert [next(iter(step)) for step in steps][-2:] == ["flip", "check"]
    assert len(steps) < 5
    told = "\n".join(as_text(find, 1))
    assert (
        "the vendor's page, in short (Basic Embedded ChatBar Functions): show/hide ChatBar" in told
    )
    assert "flip() was called while the bar was" in told


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("chat-start-twice", "onchatstart-once"),
        ("rating-of-another-ticket", "rating-on-send"),
        ("c-name-lost", "prefilled-seen"),
        ("no-negation-when-offline", "negated-offline"),
        ("departments-lost", "departments-filter"),
        ("popup-bubble-opens-nothing", "popup-bubble"),
    ],
)
def test_wrong_widgets_are_found(name: str, code: str) -> None:
    limits = Limits(sequences=40, finds=1, shrinks=False)
    reached = _explored(8, limits, broken_widgets()[name].build())
    assert code in {find.violation.code for find in reached.finds}


def test_what_the_page_does_not_say_is_counted_by_section() -> None:
    reached = Reached(sequences=1, acts=2)
    reached.unknown.update({"onchange": 3, "Changing statuses": 1, "what was done before": 2})
    told = "\n".join(summary(reached, "1:5", 1.0))
    assert "by its section: onchange 3, Changing statuses 1" in told
    assert "judged by the contract: 2" in told
