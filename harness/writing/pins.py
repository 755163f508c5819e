"""Which events of a step are pinned, and as what: the expectations that recordings agree upon.

Pinned by default is what integrators build on: callbacks with their documented fields, what
`status()` returns, and events for Google Analytics. Requests, console lines and navigations are
how the page and the widget happen to work, and are left to who writes the scenario. A step that
only looks gets nothing: what happens while one looks was caused by something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from harness.judging import matching
from harness.patterns import is_match
from harness.scenario.events import EVENTS
from harness.scenario.model import MISSING
from harness.widget_api import API
from harness.writing.agreeing import OPEN, Known, agreed, agreed_exactly, filled
from harness.writing.samples import Sample, Seen, opening_known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.recording import Event

Kind = Literal["callbacks", "returns", "analytics", "calls"]
"""What can be pinned; `calls` are those that the page makes of the widget's functions."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
USUAL: Final[tuple[Kind, ...]] = ("callbacks", "returns", "analytics")

LOOKING: Final = frozenset({"check", "screenshot"})
"""Verbs that act on nothing."""

PERSONAL: Final = frozenset({"c_name", "c_name_byop", "c_email", "c_phone", "custom"})
"""Options that hold what no scenario should keep; they are only said to be there."""

_MACHINES = frozenset({"stack", "line", "bytes"})
"""Fields of events that say more of the machine and the files than of behaviour."""

_TELLING = frozenset({"status", "popup.status"})


@dataclass(frozen=True, slots=True)
class Pin:
    """What one step is given: keys with their values as written, and why something is left out."""

    more: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def pins(samples: Sequence[Sample], kinds: Sequence[Kind] = USUAL) -> dict[int, Pin]:
    """What each step gets, by its index; steps that get nothing and lack nothing are left out."""
    found = {}
    for index in samples[0].steps:
        seen = [one.steps[index] for one in samples if index in one.steps]
        if len(seen) < len(samples):
            continue
        pin = _pin(seen, kinds)
        if pin.more or pin.notes:
            found[index] = pin
    return found


def _pin(seen: Sequence[Seen], kinds: Sequence[Kind]) -> Pin:
    step = seen[0].step
    if step.verb is None or step.verb in LOOKING:
        return Pin()
    more: dict[str, Any] = {}
    is_open = all(one.step.returns is MISSING and one.step.throws is MISSING for one in seen)
    if "returns" in kinds and step.verb in _TELLING and is_open:
        more |= returned(seen)
    if any(one.step.expect for one in seen):
        return Pin(more)
    expect, notes = expected([one.fresh for one in seen], [one.known for one in seen], kinds)
    return Pin({**more, **({"expect": expect} if expect else {})}, notes)


def returned(seen: Sequence[Seen]) -> dict[str, Any]:
    """`returns` with what the call returned in all runs; nothing when one threw."""
    outcomes = [one.outcome for one in seen]
    if any(one is None or one.kind == "threw" or "error" in one.data for one in outcomes):
        return {}
    values = [one.data.get("value") for one in outcomes if one is not None]
    pattern = agreed(values, [one.known for one in seen])
    return {} if pattern is OPEN else {"returns": pattern}


def opening_pin(samples: Sequence[Sample], kinds: Sequence[Kind] = USUAL) -> Pin:
    """What happens while the page is opened, for a first step that looks back to it."""
    known = [opening_known(one) for one in samples]
    expect, notes = expected([one.opening for one in samples], known, kinds)
    return Pin({"expect": expect} if expect else {}, notes)


def expected(
    events: Sequence[Sequence[Event]], known: Sequence[Known], kinds: Sequence[Kind]
) -> tuple[Any, tuple[str, ...]]:
    """The value of `expect` for what happened in each run, None for nothing; and remarks."""
    wanted = [[event for event in one if _is_wanted(event, kinds)] for one in events]
    return every_expected(wanted, known)


