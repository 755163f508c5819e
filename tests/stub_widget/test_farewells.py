"""A page that goes away says what has not been heard yet, and nothing is heard twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from worlds import ALEX, ajax

from harness.stub.backend import Backend
from harness.stub.widget_endpoints import WidgetEndpoints

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def endpoints() -> Iterator[WidgetEndpoints]:
    made = WidgetEndpoints(Backend((ALEX,)))
    yield made
    made.close()


def test_a_farewell_brings_what_has_not_been_heard_yet(endpoints: WidgetEndpoints) -> None:
    first = ajax(endpoints, do="hello", page="start-online")
    view = first["view"]
    ajax(endpoints, do="say", view=view, text="One", turn=1)
    rest = [
        {"do": "say", "text": "One", "turn": 1},  # heard, though its answer did not arrive
        {"do": "say", "text": 5, "turn": 2},
        {"do": "wait", "turn": 3},
        {"do": "bye", "turn": 4},
        "nonsense",
        {"do": "say", "text": "Two", "turn": 5},
    ]
    assert ajax(endpoints, do="bye", view=view, rest=rest) == {"status": 204}
    late = ajax(endpoints, do="say", view=view, text="Two", turn=5)  # the farewell overtook it
    assert late["status"] == 409
    again = ajax(endpoints, do="hello", page="start-online", browser=first["browser"])
    said = [one["text"] for one in again["chat"]["messages"] if one["author"] == "visitor"]
    assert said == ["One", "Two"]


def test_what_was_asked_once_is_done_once(endpoints: WidgetEndpoints) -> None:
    view = ajax(endpoints, do="hello", page="start-online")["view"]
    assert ajax(endpoints, do="say", view=view, text="One", turn=2)["status"] == 200
    assert ajax(endpoints, do="say", view=view, text="One", turn=2)["status"] == 409
    assert ajax(endpoints, do="end", view=view, turn=1)["status"] == 409
    assert ajax(endpoints, do="end", view=view, turn=3)["status"] == 200
