"""In which places and phases a run exercises an item, and in which it judges it.

A callback, a field or a value of it counts where it fired: before and after that, since a box
that is minimized was open before. A function or an argument counts where it was called; it is
judged there when something was looked at before its next call. An option counts where it was
looked at while it was in force, a proactive parameter there and where it was called with. A
rule counts where those of its subjects do that are functions (`init` aside) or callbacks, else
wherever something was looked at after its witness. Nothing is judged in a place by a run that
does not judge the item at all (`judgements.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.coverage.applies import ground_of
from harness.coverage.items import ITEMS, Item, Sort
from harness.coverage.sightings import Sighting, callbacks_in, calls_in, inits_in
from harness.coverage.situations import situations
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from harness.recording import Event

Pair = tuple[str, str]
"""A place and a phase."""

_OWN = frozenset({Sort.FUNCTION, Sort.CALLBACK})


@dataclass(slots=True)
class Cells:
    """Where and when one item was exercised, and where it was judged as well."""

    exercised: set[Pair] = field(default_factory=set)
    judged: set[Pair] = field(default_factory=set)

    def add(self, pairs: Iterable[Pair], *, is_judged: bool) -> None:
        """Add some of both."""
        known = set(pairs)
        self.exercised |= known
        if is_judged:
            self.judged |= known


class Placing:
    """One recording, with what was judged at which events."""

    def __init__(
        self,
        seen: Sighting,
        points: Iterable[int],
        is_pinned: Callable[[Item, Event], bool],
    ) -> None:
        self._seen = seen
        self._at = situations(seen.recording)
        self._points = sorted(points)
        self._is_pinned = is_pinned
        self._cells: dict[str, Cells] = {}
        self._of_callbacks()
        self._of_calls()
        self._of_inits()

    def cells(
        self, reasons: Mapping[str, str | None], contract: Iterable[str], starts: Mapping[str, int]
    ) -> dict[str, Cells]:
        """The cells of all items that the run has exercised, as far as they apply.

        `reasons` says of each why the run does not judge it, `starts` where a rule's witness is.
        """
        always = set(contract)
        found: dict[str, Cells] = {}
        for name, reason in reasons.items():
            item = ITEMS[name]
            own = self._cells.get(name, Cells())
            if item.sort is Sort.RULE:
                own = self._of_rule(name, starts.get(name, 1), is_contract=name in always)
            ground = ground_of(item)
            exercised = {pair for pair in own.exercised if pair[0] in ground.places}
            judged = own.judged & exercised if reason is None else set()
            found[name] = Cells(exercised, judged)
        return found

    def _add(self, name: str, pairs: Iterable[Pair], *, is_judged: bool) -> None:
        self._cells.setdefault(name, Cells()).add(pairs, is_judged=is_judged)

    def _around(self, name: str, seq: int) -> set[Pair]:
        return self._at.around(seq, of_popup=_is_popups(name))

    def _before(self, name: str, seq: int) -> set[Pair]:
        return self._at.before[seq].pairs(of_popup=_is_popups(name))

    def _is_looked_at(self, start: int, end: int) -> bool:
        return any(start < point < end for point in self._points)

    def _of_callbacks(self) -> None:
        for use in callbacks_in(self._seen.recording):
            for name in use.names:
                is_judged = self._is_pinned(ITEMS[name], use.event)
                self._add(name, self._around(name, use.event.seq), is_judged=is_judged)

    def _of_calls(self) -> None:
        """Where each call was made, up to the next of its kind; of `init`, where it led to too."""
        uses = list(calls_in(self._seen.recording))
        for index, use in enumerate(uses):
            later = (other.event.seq for other in uses[index + 1 :] if other.slot == use.slot)
            end = next(later, len(self._seen.recording) + 1)
            seq = use.event.seq
            is_judged = self._is_looked_at(seq, end)
            for name in use.names:
                pairs = self._around(name, seq) if _leads(name) else self._before(name, seq)
                self._add(name, pairs, is_judged=is_judged)
                if ITEMS[name].sort is Sort.PARAMETER:
                    self._in_force(name, use.event, end)

    def _of_inits(self) -> None:
        uses = list(inits_in(self._seen))
        for index, use in enumerate(uses):
            later = (other.event.seq for other in uses[index + 1 :] if other.slot == use.slot)
            end = next(later, len(self._seen.recording) + 1)
            for name in use.names:
                self._add(name, self._around(name, use.event.seq), is_judged=False)
                self._in_force(name, use.event, end)

    def _in_force(self, name: str, event: Event, end: int) -> None:
        """Where something was looked at that belongs to the page of an event."""
        for point in self._points:
            if event.seq < point < end and self._at.after[point].page == event.page:
                self._add(name, self._around(name, point), is_judged=True)

    def _of_rule(self, rule: str, start: int, *, is_contract: bool) -> Cells:
        found = Cells()
        for name in API.rules[rule].subjects:
            if ITEMS[name].sort in _OWN and not _leads(name) and name in self._cells:
                own = self._cells[name]
                found.add(own.exercised, is_judged=is_contract)
                found.add(own.judged, is_judged=True)
        if not found.judged:
            for point in self._points:
                if point >= start:
                    found.add(self._around(rule, point), is_judged=True)
        return found


def _is_popups(name: str) -> bool:
    item = ITEMS[name]
    subjects: tuple[Any, ...] = API.rules[name].subjects if item.sort is Sort.RULE else (name,)
    return bool(subjects) and all(str(one).startswith("popup.") for one in subjects)


def _leads(name: str) -> bool:
    """Whether a call counts where it has led to as well: an init shows the widget."""
    return name.endswith(".init")
