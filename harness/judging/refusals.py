"""What the browser did not let the widget do: a clue where something of the widget is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from harness.widget_api import WIDGET_HOST
from harness.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.judging.verdict import Failure
    from harness.recording import Event, Recording

MOST: Final = 2
"""Refusals that a failure tells of; the first ones are the causes of those that follow."""

LENGTH: Final = 160
"""Letters of a refusal that are told: what, and by which directive."""

_POLICY: Final = "Content Security Policy"
_REPORTED: Final = "report-only"
_HINT: Final = "the page's policy may be the cause; `harness audit` says what to add to it"


def with_refusals(failures: list[Failure], recording: Recording, until: int) -> list[Failure]:
    """The failures, with what the page's policy refused of the widget's host in so many events."""
    if not failures:
        return failures
    seen = tuple(islice(_refusals(islice(recording, until)), MOST))
    if not seen:
        return failures
    return [replace(one, instead=(*one.instead, *seen), hint=one.hint or _HINT) for one in failures]


def _refusals(events: Iterable[Event]) -> Iterator[str]:
    told = set()
    for event in events:
        if event.kind != "console" or event.data.get("type") != "error":
            continue
        text = str(event.data.get("text", "")).strip()
        is_refusal = _POLICY in text and _REPORTED not in text and WIDGET_HOST in text
        if is_refusal and text not in told:
            told.add(text)
            yield f"refused: {shorten(text, LENGTH)}"
