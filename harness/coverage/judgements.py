"""Which items a run has judged, and why it has not judged the others that it exercised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.coverage.cells import Cells, Placing
from harness.coverage.items import ITEMS, Item, Sort
from harness.coverage.sightings import Sighting, Span, sighting
from harness.coverage.witnesses import witness_of
from harness.judging.rules import RULES
from harness.patterns import is_absent
from harness.widget_api import API, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.recording import Event, Recording

CONTRACT = frozenset(rule.id for rule in RULES if rule.source is Source.DOCUMENTED) & set(API.rules)
"""The rules that every run is held to without being about them."""

NOT_PASSED = "only in runs that did not pass"
NOT_ABOUT = "not in the `about` of a run that did it"
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
    cells: dict[str, Cells] = field(default_factory=dict)


def account(recording: Recording) -> Account:
    """What a recording says of each item."""
    told = _Told(recording)
    exercised: dict[str, str | None] = {}
    starts: dict[str, int] = {}
    for item in ITEMS.values():
        spans = told.spans(item)
        if spans:
            exercised[item.name] = told.shortcoming(item, spans)
            starts[item.name] = spans[0].start
    claimed = (told.about & ITEMS.keys()) - exercised.keys()
    placing = Placing(told.seen, told.points, told.is_pinned)
    cells = placing.cells(exercised, CONTRACT, starts)
    return Account(told.run, told.status, exercised, frozenset(claimed), cells)


class _Told:
    """One recording, with what its run is about and where it judged anything."""

    def __init__(self, recording: Recording) -> None:
        self.seen = sighting(recording)
        started = next(iter(recording.of_kind("run_started")), None)
        ended = next(iter(recording.of_kind("run_ended")), None)
        self.run = str(started.data.get("run", "")) if started else ""
        self.status = str(ended.data.get("status")) if ended else "not_run"
        self.about = set(map(str, started.data.get("about") or ())) if started else set()
        self.points = [*_points(self.seen)]
        self._expected = [*_expected(self.seen)]
        self._awaited = _awaited(self.seen)

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
            return (
                None if any(_is_pinned(item, *one[1:]) for one in self._expected) else NOT_EXPECTED
            )
        if item.name in CONTRACT:
            return None
        if not self._is_about(item):
            return NOT_ABOUT
        is_looked_at = any(s.start <= point < s.end for s in spans for point in self.points)
        return None if is_looked_at else NOT_LOOKED

    def is_pinned(self, item: Item, event: Event) -> bool:
        """Whether the step in which a callback fired expects it, with what the item says."""
        expected = self._awaited.get(event.step, ())
        return any(_is_pinned(item, *one) for one in expected)

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


def _expected(seen: Sighting) -> Iterator[tuple[int | None, str, Any]]:
    """The events that had to come, with their patterns and the step that says so."""
    for index, step in seen.steps.items():
        for row in step.data.get("expect") or ():
            low, _ = row.get("times", (1, 1))
            yield from ((index, *pair) for pair in row.items() if low and pair[0] != "times")
        for group in step.data.get("in_order") or ():
            for row in group:
                yield from ((index, *pair) for pair in row.items())


def _awaited(seen: Sighting) -> dict[int | None, list[tuple[str, Any]]]:
    """What had to come in each step. A step without a verb looks at the one before it as well."""
    found: dict[int | None, list[tuple[str, Any]]] = {}
    for index, event, pattern in _expected(seen):
        steps = [index]
        while (
            isinstance(steps[-1], int)
            and steps[-1] >= 0
            and not seen.steps[steps[-1]].data.get("verb")
        ):
            steps.append(steps[-1] - 1)
        for step in steps:
            found.setdefault(step, []).append((event, pattern))
    return found


def _is_pinned(item: Item, event: str, pattern: Any) -> bool:
    """Whether an expectation says something of a callback, a field of it, or a field's value."""
    callback, _, field = (item.base or item.name).partition(".")
    if event != callback or item.sort is Sort.CALLBACK:
        return event == callback
    given = pattern.get(field) if isinstance(pattern, dict) else None
    if item.sort is Sort.FIELD_VALUE:
        return item.is_value(given)
    return given is not None and given not in _PROVES_NOTHING and not is_absent(given)
