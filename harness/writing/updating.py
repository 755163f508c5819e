"""Expectations that are not met any more are replaced, and nothing beside them.

Where each of them still has one event of its name, only the values in which it differs change,
in place. Otherwise the whole `expect` is written anew: what is met as it was, and for the rest
what was recorded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.judging import matching
from harness.patterns import ABSENT, OPERATORS, is_match
from harness.patterns.values import unquote
from harness.writing.agreeing import OPEN, agreed
from harness.writing.manner import is_json
from harness.writing.pins import ANYTHING, USUAL, Kind, every_expected, expected, returned
from harness.writing.sheet import Edit
from harness.writing.spots import Unplaceable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scenario.model import Expectation
    from harness.scenario.source import Node
    from harness.writing.relaxing import Shortfall
    from harness.writing.samples import Seen
    from harness.writing.spelling import Style
    from harness.writing.spots import Spots

_MODIFIERS = frozenset({"times", "exact", "label"})


class Updating:
    """Updates one step; `seen` and `short` are of all its runs, as the step is in the file."""

    def __init__(
        self,
        spots: Spots,
        style: Style,
        step: Node,
        seen: Sequence[Seen],
        short: Sequence[Shortfall],
        kinds: Sequence[Kind] = USUAL,
    ) -> None:
        self._kinds = kinds
        self._spots = spots
        self._style = replace(style, is_json=is_json(spots, step))
        self._step = step
        self._seen = seen
        self._short = short
        self._known = [one.known for one in seen]

    def edits(self) -> list[Edit]:
        """The edits. Raises Unplaceable and Unspellable."""
        found: list[Edit] = []
        if any(one.has_other_outcome for one in self._short):
            found += self._outcome()
        if any(one.misses for one in self._short):
            found += self._in_place() or self._anew()
        return found

    def _outcome(self) -> list[Edit]:
        name = next(name for name in ("returns", "throws") if self._step.get(name) is not None)
        more = returned(self._seen) or self._thrown()
        if not more:
            raise Unplaceable("its runs do not agree on what the call gives")
        return [self._pair(name, *next(iter(more.items())))]

    def _thrown(self) -> dict[str, Any]:
        outcomes = [one.outcome for one in self._seen]
        errors = [one.data.get("error") if one else None for one in outcomes]
        messages = [error.get("message") for error in errors if isinstance(error, dict)]
        if len(messages) < len(errors):
            return {}
        return {"throws": agreed(messages, self._known)}

    def _in_place(self) -> list[Edit]:
        """Edits of single values; none when that does not do."""
        expect = self._step.get("expect")
        names = sorted({name for one in self._short for name in one.events})
        if expect is None or not isinstance(expect.items, dict):
            return []
        is_simple = not (_MODIFIERS | {"in_order", "never"}) & expect.items.keys()
        found: list[Edit] = []
        for name in names:
            node = expect.items.get(name)
            events = [[e for e in one.events if matching.name_of(e) == name] for one in self._seen]
            if node is None or not is_simple or any(len(one) != 1 for one in events):
                return []
            column = [matching.value_of(one[0]) for one in events]
            patterns = [_pattern(one, name) for one in self._seen]
            if node.value is None or any(
                isinstance(p, dict) != isinstance(node.items, dict) for p in patterns
            ):
                return []
            found += self._leaves(node, patterns, column)
        return found

    def _leaves(self, node: Node, patterns: list[Any], values: list[Any]) -> list[Edit]:
        if all(is_match(p, v) for p, v in zip(patterns, values, strict=True)):
            return []
        if isinstance(node.items, dict) and not node.items.keys() & OPERATORS.keys():
            if not all(
                isinstance(v, dict) and isinstance(p, dict)
                for v, p in zip(values, patterns, strict=True)
            ):
                return [self._value(node, values)]
            return [
                edit
                for key, inner in node.items.items()
                for edit in self._leaves(
                    inner,
                    [_at(pattern, key) for pattern in patterns],
                    [value.get(unquote(key), ABSENT) for value in values],
                )
            ]
        return [self._value(node, values)]

    def _value(self, node: Node, values: list[Any]) -> Edit:
        is_gone = all(value is ABSENT for value in values)
        pattern = "$absent" if is_gone else agreed(values, self._known)
        if pattern is OPEN:
            pattern = ANYTHING
        start = self._spots.start(node)
        return Edit(start, self._spots.end(node, node.column), self._style.flow(pattern))

    def _anew(self) -> list[Edit]:
        expect = self._step.get("expect")
        if expect is None:
            raise Unplaceable("what it expects stands elsewhere")
        names = frozenset(name for one in self._short for name in one.events)
        kept = _kept(expect.value, names)
        events = [[e for e in one.events if matching.name_of(e) in names] for one in self._seen]
        more, _ = every_expected(events, self._known)
        value = _joined(kept, more)
        if value is None:  # what it expects does not happen any more: what does?
            value, _ = expected([one.fresh for one in self._seen], self._known, self._kinds)
        return [self._removed("expect") if value is None else self._pair("expect", "expect", value)]

    def _removed(self, name: str) -> Edit:
        """A key and its value go, with their lines or with the comma before them."""
        sheet, key = self._spots.sheet, self._step.keys[name]
        names = list(self._step.keys)
        if names[0] == name:
            raise Unplaceable("nothing of what it expects happens any more")
        span = self._spots.value(key, self._inner(name))
        if self._spots.opening(self._step) == "{":
            last = names[names.index(name) - 1]
            before = self._spots.value(self._step.keys[last], self._inner(last))
            return Edit(before.end, span.end, "")
        start = self._spots.start(key)
        return Edit(sheet.start_of_line(start), sheet.after_line(span.end), "")

    def _inner(self, name: str) -> Node:
        node = self._step.get(name)
        if node is None:
            raise Unplaceable(f"`{name}` is not there")
        return node

    def _pair(self, name: str, new: str, value: Any) -> Edit:
        """A key and its value in place of another pair."""
        key, node = self._step.keys[name], self._inner(name)
        span = self._spots.value(key, node)
        is_flow = self._spots.opening(self._step) == "{"
        is_in_line = is_flow or (node.line == key.line and not isinstance(value, list))
        prefix, indent = f"{self._style.scalar(new)}: ", key.column - 1
        if is_in_line:
            text = prefix + self._style.flow(value)
        else:
            lines = self._style.block(prefix, value, indent)
            text = self._spots.sheet.newline.join(lines).lstrip(" ")
        return Edit(self._spots.start(key), span.end, text)


def _pattern(seen: Seen, name: str) -> Any:
    wanted: list[Expectation] = [item for item in seen.expect.items if item.event == name]
    return wanted[0].pattern if len(wanted) == 1 else ABSENT


def _at(pattern: Any, key: str) -> Any:
    return pattern.get(key, ABSENT) if isinstance(pattern, dict) else ABSENT


def _kept(data: Any, names: frozenset[str]) -> list[Any]:
    """The entries of an `expect` that speak of none of these events."""
    entries = data if isinstance(data, list) else [data]
    found: list[Any] = []
    for entry in entries:
        if isinstance(entry, str):
            if entry not in names:
                found.append(entry)
            continue
        left = {key: item for key, item in entry.items() if not _speaks(key, item, names)}
        if left.keys() - _MODIFIERS:
            found.append(left)
    return found


def _speaks(key: str, item: Any, names: frozenset[str]) -> bool:
    if key not in {"in_order", "never"}:
        return key in names
    inner = item if isinstance(item, list) else [item]
    for part in inner:
        wanted = part.get("of", [part]) if isinstance(part, dict) else [part]
        for one in wanted:
            if one in names if isinstance(one, str) else set(one) & names:
                return True
    return False


def _joined(kept: list[Any], more: Any) -> Any:
    added = more if isinstance(more, list) else [more] if more else []
    every = [*kept, *added]
    if not every:
        return None
    if all(isinstance(one, dict) and not one.keys() & _MODIFIERS for one in every):
        names = [name for one in every for name in one]
        if len(set(names)) == len(names):
            return {name: pattern for one in every for name, pattern in one.items()}
    return every if len(every) > 1 or isinstance(every[0], str) else every[0]
