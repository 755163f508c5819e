"""Which items a run has judged, and why it has not judged the others that it exercised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.coverage.items import ITEMS, Item, Sort
from harness.coverage.sightings import Sighting, Span, sighting
from harness.coverage.witnesses import witness_of
from harness.judging.rules import RULES
from harness.patterns import is_absent
from harness.widget_api import API, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.recording import Recording

CONTRACT = frozenset(rule.id for rule in RULES if rule.source is Source.DOCUMENTED) & set(API.rules)
"""The rules that every run is held to without being about them."""

NOT_PASSED = "only in runs that did not pass"
NOT_ABOUT = "no run that did it names it in `about`"
NOT_LOOKED = "nothing was judged while it was in force"
NOT_EXPECTED = "no expectation names it"

_EXPECTED = {Sort.CALLBACK, Sort.FIELD, Sort.FIELD_VALUE}
_PROVES_NOTHING = ("$any", "$absent", {"$optional": "$any"})


@dataclass(frozen=True, slots=True)
class Account:
    """What one run has to say: the items that it exercised, each with why it is not judged.

    The reason is None for an item that was judged. `claimed` are the items that the run says
    it is about and did not exercise.
    """

    run: str
    status: str
    exercised: dict[str, str | None]
    claimed: frozenset[str]


def account(recording: Recording) -> Account:
    """What a recording says of each item."""
    told = _Told(recording)
    exercised: dict[str, str | None] = {}
    for item in ITEMS.values():
        spans = told.spans(item)
        if spans:
            exercised[item.name] = told.shortcoming(item, spans)
    claimed = (told.about & ITEMS.keys()) - exercised.keys()
    return Account(told.run, told.status, exercised, frozenset(claimed))


class _Told:
    """One recording, with what its run is about and where it judged anything."""

    def __init__(self, recording: Recording) -> None:
        self.seen = sighting(recording)
        started = next(iter(recording.of_kind("run_started")), None)
        ended = next(iter(recording.of_kind("run_ended")), None)
        self.run = str(started.data.get("run", "")) if started else ""
        self.status = str(ended.data.get("status")) if ended else "not_run"
        self.about = set(map(str, started.data.get("about") or ())) if started else set()
        self._points = [*_points(self.seen)]
        self._expected = [*_expected(self.seen)]

    def spans(self, item: Item) -> list[Span]:
        """The stretches in which an item was in force; none when it was not exercised."""
        if item.sort is not Sort.RULE:
            return self.seen.spans.get(item.name, [])
        witness = witness_of(item.name)
        start = witness.find(self.seen) if witness else 1 if item.name in self.about else None
        return [Span(start, len(self.seen.recording) + 1)] if start is not None else []

    def shortcoming(self, item: Item, spans: list[Span]) -> str | None:
        """Why this run does not judge an item that it exercised; None when it does."""
        if self.status != "passed":
            return NOT_PASSED
        if item.sort in _EXPECTED:
            return None if any(_is_pinned(item, *one) for one in self._expected) else NOT_EXPECTED
        if item.name in CONTRACT:
            return None
        if not self._is_about(item):
            return NOT_ABOUT
        is_looked_at = any(s.start <= point < s.end for s in spans for point in self._points)
        return None if is_looked_at else NOT_LOOKED

    def _is_about(self, item: Item) -> bool:
        """Whether the run names an item, what it is a value of, or a value of it."""
        bases = {ITEMS[name].base for name in self.about if name in ITEMS}
        return bool({item.name, item.base} & self.about) or item.name in bases


def _points(seen: Sighting) -> Iterator[int]:
    """The numbers of the events at which something was judged."""
    keys = {"expect", "in_order", "never", "returns", "throws"}
    judging = {index for index, step in seen.steps.items() if keys & step.data.keys()}
    for event in seen.recording:
        is_end = event.kind == "step_ended" and event.data.get("index") in judging
        if is_end or event.kind == "check":
            yield event.seq


def _expected(seen: Sighting) -> Iterator[tuple[str, Any]]:
    """The events that had to come, with their patterns."""
    for step in seen.steps.values():
        for row in step.data.get("expect") or ():
            low, _ = row.get("times", (1, 1))
            yield from (pair for pair in row.items() if low and pair[0] != "times")
        for group in step.data.get("in_order") or ():
            for row in group:
                yield from row.items()


def _is_pinned(item: Item, event: str, pattern: Any) -> bool:
    """Whether an expectation says something of a callback, a field of it, or a field's value."""
    callback, _, field = (item.base or item.name).partition(".")
    if event != callback or item.sort is Sort.CALLBACK:
        return event == callback
    given = pattern.get(field) if isinstance(pattern, dict) else None
    if item.sort is Sort.FIELD_VALUE:
        return item.is_value(given)
    return given is not None and given not in _PROVES_NOTHING and not is_absent(given)