def every_expected(
    events: Sequence[Sequence[Event]], known: Sequence[Known]
) -> tuple[Any, tuple[str, ...]]:
    """As `expected`, for all of the events, whatever they are."""
    sorted_events = [_by_name(one) for one in events]
    names = list(dict.fromkeys(name for one in sorted_events for name in one))
    groups: dict[str, list[Any]] = {}
    notes = []
    for name in names:
        counts = sorted({len(one.get(name, ())) for one in sorted_events})
        if len(counts) > 1:
            often = " or ".join(map(str, counts))
            notes.append(f"{name} is left out: it happened {often} times")
            continue
        groups[name] = _patterns(name, [one[name] for one in sorted_events], known)
    return _expect(groups), tuple(notes)


def _by_name(events: Sequence[Event]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for event in sorted(events, key=lambda one: one.time):
        found.setdefault(matching.name_of(event), []).append(_data(event))
    return found


def _is_wanted(event: Event, kinds: Sequence[Kind]) -> bool:
    if event.kind == "callback":
        return "callbacks" in kinds and matching.name_of(event) in API.callbacks
    if event.kind == "call":
        is_known = event.data.get("function") in API.functions
        return "calls" in kinds and event.data.get("by") == "page" and is_known
    return event.kind == "analytics" and "analytics" in kinds


def _data(event: Event) -> Any:
    """What of an event is worth to be pinned: its documented fields."""
    value = matching.value_of(event)
    if event.kind == "call":
        return {**value, "args": _without_people(value.get("args"))}
    fields = EVENTS[matching.name_of(event)].fields.keys() - _MACHINES
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key in fields}


def _without_people(arguments: Any) -> Any:
    """Arguments with a stand-in for personal data, so that it becomes a matcher."""
    if not isinstance(arguments, list):
        return arguments
    return [
        {key: _HIDDEN if key in PERSONAL and item else item for key, item in one.items()}
        if isinstance(one, dict)
        else one
        for one in arguments
    ]


_HIDDEN: Final = {"$type": "personal"}
"""Tagged values are only said to be there."""


def _patterns(name: str, runs: Sequence[list[Any]], known: Sequence[Known]) -> list[Any]:
    """One pattern for each time that the event happened, or a single one `[pattern, times]`."""
    merge = _agreed_call if name == "call" else agreed
    patterns = [merge(column, known) for column in zip(*runs, strict=True)]
    is_apart = all(
        i == j or not is_match(filled(pattern, one), values[j])
        for i, pattern in enumerate(patterns)
        for one, values in zip(known, runs, strict=True)
        for j in range(len(values))
    )
    if len(patterns) == 1 or is_apart:
        return patterns
    flat = [value for values in runs for value in values]
    owners = [one for one, values in zip(known, runs, strict=True) for _ in values]
    common = merge(flat, owners)
    return [common] * len(patterns)


def _agreed_call(values: Sequence[Any], known: Sequence[Known]) -> Any:
    fields = agreed([{key: value[key] for key in ("function", "by")} for value in values], known)
    arguments = agreed_exactly([value["args"] for value in values], known)
    said = {} if arguments is OPEN else {"args": arguments}
    return {"function": fields["function"], **said, "by": fields["by"]}


def _expect(groups: Mapping[str, list[Any]]) -> Any:
    """Events with their patterns as one value of `expect`."""
    single: dict[str, Any] = {}
    more: list[Any] = []
    for name, patterns in groups.items():
        if len(patterns) == 1:
            single[name] = patterns[0]
        elif all(pattern == patterns[0] for pattern in patterns):
            more.append({**_named(name, patterns[0], bare=ANYTHING), "times": len(patterns)})
        else:
            more.append({"in_order": [{name: pattern} for pattern in patterns]})
    bare = [name for name, pattern in single.items() if not _says(pattern)]
    full = {name: pattern for name, pattern in single.items() if _says(pattern)}
    if not more and not bare:
        return full or None
    if len(more) == 1 and not bare:
        return {**full, **more[0]} if "in_order" in more[0] or not full else [full, more[0]]
    return [*bare, *({name: pattern} for name, pattern in full.items()), *more]


ANYTHING: Final = {"$optional": "$any"}
"""What any data matches, and none at all."""


def _named(name: str, pattern: Any, bare: Any) -> dict[str, Any]:
    return {name: pattern if _says(pattern) else bare}


def _says(pattern: Any) -> bool:
    """Whether a pattern says anything that the event's name does not."""
    return pattern not in (OPEN, "$absent", {}, None)
