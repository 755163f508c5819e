"""What comes in from a page: a recorder's lines are recorded, and nothing else raises or is."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from harness.browser.channel import Channel
from harness.browser.intake import Intake

if TYPE_CHECKING:
    from harness.recording import Event

BEGINNING = "s3cret"
FRAME = "F1"


def row(n: int = 1, **more: Any) -> dict[str, Any]:
    data = {"name": "onload", "args": [{}], "registration": 1}
    return {"d": "x", "n": n, "t": 5, "k": "callback", "f": False, "v": data, **more}


def heard(*payloads: str, tally: dict[str, Any] | None = None) -> list[Event]:
    """The events after these messages, and after the document has told how many it sent."""

    async def work() -> list[Event]:
        intake = Intake(lambda _event: None)
        channel = Channel(intake, BEGINNING)
        for payload in payloads:
            channel.receive("main", payload, FRAME)
        channel.check("main", tally or {"d": "x", "n": 0})
        return list(intake.recording)

    return asyncio.run(work())


def line(**more: Any) -> str:
    return BEGINNING + json.dumps(row(**more))


STRANGE = {
    "no secret": json.dumps(row()),
    "another secret": "wrong!" + json.dumps(row()),
    "nothing": "",
    "the secret alone": BEGINNING,
    "null": BEGINNING + "null",
    "a list": BEGINNING + "[1, 2]",
    "no JSON": BEGINNING + "{",
    "NaN": BEGINNING + json.dumps(row(t=float("nan"))),
    "a number beyond all": BEGINNING + json.dumps(row()).replace('"t": 5', '"t": 1e999'),
    "a value beyond all": BEGINNING + json.dumps(row()).replace("[{}]", "[1e999]"),
    "a number of many digits": BEGINNING
    + json.dumps(row()).replace('"t": 5', f'"t": {"9" * 4000}'),
    "nested deeply": BEGINNING + json.dumps(row()).replace("[{}]", "[" * 100_000 + "]" * 100_000),
    "too long": BEGINNING + json.dumps(row(d="x" * 5_000_000)),
    "no fields": BEGINNING + "{}",
    "number 0": line(n=0),
    "a number that is true": line(n=True),
    "a number that is text": line(n="1"),
    "a moment that is text": line(t="5"),
    "a document that is a list": line(d=[]),
    "data that is a list": line(v=[]),
    "a callback without a name": line(v={"args": [], "registration": 1}),
    "a callback without a list": line(v={"name": "onload", "args": {}, "registration": 1}),
    "a frame that is a text": line(f="F1"),
    **{
        f"the harness's own {kind}": line(k=kind)
        for kind in ("step_started", "step_ended", "saved", "trouble", "run_ended", "gap", "check")
    },
    "an unknown kind": line(k="made_up"),
    "a kind that is a list": line(k=["callback"]),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_no_recorder_wrote_is_counted_and_told_as_the_pages_doing(name: str) -> None:
    events = heard(STRANGE[name], line())
    assert [event.kind for event in events] == ["callback", "trouble"]
    assert events[1].data["what"] == "page"
    assert "1 messages" in events[1].data["message"]


def test_a_flood_of_it_is_told_once() -> None:
    events = heard(*(["garbage"] * 5000))
    assert [event.kind for event in events] == ["trouble"]
    assert "5000 messages" in events[0].data["message"]


def test_a_line_that_comes_again_is_recorded_once() -> None:
    events = heard(line(), line(), line(n=2))
    assert [event.kind for event in events] == ["callback", "callback", "trouble"]


def test_what_is_missing_between_two_lines_is_told() -> None:
    events = heard(line(), line(n=4))
    assert [(event.kind, event.data.get("missing")) for event in events] == [
        ("callback", None),
        ("gap", 2),
        ("callback", None),
    ]


def test_what_is_missing_at_the_end_is_told() -> None:
    events = heard(line(), tally={"d": "x", "n": 3})
    assert [(event.kind, event.data.get("missing")) for event in events] == [
        ("callback", None),
        ("gap", 2),
    ]


def test_lines_come_together_in_a_flood() -> None:
    texts = [json.dumps(row(n=number)) for number in (1, 2, 3)]
    assert len(heard(BEGINNING + "\n".join(texts))) == 3


def test_an_event_of_a_frame_says_which() -> None:
    assert [event.frame for event in heard(line(), line(n=2, f=True))] == [None, "frame1"]
