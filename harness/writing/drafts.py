"""A scenario file with its new expectations: made, and held against the file and the recordings.

Nothing is believed of an edit. The edited text has to say the same as before besides what was
added, has to be free of problems, and the recordings it was made from have to be passed by it;
a step whose edit falls short of that keeps its text.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from harness.judging.judge import judge
from harness.scenario.compile import Variant, compile_scenario
from harness.scenario.fixtures import Shelf
from harness.scenario.loading import scenario_nodes
from harness.scenario.source import Node, Source, parse
from harness.writing.inserting import inserted
from harness.writing.manner import shared, style_of
from harness.writing.spelling import Unspellable
from harness.writing.spots import Spots, Unplaceable

if TYPE_CHECKING:
    from pathlib import Path

    from harness.writing.pins import Pin
    from harness.writing.samples import Sample
    from harness.writing.sheet import Edit, Sheet

Address = tuple[int, int]
"""The number of a scenario in its file, and the index of a step in it."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One scenario file as it is: where it is, what messages call it, and its text."""

    file: Path
    name: str
    sheet: Sheet
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def parsed(self) -> Source:
        """Its tree."""
        return parse(self.sheet.text, self.name)

    def variants(self) -> tuple[list[list[Variant]], Source]:
        """Its scenarios, and its source with all problems."""
        source = self.parsed()
        shelf = Shelf.above(self.file.resolve().parent)
        nodes = scenario_nodes(source)
        return [compile_scenario(source, node, shelf, self.environment) for node in nodes], source


@dataclass(slots=True)
class Draft:
    """What becomes of a file: its new text, the steps that change, and why others do not."""

    before: Manuscript
    after: Manuscript
    written: frozenset[Address] = frozenset()
    left: dict[Address, str] = field(default_factory=dict)


_EXPECTING: Final = ("expect", "returns", "throws")

Samples = Mapping[int, Sequence["Sample"]]
"""What was recorded of a file's scenarios, by their numbers."""


def draft(
    manuscript: Manuscript,
    wanted: Mapping[Address, Pin],
    samples: Samples,
    updates: Mapping[Address, list[Edit]] = MappingProxyType({}),
) -> Draft:
    """The file with what is wanted for its steps, as far as that proves right.

    `updates` are edits of expectations that the steps have already.
    """
    left: dict[Address, str] = {}
    edits = _edits(manuscript, wanted, left)
    for address, more in updates.items():
        edits[address] = [*edits.get(address, ()), *more]
    edits = _sound(manuscript, wanted, edits, frozenset(updates), left)
    while edits:
        after = _edited(manuscript, edits)
        unmet = _unmet(after, samples) & edits.keys()
        if not unmet:
            break
        for address in unmet:
            left[address] = "what was recorded does not meet it a second time"
            del edits[address]
    return Draft(manuscript, _edited(manuscript, edits), frozenset(edits), left)


def _edited(manuscript: Manuscript, edits: Mapping[Address, list[Edit]]) -> Manuscript:
    every = [edit for part in edits.values() for edit in part]
    return replace(manuscript, sheet=manuscript.sheet.edited(every))


def _edits(
    manuscript: Manuscript, wanted: Mapping[Address, Pin], left: dict[Address, str]
) -> dict[Address, list[Edit]]:
    """The edits of each step; reasons for those that have none go to `left`."""
    source = manuscript.parsed()
    if source.root is None:
        return {}
    spots, in_several = Spots(manuscript.sheet), shared(source.root)
    style = style_of(spots, source.root)
    nodes = scenario_nodes(source)
    found = {}
    for address, pin in wanted.items():
        steps, step = _step(nodes, address)
        if not pin.more:
            continue
        if id(step) in in_several:
            left[address] = "it stands in several places, by an anchor"
            continue
        try:
            found[address] = inserted(spots, style, steps, step, pin.more)
        except Unplaceable as error:
            left[address] = str(error)
        except Unspellable:
            left[address] = "a value cannot be written in YAML"
    return found


def _step(nodes: Sequence[Node], address: Address) -> tuple[Node, Node]:
    scenario, index = address
    steps = nodes[scenario].get("steps")
    step = steps.get(index) if steps else None
    if steps is None or step is None:
        raise LookupError(f"there is no step {index}")
    return steps, step


def _sound(
    manuscript: Manuscript,
    wanted: Mapping[Address, Pin],
    edits: dict[Address, list[Edit]],
    updated: frozenset[Address],
    left: dict[Address, str],
) -> dict[Address, list[Edit]]:
    """Those edits after which the file says what it should; all together, else one by one."""
    if _says(manuscript, wanted, edits, updated):
        return edits
    sound: dict[Address, list[Edit]] = {}
    for address, part in edits.items():
        if _says(manuscript, wanted, {**sound, address: part}, updated):
            sound[address] = part
        else:
            left[address] = "the way in which the step is written leaves no safe place for it"
    return sound


def _says(
    manuscript: Manuscript,
    wanted: Mapping[Address, Pin],
    edits: Mapping[Address, list[Edit]],
    updated: frozenset[Address],
) -> bool:
    """Whether the edited file has no problem, and says as before besides the new keys.

    Of a step whose expectations are replaced, the rest has to be as before.
    """
    if not edits:
        return True
    after = _edited(manuscript, edits)
    _, source = after.variants()
    if source.root is None or source.problems:
        return False
    before = manuscript.parsed()
    nodes, changed = scenario_nodes(before), scenario_nodes(source)
    for address in edits:
        _, step = _step(nodes, address)
        if address in updated:
            _, other = _step(changed, address)
            for name in _EXPECTING:
                step.value.pop(name, None)
                other.value.pop(name, None)
        else:
            step.value |= wanted[address].more
    return before.root is not None and _is_same(source.root.value, before.root.value)


def _is_same(one: Any, other: Any) -> bool:
    """Whether data is equal, types included: `1` is neither `true` nor `1.0`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_is_same(v, other[k]) for k, v in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)


def _unmet(after: Manuscript, samples: Samples) -> set[Address]:
    """The steps at which the recordings do not pass the file as it would be."""
    scenarios, _ = after.variants()
    found: set[Address] = set()
    for number, recorded in samples.items():
        for one in recorded:
            variant = next(v for v in scenarios[number] if v.params == one.run.params)
            verdict = judge(replace(one.run, scenario=variant.scenario), one.recording)
            found |= {(number, f.step) for f in verdict.failures if f.step is not None}
    return found
